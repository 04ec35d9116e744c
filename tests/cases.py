"""Small cases built directly from entities, without Excel: codes are enough, everything else has a default."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from optimizer.domain.case import Case, Scores, Settings, Source
from optimizer.domain.dates import PartialDate
from optimizer.domain.entities import (
    SHEETS,
    Cadre,
    Decision,
    Predecessor,
    Relation,
    RuleSetting,
    Seat,
    Title,
    Unit,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PLAN_DATE = dt.date(2025, 7, 1)
Spot = tuple[str, str, str, float]  # cadre, unit or *, title or *, score


def unit(code: str, **fields: Any) -> Unit:
    """Return a unit; its name is `Unit <code>` unless given."""
    return Unit(**{"unit_code": code, "name": f"Unit {code}", **fields})


def old_unit(code: str, name: str, **fields: Any) -> Predecessor:
    """Return an old unit that went into the unit `code`."""
    return Predecessor(**{"unit_code": code, "old_name": name, **fields})


def title(code: str, **fields: Any) -> Title:
    """Return a title that asks for nothing unless told."""
    return Title(**{"title_code": code, "name": f"Title {code}", **fields})


def seat(unit_code: str, title_code: str, target: int = 1, **fields: Any) -> Seat:
    """Return a seat row; the maximum is the target unless given."""
    return Seat(**{"unit_code": unit_code, "title_code": title_code, "target": target, "max": target, **fields})


def cadre(code: str, **fields: Any) -> Cadre:
    """Return a person about whom nothing but code and name is known unless told; dates may be given as "3/1975"."""
    for name in ("birth_date", "party_date", "in_post_since", "rotation_since"):
        if isinstance(fields.get(name), str):
            fields[name] = date(fields[name])
    return Cadre(**{"cadre_id": code, "name": f"Person {code}", **fields})


def date(written: str) -> PartialDate:
    """Return "1975", "3/1975" or "20/3/1975" as a partial date."""
    return PartialDate(*(int(part) for part in reversed(written.split("/"))))


def decision(cadre_id: str, action: str, unit_code: str = "", title_code: str = "", **fields: Any) -> Decision:
    """Return a reviewer's decision."""
    return Decision(
        **{"cadre_id": cadre_id, "action": action, "unit_code": unit_code, "title_code": title_code, **fields}
    )


def relation(a: str, b: str, kind: str) -> Relation:
    """Return a relation of two people."""
    return Relation(cadre_a=a, cadre_b=b, kind=kind)  # type: ignore[arg-type]


def setting(rule: str, **fields: Any) -> RuleSetting:
    """Return a row of the Rules sheet."""
    return RuleSetting(**{"rule": rule, **fields})


def case(
    units: Iterable[Unit | str] = ("U1",),
    titles: Iterable[Title | str] = ("T1",),
    seats: Iterable[Seat] | None = None,
    cadres: Iterable[Cadre | str] = (),
    *,
    scores: Sequence[Spot] = (),
    plan_date: dt.date = PLAN_DATE,
    cells: bool = False,
    **tables: Any,
) -> Case:
    """Return a case in canonical order; without `seats`, one seat of each title in each unit.

    With `cells`, every row gets a number and every sheet a source, so that addresses read like `Cadres!C2`.
    """
    us = sorted((unit(u) if isinstance(u, str) else u for u in units), key=lambda x: x.unit_code)
    ts = sorted((title(t) if isinstance(t, str) else t for t in titles), key=lambda x: x.title_code)
    cs = sorted((cadre(c) if isinstance(c, str) else c for c in cadres), key=lambda x: x.cadre_id)
    if seats is None:
        seats = [seat(u.unit_code, t.title_code) for u in us for t in ts]
    ss = sorted(seats, key=lambda x: (x.unit_code, x.title_code))
    if "rules" in tables:
        tables.setdefault("rules_given", True)
    rows: dict[str, Any] = {"units": us, "titles": ts, "seats": ss, "cadres": cs}
    rows |= {k: list(v) for k, v in tables.items() if k in ("predecessors", "relations", "decisions", "rules")}
    other = {k: v for k, v in tables.items() if k not in rows}
    if cells:
        other["sources"] = tuple(_source(cls) for cls in SHEETS)
        number = {cls.table: i for i, cls in enumerate(SHEETS)}
        rows = {
            name: [row.model_copy(update={"row": i + 2, "source": number[name]}) for i, row in enumerate(table)]
            for name, table in rows.items()
        }
    return Case(
        **{name: tuple(table) for name, table in rows.items()},
        scores=_scores(scores, [c.cadre_id for c in cs], [u.unit_code for u in us], [t.title_code for t in ts]),
        settings=Settings(plan_date),
        **other,
    )


def _source(cls: Any) -> Source:
    letters = {name: chr(ord("A") + i) for i, name in enumerate(cls.columns())}
    return Source("case.xlsx", cls.sheet_name.en, letters)


def _scores(given: Sequence[Spot], people: list[str], units: list[str], titles: list[str]) -> Scores:
    def positions(codes: list[str], written: Iterable[str]) -> np.ndarray[Any, np.dtype[np.int32]]:
        return np.array([-1 if code == "*" else codes.index(code) for code in written], np.int32)

    return Scores(
        positions(people, (s[0] for s in given)),
        positions(units, (s[1] for s in given)),
        positions(titles, (s[2] for s in given)),
        np.array([s[3] for s in given], np.float64),
    )
