"""Titles no local may hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from optimizer.rules.base import LocalRule, Mode
from optimizer.text import Text

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title


class NotLocal(LocalRule):
    """The holder of a title flagged so is no local of the unit (R33, R34).

    A local is someone whose home place names the unit or one of its predecessors; `level` widens that to the former
    district or the province, `places` adds the residence. A blank place does not meet it.
    """

    name: ClassVar[str] = "not_local"
    text: ClassVar[Text] = Text("Không là người địa phương", "Not a local")
    source: ClassVar[Text] = Text(
        "Chỉ thị 45-CT/TW, Kết luận 210-KL/TW, Quy định 65-QĐ/TW",
        "Directive 45-CT/TW, Conclusion 210-KL/TW, Regulation 65-QĐ/TW",
    )
    topic: ClassVar[str] = "people"
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "blank"

    closed: ClassVar[Text] = Text("chức danh này không bố trí người địa phương.", "this title is not for locals.")

    def asks(self, case: Case, title: Title) -> bool:
        """Return whether a title is flagged on the Titles sheet."""
        return title.not_local

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "người giữ chức danh không là người địa phương, {judged}", "the holder is no local, {judged}"
        ).format(judged=self.judged_by())
