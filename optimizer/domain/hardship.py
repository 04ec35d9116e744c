"""Kinds of units in which service is hard, as a rule's parameter names them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from optimizer.domain.words import word
from optimizer.text import fold, tidy

Hardship = Literal["mountain", "border", "island"]


def _kinds(value: Any) -> Any:
    """Read `miền núi, border` as (mountain, border)."""
    if not isinstance(value, str):
        return value
    parts = [tidy(p) for p in value.replace("|", ",").replace(";", ",").split(",") if fold(p)]
    return tuple(dict.fromkeys(word("hardship", p) or p for p in parts))


Hardships = Annotated[tuple[Hardship, ...], BeforeValidator(_kinds)]
