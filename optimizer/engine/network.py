"""The network engine: people to seats as a flow of least cost, proved by prices, level by level.

Where every candidate takes one seat and only people and seats limit it, the linear program has whole-number corners: a
flow solver finds the optimum, shortest paths in what remains of the network give prices, and the prices prove it. The
next level keeps what the prices allow (complementary slackness) instead of adding a row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from optimizer.engine.grouped import leading, ranges
from optimizer.model.threads import side_by_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from optimizer.engine.lids import Lids
    from optimizer.model.problem import Ints, Level, Problem

FAR = np.int64(2) ** 60
# The flow solver multiplies costs by the number of nodes; what it is given must leave room for that.
ROOM = 2**61
WHOLE_FLOW = 1_000_000  # candidates up to which one flow takes them all
PATIENCE = 8  # turns after which a flow over all of up to MIDDLING arcs is quicker
MIDDLING = 2_000_000
BLOCK = 250_000  # arcs looked at in one go: what fits the cache
NARROW = 2  # flows after which the candidates at work are cut down to those near the prices


class NoFlow(Exception):
    """Raised when people who must be placed cannot all be placed."""


@dataclass(frozen=True)
class Net:
    """Arcs from people to seats: a problem's candidates, or some of them, one seat each."""

    person: Ints  # (N,) ascending
    seat: Ints  # (N,)
    cost: Ints  # (N,)
    position: Ints  # (N,) which candidate of the problem each arc is
    must: NDArray[np.bool_]  # (people,)

    @cached_property
    def first(self) -> Ints:
        """(people + 1,): where each person's arcs begin."""
        # numbers of one kind: else numpy turns millions of arcs into the other first
        return np.searchsorted(self.person, np.arange(len(self.must) + 1, dtype=self.person.dtype))

    def only(self, k: Ints) -> Net:
        """Return the net with the arcs `k`, ascending."""
        return replace(self, person=self.person[k], seat=self.seat[k], cost=self.cost[k], position=self.position[k])


@dataclass(frozen=True)
class Worth:
    """What holders of seats are worth: `worth[s, i]` each up to `count[s, i]` holders (cumulative; not rising along i).

    Under `lids`, some seats have no more than so many holders together.
    """

    count: Ints
    worth: Ints
    lids: Lids | None = None

    def pressed(self, lid: Ints) -> Ints:
        """Return (seats,) the price of the lid over each seat, 0 where there is none."""
        none = np.zeros(len(self.count), np.int64)
        return none if self.lids is None else np.append(lid, 0)[self.lids.of_seat]

    def of_last(self, held: Ints) -> Ints:
        """Return what the last of each seat's holders is worth, FAR where it has none."""
        i = np.minimum((held[:, None] > self.count).sum(axis=1), self.count.shape[1] - 1)
        found: Ints = np.where(held > 0, self.worth[np.arange(len(held)), i], FAR)
        return found

    def of_next(self, held: Ints) -> Ints:
        """Return what one more holder would be worth, -FAR where the seat is full."""
        i = (held[:, None] >= self.count).sum(axis=1)
        full = i >= self.count.shape[1]
        inside = np.minimum(i, self.count.shape[1] - 1)
        found: Ints = np.where(full, -FAR, self.worth[np.arange(len(held)), inside])
        return found

    def total(self, held: Ints) -> int:
        """Return what all holders are worth."""
        below = np.minimum(self.count, held[:, None])
        return int((np.diff(below, axis=1, prepend=0) * self.worth).sum())

    def least(self, price: Ints, lid: Ints) -> int:
        """Return the least of price x holders - worth over numbers of holders the lids allow: the seats' share of a bound."""
        width = np.diff(self.count, axis=1, prepend=0)
        own = price - self.pressed(lid)
        under = 0 if self.lids is None else int((lid * self.lids.room).sum())
        return int((width * np.minimum(own[:, None] - self.worth, 0)).sum()) + under


@dataclass(frozen=True)
class Priced:
    """An optimal flow: the candidates chosen and the prices that prove it.

    `reduced` holds the reduced cost of each arc of the net, never negative at the optimum; `enters[s]` is the arc that
    sets a seat's price in the tree of shortest paths, -1 where its own last holder's worth does: the tree is a basis.
    A seat's price holds what the lid over it costs; `presses[g]` is the seat whose next holder would pay for a lid.
    """

    chosen: Ints
    seat: Ints  # (S,) the value of one more holder
    person: Ints  # (P,) each person's margin
    reduced: Ints
    enters: Ints  # (S,) candidates, -1 for none
    lid: Ints  # (lids,) what a lid costs, never positive
    presses: Ints  # (lids,) seats, -1 for a lid that costs nothing


def vacancy_worth(
    problem: Problem, unit: int, without: NDArray[np.bool_] | None = None, lids: Lids | None = None
) -> Worth:
    """Return what holders are worth when a missing one of the k-th of K vacancy classes costs (K - k) * unit.

    Filling seats is a matroid (people matched to seats), and in a matroid any falling weights give the lexicographic
    optimum: no large ratios between the classes are needed. Seats in `without` take nobody.
    """
    classes = problem.vacancy_classes
    rank = {c: (len(classes) - i) * unit for i, c in enumerate(classes)}
    worth = np.zeros((problem.n_seats, 3), np.int64)
    worth[:, 0] = [rank.get(("min", int(k)), 0) for k in problem.priority]
    worth[:, 1] = [rank.get(("target", int(k)), 0) for k in problem.priority]
    worth[:, 0] += worth[:, 1]  # a holder below the minimum is also one below the target
    return Worth(holders_to(problem, without), worth, lids)


def holders_to(problem: Problem, without: NDArray[np.bool_] | None = None) -> Ints:
    """Return (seats, 3) how many holders reach each seat's minimum, target and maximum; none in the seats `without`."""
    count = np.stack([problem.seat_min, problem.seat_target, problem.seat_max], axis=1).astype(np.int64)
    if without is not None:
        count[without] = 0
    return count


def solve_flow(net: Net, worth: Worth) -> Priced:
    """Return the cheapest flow with the prices that prove it."""
    from ortools.graph.python import min_cost_flow

    people, n_seats = len(net.must), len(worth.count)
    p, s = net.person.astype(np.int64), net.seat.astype(np.int64)
    room = np.zeros(0, np.int64) if worth.lids is None else worth.lids.room
    sink = people + n_seats + len(room)
    ends = np.full(n_seats, sink)  # where the places of each seat lead: to its lid, or to the sink at once
    if worth.lids is not None:
        ends = np.where(worth.lids.of_seat >= 0, people + n_seats + worth.lids.of_seat, sink)
        at = people + n_seats + np.arange(len(room))
        lid_arcs = (at, np.full(len(room), sink), room, np.zeros(len(room), np.int64))
    if _reach(net, worth) * (sink + 2) > ROOM:
        raise OverflowError("costs too wide for the flow solver")
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        p, people + s, np.ones(len(p), np.int64), net.cost.astype(np.int64)
    )
    width = np.diff(worth.count, axis=1, prepend=0)
    for i in range(worth.count.shape[1]):
        use = np.flatnonzero(width[:, i] > 0)
        flow.add_arcs_with_capacity_and_unit_cost(people + use, ends[use], width[use, i], -worth.worth[use, i])
    if worth.lids is not None:
        flow.add_arcs_with_capacity_and_unit_cost(*lid_arcs)
    known = np.zeros(people, bool)
    known[p] = True
    if (net.must & ~known).any():
        raise NoFlow
    taking_part = np.flatnonzero(known)
    free = np.flatnonzero(known & ~net.must)
    flow.add_arcs_with_capacity_and_unit_cost(
        free, np.full(len(free), sink), np.ones(len(free), np.int64), np.zeros(len(free), np.int64)
    )
    flow.set_nodes_supplies(taking_part, np.ones(len(taking_part), np.int64))
    flow.set_node_supply(sink, -len(taking_part))
    if flow.solve() != flow.OPTIMAL:
        raise NoFlow
    return prices_of(net, worth, np.flatnonzero(flow.flows(arcs)))


def _reach(net: Net, worth: Worth) -> int:
    return int(np.abs(net.cost).max(initial=0)) + int(np.abs(worth.worth).max(initial=0)) + 1


def prices_of(net: Net, worth: Worth, taken: Ints) -> Priced:
    """Find the prices of an optimal flow by shortest paths in the residual network, in sweeps over what changed.

    The price of seat t is the least of: what an unplaced person would cost there; what a holder of another seat would
    cost there more than at home, on top of that seat's price; and the worth of its own last holder, with what a full
    lid over it costs: the least that another holder under the lid would have to be worth more.
    """
    people, n_seats = len(net.must), len(worth.count)
    held = np.bincount(net.seat[taken], minlength=n_seats)
    press = _Press(worth, held)
    if not len(net.person):  # nobody can serve anywhere
        none, no_seat = np.zeros(0, np.int64), np.full(n_seats, -1)
        free = np.maximum(worth.of_next(held), 0)
        return Priced(none, free, np.zeros(people, np.int64), none, no_seat, press.lid, press.by)
    home = np.full(people, -1, np.int64)
    home[net.person[taken]] = taken
    seated = home >= 0
    home_seat = np.where(seated, net.seat[home], 0)
    home_cost = np.where(seated, net.cost[home], 0).astype(np.int64)
    price = worth.of_last(held)
    enters = np.full(n_seats, -1, np.int64)
    first = net.first
    margin = np.zeros(people, np.int64)
    moved = np.arange(people)
    while len(moved):
        margin[moved] = np.where(seated[moved], np.minimum(price[home_seat[moved]], FAR) - home_cost[moved], 0)
        k = ranges(first, moved[margin[moved] < FAR // 2])
        offer = net.cost[k] + margin[net.person[k]]
        before = price.copy()
        np.minimum.at(price, net.seat[k], offer)
        changed = price < before
        setting = np.flatnonzero(changed[net.seat[k]] & (offer == price[net.seat[k]]))
        enters[net.seat[k[setting]]] = k[setting]
        under = press.on(price)
        enters[under] = -1
        changed[under] = True
        moved = np.flatnonzero(seated & changed[home_seat])
    price = np.where(price >= FAR // 2, np.maximum(worth.of_next(held), 0), price)
    margin = np.where(seated, price[home_seat] - home_cost, 0)
    reduced = net.cost - price[net.seat] + margin[net.person]
    if len(reduced) and reduced.min() < 0:
        raise ArithmeticError("the flow solver's answer is not optimal")
    enters = np.where(enters >= 0, net.position[enters], -1)
    return Priced(net.position[taken], price, margin, reduced, enters, press.lid, press.by)


class _Press:
    """What full lids cost, worked out beside the prices of the seats under them."""

    def __init__(self, worth: Worth, held: Ints) -> None:
        of_seat = np.full(len(held), -1, np.int64) if worth.lids is None else worth.lids.of_seat
        room = np.zeros(0, np.int64) if worth.lids is None else worth.lids.room
        self.lid, self.by = np.zeros(len(room), np.int64), np.full(len(room), -1)
        inside = np.flatnonzero(of_seat >= 0)
        full = np.bincount(of_seat[inside], held[inside], len(room)) >= room
        self.seats = inside[full[of_seat[inside]]]
        self.of = of_seat[self.seats]
        self.next, self.last = worth.of_next(held)[self.seats], worth.of_last(held)[self.seats]

    def on(self, price: Ints) -> Ints:
        """Let lids press on the prices of their seats, in place; return the seats whose prices fell."""
        pays = np.where(price[self.seats] < FAR // 2, price[self.seats] - np.maximum(self.next, -FAR // 2), FAR)
        before = self.lid.copy()
        np.minimum.at(self.lid, self.of, pays)
        sets = (self.lid < before)[self.of] & (pays == self.lid[self.of])
        self.by[self.of[sets]] = self.seats[sets]
        now = np.where(self.last < FAR // 2, self.last + self.lid[self.of], FAR)
        fell = now < price[self.seats]
        price[self.seats[fell]] = now[fell]
        return self.seats[fell]


# millions of arcs ----------------------------------------------------------------------------------------------------
@dataclass
class Sifted:
    """The flow over a net of millions of arcs, and how far it is proved: within `short` of the least cost."""

    found: Priced
    short: int


def solve_sifted(net: Net, worth: Worth, close_enough: int = 0) -> Sifted:
    """Return the cheapest flow, looking at few arcs at a time.

    The flow over some arcs gives prices; arcs that beat them join, until none does (or until the bound that the prices
    prove over all arcs is within `close_enough` of the flow's cost).
    """
    n = len(net.cost)
    if n <= WHOLE_FLOW:
        return Sifted(solve_flow(net, worth), 0)
    most = worth.count[:, -1]
    inside = np.zeros(n, bool)
    every = np.arange(n, dtype=np.int32)

    def of_people() -> Ints:
        return leading(net.person, net.cost, every, 8)

    def of_seats() -> Ints:
        # seats of one title prefer the same few people: shaken costs give each seat others to choose from
        return leading(net.seat, _shaken(net.cost), every, 4 * most + 12)

    for first in side_by_side(lambda part: part(), (of_people, of_seats)):
        inside[first] = True
    turn = 0
    reduced = np.empty(n, np.int64)
    while True:
        turn += 1
        k = np.flatnonzero(inside)
        found = solve_flow(net.only(k), worth)
        best, better = _asked(net, found, inside, reduced)
        short = _short(net, worth, found, best)
        if not len(better) or short <= close_enough:
            return Sifted(replace(found, reduced=reduced), short)
        if turn == PATIENCE and n <= MIDDLING:  # where much costs the same, arcs that beat the prices never end
            return Sifted(solve_flow(net, worth), 0)
        if turn == NARROW:  # what the first prices put far away only slows the flows that follow
            inside[k] = False
            inside[leading(net.person[k], reduced[k], k, 6)] = True
            inside[leading(net.seat[k], reduced[k], k, 2 * most + 4)] = True
            inside[np.searchsorted(net.position, found.chosen)] = True
        gain = reduced[better]
        inside[leading(net.person[better], gain, better, 4)] = True
        inside[leading(net.seat[better], gain, better, most + 4)] = True


def _shaken(cost: Ints) -> Ints:
    """Return costs with up to half of their spread added to each, the same in every run."""
    low, high = int(cost.min()), int(cost.max())
    most = max(1, (high - low) // 2)
    out: Ints = np.empty(len(cost), np.int32 if low >= -(2**31) and high + most < 2**31 else np.int64)
    for a in range(0, len(cost), BLOCK):
        mixed = np.arange(a, min(a + BLOCK, len(cost)), dtype=np.uint32) * np.uint32(2654435761)
        mixed ^= mixed >> np.uint32(15)
        np.add(cost[a : a + BLOCK], (mixed % np.uint32(most)).astype(out.dtype), out=out[a : a + BLOCK])
    return out


def _asked(net: Net, found: Priced, inside: NDArray[np.bool_], reduced: Ints) -> tuple[Ints, Ints]:
    """Write what each arc costs under the prices; return each person's least before their margin, and arcs that beat it.

    Of these, only such as were not `inside`. Some people at a time, on both cores: arrays over all arcs are slow to make.
    """
    people, first = len(net.must), net.first
    best = np.zeros(people, np.int64)

    def look(ends: tuple[int, int]) -> Ints:
        a, b = ends
        part = slice(first[a], first[b])
        out = reduced[part]
        np.subtract(net.cost[part], found.seat[net.seat[part]], out=out)
        some = a + np.flatnonzero(np.diff(first[a : b + 1]))
        if len(some):
            best[some] = np.minimum.reduceat(out, first[some] - first[a])
        out += np.repeat(found.person[a:b], np.diff(first[a : b + 1]))
        beaten: Ints = first[a] + np.flatnonzero((out < 0) & ~inside[part])
        return beaten

    edges = np.unique(np.append(np.searchsorted(first, np.arange(0, first[-1], BLOCK)), people)).tolist()
    better = side_by_side(look, pairwise(edges))
    return best, np.concatenate(better)


def _short(net: Net, worth: Worth, found: Priced, best: Ints) -> int:
    """Return by how much at the most a flow over all arcs could be cheaper than the one found."""
    bound = int(np.where(net.must, best, np.minimum(best, 0)).sum()) + worth.least(found.seat, found.lid)
    k = np.searchsorted(net.position, found.chosen)
    held = np.bincount(net.seat[k], minlength=len(worth.count))
    return int(net.cost[k].sum()) - worth.total(held) - bound


# level after level ---------------------------------------------------------------------------------------------------
def narrowed(net: Net, worth: Worth, priced: Priced) -> tuple[Net, Worth]:
    """Return the face of all optimal flows: what complementary slackness with the prices leaves open.

    Every holder worth more than the price is needed, none worth less is allowed; candidates with a positive reduced
    cost are never used; people with a positive margin are placed in every optimal flow.
    """
    widths = np.diff(worth.count, axis=1, prepend=0)
    needed = (widths * (worth.worth > priced.seat[:, None])).sum(axis=1)
    allowed = (widths * (worth.worth >= priced.seat[:, None])).sum(axis=1)
    count = np.stack([needed, allowed], axis=1)
    inner = net.only(np.flatnonzero(priced.reduced == 0))
    return replace(inner, must=net.must | (priced.person > 0)), Worth(count, np.zeros_like(count))


def with_needed(net: Net, worth: Worth) -> Worth:
    """Return the face's needed holders worth more than everybody together could save, so that the flow keeps them."""
    reach = int(np.abs(net.cost).max(initial=0))
    own = worth.worth.copy()
    own[:, 0] = 2 * (reach + 1) * (len(net.must) + 1)
    return replace(worth, worth=own)


def range_of(problem: Problem, level: Level) -> int:
    """Return by how much any two plans can differ at a level."""
    if level.cost is None or not problem.n:
        return 0
    first = problem.candidates.first
    some = np.flatnonzero(np.diff(first) > 0)
    top = np.maximum(np.maximum.reduceat(level.cost, first[some]).astype(np.int64), 0)
    low = np.minimum(np.minimum.reduceat(level.cost, first[some]).astype(np.int64), 0)
    return int((top - low).sum())
