"""What one reviewed copy of a plan says, before anybody judges it: marks by row, decisions, rules, and who saved it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, ClassVar
from xml.etree.ElementTree import ParseError

from optimizer.domain.dates import PartialDate
from optimizer.domain.record import Column
from optimizer.findings import Address
from optimizer.sheets.planbook import PlanRow
from optimizer.sheets.xlsx import CREATED
from optimizer.text import tidy

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.domain.case import Source
    from optimizer.domain.entities import Decision, RuleSetting
    from optimizer.domain.plan import Placement, Plan
    from optimizer.sheets.review_passport import Passport
    from optimizer.sheets.review_seats import Seat

_CORE = "docProps/core.xml"
_LARGEST = 100_000  # the properties of a workbook are a few hundred bytes; more is not read
_STAMP = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


class ReviewRow(PlanRow):
    """One row of a reviewed plan sheet; this class only describes the columns."""

    table: ClassVar[str] = "review"

    form: Annotated[str, Column("Hình thức", "text")] = ""
    current_unit: Annotated[str, Column("Đơn vị công tác hiện nay", "text")] = ""
    distance_km: Annotated[str, Column("Khoảng cách (km)", "text")] = ""
    suitability: Annotated[str, Column("Điểm phù hợp", "text")] = ""
    lock: Annotated[bool, Column("Khóa", "flag", ("Khóa ghế", "Giữ ghế này"))] = False
    forbid: Annotated[bool, Column("Cấm", "flag", ("Cấm ghế",))] = False
    alternative_seat: Annotated[str, Column("Ghế thay thế", "text", ("Chuyển sang ghế", "Ghế khác"))] = ""
    comment: Annotated[str, Column("Ý kiến", "text", ("Nhận xét", "Lý do", "Ghi chú của người rà soát"))] = ""
    start_date: Annotated[str, Column("Từ ngày", "text")] = ""
    end_date: Annotated[str, Column("Đến ngày", "text")] = ""
    row_key: Annotated[str, Column("Mã dòng", "code")] = ""


REVIEW_FIELDS = ("lock", "forbid", "alternative_seat", "comment")


@dataclass(frozen=True)
class Marked:
    """One row with something in its review columns; the placement is the row's own, whatever stands around it."""

    placement: Placement
    lock: Address | None = None  # the cell, where the row is locked
    forbid: Address | None = None
    bans: tuple[Seat, ...] = ()  # other seats the person is not to get, written where a cross closes the row's own
    bans_at: Address = field(default_factory=Address)
    seat: Seat | None = None  # where the person should go instead
    seat_at: Address = field(default_factory=Address)
    comment: str = ""
    comment_at: Address = field(default_factory=Address)

    @property
    def decides(self) -> bool:
        """Return whether anything but a remark is written."""
        return self.lock is not None or self.forbid is not None or self.seat is not None or bool(self.bans)


@dataclass(frozen=True)
class RuleChange:
    """A row of the Rules sheet of which some cells were changed since the plan was written."""

    name: str  # of the rule
    setting: RuleSetting  # the row as it reads now
    cells: dict[str, Address]  # changed field -> its cell
    fresh: frozenset[str]  # the fields changed in this review, not in an earlier one


@dataclass(frozen=True)
class ReviewCopy:
    """Everything one copy says. `decisions` and `rules` number their sources within `sources` of this copy."""

    file: str
    digest: str
    author: str
    date: PartialDate | None
    passport: Passport
    plan: Plan  # as it was written, whatever rows were deleted since
    rows: tuple[Marked, ...] = ()
    carried: tuple[Decision, ...] = ()  # decisions of earlier reviews that still stand on the sheet of decisions
    added: tuple[Decision, ...] = ()  # rows somebody added to that sheet
    withdrawn: int = 0  # decisions of earlier reviews whose rows were deleted there
    lists_decisions: bool = False  # whether there is a sheet of decisions at all
    rules: tuple[RuleChange, ...] = ()
    sources: tuple[Source, ...] = ()


def saved_by(path: Path) -> tuple[str, PartialDate | None]:
    """Return who saved a workbook last and on which day; blank and None where the file does not say.

    Our own files carry one fixed date: that one says nothing.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        with zipfile.ZipFile(path) as parts, parts.open(_CORE) as part:
            root = fromstring(part.read(_LARGEST))
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, ParseError, DefusedXmlException):
        return "", None
    said = {node.tag.rpartition("}")[2]: node.text or "" for node in root}
    return tidy(said.get("lastModifiedBy", "")), _day(said.get("modified", ""))


def _day(stamp: str) -> PartialDate | None:
    found = _STAMP.match(stamp)
    if not found or stamp == f"{CREATED:%Y-%m-%dT%H:%M:%SZ}":
        return None
    try:
        day = dt.date(*(int(part) for part in found.groups()))
    except ValueError:
        return None
    return PartialDate(day.year, day.month, day.day)
