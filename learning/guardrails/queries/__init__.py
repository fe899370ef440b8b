"""Questions about permission: the register in force, its history, who has a tool and who answers."""

from learning.guardrails.queries.card import (
    Slip,
    TeamCard,
    slip_of,
    team_card,
    teams_i_may_open,
)
from learning.guardrails.queries.expected import (
    expected_of,
    expected_of_family,
)
from learning.guardrails.queries.finding import (
    Found,
    people_by_id,
    staff_found,
    written_as,
)
from learning.guardrails.queries.needs import (
    OwnNeeds,
    need,
    needs_of_many,
    own_needs,
    similar_needs,
    unread_answers,
    who_decides,
)
from learning.guardrails.queries.news import (
    news,
)
from learning.guardrails.queries.owners import (
    Owner,
    Owners,
    name_of,
)
from learning.guardrails.queries.permission import (
    Permission,
    permission,
    who_answers,
)
from learning.guardrails.queries.register import (
    fresh_register,
    register,
    register_at,
    rule_of,
    teams_above,
    tools_of,
    tools_of_many,
    vocabulary,
)
from learning.guardrails.queries.reviewing import (
    list_of,
    lists_of_all,
)
from learning.guardrails.queries.rules import (
    access_counts,
    access_line,
    access_lines,
    changes_since,
    history_of,
    in_scope,
    rule_by_id,
    rule_row,
    rule_versions,
    settings_row,
    standing_access,
    standing_rules,
    tool,
    tool_by_number,
    tools,
    withdrawal,
    withdrawals,
)
from learning.guardrails.queries.waiting import (
    needs_waiting_for,
    waiting_by_owner,
)

__all__ = [
    "Found",
    "OwnNeeds",
    "Owner",
    "Owners",
    "Permission",
    "Slip",
    "TeamCard",
    "access_counts",
    "access_line",
    "access_lines",
    "changes_since",
    "expected_of",
    "expected_of_family",
    "fresh_register",
    "history_of",
    "in_scope",
    "list_of",
    "lists_of_all",
    "name_of",
    "need",
    "needs_of_many",
    "needs_waiting_for",
    "news",
    "own_needs",
    "people_by_id",
    "permission",
    "register",
    "register_at",
    "rule_by_id",
    "rule_of",
    "rule_row",
    "rule_versions",
    "settings_row",
    "similar_needs",
    "slip_of",
    "staff_found",
    "standing_access",
    "standing_rules",
    "team_card",
    "teams_above",
    "teams_i_may_open",
    "tool",
    "tool_by_number",
    "tools",
    "tools_of",
    "tools_of_many",
    "unread_answers",
    "vocabulary",
    "waiting_by_owner",
    "who_answers",
    "who_decides",
    "withdrawal",
    "withdrawals",
    "written_as",
]
