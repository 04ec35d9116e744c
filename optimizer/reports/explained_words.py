"""How explanations name things: people, seats, levels, effects."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from optimizer.domain.plan import LevelResult, only_weight
from optimizer.reports.words import agreeing, level_text, number, objective_text, unit_of, unit_of_level
from optimizer.rules.base import who
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.review.board import Post
    from optimizer.review.deficiency import Deficiency
    from optimizer.review.effects import Parts
    from optimizer.review.explain import Explainer
    from optimizer.review.levels import LevelKind
    from optimizer.review.room import Way

NAMED = 5  # people named in one sentence; `--json` holds all
LISTED = 40  # people and seats of a set listed one by one
LONGEST = 60  # letters of a level's name said in full
_EXCHANGE = Text("Đổi chỗ với {who}.", "In exchange with {who}.")
_LEAVES = Text("{who} phải nhường chỗ và không còn ghế.", "{who} gives way and is left without a seat.")
_EMPTY = Text("Khi đó trống: {seat}.", "This leaves empty: {seat}.")
_FOLLOWS = Text(
    "{who}, đang chưa bố trí, nhận chỗ mà người này để lại.", "{who}, not placed so far, takes the place that is left."
)
ALONE = Text("không đổi mức mục tiêu nào", "no level changes")
_UP = Text("{name} tăng {n} {unit} ({judged})", "{name} up {n} {unit} ({judged})")
_DOWN = Text("{name} giảm {n} {unit} ({judged})", "{name} down {n} {unit} ({judged})")
_UP_BY = Text("{name} tăng {n} {unit} ({judged}: {parts})", "{name} up {n} {unit} ({judged}: {parts})")
_DOWN_BY = Text("{name} giảm {n} {unit} ({judged}: {parts})", "{name} down {n} {unit} ({judged}: {parts})")
_WORSE, _BETTER = Text("kém hơn", "worse"), Text("tốt hơn", "better")


class Words:
    """How people, seats, posts and levels are named in the sentences about one plan."""

    def __init__(self, explainer: Explainer) -> None:
        self.explainer = explainer
        self.case: Case = explainer.case
        self.kinds: tuple[LevelKind, ...] = explainer.board.kinds
        self._seats: dict[tuple[str, str], Text] = {}
        self._changes: dict[tuple[str, float], Text] = {}

    def effect(self, levels: Sequence[float], parts: Parts = ()) -> Text:
        """Return what a change does to each level, in its own unit; levels that stay are left out.

        A level that weighs several things together is followed by what each of them changes.
        """
        amounts = dict(parts)
        said = []
        for i, (kind, worse) in enumerate(zip(self.kinds, levels, strict=True)):
            if abs(worse) < 1e-6:
                continue
            inside = self._inside(kind, amounts) if _level(kind).weighed else []
            more = kind.natural(worse)
            n = number(abs(more))
            text = (_UP if more > 0 else _DOWN) if not inside else (_UP_BY if more > 0 else _DOWN_BY)
            said.append(
                text.format(
                    name=self.level_name(i),
                    n=n,
                    unit=agreeing(n, self.level_unit(i)),
                    judged=_WORSE if worse > 0 else _BETTER,
                    parts=joined(inside),
                )
            )
        return joined(said, "; ") if said else ALONE

    def _inside(self, kind: LevelKind, amounts: dict[str, float]) -> list[Text]:
        """Return what changes within a level, one thing after the other, each in its own unit."""
        found = []
        for name, _ in kind.weights:
            if name in amounts:
                change = name, amounts[name]
                if change not in self._changes:
                    self._changes[change] = self._changed(*change)
                found.append(self._changes[change])
        return found

    def _changed(self, name: str, amount: float) -> Text:
        """Return the change of one soft rule or objective."""
        (before, unit), n = self._lines[name], signed(amount)
        after = agreeing(n, unit)
        return Text(f"{before.vi} {n.vi} {after.vi}", f"{before.en} {n.en} {after.en}")

    @cached_property
    def _lines(self) -> dict[str, tuple[Text, Text]]:
        """What stands before and after the change of each soft rule and objective: its name, its unit."""
        names = [name for kind in self.kinds for name, _ in kind.weights]
        return {name: (within(objective_text(name)), unit_of(name)) for name in names}

    @cached_property
    def _levels(self) -> list[tuple[Text, Text]]:
        """The name of each level inside a sentence, and its unit."""
        found = []
        for i, kind in enumerate(self.kinds):
            name = level_text(_level(kind))
            long = max(len(name.vi), len(name.en)) > LONGEST
            short = Text("mức {n}", "level {n}").format(n=i + 1) if long else within(name)
            found.append((short, unit_of_level(_level(kind))))
        return found

    def level_name(self, i: int) -> Text:
        """Return the name of a level inside a sentence: its number where the name is long."""
        return self._levels[i][0]

    def level_unit(self, i: int) -> Text:
        """Return the unit a level counts in."""
        return self._levels[i][1]

    def legend(self) -> Iterator[Text]:
        """Yield what the levels said by number are made of."""
        for i, kind in enumerate(self.kinds):
            name = level_text(_level(kind))
            if max(len(name.vi), len(name.en)) > LONGEST:
                text = Text("Mức {n} là điểm gộp của: {name}.", "Level {n} weighs together: {name}.")
                yield text.format(n=i + 1, name=name)

    def seat_text(self, unit_code: str, title_code: str) -> Text:
        """Return a seat in words."""
        found = self._seats.get((unit_code, title_code))
        if found is None:
            unit, title = self.case.unit_by_code.get(unit_code), self.title(title_code)
            place = unit_code if unit is None else unit.name
            found = self._seats[unit_code, title_code] = Text(f"{title} tại {place}", f"{title} at {place}")
        return found

    def room(self, way: Way) -> list[Text]:
        """Return who gives way, who takes the place left, and where a place is left empty."""
        parts = []
        for people, text in ((way.exchanged, _EXCHANGE), (way.leaving, _LEAVES), (way.following, _FOLLOWS)):
            parts += [text.format(who=who(self.case.cadres[p])) for p in people]
        parts += [_EMPTY.format(seat=self.seat_text(*key)) for key in self._emptied(way)]
        return parts

    def _emptied(self, way: Way) -> Iterator[tuple[str, str]]:
        """Yield the seats that have a holder less after a way and fewer than their target."""
        board = self.explainer.board
        change: Counter[int] = Counter()
        for post, sign in way.change:
            for seat in board.seats_of(post.unit, post.role):
                change[seat] += sign
        for seat, more in sorted(change.items()):
            row = self.case.seats[seat]
            if more < 0 and board.held[seat] + more < row.target:
                yield row.unit_code, row.title_code

    def post_text(self, post: Post) -> Text:
        """Return a role in a unit in words: all its titles."""
        titles = [self.title(code) for code in self.explainer.board.facts.roles[post.role]]
        held = Text(" kiêm ".join(titles), " and ".join(titles))
        unit = self.case.units[post.unit].name
        return Text("{held} tại {unit}", "{held} at {unit}").format(held=held, unit=unit)

    def title(self, code: str) -> str:
        """Return the name of a title, its code where it is unknown."""
        title = self.case.title_by_code.get(code)
        return code if title is None else title.name

    def titles(self, seats: Iterable[int]) -> Text:
        """Return vacant titles with how many holders each lacks."""
        lacking: Counter[str] = Counter()
        for at in seats:
            lacking[self.case.seats[at].title_code] += self.lack(at)
        parts = [f"{self.title(code)} ({n})" for code, n in sorted(lacking.items(), key=lambda x: (-x[1], x[0]))]
        return same(", ".join(parts))

    def where(self, seats: Sequence[int]) -> Text:
        """Return the units with vacant seats of a set."""
        lacking: Counter[str] = Counter()
        for at in seats:
            lacking[self.case.seats[at].unit_code] += self.lack(at)
        names = [f"{self.case.unit_by_code[u].name} ({n})" for u, n in sorted(lacking.items())]
        shown, left = ", ".join(names[:LISTED]), len(names) - LISTED
        more = Text(f"{shown} và {left} đơn vị nữa", f"{shown} and {left} more") if left > 0 else same(shown)
        return Text("Trống ở: {units}.", "Vacant in: {units}.").format(units=more)

    def lack(self, at: int) -> int:
        """Return how many holders a seat row lacks."""
        return max(0, self.case.seats[at].target - int(self.explainer.board.held[at]))

    def missing(self, d: Deficiency) -> int:
        """Return how many holders the seats lack that a set is told for."""
        return sum(self.lack(at) for at in d.vacant)

    def people(self, ids: Sequence[str]) -> Text:
        """Return people by name and code, the first of them where they are many."""
        known = self.case.cadre_by_id
        named = [who(known[i]) if i in known else i for i in ids[:NAMED]]
        shown, left = ", ".join(named), len(ids) - NAMED
        return Text(f"{shown} và {left} người nữa", f"{shown} and {left} more") if left > 0 else same(shown)

    def rules_text(self, names: Iterable[str]) -> Text:
        """Return the titles of some rules."""
        titles = [objective_text(name) for name in names]
        return Text(", ".join(f"“{t.vi}”" for t in titles), ", ".join(f"“{t.en}”" for t in titles))

    def comer(self, cadre: Cadre) -> Text:
        """Return a person and where the plan has them now."""
        now = self.explainer.plan.by_cadre.get(cadre.cadre_id, ())
        if not now:
            return Text("{who}, chưa bố trí", "{who}, not placed").format(who=who(cadre))
        seats = [self.seat_text(p.unit_code, p.title_code) for p in now]
        text = Text("{who}, đang giữ {seats}", "{who}, now {seats}")
        return text.format(who=who(cadre), seats=joined(seats, "; "))


def _level(kind: LevelKind) -> LevelResult:
    return LevelResult(kind.name, kind.sense, 0.0, None, kind.weights, weight=only_weight(kind.weights))


def signed(value: float) -> Text:
    """Return a change with its sign: +1.5, -1.5."""
    shown = number(value)
    return Text(f"+{shown.vi}", f"+{shown.en}") if value > 0 else shown


def lower(text: str) -> str:
    """Return a title for use inside a sentence: an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def within(text: Text) -> Text:
    """Return a title for use inside a sentence."""
    return Text(lower(text.vi), lower(text.en))


def capital(text: Text) -> Text:
    """Return words as the beginning of a sentence."""
    return Text(text.vi[:1].upper() + text.vi[1:], text.en[:1].upper() + text.en[1:])


def sentence(text: Text) -> Text:
    """Return a finding's words as one sentence."""
    return Text(*((w[:1].upper() + w[1:]).rstrip(".") + "." for w in (text.vi, text.en)))


def joined(parts: Sequence[Text], mark: str = ", ") -> Text:
    """Return parts as one text."""
    return Text(mark.join(p.vi for p in parts), mark.join(p.en for p in parts))
