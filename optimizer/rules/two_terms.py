"""At most two consecutive terms as head in one place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Codes, Flag, Whole
from optimizer.domain.title_choice import names_of, naming_problems, titles_chosen
from optimizer.findings import Finding
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement, known_placements
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

# A title is often two in one ("Phó Bí thư Đảng ủy, Chủ tịch UBND"): one part of it is enough to make its holder a head.
_PARTS = re.compile(r"[,;/]|\s[-–—]\s|\bkiêm\b", re.IGNORECASE)
_HEAD = re.compile(
    r"bi thu(?! (?:doan|chi doan|chi bo|thu nhat))|chu tich (?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)"
    r"|(?:party )?secretary|chair\w* of the (?:people s )?(?:committee|council)"
)


def head_words(written: str) -> bool:
    """Return whether a written post is that of a Party secretary or of a chair of the People's Council or Committee."""
    return any(_HEAD.match(fold(part)) for part in _PARTS.split(written))


class TwoTerms(Requirement):
    """Who has headed a place for `max_terms` consecutive terms does not go on as head of the same place (R35).

    Heads are the titles in `titles`; without them the leaders of rank 1 and those whose name is that of a secretary or
    of a chair of the Council or the Committee. Someone's terms count where the present post is such a one, alone or held
    beside another title, or is blank, in the unit of the present workplace; `predecessors` makes a workplace in an old
    unit count for every new unit it went into. Blank terms hold nobody back.
    """

    name: ClassVar[str] = "two_terms"
    text: ClassVar[Text] = Text("Không quá hai nhiệm kỳ liên tiếp", "At most two consecutive terms")
    source: ClassVar[Text] = Text(
        "Quy định 65-QĐ/TW, Luật Tổ chức chính quyền địa phương",
        "Regulation 65-QĐ/TW, Law on Organization of Local Government",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    max_terms: Whole = Field(
        default=2,
        ge=1,
        le=10,
        description="Consecutive terms after which a head does not go on in the same place.",
        json_schema_extra={"vi": "Số nhiệm kỳ liên tiếp mà sau đó không tiếp tục đứng đầu tại cùng nơi."},
    )
    titles: Codes = Field(
        default=(),
        description="Codes or names of the heads' titles, divided by a comma; blank for secretaries and chairs.",
        json_schema_extra={
            "vi": "Mã hoặc tên các chức danh đứng đầu, cách nhau bằng dấu phẩy; để trống là bí thư và chủ tịch.",
            "shown": "",
        },
    )
    predecessors: Flag = Field(
        default=True,
        description="Terms served in an old unit count in the new units it went into.",
        json_schema_extra={"vi": "Tính cả nhiệm kỳ ở đơn vị cũ đã nhập vào đơn vị mới.", "shown": "yes"},
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return who has served long enough where, times the heads' titles."""
        case = facts.case
        codes = self._heads(case)
        here = np.zeros((facts.n_people, facts.n_units), bool)
        for i, cadre in enumerate(case.cadres):
            if self._served(cadre, codes):
                here[i, [facts.unit_at[code] for code in self._places(case, cadre)]] = True
        if not codes or not here.any():
            return None
        heads = np.array([t.title_code in codes for t in case.titles], bool)
        return Screen(spared=self.lifted_spots(facts), also=((here[:, :, None], heads[None, None, :]),))

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield a finding for each head who goes on after the last term allowed."""
        codes = self._heads(case)
        for placement, cadre, unit, title in known_placements(case, plan):
            lack = self._lack(case, cadre, unit, title, codes)
            if lack is not None and self.lifted(case, placement) is None:
                yield self.finding(case, plan, placement, lack)

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return how many terms the person has headed this place, where no further one is allowed, or None."""
        return self._lack(case, cadre, unit, title, self._heads(case))

    def _lack(self, case: Case, cadre: Cadre, unit: Unit, title: Title, codes: frozenset[str]) -> Text | None:
        if title.title_code not in codes or not self._served(cadre, codes):
            return None
        if unit.unit_code not in self._places(case, cadre):
            return None
        return Text(
            "đã giữ chức vụ đứng đầu {terms} nhiệm kỳ liên tiếp tại đây; không quá {most} nhiệm kỳ.",
            "has headed this place for {terms} [consecutive term|consecutive terms]; at most {most} [is|are] allowed.",
        ).format(terms=cadre.terms_here, most=self.max_terms)

    def _heads(self, case: Case) -> frozenset[str]:
        if self.titles:
            return titles_chosen(case, self.titles)
        return frozenset(
            t.title_code
            for t in case.titles
            if (t.group == "leader" and t.rank == 1) or (t.group in ("leader", None) and head_words(t.name))
        )

    def _served(self, cadre: Cadre, codes: frozenset[str]) -> bool:
        return (cadre.terms_here or 0) >= self.max_terms and _was_head(cadre, codes)

    def _places(self, case: Case, cadre: Cadre) -> frozenset[str]:
        """Return the units in which somebody's terms count."""
        found = case.places.resolve(cadre.current_unit)
        if found.kind == "unit" or (found.kind == "old_unit" and self.predecessors):
            return frozenset(found.codes)
        if found.kind == "old_unit":
            return frozenset()
        code = cadre.current_unit_code
        return frozenset((code,)) if code in case.unit_by_code and code is not None else frozenset()

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(", ".join(self.titles))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the names of the titles it speaks of."""
        return self._limit(names_of(case, self._heads(case)))

    def _limit(self, names: str) -> Text:
        text = Text(
            "không giữ chức vụ đứng đầu quá {most} nhiệm kỳ liên tiếp tại cùng một nơi",
            "nobody heads one place for more than {most} [consecutive term|consecutive terms]",
        ).format(most=self.max_terms)
        return Text("{text} ({names})", "{text} ({names})").format(text=text, names=names) if names else text

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names no title has, a case without heads, and heads whose number of terms is blank."""
        yield from naming_problems(case, self.name, self.titles, ())
        codes = self._heads(case)
        if not codes and not self.titles:
            text = Text(
                "không nhận ra chức danh đứng đầu nào nên quy tắc này không có tác dụng.",
                "no title is recognised as that of a head, so this rule does nothing.",
            )
            fix = Text("Ghi tham số titles=mã chức danh.", "Write the parameter titles=codes of the titles.")
            yield Finding("no_heads", "warning", text, fix, subject=(("rule", self.name),))
        text = Text(
            "Đang giữ chức vụ đứng đầu nhưng chưa ghi số nhiệm kỳ nên không xét được giới hạn nhiệm kỳ.",
            "Holds a head's post, but the number of terms is blank, so the limit of terms does not hold this person back.",
        )
        yield from self.blanks(
            case,
            "terms_here",
            lambda c: c.terms_here is None and bool(_post_known(c)) and _was_head(c, codes),
            lambda t: t.title_code in codes,
            text,
        )


def _post_known(cadre: Cadre) -> str:
    return cadre.current_title_code or tidy(cadre.current_title)


def _was_head(cadre: Cadre, codes: frozenset[str]) -> bool:
    """Return whether the present post is a head's: by its titles, else by its words; a blank post may be one."""
    if cadre.current_title_code is not None:
        return not codes.isdisjoint((cadre.current_title_code, *cadre.also_titles))
    return not tidy(cadre.current_title) or head_words(cadre.current_title)
