"""What each review of a plan asked and what came of it: the history that travels from plan to plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimizer.domain.dates import PartialDate


@dataclass(frozen=True)
class Remark:
    """A sentence a reviewer wrote beside a placement; it decides nothing by itself and is kept for the next reader."""

    author: str
    cadre_id: str
    unit_code: str
    title_code: str
    text: str
    origin: str  # the cell it stands in


@dataclass(frozen=True)
class Round:
    """One review: which plan was looked at, by whom, and how much was asked.

    `changed` is the number of people whose placement the plan made after this review changed, None until it is made.
    """

    number: int
    plan: str  # the fingerprint of the plan that was reviewed
    files: tuple[str, ...]
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    locks: int = 0
    forbids: int = 0
    seats: int = 0
    rows: int = 0  # added to the sheet of decisions by hand
    rules: tuple[str, ...] = ()  # names of the rules whose settings were changed
    withdrawn: int = 0
    remarks: tuple[Remark, ...] = ()
    changed: int | None = None
