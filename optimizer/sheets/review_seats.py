"""A seat as reviewers write it: the entry of the drop-down, codes, names in either order, or a title or unit alone."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from optimizer.domain.places import PlaceIndex
from optimizer.findings import did_you_mean
from optimizer.sheets.cells import CellProblem, Judged, close_names, judge, text_of
from optimizer.sheets.lookup import CodeBook, title_book, unit_book
from optimizer.sheets.posts import unit_names
from optimizer.sheets.problems import shown
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.plan import Placement

Seat = tuple[str, str]  # unit and title code
_BETWEEN = re.compile(r"\s*[/|;]\s*|\s*,\s*|\s+[-–—]\s+|\s+(?:tại|ở|at|in)\s+")
_BLANK = re.compile(r"\s+")
_LISTED = re.compile(r"\s*[;\r\n]+\s*")


def seat_label(unit_code: str, title_code: str, unit_name: str, title_name: str) -> str:
    """Return how a seat is named in drop-downs: its codes first, so that they can be read back."""
    return f"{unit_code} / {title_code} / {unit_name}, {title_name}"


class SeatReader:
    """Finds the seat of a case that a cell means."""

    def __init__(self, case: Case) -> None:
        self._case = case

    @cached_property
    def units(self) -> CodeBook:
        """The look-up of units."""
        index = PlaceIndex(self._case.units, self._case.predecessors)
        return unit_book({u.unit_code: u.name for u in self._case.units}, lambda text: unit_names(index, text))

    @cached_property
    def titles(self) -> CodeBook:
        """The look-up of titles."""
        return title_book({t.title_code: t.name for t in self._case.titles})

    @cached_property
    def _labels(self) -> dict[str, Seat]:
        case = self._case
        return {fold(self.label((s.unit_code, s.title_code))): (s.unit_code, s.title_code) for s in case.seats}

    def label(self, seat: Seat) -> str:
        """Return how a seat stands in the drop-down."""
        unit, title = self._case.unit_by_code.get(seat[0]), self._case.title_by_code.get(seat[1])
        return seat_label(*seat, unit.name if unit else "", title.name if title else "")

    def find(self, cell: Any, now: Placement) -> Any:
        """Return the seat a cell means, None for a blank one, or a Judged; `now` is the row's own placement."""
        return judge(lambda value: self._read(text_of(value), now), cell)

    def _read(self, written: str, now: Placement) -> Seat:
        if (listed := self._labels.get(fold(written))) is not None:
            return self._open(listed, written)
        found = (
            dict.fromkeys(self._readings(written))
            or dict.fromkeys(self._alone(written, now))
            or dict.fromkeys(self._readings(written, _BLANK))
        )
        if len(found) == 1:
            return self._open(next(iter(found)), written)
        if found:
            listed_seats = "; ".join(self.label(seat) for seat in list(found)[:5])
            raise CellProblem("ambiguous_seat", _SEVERAL.format(value=shown(written), seats=listed_seats), _CHOOSE)
        raise CellProblem("unknown_seat", _UNKNOWN.format(value=shown(written)), self._suggest(written))

    def banned(self, written: str) -> tuple[Seat, ...]:
        """Return the seats that a ban names, several divided by `;`; none where one of them is not clear.

        A unit or title alone is meant with whatever title or unit: the other code is blank, as in a decision.
        """
        parts = [part for part in _LISTED.split(written) if part]
        for asked in ([written], parts):  # "001; BT" is one seat too
            found = [self._ban(part) for part in asked]
            if found and all(found):
                return tuple(dict.fromkeys(seat for seat in found if seat))
        return ()

    def unclear(self, cell: Any) -> tuple[str, ...]:
        """Return the parts of a list of bans that mean nothing, where at least one part means something."""
        parts = [part for part in _LISTED.split(text_of(cell)) if part]
        unknown = tuple(part for part in parts if self._ban(part) is None)
        return unknown if len(unknown) < len(parts) else ()

    def _ban(self, written: str) -> Seat | None:
        if (listed := self._labels.get(fold(written))) is not None:
            return listed
        found = dict.fromkeys(self._readings(written))
        if not found:
            alone = _plain(self.units.find(written)), _plain(self.titles.find(written))
            if any(alone):
                return None if all(alone) else alone
            found = dict.fromkeys(self._readings(written, _BLANK))
        return next(iter(found)) if len(found) == 1 else None

    def _readings(self, written: str, between: re.Pattern[str] = _BETWEEN) -> Iterator[Seat]:
        """Yield the seats that come out where the text is divided at one place, in either order."""
        for gap in between.finditer(written):
            parts = written[: gap.start()], written[gap.end() :]
            if "/" in gap.group() and (more := re.search(r"\s*/\s*", parts[1])):
                parts = parts[0], parts[1][: more.start()]  # what follows the two codes only explains them
            for unit, title in (parts, parts[::-1]):
                u, t = _plain(self.units.find(unit)), _plain(self.titles.find(title))
                if u and t:
                    yield u, t

    def _alone(self, written: str, now: Placement) -> Iterator[Seat]:
        """Yield the seat of a title in the present unit, or of the present title in a unit."""
        if title := _plain(self.titles.find(written)):
            yield now.unit_code, title
        if unit := _plain(self.units.find(written)):
            yield unit, now.title_code

    def _open(self, seat: Seat, written: str) -> Seat:
        row = self._case.seat_by_key.get(seat)
        if row is None or row.max <= 0:
            raise CellProblem("unknown_seat", _NO_SEAT.format(seat=self.label(seat)), self._suggest(written))
        return seat

    def _suggest(self, written: str) -> Text:
        open_seats = {key: self.label(seat) for key, seat in self._labels.items() if self._case.seat_by_key[seat].max}
        return did_you_mean(close_names(written, open_seats), _CHOOSE)


def _plain(found: Any) -> str:
    """Return the code of a look-up, blank where it found none; a code read with a remark is a code."""
    if type(found) is Judged:
        found = found.value
    return found if isinstance(found, str) else ""


_SEVERAL = Text("“{value}” có thể là nhiều ghế: {seats}.", "“{value}” may be several seats: {seats}.")
_UNKNOWN = Text("Không rõ “{value}” là ghế nào.", "It is not clear which seat “{value}” is.")
_NO_SEAT = Text("Không có ghế “{seat}” trong hồ sơ.", "The case has no seat “{seat}”.")
_CHOOSE = Text(
    "Chọn trong danh sách thả xuống, hoặc ghi “mã đơn vị / mã chức danh”.",
    "Choose from the drop-down, or write “unit code / title code”.",
)
