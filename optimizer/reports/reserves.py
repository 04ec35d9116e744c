"""The next candidates of every seat: who would come next, from where, and what that does to the plan (R69)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from optimizer.reports.explained_words import ALONE, Words, joined
from optimizer.reports.section import Section
from optimizer.reports.table import Table, TableColumn, Tone
from optimizer.reports.words import number
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.reports.context import Context
    from optimizer.review.effects import Parts
    from optimizer.review.room import Way

SWAP, EXACT = Text("đổi chỗ", "swap"), Text("chính xác", "exact")
_RANK = Text(
    "1 và 2: hai người tiếp theo, kể cả người đang giữ ghế khác. Dấu gạch: người chưa bố trí phù hợp nhất, khi hai người "
    "trên đều đang giữ ghế.",
    "1 and 2: the next two candidates, also those who hold another seat. A dash: the best who is not placed, where those "
    "two hold seats.",
)
_FIGURE = Text(
    "Đổi chỗ: tác động khi chỉ những người nêu tên thay đổi; lập lại cả phương án thì không tốn hơn. Chính xác: đã chứng "
    "minh rằng phương án không kém đi.",
    "Swap: the effect where only the people named change; with the whole plan made anew it costs no more. Exact: it is "
    "proved that the plan gets no worse.",
)
_JUDGED = Text(
    "Mỗi ghế: {n} người có con số riêng tốt nhất được xét theo mọi quy tắc. Xem kỹ một ghế: placement explain --seat.",
    "For each seat the {n} people whose own figures are best are judged by every rule. One seat in depth: placement "
    "explain --seat.",
)


class ReservesSection(Section):
    """Two or three rows a seat: the next candidates."""

    name: ClassVar[str] = "reserves"
    order: ClassVar[int] = 14
    sheet: ClassVar[Text] = Text("Dự phòng", "Next candidates")

    @classmethod
    def applies(cls, context: Context) -> bool:
        """Return whether there is a plan to speak of: a bare list of placements has no candidates."""
        return bool(context.case.seats)

    def table(self, context: Context) -> Table:
        """Return the next candidates by unit and title."""
        from optimizer.review.reserves import NEAREST, NEXT

        explainer = context.explainer
        words = Words(explainer)
        columns = (
            TableColumn(Text("Mã đơn vị", "Unit code"), "code"),
            TableColumn(Text("Tên đơn vị", "Unit")),
            TableColumn(Text("Mã chức danh", "Title code"), "code"),
            TableColumn(Text("Tên chức danh", "Title")),
            TableColumn(Text("Đang giữ", "Held by"), "sentence", width=30),
            TableColumn(Text("Thứ tự", "Rank"), width=8, note=_RANK),
            TableColumn(Text("Mã cán bộ", "Cadre code"), "code"),
            TableColumn(Text("Họ và tên", "Name")),
            TableColumn(Text("Trong phương án này", "In this plan"), "sentence", width=34),
            TableColumn(Text("Khi chọn người này", "If chosen"), "sentence", width=44),
            TableColumn(Text("Tác động", "Effect"), "sentence", width=54, note=joined([*words.legend()], " ")),
            TableColumn(Text("Con số", "Figure"), width=11, note=_FIGURE),
        )
        found = explainer.next_candidates
        ways = [way for mine in found.values() for way in mine]
        parts = dict(zip(map(id, ways), explainer.parts([way.change for way in ways]), strict=True))
        lines = _Lines(context, words)
        rows: list[tuple[object, ...]] = []
        tones: dict[int, Tone] = {}
        for seat, mine in sorted(found.items()):
            head = lines.head(seat)
            if not mine:
                rows.append((*head, None, None, None, None, _NOBODY, None, None))
            for rank, way in enumerate(mine, 1):
                if way.rules:
                    tones[len(rows)] = "broken"
                rows.append((*head, str(rank) if rank <= NEXT else "–", *lines.of(way, parts[id(way)])))
        notes = (_RANK, _FIGURE, _JUDGED.format(n=number(NEAREST)), *words.legend())
        return Table(self.sheet, columns, rows, tones, notes if rows else ())


class _Lines:
    """The cells of one row."""

    def __init__(self, context: Context, words: Words) -> None:
        self.context, self.words = context, words
        levels = () if context.outcome is None else context.outcome.levels
        named = {level.name: level.gap for level in levels}
        self.proved = all(named.get(kind.name) == 0 for kind in words.kinds)

    def head(self, seat: int) -> tuple[object, ...]:
        """Return the seat and who holds it."""
        context, row = self.context, self.context.case.seats[seat]
        held = context.plan.by_seat.get((row.unit_code, row.title_code), ())
        names = [c.name if (c := context.cadre(code)) is not None else code for code in held]
        return (
            row.unit_code, context.unit_name(row.unit_code), row.title_code, context.title_name(row.title_code),
            ", ".join(names) if names else None,
        )  # fmt: skip

    def of(self, way: Way, parts: Parts) -> Iterator[object]:
        """Yield a candidate: who, where the plan has them, what choosing them moves and does."""
        cadre = self.context.case.cadres[way.post.person]
        yield cadre.cadre_id
        yield cadre.name
        now = [
            self.words.seat_text(p.unit_code, p.title_code) for p in self.context.plan.by_cadre.get(cadre.cadre_id, ())
        ]
        yield joined(now, "; ") if now else _NOT_PLACED
        titles = self.context.explainer.board.facts.roles[way.post.role]
        both = [_TOGETHER.format(post=self.words.post_text(way.post))] if len(titles) > 1 else []
        room = [*both, *self.words.room(way)]
        yield joined(room, " ") if room else None
        effect = self.words.effect(way.levels, parts)
        if way.rules:
            effect = _BREAKS.format(rules=self.words.rules_text(way.rules), effect=effect)
        yield effect
        yield EXACT if self.proved and effect is ALONE else SWAP


_NOT_PLACED = Text("chưa bố trí", "not placed")
_NOBODY = Text("Không còn ai khác đủ điều kiện.", "Nobody else qualifies.")
_TOGETHER = Text("Giữ {post}.", "Holds {post}.")
_BREAKS = Text("Vi phạm quy tắc cứng {rules}; {effect}", "Breaks the hard rule {rules}; {effect}")
