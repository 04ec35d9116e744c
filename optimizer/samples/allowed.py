"""Which seats the rules of a sample open to whom: a reviewer who locks or keeps somebody asks the same rules as a plan."""

from __future__ import annotations

from dataclasses import replace

from optimizer.catalogue import catalogue
from optimizer.domain.case import Case
from optimizer.rules.base import Requirement

Row = dict[str, object]


class Allowed:
    """Asks every hard rule about one person in one seat: the rules the sample ticks, and those of a case without any."""

    def __init__(self, tables: dict[str, list[Row]]) -> None:
        """Read the tables as a user's workbook is read; without decisions, as these are only to be drawn."""
        self.case = Case.from_tables(**tables)
        rules_alone = replace(self.case, cadres=(), relations=())  # which rules are in force hangs on nobody
        usual = replace(rules_alone, rules=(), rules_given=False)
        in_force = [a.rule for it in (rules_alone, usual) for a in catalogue(it).rules if not a.soft]
        self.rules = tuple(dict.fromkeys(rule for rule in in_force if isinstance(rule, Requirement)))

    def lets(self, cadre_id: str, seat: tuple[str, str]) -> bool:
        """Return whether no rule closes a seat (unit code, title code) to somebody."""
        case = self.case
        cadre, unit, title = case.cadre_by_id[cadre_id], case.unit_by_code[seat[0]], case.title_by_code[seat[1]]
        return all(rule.shortfall(case, cadre, unit, title) is None for rule in self.rules)
