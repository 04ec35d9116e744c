"""Working every bound of a plan out again from the prices of its certificate and the case alone.

A certificate claims, level by level: no plan that costs no more than this one in the levels before costs less than so
many units here. It proves that by prices of seats, of limits and of the levels before. Whatever the prices are, add up

- for each person the least that any of their placements costs beyond what its seats and limits pay for it (nobody has to
  be placed, so at the most 0, unless a decision asks for them);
- for each seat the least of price x holders and what missing holders cost, over every number of holders it may have;
- for each limit its price times its nearer end; and for each level before its price times what the plan costs there:

no plan costs less. This file adds them up person by person and seat by seat; it shares the model of a case with the
engines, and none of their code: no solver is loaded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from optimizer.certificate_file import fingerprint, refusal
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from optimizer.certificate_file import Certificate, CertifiedLevel
    from optimizer.domain.case import Case
    from optimizer.findings import Finding
    from optimizer.model.problem import Problem

PEOPLE_AT_ONCE = 256  # whose placements are priced in one go; their least ones are looked for one by one
NOISE = 1e-9  # of a bound, what sums of rounded numbers may be off


@dataclass(frozen=True)
class Checked:
    """One level worked out again: what is claimed, what the prices prove (cost units), and whether that is enough.

    `sense` says whether the level's value is to be small or large, `seats` how many a level of vacancies asks for.
    """

    level: CertifiedLevel
    proves: float
    holds: bool
    sense: Literal["min", "max"]
    seats: int


# the claims ----------------------------------------------------------------------------------------------------------
def check(
    case: Case, certificate: Certificate, problem: Problem | None = None
) -> tuple[tuple[Checked, ...], tuple[Finding, ...]]:
    """Return every level worked out again, and what is refused: no findings means that all of it is proved.

    `problem` is the model of the case where the caller has it already; else it is made.
    """
    if certificate.case != fingerprint(case):
        return (), (refusal("certificate_of_another_case"),)
    from optimizer.catalogue import catalogue
    from optimizer.engine.assemble import assemble
    from optimizer.model.facts import Facts

    problem = assemble(Facts(case), catalogue(case)) if problem is None else problem
    names = [level.name for level in problem.levels if not level.tie_break]
    if [level.name for level in certificate.levels] != names:
        return (), (refusal("certificate_levels"),)
    prices = [_Prices.of(case, problem, certificate, i) for i in range(len(names))]
    refused = [f for p in prices for f in p.refused]
    if refused:
        return (), tuple(refused)
    checked = []
    for i, (level, proves) in enumerate(zip(certificate.levels, _proved(problem, prices), strict=True)):
        it = problem.levels[i]
        # costs are whole numbers: whatever lies above all but the last unit proves that unit too
        holds = proves - NOISE * max(1.0, abs(proves)) > level.bound - 1
        told = abs(it.natural(level.bound) - level.bound_value) + abs(it.natural(level.cost) - level.value)
        if not holds:
            refused.append(refusal("certificate_bound", i + 1, claimed=level.bound, proved=f"{proves:.6f}"))
        elif told > 1e-6 * max(1.0, abs(level.value)) or level.cost < level.bound:
            refused.append(refusal("certificate_words", i + 1))
            holds = False
        checked.append(Checked(level, proves, holds, it.sense, _asked(problem, i)))
    return tuple(checked), tuple(refused)


@dataclass(frozen=True)
class _Prices:
    """The prices of one level, by position in the problem."""

    weight: dict[int, float]  # what one unit of each level costs: 1 for the level itself
    capped: float  # what the levels before pay for
    seat: NDArray[np.float64]
    row: NDArray[np.float64]
    refused: tuple[Finding, ...]

    @classmethod
    def of(cls, case: Case, problem: Problem, certificate: Certificate, at: int) -> _Prices:
        """Read the prices of a level; every name has to be known, and no limit may pay more than breaking it costs."""
        level = certificate.levels[at]
        before = {earlier.name: i for i, earlier in enumerate(certificate.levels[:at])}
        seats = {(s.unit_code, s.title_code): i for i, s in enumerate(case.seats)}
        rows = {problem.row_name(i): i for i in range(len(problem.rows))} if level.rows else {}
        weight, seat, row = {at: 1.0}, np.zeros(problem.n_seats), np.zeros(len(problem.rows))
        refused = []
        for cap in level.caps:
            if cap.level not in before or before[cap.level] in weight or cap.multiplier > 0:
                refused.append(refusal("certificate_cap", at + 1))
                continue
            weight[before[cap.level]] = -cap.multiplier
        for price in level.seats:
            if (price.unit, price.title) not in seats:
                refused.append(refusal("certificate_seat", at + 1, other=f"{price.unit} {price.title}"))
                continue
            seat[seats[price.unit, price.title]] = price.price
        for limit in level.rows:
            if (limit.rule, limit.number) not in rows:
                refused.append(refusal("certificate_row", at + 1, other=_limit(limit.rule, limit.number)))
                continue
            row[rows[limit.rule, limit.number]] = limit.multiplier
        steep = _too_steep(problem, weight, row)
        refused += [refusal("certificate_limit", at + 1, other=_limit(*problem.row_name(i))) for i in steep]
        capped = math.fsum(-weight[i] * certificate.levels[i].cost for i in sorted(weight) if i != at)
        return cls(weight, capped, seat, row, tuple(refused))


def _too_steep(problem: Problem, weight: dict[int, float], row: NDArray[np.float64]) -> Iterator[int]:
    """Yield the limits whose price proves nothing: on an end they do not have, or above what breaking them costs."""
    rows = problem.rows
    shares: dict[int, float] = {}
    for i in np.flatnonzero(row).tolist():
        if math.isinf(rows.lower[i] if row[i] > 0 else rows.upper[i]):
            yield i
        if rows.price[i] < 0:
            continue  # a hard limit: breaking it has no price
        cost = float(rows.price[i]) * weight.get(int(rows.level[i]), 0.0)
        group = int(rows.worst[i])
        used = abs(float(row[i])) / cost if cost > 0 else math.inf
        shares[group] = used + (shares.get(group, 0.0) if group >= 0 else 0.0)
        if shares[group] > 1 + NOISE:
            yield i


def _proved(problem: Problem, prices: list[_Prices]) -> list[float]:
    """Return what the prices of each level prove: the sum over people, seats, limits and levels before."""
    parts: list[list[float]] = [[p.capped, *_of_seats(problem, p), *_of_limits(problem, p)] for p in prices]
    first = problem.candidates.first
    for a in range(0, problem.n_people, PEOPLE_AT_ONCE):
        people = range(a, min(a + PEOPLE_AT_ONCE, problem.n_people))
        left = _left_over(problem, prices, int(first[a]), int(first[people.stop]))
        for p in people:
            here = slice(int(first[p] - first[a]), int(first[p + 1] - first[a]))
            for found, of_level in zip(parts, left, strict=True):
                least = min(of_level[here].tolist(), default=0.0)
                found.append(least if problem.must[p] else min(least, 0.0))
    return [math.fsum(found) for found in parts]


def _left_over(problem: Problem, prices: list[_Prices], begin: int, end: int) -> list[NDArray[np.float64]]:
    """Return for each level what the candidates `begin` to `end` cost beyond what their seats and limits pay for."""
    k = np.arange(begin, end)
    seats = problem.seats(k)
    at, row, coef = problem.entries(k)
    found = []
    for p in prices:
        cost = np.zeros(len(k))
        for level, weight in p.weight.items():
            cost += weight * problem.levels[level].costs(k)
        cost -= np.where(seats >= 0, p.seat[seats], 0.0).sum(axis=1)
        found.append(cost - np.bincount(at, weights=coef * p.row[row], minlength=len(k)))
    return found


def _of_seats(problem: Problem, prices: _Prices) -> Iterator[float]:
    """Yield what each seat adds: the least over every number of holders it may have."""
    missing: dict[tuple[str, int], float] = {}
    for level, weight in prices.weight.items():
        if (kind := problem.levels[level].vacancy) is not None:
            missing[kind] = weight
    seats = zip(
        prices.seat.tolist(), problem.seat_min.tolist(), problem.seat_target.tolist(), problem.seat_max.tolist(),
        problem.priority.tolist(), strict=True,
    )  # fmt: skip
    for price, least, target, most, rank in seats:
        below, short = missing.get(("min", rank), 0.0), missing.get(("target", rank), 0.0)
        yield min(price * n + below * max(least - n, 0) + short * max(target - n, 0) for n in range(most + 1))


def _asked(problem: Problem, at: int) -> int:
    """Return how many seats a level of vacancies asks for, 0 for any other level."""
    kind = problem.levels[at].vacancy
    if kind is None:
        return 0
    want = problem.seat_min if kind[0] == "min" else problem.seat_target
    return int(want[problem.priority == kind[1]].sum())


def _of_limits(problem: Problem, prices: _Prices) -> Iterator[float]:
    """Yield what each limit adds: its price times the end that it pushes against."""
    for i in np.flatnonzero(prices.row).tolist():
        y = float(prices.row[i])
        yield y * float(problem.rows.lower[i] if y > 0 else problem.rows.upper[i])


def _limit(rule: str, number: int) -> Text:
    """Return how a limit is called: the rule's title and the limit's number."""
    from optimizer.catalogue import known

    title = known()[rule].text if rule in known() else same(rule)
    return Text("{title}, số {number}", "{title}, number {number}").format(title=title, number=number)
