"""The titles people hold now, by the cells of their present post; what is not plain there is said once for all alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.case import TWO_TIERS_SINCE
from optimizer.sheets.present_posts import PresentPosts
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.dates import PartialDate
    from optimizer.domain.entities import Title
    from optimizer.domain.places import PlaceIndex
    from optimizer.sheets.fields import Fields
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.table import RawTable


class TitlesHeld:
    """Reads the column of the present post against the titles of the case."""

    def __init__(self, titles: Sequence[Title], index: PlaceIndex, problems: Problems) -> None:
        self._index = index
        self._problems = problems
        self._names = {t.title_code: t.name for t in titles}
        self._posts = PresentPosts(titles, index)

    def read(self, table: RawTable, fields: Fields, units: Sequence[str | None]) -> list[tuple[str, ...]]:
        """Return the titles that each present post is; `units` are the codes of where people serve."""
        written: list[Any] = fields["current_title"]
        found = [self._posts.whole(text) if text else () for text in written]
        several: dict[tuple[str, ...], list[int]] = {}
        former: dict[tuple[str, str], list[int]] = {}
        cells = table.cells.get("current_title", ())
        for i, (text, unit) in enumerate(zip(written, units, strict=True)):
            if not text or found[i]:
                continue
            lines, place = _in_lines(cells[i], text), fields["current_unit"][i]
            kind = self._kind_of_new(place, unit)
            post = self._posts.read(lines, unit, kind)
            if kind and post.titles and not self._may_be_new(place, fields["in_post_since"][i]):
                meant, post = post, self._posts.read(lines, unit)
                if post != meant:
                    former.setdefault((fold(text), meant.titles[0]), []).append(i)
            found[i] = post.titles
            if post.titles and post.several:
                several.setdefault(post.key, []).append(i)
        self._say_several(table, written, found, several)
        self._say_former(table, written, former)
        return found

    def _say_several(
        self,
        table: RawTable,
        written: Sequence[str],
        found: Sequence[tuple[str, ...]],
        alike: dict[tuple[str, ...], list[int]],
    ) -> None:
        for rows in alike.values():
            first, *others = (f"“{self._names[code]}”" for code in found[rows[0]])
            said = _SEVERAL.format(value=written[rows[0]], count=len(rows), title=first)
            if others:
                said = _BESIDE.format(said=said, names=", ".join(others))
            where = table.address("current_title", rows[0])
            self._problems.add("several_titles", "info", said, _SEVERAL_FIX, where, value=written[rows[0]])

    def _say_former(self, table: RawTable, written: Sequence[str], alike: dict[tuple[str, str], list[int]]) -> None:
        for (_, code), rows in alike.items():
            said = _FORMER.format(value=written[rows[0]], count=len(rows), title=self._names[code])
            fix = _FORMER_FIX.format(title=self._names[code])
            where = table.address("current_title", rows[0])
            self._problems.add("former_post", "info", said, fix, where, value=written[rows[0]])

    def _kind_of_new(self, place: str | None, unit: str | None) -> str:
        """Return the type of the new unit that a workplace names, "" where it names an old unit or an office."""
        return self._index.type_of(unit) if place and unit and self._index.resolve(place).kind == "unit" else ""

    def _may_be_new(self, place: str, since: PartialDate | None) -> bool:
        """Return whether a post in a new unit may be one of that unit, and not of an old one before it.

        The date in post says so; where it is blank, the name of the unit does, if no old unit had the same.
        """
        if since is None:
            return not self._index.names_old(place)
        return since.latest >= TWO_TIERS_SINCE


def _in_lines(cell: Any, text: str) -> str:
    """Return a text with the line breaks of its cell, which may divide two posts or just the words of one."""
    if not isinstance(cell, str) or "\n" not in cell:
        return text
    return "\n".join(line for part in cell.splitlines() if (line := tidy(part)))


_SEVERAL = Text(
    "“{value}” gồm nhiều chức danh, được hiểu là đang giữ {title} (số người ghi như vậy: {count}).",
    "“{value}” is several posts and is read as holding {title} (people so written: {count}).",
)
_BESIDE = Text(
    "{said} Kiêm: {names}.",
    "{said} Held beside it: {names}.",
)
_SEVERAL_FIX = Text(
    "Nếu chưa đúng, chỉ ghi chức danh đang giữ.", "Where that is not meant, write only the title that is held."
)
_FORMER = Text(
    "“{value}” ở đơn vị mới được coi là chức vụ trước khi sắp xếp đơn vị hành chính, chưa phải đang giữ “{title}” (số "
    "người ghi như vậy: {count}).",
    "“{value}” in a new unit counts as a post of the time before the unit was made, not as holding “{title}” (people so "
    "written: {count}).",
)
_FORMER_FIX = Text(
    "Người đang giữ chức danh này ở đơn vị mới: ghi “{title}”, hoặc ghi cột Giữ vị trí từ là ngày từ 01/07/2025.",
    "For who holds this title in the new unit write “{title}”, or a date in post from 01/07/2025 on.",
)
