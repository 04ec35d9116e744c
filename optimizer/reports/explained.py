"""Explanations as sentences: why this person, why not that one, who else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.domain.words import wording
from optimizer.reports.explained_words import Words, capital, joined, lower, sentence
from optimizer.reports.words import number
from optimizer.rules.base import who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from optimizer.review.evidence import Cell, Judged
    from optimizer.review.explain import Broken, Option, PersonExplained, SeatExplained, WhyNot


class Explained(Words):
    """The sentences about one plan; every line stands in both languages."""

    # a person --------------------------------------------------------------------------------------------------------
    def person(self, told: PersonExplained) -> Iterator[Text]:
        """Yield why somebody is where they are."""
        name = who(told.cadre)
        if not told.seats:
            yield from self._unplaced(told)
        for held in told.seats:
            text = Text("{who} được bố trí giữ {seat}.", "{who} is placed as {seat}.")
            yield text.format(who=name, seat=self.seat_text(held.placement.unit_code, held.placement.title_code))
            yield from self.requirements(held.judged)
        if told.seats:
            yield Text("Tính vào các mục tiêu:", "What this counts in the objectives:")
            for objective, amount in told.costs:
                line = Text("  {what}: {n} {unit}.", "  {what}: {n} {unit}.")
                yield line.format(what=objective.text, n=number(amount), unit=objective.unit)
        yield from self._broken(told.broken, Text("Liên quan đến các vi phạm:", "Has a part in these violations:"))
        yield from self._nearest(told)

    def _unplaced(self, told: PersonExplained) -> Iterator[Text]:
        cadre = told.cadre
        yield Text("{who} không được bố trí.", "{who} is not placed.").format(who=who(cadre))
        if cadre.status != "available":
            text = Text("Trạng thái công tác là {status}.", "The status is {status}.")
            yield text.format(status=wording("status", cadre.status))
        decided = next((d for d in self.case.decisions if d.cadre_id == cadre.cadre_id and d.action == "exclude"), None)
        if decided is not None:
            text = Text("Có quyết định không bố trí người này{why}.", "A decision excludes this person{why}.")
            yield text.format(why=f": {decided.reason}" if decided.reason else "")
        if not told.open_posts:
            yield Text("Không ghế nào người này đủ điều kiện giữ.", "There is no seat this person may hold.")
        else:
            text = Text("Người này đủ điều kiện giữ {n} vị trí.", "This person qualifies for {n} positions.")
            yield text.format(n=number(told.open_posts))

    def requirements(self, judged: Sequence[Judged]) -> Iterator[Text]:
        """Yield each requirement that says anything of this seat, with the cells it was judged by."""
        yield Text("Từng điều kiện:", "Each requirement:")
        for j in judged:
            if j.state == "not_asked":
                continue
            state = _STATES[j.state]
            lack = same("") if j.shortfall is None else Text(" {lack}", " {lack}").format(lack=sentence(j.shortfall))
            line = Text("  {rule}: {state}.{lack}{cells}", "  {rule}: {state}.{lack}{cells}")
            yield line.format(rule=j.rule.text, state=state, lack=lack, cells=self._cells(j))
        idle = [j.rule.text for j in judged if j.state == "not_asked"]
        if idle:
            names = Text(", ".join(lower(t.vi) for t in idle), ", ".join(lower(t.en) for t in idle))
            yield Text("  Không đặt ra ở ghế này: {names}.", "  Not asked of this seat: {names}.").format(names=names)

    def _cells(self, j: Judged) -> Text:
        """Return the cells of both sides in words."""
        parts = []
        for cells, text in (
            (j.person, Text(" Hồ sơ: {cells}.", " Record: {cells}.")),
            (j.asked, Text(" Yêu cầu: {cells}.", " Asked: {cells}.")),
        ):
            if cells:
                parts.append(text.format(cells=joined([self._cell(c) for c in cells], "; ")))
        return joined(parts, "")

    def _cell(self, c: Cell) -> Text:
        """Return one cell in words; the file is left out where there is only one."""
        where = str(replace(c.where, file="") if len({s.file for s in self.case.sources}) == 1 else c.where)
        return Text("{column} là {value}{where}", "{column} is {value}{where}").format(
            column=Text(lower(c.column.vi), c.column.en), value=c.value, where=f" ({where})" if where else ""
        )

    def _nearest(self, told: PersonExplained) -> Iterator[Text]:
        if not told.nearest:
            if told.open_posts:
                yield Text("Không còn ghế nào khác cho người này.", "There is no other seat for this person.")
            return
        head = Text(
            "Ghế tốt tiếp theo cho người này, khi những người khác giữ nguyên chỗ trừ người phải nhường chỗ:",
            "The next best seats for this person, everybody else left in place but for whoever makes room:",
        )
        yield head
        for i, option in enumerate(told.nearest, 1):
            post = self.post_text(option.way.post)
            yield from self._option(i, post, option)
        yield from self.legend()

    def _option(self, i: int, name: Text, option: Option) -> Iterator[Text]:
        line = Text("  {i}. {name}: {effect}.{room}", "  {i}. {name}: {effect}.{room}")
        way = option.way
        yield line.format(i=i, name=name, effect=self.effect(way.levels), room=self._room(option))
        if way.rules:
            rules = self.rules_text(way.rules)
            yield Text("     Vi phạm quy tắc cứng: {rules}.", "     This breaks hard rules: {rules}.").format(
                rules=rules
            )
        if option.exact is not None:
            yield self._exact(option)

    def _room(self, option: Option) -> Text:
        """Return who gives way, and who takes the place left."""
        case, way = self.case, option.way
        parts = []
        for p in way.exchanged:
            parts.append(Text(" Đổi chỗ với {who}.", " In exchange with {who}.").format(who=who(case.cadres[p])))
        for p in way.leaving:
            text = Text(" {who} phải nhường chỗ và không còn ghế.", " {who} gives way and is left without a seat.")
            parts.append(text.format(who=who(case.cadres[p])))
        return Text("".join(t.vi for t in parts), "".join(t.en for t in parts))

    def _exact(self, option: Option) -> Text:
        exact = option.exact
        if exact is None or exact.levels is None:
            if exact is not None and not exact.proved:
                return Text(
                    "     Lập lại cả phương án: chưa tìm được.", "     With the whole plan made anew: none found."
                )
            return Text(
                "     Lập lại cả phương án: không thể có phương án nào như vậy.",
                "     With the whole plan made anew: no plan is possible.",
            )
        text = Text(
            "     Lập lại cả phương án ({proved}): {effect}.",
            "     With the whole plan made anew ({proved}): {effect}.",
        )
        proved = Text("đã chứng minh", "proved") if exact.proved else Text("chưa chứng minh", "not proved")
        return text.format(proved=proved, effect=self.effect(exact.levels))

    # why not ---------------------------------------------------------------------------------------------------------
    def why_not(self, told: WhyNot) -> Iterator[Text]:
        """Yield what stands against one person in one seat."""
        names = {"who": who(told.cadre), "seat": self.seat_text(told.unit.unit_code, told.title.title_code)}
        if told.holds:
            yield Text("{who} đang được bố trí giữ {seat}.", "{who} holds {seat} in this plan.").format(**names)
            yield from self.requirements(told.judged)
            return
        if told.option is None:
            yield Text(
                "Không ai giữ được {seat} như vậy: đơn vị không có ghế này, ghế không nhận người, hoặc chức danh "
                "chỉ được kiêm nhiệm.",
                "Nobody can hold {seat} like that: the unit has no such seat, it takes nobody, or the title is only "
                "held beside another.",
            ).format(**names)
            yield from self.requirements(told.judged)
            return
        way = told.option.way
        post = self.post_text(way.post)
        hard = [b for b in told.broken if not b.soft]
        if hard:
            n = len({b.rule.name for b in hard})
            text = Text(
                "{who} không giữ {seat} vì sẽ vi phạm {n} quy tắc cứng.",
                "{who} does not hold {seat} because that would break {n} hard rule{s}.",
            )
            yield text.format(n=n, s="" if n == 1 else "s", **names)
        else:
            first = next((worse for worse in way.levels if abs(worse) > 1e-6), 0.0)
            yield (_PRICE if first > 0 else _NO_WORSE).format(**names)
        text = Text("Xét trường hợp {who} giữ {post}.{room}", "Looked at: {who} as {post}.{room}")
        yield text.format(who=names["who"], post=post, room=self._room(told.option))
        yield from self._broken(told.broken, Text("Sẽ vi phạm:", "What it would break:"))
        yield from self._broken(told.mended, Text("Sẽ không còn:", "What would no longer be so:"))
        line = Text("Các mức mục tiêu: {effect}.", "Levels of objectives: {effect}.")
        yield line.format(effect=self.effect(way.levels))
        if told.option.exact is not None:
            exact = self._exact(told.option)
            yield Text(exact.vi.strip(), exact.en.strip())
        yield from self.requirements(told.judged)
        yield from self.legend()

    def _broken(self, broken: Sequence[Broken], head: Text) -> Iterator[Text]:
        if not broken:
            return
        yield head
        for b in broken:
            mode = wording("mode", "soft" if b.soft else "hard")
            line = Text("  {rule} ({mode}): {said}", "  {rule} ({mode}): {said}")
            yield line.format(rule=b.rule.text, mode=mode, said=sentence(b.finding.text))

    # a seat ----------------------------------------------------------------------------------------------------------
    def seat(self, told: SeatExplained) -> Iterator[Text]:
        """Yield who could hold a seat, ranked, and what excludes the others."""
        seat = told.seat
        text = Text(
            "{seat}: chỉ tiêu {target}, tối đa {most}; {held}.", "{seat}: target {target}, at most {most}; {held}."
        )
        held = (
            Text("đang giữ: {who}", "held by: {who}").format(who=self.people(told.holders))
            if told.holders
            else Text("chưa có ai giữ", "held by nobody")
        )
        name = self.seat_text(seat.unit_code, seat.title_code)
        yield text.format(seat=capital(name), target=seat.target, most=seat.max, held=held)
        eligible = Text("{n} người đủ điều kiện.", "{n} people qualify.").format(n=number(told.eligible))
        yield eligible if told.eligible else Text("Không ai đủ điều kiện.", "Nobody qualifies.")
        if told.options:
            yield Text(
                "Xếp theo tác động khi chọn, những người khác giữ nguyên chỗ trừ người phải nhường chỗ:",
                "Ranked by what choosing them does, everybody else left in place but for whoever makes room:",
            )
        for i, option in enumerate(told.options, 1):
            yield from self._option(i, self.comer(self.case.cadres[option.way.post.person]), option)
        if told.options:
            yield from self.legend()
        yield from self._excluded(told)

    def _excluded(self, told: SeatExplained) -> Iterator[Text]:
        if told.excluded:
            yield Text("Không đủ điều kiện, theo từng quy tắc:", "Who does not qualify, rule by rule:")
        for e in told.excluded:
            if e.only:
                text = Text(
                    "  {rule}: {n} người không đạt; {k} người chỉ vướng quy tắc này: {who}.",
                    "  {rule}: {n} do not meet it; {k} are kept away by it alone: {who}.",
                )
                yield text.format(rule=e.rule.text, n=number(e.count), k=number(len(e.only)), who=self.people(e.only))
            else:
                text = Text("  {rule}: {n} người không đạt.", "  {rule}: {n} do not meet it.")
                yield text.format(rule=e.rule.text, n=number(e.count))
        if told.leaving:
            text = Text(
                "  Nghỉ hoặc tạm dừng, dù đạt mọi điều kiện: {n} người.",
                "  Leaving or frozen, though they meet every requirement: {n}.",
            )
            yield text.format(n=number(told.leaving))
        if told.otherwise:
            text = Text(
                "  Do quyết định, chức danh kiêm nhiệm hoặc quy tắc khác: {n} người.",
                "  By a decision, a title held beside it or another rule: {n}.",
            )
            yield text.format(n=number(told.otherwise))


_PRICE = Text(
    "Không quy tắc cứng nào cấm {who} giữ {seat}; vấn đề là cái giá phải trả.",
    "No hard rule keeps {who} from holding {seat}; it is a matter of what it costs.",
)
_NO_WORSE = Text(
    "Không quy tắc cứng nào cấm {who} giữ {seat}, và xét theo các mức mục tiêu thì phương án không kém đi.",
    "No hard rule keeps {who} from holding {seat}, and by the levels of objectives the plan would be no worse.",
)
_STATES = {
    "met": Text("đạt", "met"),
    "lacking": Text("chưa đạt", "not met"),
    "lifted": Text("được miễn theo ngoại lệ", "lifted by an exception"),
}
