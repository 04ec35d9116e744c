"""Pairs of titles that the law has taken out of one hand from some day on."""

from __future__ import annotations

import datetime as dt
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Refused, read_day
from optimizer.domain.title_choice import idle, naming_problems, titles_named
from optimizer.findings import Address, Finding
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Rule, who
from optimizer.text import Text, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement, Plan
    from optimizer.model.facts import Facts

Pair = tuple[str, str, dt.date | None]  # two titles, and the day from which they may not stand in one hand
_USUAL: tuple[Pair, ...] = (("Phó Chủ tịch UBND", "Giám đốc Trung tâm Phục vụ hành chính công", dt.date(2025, 10, 15)),)
_FORM = (
    "mỗi cặp ghi theo dạng chức danh + chức danh: ngày, ví dụ PCT + GD: 15/10/2025",
    "each pair should be written as title + title: day, such as PCT + GD: 15/10/2025",
)


def _pairs(value: Any) -> Any:
    """Read `A + B: 15/10/2025 | A + C` as ((A, B, day), (A, C, None))."""
    if not isinstance(value, str):
        return value
    found = []
    for part in value.split("|"):
        if not part.strip():
            continue
        titles = [tidy(piece) for piece in part.replace("+", ":").split(":")]
        if not 2 <= len(titles) <= 3 or not all(titles[:2]):
            raise Refused(*_FORM)
        day = read_day(titles[2]) if len(titles) == 3 and titles[2] else None
        found.append((titles[0], titles[1], day))
    return tuple(found)


class BannedPairs(Rule):
    """Two titles that may not, or no longer, be held by one person, whatever the Titles sheet allows (R4).

    For every person and every pair whose day has come: not both. On earlier days the Titles sheet alone decides. An
    exception that names the rule, for either title, leaves the pair to that person (R68).
    """

    name: ClassVar[str] = "banned_pairs"
    text: ClassVar[Text] = Text("Chức danh không được kiêm nhiệm", "Titles banned from one hand")
    source: ClassVar[Text] = Text(
        "Nghị quyết 332/NQ-CP, Nghị định 367/2025/NĐ-CP", "Resolution 332/NQ-CP, Decree 367/2025/NĐ-CP"
    )
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    pairs: Annotated[tuple[Pair, ...], BeforeValidator(_pairs)] = Field(
        default=_USUAL,
        description="Pairs as title + title: day, divided by |; a title is a code or a name, * stands for anything; "
        "without a day the pair is always banned.",
        json_schema_extra={
            "vi": "Các cặp ghi dạng chức danh + chức danh: ngày, cách nhau bằng dấu |; chức danh là mã hoặc tên, "
            "dấu * thay cho phần bất kỳ; không ghi ngày là luôn cấm.",
            "shown": "Phó Chủ tịch UBND + Giám đốc Trung tâm Phục vụ hành chính công: 15/10/2025",
        },
    )

    def _banned(self, case: Case) -> dict[tuple[str, str], dt.date | None]:
        """Return the pairs of codes, each sorted, banned on the plan date, with the day each is banned from."""
        found: dict[tuple[str, str], dt.date | None] = {}
        for a, b, day in self.pairs:
            if day is not None and case.settings.plan_date < day:
                continue
            for x in titles_named(case, a):
                for y in titles_named(case, b):
                    if x != y:
                        found.setdefault((min(x, y), max(x, y)), day)
        return found

    def bar_roles(self, facts: Facts) -> NDArray[np.bool_] | None:
        """Return the roles that hold a banned pair; where somebody has an exception, rows say it instead."""
        if len(self.lifted_spots(facts)):
            return None
        bar = np.zeros(facts.n_roles, bool)
        for pair in self._banned(facts.case):
            bar |= _with_both(facts, pair)
        return bar if bar.any() else None

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return, where somebody has an exception, a row a pair: nobody without one holds both."""
        spared = self.lifted_spots(facts)
        pairs = [pair for pair in self._banned(facts.case) if _with_both(facts, pair).any()]
        if not len(spared) or not pairs:
            return ()
        people = np.unique(spared.p)
        group = np.zeros(facts.n_people, np.int32)
        group[people] = np.arange(1, len(people) + 1)
        terms = []
        for i, pair in enumerate(pairs):
            both = np.where(_with_both(facts, pair), i, -1).astype(np.int32)
            table = np.broadcast_to(both, (len(people) + 1, facts.n_units, facts.n_roles)).copy()
            here = np.isin(spared.t, [facts.title_at[code] for code in pair])
            table[group[spared.p[here]], spared.u[here]] = -1
            terms.append(Term(table, np.ones(facts.n_people), group))
        none = np.zeros(len(pairs))
        family = RowFamily(
            self.name, none - np.inf, none, lambda row: self._asked(facts.case, pairs[row]), terms=tuple(terms)
        )
        return (family,)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each person who holds a banned pair."""
        banned = self._banned(case)
        if not banned:
            return
        for held in plan.by_cadre.values():
            if len(held) < 2:
                continue
            for a, b in combinations(dict.fromkeys(held), 2):
                pair = min(a.title_code, b.title_code), max(a.title_code, b.title_code)
                if pair in banned and self.lifted(case, a) is None and self.lifted(case, b) is None:
                    yield self._found(case, plan, (a, b), banned[pair])

    def _found(self, case: Case, plan: Plan, both: tuple[Placement, Placement], day: dt.date | None) -> Finding:
        a, b = both
        cadre = case.cadre_by_id.get(a.cadre_id)
        names = [case.title_by_code[p.title_code].name for p in both]
        text = Text(
            "{who} giữ cả {a} và {b}; hai chức danh này không được kiêm nhiệm{since}.",
            "{who} holds both {a} and {b}; these may not stand in one hand{since}.",
        ).format(who=who(cadre) if cadre else a.cadre_id, a=names[0], b=names[1], since=_since(day))
        return Finding(
            self.name,
            "error",
            text,
            Text("Bỏ một trong hai chức danh.", "Drop one of the two."),
            plan.where.get(b) or (case.address(cadre) if cadre else Address()),
            a.cadre_id,
            (
                ("cadre", a.cadre_id),
                ("unit", b.unit_code),
                ("title", a.title_code),
                ("title_b", b.title_code),
                ("rule", self.name),
            ),
            1.0,
        )

    def _asked(self, case: Case, pair: tuple[str, str]) -> Finding:
        text = Text("Không ai giữ cả {a} và {b}.", "Nobody holds both {a} and {b}.").format(
            a=case.title_by_code[pair[0]].name, b=case.title_by_code[pair[1]].name
        )
        subject = (("title", pair[0]), ("title_b", pair[1]), ("rule", self.name))
        return Finding(self.name, "error", text, subject=subject)

    def limit(self) -> Text:
        """Say the limit in words."""
        parts = [
            Text("{a} và {b}{since}", "{a} and {b}{since}").format(a=a, b=b, since=_since(d)) for a, b, d in self.pairs
        ]
        listed = Text("; ".join(p.vi for p in parts), "; ".join(p.en for p in parts))
        return Text("một người không giữ cả hai: {listed}", "nobody holds both of: {listed}").format(listed=listed)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names that mean no title, and pairs of a title with itself."""
        usual = [t for a, b, _ in _USUAL for t in (a, b)]
        if self.pairs == _USUAL:
            if not any(titles_named(case, a) and titles_named(case, b) for a, b, _ in self.pairs):
                yield idle(self.name, ", ".join(usual))
            return
        names = list(dict.fromkeys(t for a, b, _ in self.pairs for t in (a, b)))
        yield from naming_problems(case, self.name, [n for n in names if n not in usual], ())
        for a, b, _ in self.pairs:
            if (both := set(titles_named(case, a))) and both == set(titles_named(case, b)) and len(both) == 1:
                text = Text("cặp “{a} + {b}” là một chức danh.", "the pair “{a} + {b}” is one title.").format(a=a, b=b)
                fix = Text("Sửa lại hoặc bỏ cặp này.", "Correct the pair, or drop it.")
                yield Finding("odd_pair", "error", text, fix, value=f"{a} + {b}", subject=(("rule", self.name),))


def _with_both(facts: Facts, pair: tuple[str, str]) -> NDArray[np.bool_]:
    """Return the roles that hold both titles."""
    found: NDArray[np.bool_] = np.fromiter((set(pair) <= set(role) for role in facts.roles), bool, facts.n_roles)
    return found


def _since(day: dt.date | None) -> Text:
    if day is None:
        return Text("", "")
    return Text(" từ {day}", " from {day}").format(day=f"{day:%d/%m/%Y}")
