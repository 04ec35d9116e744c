"""Commune Placement: drafts who serves where, and proves how good the draft is.

The public names load their rooms only when they are first used, so that a command's help is instant.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optimizer.checker import Verdict, verify
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome, Placement, Plan
    from optimizer.findings import Finding, InputError
    from optimizer.pipeline import propose

_HOMES = {
    "Case": "optimizer.domain.case",
    "Finding": "optimizer.findings",
    "InputError": "optimizer.findings",
    "Outcome": "optimizer.domain.plan",
    "Placement": "optimizer.domain.plan",
    "Plan": "optimizer.domain.plan",
    "Verdict": "optimizer.checker",
    "propose": "optimizer.pipeline",
    "verify": "optimizer.checker",
}
__all__ = ["Case", "Finding", "InputError", "Outcome", "Placement", "Plan", "Verdict", "propose", "verify"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'optimizer' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
