"""Who gets how many seats: the frame of the province spread over units and titles, to the exact total (R15, R17)."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heapreplace
from typing import TYPE_CHECKING

from optimizer.samples.title_book import GOVERNMENT, HEAD, PARTY, TitleSpec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from optimizer.samples.gazetteer import Place

_TINY = 1_000  # residents below which a special zone has its own small set of seats (R12)
_TINY_POSTS = {
    "BT": 1,
    "PBTTT": 1,
    "CTHDND": 1,
    "CTUBND": 1,
    "PCTUBND": 1,
    "CVP": 1,
    "CVDD": 1,
    "CVTC": 1,
    "CVYT": 1,
    "CVVP": 1,
    "CVMC": 1,
}
_TINY_POSTS |= {"TBXDD": 1, "CNUBKT": 1, "CVVPDU": 1}


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """The target of each unit and title, in the order of units and titles."""

    targets: dict[tuple[str, str], int]
    block_total: dict[str, int]


def apportion(total: int, weights: Sequence[float], floor: Sequence[int]) -> list[int]:
    """Divide `total` by weights, nobody below the floor: each next post goes where weight per post is highest.

    The quotients are weight / (2 n + 1), n being the posts held so far; equal quotients go to the first.
    """
    shares = list(floor)
    spare = total - sum(shares)
    if spare < 0:
        raise ValueError(f"the floors add up to {sum(shares)}, more than the {total} to divide")
    queue = [(-w / (2 * n + 1), i) for i, (w, n) in enumerate(zip(weights, shares, strict=True))]
    heapify(queue)
    for _ in range(spare):
        at = queue[0][1]
        shares[at] += 1
        heapreplace(queue, (-weights[at] / (2 * shares[at] + 1), at))
    return shares


def plan_seats(
    units: Sequence[Place], population: dict[str, int], book: Sequence[TitleSpec], frame: dict[str, int], rng: Random
) -> SeatPlan:
    """Spread each block's frame: fixed posts first, the rest to units by people and area, then to titles by share."""
    targets: dict[tuple[str, str], int] = {}
    largest = set(sorted(population, key=lambda c: (-population[c], c))[: len(population) // 4])
    for block in dict.fromkeys(t.block for t in book):
        titles = [t for t in book if t.block == block]
        for unit in units:
            tiny = population[unit.code] < _TINY
            for title in titles:
                fixed = _TINY_POSTS.get(title.code, 0) if tiny else title.posts if title.open_to(unit.type) else 0
                if title.code == "PCTUBND" and unit.code in largest:
                    fixed += 1  # a third vice-chair; the province stays below 2.5 a unit (R5)
                if fixed:
                    targets[unit.code, title.code] = fixed
        if block in frame:
            _spread(units, population, titles, frame[block], targets, rng)
    totals = {
        b: sum(n for (_, c), n in targets.items() if any(t.code == c and t.block == b for t in book))
        for b in (GOVERNMENT, PARTY)
    }
    return SeatPlan(targets, totals)


def _spread(
    units: Sequence[Place],
    population: dict[str, int],
    titles: Sequence[TitleSpec],
    total: int,
    targets: dict[tuple[str, str], int],
    rng: Random,
) -> None:
    """Give the specialists' part of one block to units and titles."""
    codes = {t.code for t in titles}
    spare = total - sum(n for (_, c), n in targets.items() if c in codes)
    big = [u for u in units if population[u.code] >= _TINY]
    shares = {u.code: [t for t in titles if t.share and t.open_to(u.type)] for u in big}
    floor = [sum(1 for t in shares[u.code] if t.needed) for u in big]
    weights = [
        (population[u.code] / 10_000) ** 0.5 + ((u.area_km2 or 100.0) / 400) ** 0.5 + rng.random() * 0.8 for u in big
    ]
    for unit, posts in zip(big, apportion(spare, weights, floor), strict=True):
        mine = shares[unit.code]
        least = [1 if t.needed else 0 for t in mine]
        leaning = [t.share * (1.35 if unit.urban and t.rare else 1.0) * rng.uniform(0.75, 1.25) for t in mine]
        for title, n in zip(mine, apportion(posts, leaning, least), strict=True):
            if n:
                targets[unit.code, title.code] = n


def seat_rows(plan: SeatPlan, book: Sequence[TitleSpec]) -> list[dict[str, object]]:
    """Return the Seats sheet: leaders and heads are asked for by name, a rare field by at least one (R1, R18)."""
    by_code = {t.code: t for t in book}
    order = {t.code: i for i, t in enumerate(book)}
    rows: list[dict[str, object]] = []
    for unit, code in sorted(plan.targets, key=lambda k: (k[0], order[k[1]])):
        title, target = by_code[code], plan.targets[unit, code]
        must = title.group == "leader" or title.rank <= HEAD or title.rare
        rows.append(
            {
                "unit_code": unit,
                "title_code": code,
                "min": 1 if must else None,  # a blank minimum is 0, a blank maximum is the target
                "target": target,
                "max": target if title.group == "leader" else None,
                "priority": {"leader": 1, "manager": 2 if title.rank <= HEAD else 3}.get(
                    title.group, 2 if title.rare else 3
                ),
            }
        )
    return rows
