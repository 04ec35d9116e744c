"""Turns in hardship units: whoever has served one may leave, and nobody is sent on a second one in a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.hardship import Hardships
from optimizer.domain.parameters import Flag, Whole
from optimizer.domain.senders import lives_in
from optimizer.domain.tenure import full_months
from optimizer.domain.words import wording
from optimizer.model.cells import Screen
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class HardshipTurns(Requirement):
    """Service in mountain, border and island units goes by turns; nobody serves two in a row against their wish (R59).

    Whoever has served the turn (`months_men`, `months_women`) in a hardship unit does not stay there, and nobody goes from
    one hardship unit to another, unless they wish for that unit. Whoever lives in the unit is on no turn there.
    """

    name: ClassVar[str] = "hardship_turns"
    text: ClassVar[Text] = Text("Luân phiên địa bàn khó khăn", "Turns in hardship units")
    source: ClassVar[Text] = Text(
        "Nghị định 76/2019/NĐ-CP; thông lệ 5 năm với nam, 3 năm với nữ",
        "Decree 76/2019/NĐ-CP; the practice of 5 years for men, 3 years for women",
    )
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    months_men: Whole = Field(
        default=60,
        ge=1,
        le=600,
        description="A man's turn in a hardship unit, in months.",
        json_schema_extra={"vi": "Thời gian một lượt công tác ở địa bàn khó khăn đối với nam, tính bằng tháng."},
    )
    months_women: Whole = Field(
        default=36,
        ge=1,
        le=600,
        description="A woman's turn in a hardship unit, in months.",
        json_schema_extra={"vi": "Thời gian một lượt công tác ở địa bàn khó khăn đối với nữ, tính bằng tháng."},
    )
    kinds: Annotated[Hardships, Field(min_length=1)] = Field(
        default=("mountain", "border", "island"),
        description="Kinds of units served by turns: mountain, border, island; divided by a comma.",
        json_schema_extra={
            "vi": "Loại địa bàn thực hiện luân phiên: mountain (miền núi), border (biên giới), island (hải đảo); cách nhau "
            "bằng dấu phẩy.",
            "shown": "mountain, border, island",
        },
    )
    residents: Flag = Field(
        default=False,
        description="Whether those who live in the unit serve by turns too.",
        json_schema_extra={"vi": "Người có nơi ở tại đơn vị đó có thuộc diện luân phiên hay không.", "shown": "no"},
    )

    def screen(self, facts: Facts) -> Screen | None:
        """Return which units would be a second turn for whom: person by unit."""
        case = facts.case
        hard = np.array([u.hardship in self.kinds for u in case.units], bool)
        if not hard.any():
            return None
        fails = np.zeros((facts.n_people, facts.n_units), bool)
        for p in np.flatnonzero(np.append(hard, False)[facts.current_unit]).tolist():
            cadre, now = case.cadres[p], int(facts.current_unit[p])
            lives = [facts.unit_at[c] for c in cadre.residence_units if not self.residents and lives_in(cadre, c)]
            if now in lives:
                continue
            fails[p] = hard
            fails[p, now] = self._served(case, cadre)
            fails[p, lives] = False
            fails[p, [facts.unit_at[c] for c in cadre.wish_units if c in facts.unit_at]] = False
        return Screen(fails[:, :, None], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return why serving in `unit` would be a second turn in a row, or None."""
        now = case.unit_by_code.get(cadre.current_unit_code or "")
        if now is None or now.hardship not in self.kinds or unit.hardship not in self.kinds:
            return None
        if unit.unit_code in cadre.wish_units:
            return None
        if not self.residents and (lives_in(cadre, now.unit_code) or lives_in(cadre, unit.unit_code)):
            return None
        kind = wording("hardship", now.hardship)
        if unit.unit_code != now.unit_code:
            return Text(
                "đang công tác tại {now} ({kind}), không có nguyện vọng đi tiếp một địa bàn khó khăn khác.",
                "serves at {now} ({kind}) and does not wish for another hardship unit.",
            ).format(now=now.name, kind=kind)
        if not self._served(case, cadre):
            return None
        return Text(
            "đã công tác tại {now} ({kind}) từ {since}, đủ một lượt {n} tháng, không có nguyện vọng ở lại.",
            "has served at {now} ({kind}) since {since}, a full turn of {n} [month|months], and does not wish to stay.",
        ).format(now=now.name, kind=kind, since=cadre.in_post_since, n=self._turn(cadre))

    def _turn(self, cadre: Cadre) -> int:
        """Return the months of somebody's turn; the longer one where the sex is blank."""
        if cadre.sex is None:
            return max(self.months_men, self.months_women)
        return self.months_men if cadre.sex == "male" else self.months_women

    def _served(self, case: Case, cadre: Cadre) -> bool:
        """Return whether a full turn is certainly over; a date known in part is read at its last day."""
        since = cadre.in_post_since
        return since is not None and full_months(since, case.settings.plan_date, "latest") >= self._turn(cadre)

    def limit(self) -> Text:
        """Say the limit in words."""
        kinds = [wording("hardship", k) for k in self.kinds]
        return Text(
            "mỗi lượt công tác ở địa bàn {kinds} là {men} tháng đối với nam, {women} tháng đối với nữ; không cử đi hai "
            "lượt liền nếu không có nguyện vọng",
            "a turn of {men} [month|months] for men, {women} for women in units of: {kinds}; no two turns in a row against "
            "one's wish",
        ).format(
            men=self.months_men,
            women=self.months_women,
            kinds=Text(", ".join(k.vi for k in kinds), ", ".join(k.en for k in kinds)),
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a remark for each person in a hardship unit of whom it is not known since when."""
        text = Text(
            "Chưa ghi thời điểm giữ vị trí nên không biết đã đủ một lượt ở địa bàn khó khăn hay chưa.",
            "The date in post is blank, so whether the turn in a hardship unit is over is not known.",
        )
        for cadre in case.cadres:
            now = case.unit_by_code.get(cadre.current_unit_code or "")
            if now is None or now.hardship not in self.kinds or cadre.in_post_since is not None:
                continue
            if cadre.status == "available" and (self.residents or not lives_in(cadre, now.unit_code)):
                yield self.blank_cell(case, cadre, "in_post_since", text)
