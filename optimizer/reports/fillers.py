"""Why a seat stays empty and who might fill it: counted over the whole roster by the rules' own screens (R19)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from optimizer.reports.sharing import SHARE, Sharing
from optimizer.reports.words import objective_text
from optimizer.review.one_short import TRAINABLE
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from optimizer.domain.entities import Cadre, Seat
    from optimizer.reports.context import Context
    from optimizer.rules.base import Rule

    Bools = NDArray[np.bool_]

NAMED = 3  # people named in one cell
TRANSFER, CONTRACT = Text("điều động", "transfer"), Text("hợp đồng", "contract")
RECRUIT, TRAIN = Text("tuyển dụng", "recruit"), Text("đào tạo", "train")


class Fillers:
    """Answers about the vacant seats of one plan."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.facts = context.facts
        self._sharing = Sharing(context)

    def of(self, seat: Seat) -> tuple[Text, Text, Text]:
        """Return the reason, the first way that is open, and the details of one vacant seat."""
        unit, title = self.facts.unit_at[seat.unit_code], self.facts.title_at[seat.title_code]
        at = int(self.facts.seat_pos[unit, title])
        lacking = self.context.eligible.lacking(unit, title)
        lacks = np.zeros(self.facts.n_people, np.int16)
        for fails in lacking.values():
            lacks += fails
        qualified = lacks == 0
        closed = self.context.eligible.closed(unit, title) & ~self._leaving
        here = np.zeros(self.facts.n_people, bool)
        here[[self.facts.person_at[c] for c in self._holders(seat) if c in self.facts.person_at]] = True
        reason = self._reason(lacking, qualified, closed, here)
        able = np.zeros(self.facts.n_people, bool)
        able[self.context.explainer.deficiencies.qualified(at)] = True
        movable = able & qualified & ~closed & ~self._leaving & ~self._bound & ~here & (~self._placed | self._surplus)
        near = (lacks == 1) & ~closed & ~self._leaving & ~self._bound & ~here
        for rule, fails in lacking.items():
            if rule.name not in TRAINABLE:
                near &= ~fails
        way, details = self._ways(seat, movable, near, lacking, self._stopped.get(at, ()))
        return reason, way, details

    @cached_property
    def _stopped(self) -> dict[int, tuple[str, ...]]:
        """The hard rules that even the best of the nearest ways to fill a vacant seat breaks, by its row."""
        told = (reason.deficiency for reason in self.context.explainer.vacancies)
        return {s: d.chain.rules for d in told if d.chain is not None and d.chain.broken for s in d.vacant}

    def _holders(self, seat: Seat) -> tuple[str, ...]:
        return self.context.plan.by_seat.get((seat.unit_code, seat.title_code), ())

    # groups of people ------------------------------------------------------------------------------------------------
    def _flag(self, ids: set[str]) -> Bools:
        return np.fromiter((c.cadre_id in ids for c in self.context.case.cadres), bool, self.facts.n_people)

    @cached_property
    def _leaving(self) -> Bools:
        return np.fromiter((c.status != "available" for c in self.context.case.cadres), bool, self.facts.n_people)

    @cached_property
    def _placed(self) -> Bools:
        return self._flag(set(self.context.plan.by_cadre))

    @cached_property
    def _bound(self) -> Bools:
        """People whom a decision ties to some seat."""
        return self._flag({d.cadre_id for d in self.context.case.decisions if d.action in ("lock", "keep")})

    @cached_property
    def _surplus(self) -> Bools:
        """People who hold seats beyond their target only, so that they could go without leaving a gap."""
        seats = self.context.case.seat_by_key
        over = {key for key, n in self.context.held.items() if key in seats and n > seats[key].target}
        held = self.context.plan.by_cadre
        return self._flag({c for c, ps in held.items() if all((p.unit_code, p.title_code) in over for p in ps)})

    # sentences -------------------------------------------------------------------------------------------------------
    def _reason(self, lacking: dict[Rule, Bools], qualified: Bools, closed: Bools, here: Bools) -> Text:
        everybody = self.facts.n_people
        parts = [
            Text("{rule}: {n}/{all} người đạt", "{rule}: {n} of {all} people meet it").format(
                rule=rule.text, n=_count(everybody - fails.sum()), all=_count(everybody)
            )
            for rule, fails in sorted(lacking.items(), key=lambda item: -int(item[1].sum()))
        ]
        able = int(qualified.sum())
        parts.append(
            Text("Đạt mọi điều kiện: {n} người", "Meeting every requirement: {n}").format(n=_count(able))
            if able
            else Text("Không ai đạt mọi điều kiện", "Nobody meets every requirement")
        )
        rest = qualified.copy()
        where: list[Text] = []
        for group, text in (
            (here, Text("{n} đang giữ chính ghế này", "{n} [holds|hold] this very seat")),
            (self._leaving, Text("{n} nghỉ hoặc tạm dừng", "{n} leaving or frozen")),
            (self._placed & self._bound, Text("{n} bị khóa ở ghế khác", "{n} locked in other seats")),
            (self._placed, Text("{n} đã bố trí ghế khác", "{n} placed elsewhere")),
            (closed | self._bound, Text("{n} bị cấm hoặc đã có quyết định khác", "{n} kept away by a decision")),
            (rest, Text("{n} chưa bố trí", "{n} not placed")),
        ):
            found = rest & group
            if found.any():
                where.append(text.format(n=_count(found.sum())))
                rest = rest & ~group
        if where:
            parts[-1] = Text(f"{parts[-1].vi} ({_joined(where).vi})", f"{parts[-1].en} ({_joined(where).en})")
        return _joined(parts, ". ")

    def _ways(
        self, seat: Seat, movable: Bools, near: Bools, lacking: dict[Rule, Bools], stopped: Sequence[str]
    ) -> tuple[Text, Text]:
        """Return the first way open and all ways in words, in the order of R19; sharing (R45) stands behind transfers."""
        title = self.context.case.title_by_code[seat.title_code]
        steps: list[tuple[Text, Text]] = []
        if movable.any() and not stopped:
            steps.append((TRANSFER, self._transfer(movable)))
        if (shared := self._sharing.of(seat)) is not None:
            steps.append((SHARE, shared))
        if title.group not in ("leader", "manager"):
            steps.append(
                (
                    CONTRACT,
                    Text(
                        "Ký hợp đồng có thời hạn với người có chuyên môn phù hợp",
                        "A fixed-term contract with a skilled person",
                    ),
                )
            )
            steps.append((RECRUIT, Text("Tuyển dụng trong chỉ tiêu chưa dùng", "Recruit within the unused quota")))
        if near.any():
            steps.append((TRAIN, self._training(near, lacking)))
        if movable.any() and stopped:  # open only once the rule gives way: after what is open now
            steps.append((TRANSFER, self._transfer(movable, stopped)))
        if not steps:
            outside = Text(
                "Trong danh sách không còn người phù hợp: điều động từ ngoài danh sách",
                "Nobody left in the roster fits: transfer someone from outside it",
            )
            steps.append((TRANSFER, outside))
        numbered = [Text(f"{i}) {t.vi}", f"{i}) {t.en}") for i, (_, t) in enumerate(steps, 1)]
        return steps[0][0], _joined(numbered if len(steps) > 1 else [steps[0][1]])

    def _transfer(self, movable: Bools, stopped: Sequence[str] = ()) -> Text:
        """Return whom to transfer, and what hard rules stop that."""
        text = Text(
            "Điều động người đạt điều kiện mà chưa bố trí hoặc dôi dư ({n} người): {names}",
            "Transfer people who qualify and are unplaced or surplus ({n}): {names}",
        ).format(n=_count(movable.sum()), names=self._names(movable))
        if not stopped:
            return text
        more = Text(
            "{text}; chỉ khi nới quy tắc cứng hoặc cho ngoại lệ, vì các cách gần nhất đều vi phạm: {rules}",
            "{text}; only if a hard rule is relaxed or an exception allowed, as the nearest ways all break one: {rules}",
        )
        return more.format(text=text, rules=_joined([objective_text(name) for name in stopped], ", "))

    def _training(self, near: Bools, lacking: dict[Rule, Bools]) -> Text:
        people = self._first(near)
        named = [
            Text("{who} (chưa đạt: {rule})", "{who} (missing: {rule})").format(
                who=_who(self.context.case.cadres[i]),
                rule=next(Text(_lower(r.text.vi), _lower(r.text.en)) for r, fails in lacking.items() if fails[i]),
            )
            for i in people
        ]
        text = Text(
            "Đào tạo, bồi dưỡng người chỉ chưa đạt một điều kiện ({n} người): {names}",
            "Train people who miss one requirement only ({n}): {names}",
        )
        return text.format(n=_count(near.sum()), names=_joined(named, ", "))

    def _names(self, people: Bools) -> str:
        return ", ".join(_who(self.context.case.cadres[i]) for i in self._first(people))

    def _first(self, people: Bools) -> list[int]:
        """Return up to three of `people`, unplaced ones first."""
        found = np.flatnonzero(people)
        order = np.argsort(self._placed[found], kind="stable")
        return [int(i) for i in found[order][:NAMED]]


def _who(cadre: Cadre) -> str:
    return f"{cadre.name} ({cadre.cadre_id})"


def _lower(text: str) -> str:
    """Return a title of a rule for use inside a sentence: an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _count(number: int | np.integer) -> Text:
    """Return a count as each language groups its thousands."""
    plain = f"{int(number):,}"
    return Text(plain.replace(",", "."), plain)


def _joined(parts: list[Text], mark: str = "; ") -> Text:
    return Text(mark.join(p.vi for p in parts), mark.join(p.en for p in parts))
