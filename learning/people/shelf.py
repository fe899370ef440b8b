"""Role families from `content/roles.yaml`, as far as the staff import needs them: names and typical posts."""

from __future__ import annotations

from pathlib import Path

import yaml

from learning.ground.errors import Refused
from learning.people.rules.role_family import RoleFamily


def role_families(content: Path) -> tuple[RoleFamily, ...]:
    """Every role family of the content folder, in its order. What each requires is the business of `capability`."""
    path = content / "roles.yaml"
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(
            RoleFamily(
                id=str(family["id"]),
                name=str(family["name"]),
                staff_group=str(family.get("staff_group") or ""),
                job_roles=tuple(str(role) for role in family.get("job_roles") or ()),
            )
            for family in read["families"]
        )
    except OSError:
        raise Refused(f"The file {path.name} is missing from the content folder: put it back and try again.") from None
    except (yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise Refused(f"The file {path.name} cannot be read: run steady content check to see the line.") from None
