"""What a rule is, and what rules of one kind have in common."""

from optimizer.rules.base.head_count import HeadCount
from optimizer.rules.base.local import LocalRule, WhereLocal
from optimizer.rules.base.quota import GroupShare, QuotaRule
from optimizer.rules.base.relatives import RelativesRule, Sides, Way
from optimizer.rules.base.requirement import Requirement, known_placements
from optimizer.rules.base.rule import Mode, Rule, people_named, who
from optimizer.rules.base.staff_path import Place, StaffPath

__all__ = [
    "GroupShare",
    "HeadCount",
    "LocalRule",
    "Mode",
    "Place",
    "QuotaRule",
    "RelativesRule",
    "Requirement",
    "Rule",
    "Sides",
    "StaffPath",
    "Way",
    "WhereLocal",
    "known_placements",
    "people_named",
    "who",
]
