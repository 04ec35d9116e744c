"""The rules and objectives in force for one case: discovered, then switched, weighed and dated by the Rules sheet."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from optimizer import registry
from optimizer.findings import Address, Finding
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.entities import RuleSetting


@dataclass(frozen=True)
class ActiveRule:
    """A rule as this case asks for it. `weight` is the price of one violation where it is soft."""

    rule: Rule
    soft: bool
    level: int
    weight: float


@dataclass(frozen=True)
class ActiveObjective:
    """An objective as this case asks for it."""

    objective: Objective
    level: int
    weight: float


@dataclass(frozen=True)
class Catalogue:
    """Everything in force, and what is wrong with the Rules sheet."""

    rules: tuple[ActiveRule, ...]
    objectives: tuple[ActiveObjective, ...]
    findings: tuple[Finding, ...] = ()


SOFT_LEVEL = 2


@lru_cache
def known() -> dict[str, type[Rule] | type[Objective]]:
    """Return every rule and objective by name."""
    found: dict[str, Any] = {}
    for package, base in (("optimizer.rules", Rule), ("optimizer.objectives", Objective)):
        for cls in registry.discover(package, base):
            found[cls.name] = cls  # type: ignore[attr-defined]
    return found


@lru_cache
def _by_word() -> dict[str, str]:
    return {fold(word): name for name, cls in known().items() for word in (name, cls.text.vi, cls.text.en)}


def find_name(written: str) -> str | None:
    """Return the name of the rule or objective that `written` means: its name or its title in either language."""
    return _by_word().get(fold(written))


def catalogue(case: Case) -> Catalogue:
    """Return what is in force for `case` on its plan date; problems of the Rules sheet are findings, all at once."""
    findings: list[Finding] = []
    settings: dict[str, RuleSetting] = {}
    for row in case.rules:
        name = find_name(row.rule)
        if name is None:
            findings.append(_unknown(case, row))
        elif name in settings:
            findings.append(
                _problem(
                    case,
                    row,
                    "rule",
                    row.rule,
                    Text("quy tắc này được ghi hai lần.", "this rule is listed twice."),
                    Text("Giữ lại một dòng.", "Keep one row."),
                )
            )
        else:
            settings[name] = row
    for decision in case.decisions:
        if decision.action == "exception" and decision.rule and find_name(decision.rule) is None:
            findings.append(_unknown(case, decision))
        elif decision.action == "exception" and decision.rule and not _liftable(decision.rule):
            text = Text("quy tắc này không có ngoại lệ.", "this rule allows no exception.")
            fix = Text(
                "Xóa dòng ngoại lệ này hoặc sửa dữ liệu gốc.", "Delete this exception, or correct the data it is about."
            )
            findings.append(_problem(case, decision, "rule", decision.rule, text, fix, code="no_exception"))
    rules: list[ActiveRule] = []
    objectives: list[ActiveObjective] = []
    for name, cls in sorted(known().items()):
        row_or_none = settings.get(name)
        on = cls.default_on if row_or_none is None else row_or_none.on and _in_force(case, row_or_none)
        if row_or_none is not None and cls.fixed and not on:
            text = Text(
                "quy tắc này luôn áp dụng, không tắt được.", "this rule is always in force and cannot be switched off."
            )
            findings.append(
                _problem(case, row_or_none, "on", "", text, Text("Đặt lại cột Bật.", "Set it on again."), "warning")
            )
        if not (on or cls.fixed):
            continue
        made = cls() if row_or_none is None else _made(case, cls, row_or_none, findings)
        if made is None:
            continue
        for found in made.problems(case):
            here = case.address(row_or_none, "params") if row_or_none is not None else Address()
            findings.append(found if found.where != Address() else replace(found, where=here))
        level = row_or_none.level if row_or_none is not None and row_or_none.level is not None else None
        weight = row_or_none.weight if row_or_none is not None and row_or_none.weight is not None else None
        if row_or_none is not None and weight is not None and weight < 0:
            findings.append(
                _problem(
                    case,
                    row_or_none,
                    "weight",
                    f"{weight:g}",
                    Text("trọng số không được âm.", "a weight cannot be negative."),
                    Text("Ghi số từ 0 trở lên.", "Write 0 or more."),
                )
            )
            continue
        if row_or_none is not None and level is not None and level < SOFT_LEVEL:
            text = Text(
                "cấp 1 dành cho ghế trống; các mục tiêu khác từ cấp 2.",
                "level 1 belongs to vacancies; other objectives stand at level 2 or lower.",
            )
            findings.append(
                _problem(case, row_or_none, "level", str(level), text, Text("Ghi 2, 3, 4...", "Write 2, 3, 4..."))
            )
            continue
        if isinstance(made, Rule):
            mode = row_or_none.mode if row_or_none is not None and row_or_none.mode else made.modes[0]
            if row_or_none is not None and mode not in made.modes:
                text = (
                    Text("quy tắc này không đặt được ở mức mềm.", "this rule cannot be soft.")
                    if mode == "soft"
                    else Text("quy tắc này không đặt được ở mức cứng.", "this rule cannot be hard.")
                )
                findings.append(
                    _problem(case, row_or_none, "mode", mode, text, Text("Đổi cột Mức.", "Change the mode."))
                )
                continue
            rules.append(ActiveRule(made, mode == "soft", level or SOFT_LEVEL, 1.0 if weight is None else weight))
        else:
            objectives.append(
                ActiveObjective(made, level or made.default_level, made.default_weight if weight is None else weight)
            )
    return Catalogue(tuple(rules), tuple(objectives), tuple(findings))


def _liftable(written: str) -> bool:
    cls = known()[find_name(written) or ""]
    return issubclass(cls, Rule) and cls.liftable != "never"


def _in_force(case: Case, row: RuleSetting) -> bool:
    day = case.settings.plan_date
    started = row.from_date is None or row.from_date.earliest <= day
    ended = row.to_date is not None and (row.to_date.year, row.to_date.month or 12, row.to_date.day or 31) < (
        day.year,
        day.month,
        day.day,
    )
    return started and not ended


def _made(
    case: Case, cls: type[Rule] | type[Objective], row: RuleSetting, findings: list[Finding]
) -> Rule | Objective | None:
    values: Mapping[str, Any] = {fold(k).replace(" ", "_"): v for k, v in row.params.items()}
    try:
        return cls.model_validate(values)
    except ValidationError as error:
        for problem in error.errors():
            key = ".".join(str(p) for p in problem["loc"])
            findings.append(_bad_parameter(case, cls, row, key, str(values.get(key, "")), problem["msg"]))
        return None


def _bad_parameter(
    case: Case, cls: type[Rule] | type[Objective], row: RuleSetting, key: str, value: str, said: str
) -> Finding:
    allowed = sorted(cls.model_fields)
    if key not in cls.model_fields:
        near = difflib.get_close_matches(key, allowed, 1)
        text = Text(f"không có tham số “{key}”.", f"there is no parameter “{key}”.")
        hint = near[0] if near else ", ".join(allowed) or "—"
        fix = (
            Text(f"Có phải ý bạn là “{hint}”?", f"Did you mean “{hint}”?")
            if near
            else Text(f"Các tham số có: {hint}.", f"Its parameters are: {hint}.")
        )
        return _problem(case, row, "params", key, text, fix)
    text = Text(
        f"giá trị “{value}” của tham số “{key}” không hợp lệ.",
        f"the value “{value}” of parameter “{key}” is not valid ({said}).",
    )
    return _problem(
        case,
        row,
        "params",
        value,
        text,
        Text("Xem `placement rules` để biết giá trị cho phép.", "See `placement rules` for the values allowed."),
    )


def _unknown(case: Case, row: Any) -> Finding:
    near = difflib.get_close_matches(fold(row.rule), list(_by_word()), 1, 0.6)
    suggestion = known()[_by_word()[near[0]]].text if near else None
    text = Text(f"không có quy tắc tên “{row.rule}”.", f"there is no rule named “{row.rule}”.")
    fix = (
        Text(f"Có phải ý bạn là “{suggestion.vi}”?", f"Did you mean “{suggestion.en}” ({_by_word()[near[0]]})?")
        if suggestion
        else Text("Xem danh sách bằng lệnh `placement rules`.", "See `placement rules` for the list.")
    )
    return _problem(case, row, "rule", row.rule, text, fix, code="unknown_rule")


def _problem(
    case: Case,
    row: Any,
    field: str,
    value: str,
    text: Text,
    fix: Text,
    severity: Any = "error",
    code: str = "bad_rule_setting",
) -> Finding:
    return Finding(code, severity, text, fix, case.address(row, field), value, (("rule", str(row.rule)),))


def soft_rules(active: Catalogue) -> Iterator[ActiveRule]:
    """Yield the rules whose violations cost instead of being forbidden."""
    return (a for a in active.rules if a.soft)
