"""Discovery: what stands in a package is found, so that adding a rule is adding a file.

Two kinds of look-up live here, and only here, because both go round the import statements that the floors are
checked by: classes found in a package, and the few services an entity on a low floor offers by name
(`Case.read` is convenient to have, yet reading Excel belongs two floors up).
"""

from __future__ import annotations

import pkgutil
from functools import lru_cache
from importlib import import_module
from typing import Any

_PROVIDERS = {
    "read_case": "optimizer.sheets.case:read_case",
    "case_from_tables": "optimizer.sheets.case:case_from_tables",
    "write_plan": "optimizer.reports.workbook:write_plan",
    "known_rules": "optimizer.catalogue:known",
    "rule_rows": "optimizer.rule_rows:default_rows",
}


@lru_cache
def discover(package: str, base: type) -> tuple[type, ...]:
    """Return every class named in the modules of `package` that derives from `base`, ordered by its `name`."""
    home = import_module(package)
    found: set[type] = set()
    for info in pkgutil.iter_modules(home.__path__):
        module = import_module(f"{package}.{info.name}")
        for item in vars(module).values():
            if (
                isinstance(item, type)
                and issubclass(item, base)
                and item.__module__ == module.__name__
                and item is not base
                and getattr(item, "name", "") != ""
            ):
                found.add(item)
    return tuple(sorted(found, key=lambda c: str(getattr(c, "name", c.__name__))))


def provider(service: str) -> Any:
    """Return the function that offers `service`, importing its room only now."""
    room, _, function = _PROVIDERS[service].partition(":")
    return getattr(import_module(room), function)
