"""Where people are sent from: their present unit, or the office written for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.words import field_words
from optimizer.text import name_key

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre


def sender_of(case: Case, cadre: Cadre) -> tuple[str, str] | None:
    """Return ("unit", code) or ("office", key of its name), None where the present workplace is blank."""
    if cadre.current_unit_code in case.unit_by_code:
        return "unit", str(cadre.current_unit_code)
    key = name_key(cadre.current_unit)
    return ("office", key) if key else None


def lives_in(cadre: Cadre, unit_code: str) -> bool:
    """Return whether somebody certainly lives in a unit: an old unit that was divided leaves it open."""
    return cadre.residence_units == (unit_code,)


def fields_of(cadre: Cadre) -> frozenset[str]:
    """Return the fields a person works in or has studied."""
    return frozenset(cadre.expertise) | (field_words(cadre.major) if cadre.major else frozenset())


def fields_asked(case: Case) -> tuple[str, ...]:
    """Return every field some title asks for, sorted."""
    return tuple(sorted({f for t in case.titles for f in t.fields}))
