"""Explanations as sentences: why this person, why not that one, who else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from optimizer.domain.words import wording
from optimizer.reports.explained_words import Words, capital, joined, lower, sentence
from optimizer.reports.words import agreeing, number
from optimizer.review.evidence import BLANK, YES
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
            yield Text(
                "Tính vào các mục tiêu, so với khi không bố trí người này:",
                "What this adds to the objectives, against not placing this person:",
            )
            for objective, amount in told.costs:
                line = Text("  {what}: {n} {unit}.", "  {what}: {n} {unit}.")
                n = number(amount)
                yield line.format(what=objective.text, n=n, unit=agreeing(n, objective.unit))
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
        yield from self._closing(told)

    def _closing(self, told: PersonExplained) -> Iterator[Text]:
        """Yield which rules keep somebody from how many seats."""
        if not told.closing:
            return
        yield Text(
            "Những quy tắc loại người này, trong tổng số {n} ghế:", "What excludes this person, of {n} [seat|seats]:"
        ).format(n=number(told.seats_there))
        for c in told.closing:
            alone = Text("; riêng quy tắc này loại {k} ghế", "; by itself alone {k}").format(k=number(c.only))
            line = Text("  {rule}: {n} ghế{alone}.", "  {rule}: {n} [seat|seats]{alone}.")
            yield line.format(rule=c.rule.text, n=number(c.seats), alone=alone if c.only else same(""))

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
        text = _TICKED if c.value == YES else _LEFT_BLANK if c.value == BLANK else _SAYS
        return text.format(
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
        way = option.way
        yield joined([Text("  {i}. {name}.", "  {i}. {name}.").format(i=i, name=name), *self.room(way)], " ")
        if way.rules:
            rules = self.rules_text(way.rules)
            line = Text("     Vi phạm quy tắc cứng: {rules}.", "     This breaks hard rules: {rules}.")
            yield line.format(rules=rules)
        yield from self._figures(option)

    def _figures(self, option: Option) -> Iterator[Text]:
        """Yield every figure known of an option, each with what it is."""
        yield self._swap(option)
        if option.bound is not None:
            yield from self._at_least(option.bound)
        if option.exact is not None:
            yield self._exact(option)

    def _at_least(self, bound: Sequence[float]) -> Iterator[Text]:
        """Yield what the plan loses at the least, whatever else is done; nothing where no loss is proved."""
        i = next((i for i, worse in enumerate(bound) if worse > 1e-6), None)
        if i is not None:
            n = number(bound[i])
            names = {"name": self.level_name(i), "n": n, "unit": agreeing(n, self.level_unit(i))}
            line = Text("     {figure}: {said}.", "     {figure}: {said}.")
            yield line.format(figure=FIGURES["bound"], said=(_AT_LEAST if i else _AT_LEAST_FIRST).format(**names))

    def _swap(self, option: Option) -> Text:
        """Return the effect with everybody else in place."""
        line = Text("     {figure}: {effect}.", "     {figure}: {effect}.")
        return line.format(figure=FIGURES["swap"], effect=self.effect(option.way.levels, option.parts))

    def _exact(self, option: Option) -> Text:
        """Return the effect with the whole plan made anew."""
        exact = option.exact
        if exact is None or exact.levels is None:
            proved = exact is None or exact.proved
            said = _IMPOSSIBLE if proved else _NOT_FOUND
        else:
            proved, said = exact.proved, self.effect(exact.levels, exact.parts)
        line = Text("     {figure}: {effect}.", "     {figure}: {effect}.")
        return line.format(figure=FIGURES["exact" if proved else "anew"], effect=said)

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
                "{who} không giữ {seat}: khi những người khác giữ nguyên chỗ, trừ người phải nhường chỗ, thì sẽ vi phạm {n} "
                "quy tắc cứng.",
                "{who} does not hold {seat}: with everybody else left in place but for whoever makes room, that would break "
                "{n} [hard rule|hard rules].",
            )
            yield text.format(n=n, **names)
        else:
            first = next((worse for worse in way.levels if abs(worse) > 1e-6), 0.0)
            yield (_PRICE if first > 0 else _NO_WORSE).format(**names)
        text = Text("Xét trường hợp {who} giữ {post}.", "Looked at: {who} as {post}.")
        yield joined([text.format(who=names["who"], post=post), *self.room(way)], " ")
        yield from self._broken(told.broken, Text("Sẽ vi phạm:", "What it would break:"))
        yield from self._broken(told.mended, Text("Sẽ không còn:", "What would no longer be so:"))
        yield Text("Tác động đến các mức mục tiêu:", "What it does to the levels of objectives:")
        yield from self._figures(told.option)
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
        eligible = Text("{n} người đủ điều kiện.", "{n} [person qualifies|people qualify].").format(
            n=number(told.eligible)
        )
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
                    "  {rule}: loại {n} người; {k} người chỉ vướng quy tắc này: {who}.",
                    "  {rule}: excludes {n}; {k} [is|are] kept away by it alone: {who}.",
                )
                yield text.format(
                    rule=e.rule.text, n=number(len(e.people)), k=number(len(e.only)), who=self.people(e.only)
                )
            else:
                text = Text("  {rule}: loại {n} người.", "  {rule}: excludes {n}.")
                yield text.format(rule=e.rule.text, n=number(len(e.people)))
        if told.otherwise:
            text = Text(
                "  Đạt mọi điều kiện của ghế này nhưng không giữ được vai trò nào có nó (chức danh kiêm nhiệm, quyết định ở "
                "ghế khác, chưa có điểm khi chỉ bố trí người có điểm): {n} người.",
                "  Meet everything asked of this seat, but may hold no role with it (a title held beside it, a decision "
                "about another seat, no score where only scored pairs are placed): {n}.",
            )
            yield text.format(n=number(told.otherwise))


FIGURES = {
    "swap": Text("Đổi chỗ, người khác giữ nguyên", "Swap, the others left in place"),
    "bound": Text("Giới hạn, theo giá đã chứng minh phương án", "Bound, by the prices that prove the plan"),
    "exact": Text("Chính xác, đã chứng minh, khi lập lại cả phương án", "Exact, proved, with the whole plan made anew"),
    "anew": Text("Khi lập lại cả phương án, chưa chứng minh", "With the whole plan made anew, not proved"),
}
_AT_LEAST_FIRST = Text(
    "dù sắp xếp lại thế nào, {name} kém đi ít nhất {n} {unit}",
    "whatever else is done, {name}: worse by {n} {unit} at least",
)
_AT_LEAST = Text(
    "dù sắp xếp lại thế nào, {name} kém đi ít nhất {n} {unit}, hoặc một mức ở trên kém đi",
    "whatever else is done, {name}: worse by {n} {unit} at least, or a level above is worse",
)
_IMPOSSIBLE = Text("không thể có phương án nào như vậy", "no plan is possible")
_NOT_FOUND = Text("chưa tìm được phương án nào", "no plan was found")
_PRICE = Text(
    "Không quy tắc cứng nào cấm {who} giữ {seat}; vấn đề là cái giá phải trả.",
    "No hard rule keeps {who} from holding {seat}; it is a matter of what it costs.",
)
_NO_WORSE = Text(
    "Không quy tắc cứng nào cấm {who} giữ {seat}, và xét theo các mức mục tiêu thì phương án không kém đi.",
    "No hard rule keeps {who} from holding {seat}, and by the levels of objectives the plan would be no worse.",
)
_SAYS = Text("{column} là {value}{where}", "{column} is {value}{where}")
_TICKED = Text("{column}{where}", "{column}{where}")  # a tick says what its column is called
_LEFT_BLANK = Text("{column} để trống{where}", "{column} is blank{where}")
_STATES = {
    "met": Text("đạt", "met"),
    "lacking": Text("chưa đạt", "not met"),
    "lifted": Text("được miễn theo ngoại lệ", "lifted by an exception"),
}
