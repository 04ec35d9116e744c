"""The rules and objectives in force for one case: discovered, then switched, weighed and dated by the Rules sheet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from optimizer import registry
from optimizer.domain.kept import once_a_case
from optimizer.domain.parameters import Refused
from optimizer.domain.rule_notes import Notes, bad_parameter
from optimizer.domain.topics import TOPICS
from optimizer.findings import Address, Finding
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision, RuleSetting

Kind = type[Rule] | type[Objective]
SOFT_LEVEL = 2
LOWEST_LEVEL = 9
MOST_WEIGHT = 1_000_000.0
DIGITS = 3  # of a weight behind the point: what all sums of weighed amounts stay exact with


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
    idle: frozenset[str] = frozenset()  # switched on, with nothing to count in this case


@lru_cache
def known() -> dict[str, Kind]:
    """Return every rule and objective by name."""
    found: dict[str, Any] = {}
    for package, base in (("optimizer.rules", Rule), ("optimizer.objectives", Objective)):
        for cls in registry.discover(package, base):
            found[cls.name] = cls  # type: ignore[attr-defined]
    return found


@lru_cache
def ordered() -> tuple[Kind, ...]:
    """Return every rule and objective in the order of lists for people: by subject, rules first, by name."""
    topics = list(TOPICS)
    return tuple(
        sorted(known().values(), key=lambda c: (topics.index(c.topic), issubclass(c, Objective), c.name))  # type: ignore[arg-type]
    )


@lru_cache
def _by_word() -> dict[str, str]:
    return {fold(word): name for name, cls in known().items() for word in (name, cls.text.vi, cls.text.en)}


def find_name(written: str) -> str | None:
    """Return the name of the rule or objective that `written` means: its name or its title in either language."""
    return _by_word().get(fold(written))


@once_a_case
def catalogue(case: Case) -> Catalogue:
    """Return what is in force for `case` on its plan date; problems of the Rules sheet are findings, all at once.

    It is worked out once a case, as every stage of a run asks for it and rules look through the whole roster.
    """
    notes, rows = _listed(case)
    rules: list[ActiveRule] = []
    objectives: list[ActiveObjective] = []
    idle: set[str] = set()
    for name, cls in sorted(known().items()):
        row = rows.get(name)
        if not (cls.fixed or _on(case, cls, row)):
            _note_dates(case, row, notes)
            continue
        if row is not None and cls.fixed and not _on(case, cls, row):
            notes.add(row, "on", "", _ALWAYS_ON, _SET_ON, "warning")
        made = cls() if row is None else _made(cls, row, notes)
        if made is None:
            continue
        _look_at_case(case, made, row, notes)
        active = _placed(made, row, notes)
        if isinstance(active, ActiveRule):
            rules.append(active)
        elif active is not None and active.objective.applies(case):
            objectives.append(active)
        elif active is not None:
            idle.add(name)
    return Catalogue(tuple(rules), tuple(objectives), tuple(notes.found), frozenset(idle))


def settings_alone(case: Case) -> tuple[Finding, ...]:
    """Return what is wrong with the Rules sheet and with exceptions as far as it shows without the other sheets.

    So a case whose people or seats have errors is told of its rules as well, at once.
    """
    notes, rows = _listed(case)
    for name, row in sorted(rows.items()):
        cls = known()[name]
        if (cls.fixed or _on(case, cls, row)) and (made := _made(cls, row, notes)) is not None:
            _placed(made, row, notes)
    return tuple(notes.found)


def _listed(case: Case) -> tuple[Notes, dict[str, RuleSetting]]:
    """Return the row of each rule, and notes on rows and exceptions that name none or may not be."""
    notes = Notes(case, _by_word(), {name: cls.text for name, cls in known().items()})
    rows = _rows(case, notes)
    for decision in case.decisions:
        if decision.action == "exception":
            _look_at_exception(decision, notes)
    return notes, rows


def settings_by_rule(case: Case) -> dict[str, RuleSetting]:
    """Return the row that counts of each rule the sheet lists: of several the one for the plan date, else the first."""
    found: dict[str, RuleSetting] = {}
    for row in case.rules:
        name = find_name(row.rule)
        if name is not None and (name not in found or (_in_force(case, row) and not _in_force(case, found[name]))):
            found[name] = row
    return found


def _rows(case: Case, notes: Notes) -> dict[str, RuleSetting]:
    """Return the row that counts of each rule, with notes about the rows that do not."""
    rows = settings_by_rule(case)
    before: dict[str, list[RuleSetting]] = {}
    for row in case.rules:
        name = find_name(row.rule)
        if name is None:
            notes.unknown(row)
            continue
        if any(_overlap(row, other) for other in before.setdefault(name, [])):
            notes.add(row, "rule", row.rule, _TWICE, _KEEP_ONE)
        elif row is not rows[name]:
            _note_dates(case, row, notes)
        before[name].append(row)
    return rows


def _look_at_exception(decision: Decision, notes: Notes) -> None:
    """Note an exception that lifts nothing, and one that nobody can answer for (R68)."""
    name = find_name(decision.rule)
    if decision.rule and name is None:
        notes.unknown(decision)
        return
    if name is not None and not _liftable(known()[name]):
        notes.add(decision, "rule", decision.rule, _NO_EXCEPTION, _DROP_EXCEPTION, code="no_exception")
        return
    if not decision.reason:
        notes.add(decision, "reason", "", _NO_REASON, _GIVE_REASON, "warning", "exception_without_reason")
    if not decision.author:
        notes.add(decision, "author", "", _NO_AUTHOR, _GIVE_AUTHOR, "warning", "exception_without_author")


def _liftable(cls: Kind) -> bool:
    return issubclass(cls, Rule) and cls.liftable != "never"


# on, off, dates ------------------------------------------------------------------------------------------------------
def _on(case: Case, cls: Kind, row: RuleSetting | None) -> bool:
    return cls.default_on if row is None else row.on and _in_force(case, row)


def _in_force(case: Case, row: RuleSetting) -> bool:
    day = case.settings.plan_date
    first, last = _period(row)
    return first <= (day.year, day.month, day.day) <= last


def _period(row: RuleSetting) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Return the first and the last day of a row; a date known in part is read as long as it may be."""
    first, last = row.from_date, row.to_date
    return (
        (0, 0, 0) if first is None else (first.year, first.month or 1, first.day or 1),
        (9999, 12, 31) if last is None else (last.year, last.month or 12, last.day or 31),
    )


def _overlap(a: RuleSetting, b: RuleSetting) -> bool:
    (a_first, a_last), (b_first, b_last) = _period(a), _period(b)
    return a_first <= b_last and b_first <= a_last


def _note_dates(case: Case, row: RuleSetting | None, notes: Notes) -> None:
    """Note a row that is switched on and whose dates leave the plan date out."""
    if row is None or not row.on:
        return
    field = "from_date" if row.from_date and row.from_date.earliest > case.settings.plan_date else "to_date"
    text = _NOT_IN_FORCE.format(day=f"{case.settings.plan_date:%d/%m/%Y}")
    notes.add(row, field, str(getattr(row, field)), text, _MEND_DATE, "info", "rule_not_in_force")


# parameters ----------------------------------------------------------------------------------------------------------
def _made(cls: Kind, row: RuleSetting, notes: Notes) -> Rule | Objective | None:
    """Return the rule with the row's parameters, None where one is not understood."""
    values: dict[str, str] = {}
    for written, value in row.params.items():
        key = fold(written).replace(" ", "_")
        field = cls.model_fields.get(key)
        if value or field is None or field.get_default(call_default_factory=True) is not None:
            values[key] = value  # a blank is the default where the default is "none given"
    try:
        return cls.model_validate(values)
    except ValidationError as error:
        _note_parameters(cls, row, values, error, notes)
        _sound(cls(), row, notes)
        return None


def _note_parameters(
    cls: Kind, row: RuleSetting, values: Mapping[str, str], error: ValidationError, notes: Notes
) -> None:
    seen: set[str] = set()
    for problem in error.errors():
        key = str(problem["loc"][0]) if problem["loc"] else ""
        if key in seen:
            continue  # each number of a list has its own; one sentence a parameter says it
        seen.add(key)
        cause = problem.get("ctx", {}).get("error")
        said = cause.text if isinstance(cause, Refused) else None
        value, text, fix = bad_parameter(cls.model_fields, key, values.get(key, ""), said)
        notes.add(row, "params", value, text, fix)


def _look_at_case(case: Case, made: Rule | Objective, row: RuleSetting | None, notes: Notes) -> None:
    """Gather what the rule itself says of its parameters and of the case."""
    here = case.address(row, "params") if row is not None else Address()
    notes.found += (f if f.where != Address() else replace(f, where=here) for f in made.problems(case))


# mode, level, weight -------------------------------------------------------------------------------------------------
def _placed(made: Rule | Objective, row: RuleSetting | None, notes: Notes) -> ActiveRule | ActiveObjective | None:
    """Return the rule or objective at its level and weight, None where the row gives it an impossible one."""
    if row is None:
        if isinstance(made, Rule):
            return ActiveRule(made, made.modes[0] == "soft", SOFT_LEVEL, 1.0)
        return ActiveObjective(made, made.default_level, made.default_weight)
    if not _sound(made, row, notes):
        return None
    weight = None if row.weight is None else round(row.weight, DIGITS)
    if weight != row.weight:
        notes.add(row, "weight", f"{row.weight:g}", _ROUNDED.format(weight=f"{weight:g}"), _DECIMALS, "warning")
    if isinstance(made, Rule):
        mode = row.mode or made.modes[0]
        return ActiveRule(made, mode == "soft", row.level or SOFT_LEVEL, 1.0 if weight is None else weight)
    if made.ties:  # stands below every level whatever is written
        return ActiveObjective(made, made.default_level, made.default_weight)
    return ActiveObjective(made, row.level or made.default_level, made.default_weight if weight is None else weight)


def _sound(made: Rule | Objective, row: RuleSetting, notes: Notes) -> bool:
    """Return whether weight, level and mode may stand as they are written."""
    before = len(notes.found)
    if row.weight is not None and not 0 <= row.weight <= MOST_WEIGHT:
        text = _NEGATIVE if row.weight < 0 else _TOO_HEAVY
        notes.add(row, "weight", f"{row.weight:g}", text, _WEIGHTS)
    ranked = isinstance(made, Objective) or (row.mode or made.modes[0]) == "soft"  # a hard rule stands at no level
    if ranked and row.level is not None and not SOFT_LEVEL <= row.level <= LOWEST_LEVEL:
        text = _FIRST_LEVEL if row.level < SOFT_LEVEL else _NO_SUCH_LEVEL
        notes.add(row, "level", str(row.level), text, _LEVELS)
    if isinstance(made, Rule) and row.mode and row.mode not in made.modes:
        notes.add(row, "mode", row.mode, _NOT_SOFT if row.mode == "soft" else _NOT_HARD, _CHANGE_MODE)
    if isinstance(made, Objective) and row.mode == "hard":
        notes.add(row, "mode", row.mode, _NEVER_HARD, _NO_MODE)
    return len(notes.found) == before


def level_names(active: Catalogue) -> dict[int, str]:
    """Return what each level of soft rules and objectives is called, by its number: no two are called alike.

    What is to be made large is named first, then what it costs; levels of soft rules alone have one name, and their
    numbers where there are several.
    """
    soft = [a for a in active.rules if a.soft]
    goals = [o for o in active.objectives if not o.objective.ties]
    goals.sort(key=lambda o: o.objective.direction != "max")
    numbers = sorted({a.level for a in soft} | {o.level for o in goals})
    alone = [n for n in numbers if all(o.level != n for o in goals)]
    found = {}
    for n in numbers:
        names = [a.rule.name for a in soft if a.level == n] + [o.objective.name for o in goals if o.level == n]
        found[n] = "+".join(names) if n not in alone else "soft_rules" if len(alone) == 1 else f"soft_rules_level_{n}"
    return found


def soft_rules(active: Catalogue) -> Iterator[ActiveRule]:
    """Yield the rules whose violations cost instead of being forbidden."""
    return (a for a in active.rules if a.soft)


_TWICE = Text("quy tắc này được ghi hai lần cho cùng một thời gian.", "this rule is listed twice for the same time.")
_KEEP_ONE = Text(
    "Giữ lại một dòng, hoặc ghi Từ ngày, Đến ngày để thời gian của các dòng không trùng nhau.",
    "Keep one row, or write from_date and to_date so that the rows do not overlap.",
)
_ALWAYS_ON = Text(
    "quy tắc này luôn áp dụng, không tắt được.", "this rule is always in force and cannot be switched off."
)
_SET_ON = Text("Đặt lại cột Bật.", "Set it on again.")
_NO_EXCEPTION = Text("quy tắc này không có ngoại lệ.", "this rule allows no exception.")
_DROP_EXCEPTION = Text(
    "Xóa dòng ngoại lệ này hoặc sửa dữ liệu gốc.", "Delete this exception, or correct the data it is about."
)
_NO_REASON = Text("ngoại lệ chưa ghi lý do.", "this exception gives no reason.")
_GIVE_REASON = Text("Ghi lý do vào cột Lý do.", "Write the reason.")
_NO_AUTHOR = Text("ngoại lệ chưa ghi người quyết định.", "this exception does not say who allowed it.")
_GIVE_AUTHOR = Text("Ghi cơ quan hoặc người cho phép vào cột Người quyết định.", "Write who allowed it.")
_NOT_IN_FORCE = Text(
    "quy tắc được bật nhưng không có hiệu lực vào ngày lập phương án {day}.",
    "this rule is on but not in force on the plan date {day}.",
)
_MEND_DATE = Text(
    "Sửa Từ ngày, Đến ngày nếu quy tắc vẫn cần áp dụng.", "Change from_date or to_date where it should apply."
)
_NEGATIVE = Text("trọng số không được âm.", "a weight cannot be negative.")
_TOO_HEAVY = Text("trọng số quá lớn.", "the weight is too large.")
_WEIGHTS = Text("Ghi số từ 0 đến 1.000.000.", "Write a number from 0 to 1,000,000.")
_ROUNDED = Text("trọng số được làm tròn thành {weight}.", "the weight is rounded to {weight}.")
_DECIMALS = Text("Chỉ tính ba chữ số thập phân.", "Only three decimals count.")
_FIRST_LEVEL = Text(
    "cấp 1 dành cho ghế trống; các mục tiêu khác từ cấp 2.",
    "level 1 belongs to vacancies; other objectives stand at level 2 or lower.",
)
_NO_SUCH_LEVEL = Text("không có cấp này.", "there is no such level.")
_LEVELS = Text("Ghi số nguyên từ 2 đến 9.", "Write a whole number from 2 to 9.")
_NOT_SOFT = Text("quy tắc này không đặt được ở mức mềm.", "this rule cannot be soft.")
_NOT_HARD = Text("quy tắc này không đặt được ở mức cứng.", "this rule cannot be hard.")
_CHANGE_MODE = Text("Đổi cột Mức.", "Change the mode.")
_NEVER_HARD = Text("mục tiêu luôn ở mức mềm.", "an objective is always soft.")
_NO_MODE = Text("Để trống cột Mức.", "Leave the mode blank.")
