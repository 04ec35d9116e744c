"""Why seats are empty, in sentences: the set that is short, or the rule that stops the moves, and how to fill."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from optimizer.reports.explained_words import LISTED, Words, joined
from optimizer.reports.words import number
from optimizer.review.one_short import TRAINABLE
from optimizer.rules.base import who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.review.deficiency import Chain, Deficiency
    from optimizer.review.explain import VacancyReason
    from optimizer.review.one_short import Near


_MOVE = Text("Cách bổ sung: điều động như trên.", "Way to fill: transfer as above.")
_RELAX = Text(
    "Cách bổ sung: nới giới hạn của {rules} hoặc cho ngoại lệ, nếu cấp có thẩm quyền đồng ý; hoặc giảm chỉ tiêu ghế.",
    "Ways to fill: relax {rules} or allow an exception, if the competent body agrees; or lower the targets.",
)


class ExplainedVacancies(Words):
    """The sentences about the vacant seats of one plan."""

    def sentences(self, reasons: Sequence[VacancyReason]) -> Iterator[Text]:
        """Yield why seats are empty, set by set, and how they could be filled."""
        missing = sum(self.missing(r.deficiency) for r in reasons)
        if not reasons:
            yield Text("Mọi ghế đã đủ người theo chỉ tiêu.", "Every seat is filled up to its target.")
            return
        seats = sum(len(r.deficiency.vacant) for r in reasons)
        yield Text(
            "Còn thiếu {n} người ở {seats} ghế, do {k} nguyên nhân.",
            "{n} [holder is|holders are] missing in {seats} [seat|seats], for {k} [reason|reasons].",
        ).format(n=number(missing), seats=number(seats), k=number(len(by_reason(reasons))))
        for i, group in enumerate(by_reason(reasons), 1):
            places, people = self.where(vacant_of(group)), group[0].deficiency
            serving = self._serving(people) if people.chain is None and people.people else ()
            for k, line in enumerate((*self.why(group), places, *serving, *self.fill(group))):
                lead = f"{i}. " if k == 0 else "   "
                yield Text(lead + line.vi, lead + line.en)

    def why(self, group: Sequence[VacancyReason]) -> Iterator[Text]:
        """Yield why the seats of one group are empty."""
        if group[0].deficiency.chain is not None:
            yield from self._blocked(group)
        for one in group:
            if one.deficiency.chain is None:
                yield from self._short(one.deficiency)

    def _short(self, d: Deficiency) -> Iterator[Text]:
        """Yield the set that is short, by count."""
        titles = self.titles(d.vacant)
        decided = tuple(self.case.cadres[p].cadre_id for p in self.explainer.deficiencies.decided(d))
        if not d.people and decided:
            text = Text(
                "{titles}: {k} người đạt điều kiện nhưng đều đã có quyết định khác: {who}; {n} ghế này không thể có người khi "
                "các quyết định ấy còn giữ.",
                "{titles}: {k} [person meets|people meet] what is asked, but decisions have them elsewhere or nowhere: {who}; "
                "{n} [place|places] cannot be filled while these decisions stand.",
            )
            yield text.format(titles=titles, k=number(len(decided)), who=self.people(decided), n=number(d.missing))
            return
        if not d.people:
            text = Text(
                "{titles}: không ai trong danh sách đủ điều kiện; {n} ghế này không thể có người.",
                "{titles}: nobody in the roster qualifies; {n} [place|places] cannot be filled.",
            )
            yield text.format(titles=titles, n=number(d.missing))
            return
        more = len(d.seats) - len(d.vacant)
        beside = (
            Text(
                " cùng {k} ghế khác mà những người ấy đang giữ",
                " with {k} [other seat|other seats] that these people hold",
            )
            if more
            else same("")
        )
        text = Text(
            "{titles}: các ghế này{beside} cần {places} người, mà chỉ {able} người đủ điều kiện cho bất kỳ ghế nào "
            "trong số đó, giữ được nhiều nhất {capacity}.",
            "{titles}: these seats{beside} want {places} holders, and only {able} [person qualifies|people qualify] for any of "
            "them; they can hold {capacity} at most.",
        )
        yield text.format(
            titles=titles,
            beside=beside.format(k=number(more)),
            places=number(d.places),
            able=number(len(d.people)),
            capacity=number(d.capacity),
        )
        if decided:
            text = Text(
                "Không tính {k} người đạt điều kiện nhưng đã có quyết định khác: {who}.",
                "Not counted: {k} [person who meets|people who meet] what is asked, but whom decisions have elsewhere or "
                "nowhere: {who}.",
            )
            yield text.format(k=number(len(decided)), who=self.people(decided))
        yield self._count(d)
        elsewhere = d.missing - self.missing(d)
        if elsewhere > 0:
            yield Text(
                "Trong số đó {n} ghế trống được kể ở nhóm khác, vì những người ấy còn giữ được cả ghế của nhóm này.",
                "Of these, {n} are told in another group, whose people may hold seats of this one too.",
            ).format(n=number(elsewhere))

    def _count(self, d: Deficiency) -> Text:
        if d.exact:
            text = Text(
                "{places} - {capacity} = {short}: không phương án nào để trống ít hơn {short} ghế trong nhóm này.",
                "{places} - {capacity} = {short}: no plan leaves fewer than {short} of these empty.",
            )
        elif d.short:
            text = Text(
                "Riêng phép đếm này đã cho {short} ghế không thể có người, trong {missing} ghế đang trống.",
                "This count alone leaves {short} without holders, of the {missing} that are empty.",
            )
        else:
            text = Text(
                "Phép đếm không đủ để giải thích: do kiêm nhiệm hoặc quy tắc liên quan nhiều người.",
                "The count does not explain it: bundles of titles or rules about several people do.",
            )
        return text.format(
            places=number(d.places), capacity=number(d.capacity), short=number(d.short), missing=number(d.missing)
        )

    def _serving(self, d: Deficiency) -> Iterator[Text]:
        """Yield where the people of a set serve: each of them where they are few, by title where they are many."""
        if len(d.people) <= LISTED:
            yield Text("Những người ấy và nơi họ giữ ghế:", "These are they, and where each serves:")
            for p in d.people:
                yield Text("  {who}.", "  {who}.").format(who=self.comer(self.case.cadres[p]))
            return
        titles: Counter[str] = Counter()
        for p in d.people:
            for held in self.explainer.plan.by_cadre.get(self.case.cadres[p].cadre_id, ()):
                titles[held.title_code] += 1
        parts = [
            Text("{title} {n}", "{title} {n}").format(title=self.title(code), n=number(n))
            for code, n in sorted(titles.items(), key=lambda item: (-item[1], item[0]))[:10]
        ]
        yield Text("Những người ấy đang giữ: {titles}.", "They now serve as: {titles}.").format(titles=joined(parts))

    def _blocked(self, group: Sequence[VacancyReason]) -> Iterator[Text]:
        """Yield how the seats could be filled, and which rule that would break."""
        vacant = vacant_of(group)
        chain = group[0].deficiency.chain
        if chain is None:
            return
        titles = self.titles(vacant)
        if not chain.broken:
            text = Text(
                "{titles}: còn người đủ điều kiện và không quy tắc cứng nào cản. Phương án này chưa tốt nhất: có thể lấp "
                "thêm.",
                "{titles}: there are people who qualify, and no hard rule stands in the way. This plan is not the best: "
                "more can be filled.",
            )
            yield text.format(titles=titles)
        else:
            text = Text(
                "{titles}: có người đủ điều kiện, nhưng các cách lấp gần nhất đều vi phạm quy tắc cứng; cách vi phạm ít nhất "
                "vướng: {rules}.",
                "{titles}: there are people who qualify, but the nearest ways to fill these all break a hard rule; the one "
                "that breaks least breaks {rules}.",
            )
            yield text.format(titles=titles, rules=self.rules_text(chain.rules))
        yield Text("Ví dụ: {moves}.", "For example: {moves}.").format(moves=self._moves(chain))
        effect = Text("Khi đó: {effect}.", "Then: {effect}.")
        yield effect.format(effect=self.effect(chain.levels))

    def _moves(self, chain: Chain) -> Text:
        parts = []
        for step in reversed(chain.steps):
            name, to = who(self.case.cadres[step.person]), self.post_text(step.to)
            if step.comes_from is None:
                text = Text("{who} (chưa bố trí) nhận {to}", "{who} (not placed) becomes {to}").format(who=name, to=to)
            else:
                text = Text("{who} rời {old} để nhận {to}", "{who} leaves {old} to become {to}").format(
                    who=name, old=self.post_text(step.comes_from), to=to
                )
            parts.append(text)
        return joined(parts, "; ")

    def fill(self, group: Sequence[VacancyReason]) -> Iterator[Text]:
        """Yield the ways to fill seats, in the order of R19, with names where one requirement is all that lacks."""
        chain = group[0].deficiency.chain
        if chain is not None:
            yield _MOVE if not chain.broken else _RELAX.format(rules=self.rules_text(chain.rules))
            return
        ways: list[Text] = []
        wanted = {self.case.seats[s].title_code for one in group for s in one.deficiency.vacant}
        titles = [t for t in self.case.titles if t.title_code in wanted]
        leading = [t for t in titles if t.group in ("leader", "manager")]
        hired = [t for t in titles if t not in leading]
        if hired:  # nobody is hired to lead: where both kinds lack, each way names its titles
            only = _FOR.format(titles=", ".join(t.name for t in hired)) if leading else same("")
            ways.append(_CONTRACT.format(only=only))
            ways.append(_RECRUIT.format(only=only))
        ways += self._one_requirement(near for one in group for near in one.near)
        if not ways or (hired and leading):
            only = _FOR.format(titles=", ".join(t.name for t in leading)) if hired else same("")
            ways.append(_OUTSIDE.format(only=only))
        numbered = [Text(f"{i}) {w.vi}", f"{i}) {w.en}") for i, w in enumerate(ways, 1)]
        yield Text("Cách bổ sung: {ways}.", "Ways to fill: {ways}.").format(ways=joined(numbered, "; "))

    def _one_requirement(self, nears: Iterable[Near]) -> Iterator[Text]:
        """Yield who is not placed and lacks one requirement: to be trained, or to be let off it."""
        people: dict[tuple[bool, str], dict[str, None]] = {}
        rules = {}
        for near in nears:
            for rule, found in near.by_rule:
                rules[rule.name] = rule
                people.setdefault((rule.name not in TRAINABLE, rule.name), {}).update(dict.fromkeys(found))
        for (lifted, name), ids in sorted(people.items(), key=lambda item: (*item[0][:1], _EFFORT.get(item[0][1], 0))):
            text = _LIFT if lifted else _RETRAIN if name == "field" else _TRAIN
            order = same("") if len(ids) == 1 or lifted else _NEAREST if name == "field" else _LEAST
            title = rules[name].text
            rule_text = Text(f"“{title.vi}”", f"“{title.en}”")
            yield text.format(rule=rule_text, n=number(len(ids)), order=order, who=self.people(tuple(ids)))


_CONTRACT = Text("hợp đồng có thời hạn với người phù hợp{only}", "a fixed-term contract with a skilled person{only}")
_RECRUIT = Text("tuyển dụng trong chỉ tiêu chưa dùng{only}", "recruiting within the unused quota{only}")
_OUTSIDE = Text("điều động người từ ngoài danh sách{only}", "a transfer of somebody from outside the roster{only}")
_FOR = Text(" (chỉ với {titles})", " (only for {titles})")
_EFFORT = {"experience": 1, "theory": 2, "degree": 3, "party_member": 4, "field": 5}  # the least first
_LIFT = Text(
    "cho ngoại lệ về {rule} nếu cấp có thẩm quyền đồng ý ({n} người): {who}",
    "an exception from {rule}, if the competent body allows it ({n}): {who}",
)
_TRAIN = Text(
    "đào tạo người chỉ chưa đạt {rule} ({n} người{order}): {who}",
    "training people who lack only {rule} ({n}{order}): {who}",
)
_RETRAIN = Text(
    "đào tạo lại người chỉ thiếu {rule} ({n} người{order}): {who}",
    "retraining people who lack only {rule} ({n}{order}): {who}",
)
_LEAST = Text(", gần đạt nhất trước", ", those who miss least first")
_NEAREST = Text(", ở gần ghế trống nhất trước", ", those who live nearest first")


def vacant_of(group: Sequence[VacancyReason]) -> list[int]:
    """Return the vacant seat rows of one group of reasons."""
    return [seat for one in group for seat in one.deficiency.vacant]


def by_reason(reasons: Sequence[VacancyReason]) -> list[list[VacancyReason]]:
    """Return the reasons grouped: sets that are short each alone, chains together by the rules that stop them."""
    groups: dict[object, list[VacancyReason]] = {}
    for i, one in enumerate(reasons):
        d = one.deficiency
        key: object = i
        if d.chain is not None:
            key = ("chain", bool(d.chain.broken), d.chain.rules)
        elif not d.people:
            key = ("nobody", tuple(rule.name for near in one.near for rule, _ in near.by_rule), i)
        groups.setdefault(key, []).append(one)
    return list(groups.values())
