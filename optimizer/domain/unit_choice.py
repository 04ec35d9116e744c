"""Units named in a rule's parameters: by code, or by name."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from optimizer.findings import Finding, did_you_mean
from optimizer.text import Text, name_key

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.domain.entities import Unit


def means_unit(written: str, unit: Unit) -> bool:
    """Return whether `written` is the code of a unit or its name; accents matter, the place of a tone mark does not."""
    return written == unit.unit_code or name_key(written) == name_key(unit.name)


def unit_named(case: Case, written: str) -> str | None:
    """Return the code of the unit that `written` means, None where there is none: a code comes before a name."""
    if written in case.unit_by_code:
        return written
    return next((u.unit_code for u in case.units if means_unit(written, u)), None)


def unknown_unit(case: Case, rule: str, written: str) -> Finding:
    """Return the error that a parameter of `rule` names no unit of the case, with the unit that may be meant."""
    near = difflib.get_close_matches(written, [w for u in case.units for w in (u.unit_code, u.name)], 1, 0.6)
    text = Text("không có đơn vị “{unit}”.", "there is no unit “{unit}”.").format(unit=written)
    fix = did_you_mean(
        near, Text("Ghi mã hoặc tên như ở trang Đơn vị.", "Write a code or a name as on the Units sheet.")
    )
    return Finding("unknown_unit", "error", text, fix, value=written, subject=(("unit", written), ("rule", rule)))
