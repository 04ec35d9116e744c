"""The certificate of a plan: the prices behind each level's bound under the names that seats and limits have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.catalogue import known
from optimizer.certificate_file import FORMAT, fingerprint, seal
from optimizer.domain.changes import fingerprint as of_plan
from optimizer.engine.bound import Cap, Prices, Wanted
from optimizer.engine.duals import Proof, proved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.certificate_file import Certificate
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, Plan
    from optimizer.model.problem import Problem
    from optimizer.text import Text


def certified(
    case: Case, plan: Plan, problem: Problem, proofs: Sequence[Proof], levels: Sequence[LevelResult]
) -> dict[str, Any]:
    """Return the certificate of a plan as plain data; no person is named in it, not even by code."""
    data: dict[str, Any] = {
        "format": FORMAT,
        "version": 1,
        "case": fingerprint(case),
        "plan": of_plan(plan),
        "levels": [_level(case, problem, proof, levels) for proof in proofs],
    }
    return {**data, "seal": seal(data)}


def proofs_of(case: Case, problem: Problem, certificate: Certificate) -> tuple[Proof, ...]:
    """Return what the prices of a certificate of this very case prove, without solving anything."""
    seats = {(s.unit_code, s.title_code): i for i, s in enumerate(case.seats)}
    rows = {problem.row_name(i): i for i in range(len(problem.rows))}
    found = []
    for i, level in enumerate(certificate.levels):
        caps = tuple(Cap(j, float(earlier.cost)) for j, earlier in enumerate(certificate.levels[:i]))
        seat, row, cap = np.zeros(problem.n_seats), np.zeros(len(problem.rows)), np.zeros(i)
        for price in level.seats:
            seat[seats[price.unit, price.title]] = price.price
        for limit in level.rows:
            row[rows[limit.rule, limit.number]] = limit.multiplier
        for paid in level.caps:
            cap[[c.name for c in certificate.levels].index(paid.level)] = paid.multiplier
        found.append(replace(proved(problem, Wanted(i, caps), Prices(seat, row, cap)), cost=float(level.cost)))
    return tuple(found)


def _level(case: Case, problem: Problem, proof: Proof, levels: Sequence[LevelResult]) -> dict[str, Any]:
    level, result, prices = problem.levels[proof.level], levels[proof.level], proof.prices
    searched = result.bound is not None and abs(result.bound - level.natural(proof.whole)) > 1e-9
    caps = zip(proof.wanted.caps, prices.cap.tolist(), strict=True)
    return {
        "name": level.name,
        "cost": round(proof.cost),
        "bound": int(proof.whole),
        "value": result.value,
        "bound_value": level.natural(proof.whole),
        "by_search": result.bound if searched else None,
        "caps": [{"level": problem.levels[c.level].name, "multiplier": q} for c, q in caps if q],
        "seats": [
            {"unit": case.seats[s].unit_code, "title": case.seats[s].title_code, "price": float(prices.seat[s])}
            for s in np.flatnonzero(prices.seat).tolist()
        ],
        "rows": [_row(problem, i, float(prices.row[i])) for i in np.flatnonzero(prices.row).tolist()],
    }


def _row(problem: Problem, row: int, multiplier: float) -> dict[str, Any]:
    rule, number = problem.row_name(row)
    says = limit_text(problem, row)
    return {"rule": rule, "number": number, "multiplier": multiplier, "says": {"vi": says.vi, "en": says.en}}


def limit_text(problem: Problem, row: int, named: bool = False) -> Text:
    """Return what a limit says; only the title of its rule where its sentence is about people, unless these are `named`."""
    finding = problem.rows.because(row)
    about_people = any(kind.startswith("cadre") for kind, _ in finding.subject)
    return known()[problem.row_name(row)[0]].text if about_people and not named else finding.text
