"""Titles for which somebody from elsewhere is preferred, without closing them to locals."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from optimizer.domain.parameters import Codes
from optimizer.domain.title_choice import means, names_of, naming_problems, titles_field
from optimizer.rules.base import LocalRule, Mode
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title
    from optimizer.findings import Finding

_TITLES = ("Chủ tịch UBND*", "Phó Bí thư*Chủ tịch UBND*", "Chủ nhiệm Ủy ban Kiểm tra*")


class NonLocalsPreferred(LocalRule):
    """The holder of a title named in `titles` is rather no local of the unit (R33, R34).

    Each local in such a title counts one. Titles flagged on the Titles sheet are left to `not_local`, which closes them: so
    the secretary may be a hard rule's and the Committee's chair a soft one's. What a local is, is said alike.
    """

    name: ClassVar[str] = "non_locals_preferred"
    text: ClassVar[Text] = Text("Ưu tiên người ngoài địa phương", "Non-locals preferred")
    source: ClassVar[Text] = Text(
        "Kết luận 210-KL/TW về chủ tịch UBND, Quy định 65-QĐ/TW",
        "Conclusion 210-KL/TW on chairs of People's Committees, Regulation 65-QĐ/TW",
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"
    closed: ClassVar[Text] = Text(
        "chức danh này nên là người nơi khác.", "somebody from elsewhere is preferred for this title."
    )

    titles: Codes = titles_field(_TITLES)

    def asks(self, case: Case, title: Title) -> bool:
        """Return whether a title is named and not flagged on the Titles sheet."""
        return not title.not_local and any(means(case, written, title) for written in self.titles)

    def limit(self) -> Text:
        """Say the limit in words."""
        return self._limit(", ".join(self.titles))

    def limit_for(self, case: Case) -> Text:
        """Say the limit with the names of the titles it speaks of."""
        return self._limit(names_of(case, (t.title_code for t in case.titles if self.asks(case, t))))

    def _limit(self, names: str) -> Text:
        return Text(
            "ưu tiên người không là người địa phương ({names}), {judged}",
            "rather no locals as: {names}; {judged}",
        ).format(names=names or "—", judged=self.judged_by())

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield names that mean no title, and whose place is blank or almost the name of a unit."""
        yield from naming_problems(case, self.name, self.titles, _TITLES)
        yield from super().problems(case)
