"""No higher seat for whom was graded as not having fulfilled the duties."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from optimizer.domain.parameters import Amount, Whole
from optimizer.domain.standing import UNLISTED_EN, UNLISTED_VI, Unlisted, is_promotion, unranked
from optimizer.domain.words import wording
from optimizer.model.cells import Screen
from optimizer.model.standing import promotions
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts


class PerformanceFloor(Requirement):
    """Who was graded “không hoàn thành nhiệm vụ”, or is rated below `min_rating`, comes to no higher seat (R29, R56).

    The grades of the last `years` graded years count; the rating counts for whom no grade is written, because a blank
    rating is read as the mean of the grades. Asked of promotions only; who has neither is not held back. The ratings of
    three years weigh in softly through suitability.
    """

    name: ClassVar[str] = "performance_floor"
    text: ClassVar[Text] = Text("Mức hoàn thành nhiệm vụ tối thiểu", "Performance floor")
    source: ClassVar[Text] = Text(
        "Nghị định 335/2025/NĐ-CP, Quy định 366-QĐ/TW", "Decree 335/2025/NĐ-CP, Regulation 366-QĐ/TW"
    )
    topic: ClassVar[str] = "people"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    min_rating: Amount = Field(
        default=50.0,
        le=100,
        description="The rating (0 to 100) below which no higher seat is open.",
        json_schema_extra={"vi": "Điểm đánh giá (0 đến 100) mà thấp hơn thì không lên chức danh cao hơn."},
    )
    years: Whole = Field(
        default=1,
        ge=1,
        le=10,
        description="How many of the latest graded years count.",
        json_schema_extra={"vi": "Số năm xếp loại gần nhất được xét."},
    )
    unlisted: Unlisted = Field(default="higher", description=UNLISTED_EN, json_schema_extra={"vi": UNLISTED_VI})

    def screen(self, facts: Facts) -> Screen | None:
        """Return who is below the floor, times the titles that are higher: person by title."""
        weak = np.array([self._weakness(c) is not None for c in facts.case.cadres], bool)
        if not weak.any():
            return None
        fails = weak[:, None] & promotions(facts, self.unlisted)
        return Screen(fails[:, None, :], self.lifted_spots(facts))

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return the grade or rating that closes this title to the person, or None."""
        weakness = self._weakness(cadre)
        if weakness is None or not is_promotion(case, cadre, title, self.unlisted):
            return None
        return Text(
            "{weakness}; không bố trí vào chức danh cao hơn hiện nay.", "{weakness}; no higher title than now is open."
        ).format(weakness=weakness)

    def _weakness(self, cadre: Cadre) -> Text | None:
        if cadre.grades:
            latest = sorted({year for year, _ in cadre.grades})[-self.years :]
            failed = [year for year, grade in cadre.grades if grade == "failed" and year in latest]
            if not failed:
                return None
            return Text("xếp loại năm {year}: {grade}", "grade of {year}: {grade}").format(
                year=max(failed), grade=wording("grade", "failed")
            )
        if cadre.rating is None or cadre.rating >= self.min_rating:
            return None
        return Text("điểm đánh giá {has}, dưới mức {need}", "rated {has}, below {need}").format(
            has=_number(cadre.rating), need=_number(self.min_rating)
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        return Text(
            "không bố trí vào chức danh cao hơn người xếp loại không hoàn thành nhiệm vụ trong {years} năm gần nhất "
            "hoặc có điểm đánh giá dưới {rating}",
            "no higher title for whom was graded as not fulfilling the duties in the last {years} [graded year|graded years], "
            "or is rated below {rating}",
        ).format(years=self.years, rating=_number(self.min_rating))

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield titles without a rank, and people without any grade or rating, whom the rule cannot judge."""
        yield from unranked(case, self.name)
        text = Text(
            "Chưa ghi xếp loại và điểm đánh giá nên quy tắc mức hoàn thành nhiệm vụ không xét được người này.",
            "Neither a grade nor a rating is written, so the performance floor does not hold this person back.",
        )
        yield from self.blanks(
            case, "rating", lambda c: c.rating is None and not c.grades, lambda t: t.group != "specialist", text
        )


def _number(value: float) -> Text:
    written = f"{value:.4g}"
    return Text(written.replace(".", ","), written)
