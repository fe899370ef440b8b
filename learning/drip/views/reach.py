"""For the library's page of a unit: how many people have it in their drip."""

from __future__ import annotations

from flask import render_template

from learning.access import my_organisation, my_today
from learning.capability import queries as capability
from learning.drip import queries
from learning.ground.figures import TOGETHER
from learning.modules.models import ModuleVersion

PERIODS = ("Planned this week", "Had it in the last 4 weeks", "Ever had it")


def unit_reach(version: ModuleVersion) -> str:
    found = queries.reach_of(version.module, my_organisation().id, today=my_today())
    names = {family.id: family.name for family in capability.capability().roles.families}
    names |= {TOGETHER: "Smaller groups together", "": "Role not known yet"}
    lines = [(names.get(line.group, line.group), line.said) for line in found.lines]
    lines.sort(key=lambda line: (line[0] == names[TOGETHER], line[0]))
    return render_template("drip/reach.html", periods=PERIODS, everybody=found.everybody, lines=lines)
