"""The outcome in a few lines for the console, in the user's words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from optimizer.reports.words import (
    STATUS,
    TIE_BREAK,
    agreeing,
    level_text,
    number,
    objective_text,
    percent,
    proof,
    proved_by,
    searched,
    unit_of,
    unit_of_level,
)
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.checker import Verdict
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, Outcome
    from optimizer.text import Lang

MOST_TITLES = 10


def summary(case: Case, outcome: Outcome, verdict: Verdict | None, lang: Lang) -> list[str]:
    """Return what came of a run: who is placed, what stays empty, what is proved, what the checker says."""
    return [line.of(lang) for line in _lines(case, outcome, verdict)]


def _lines(case: Case, outcome: Outcome, verdict: Verdict | None) -> Iterator[Text]:
    if outcome.plan is None:
        yield Text("Kết quả: {status}.", "Result: {status}.").format(status=STATUS[outcome.status])
        return
    text = Text(
        "Đã bố trí {placed}/{all} người; còn {vacant} ghế trống. Kết quả: {status}.",
        "{placed} of {all} [person|people] placed; {vacant} [seat|seats] vacant. Result: {status}.",
    )
    yield text.format(
        placed=number(outcome.placed),
        all=number(len(case.cadres)),
        vacant=number(outcome.vacant),
        status=STATUS[outcome.status],
    )
    yield from _vacant(case, outcome)
    for i, level in enumerate(outcome.levels):
        yield from _level(level, i == 0)
    if verdict is not None:
        yield from _checked(verdict)


def _vacant(case: Case, outcome: Outcome) -> Iterator[Text]:
    if outcome.plan is None:
        return
    held = Counter((p.unit_code, p.title_code) for p in set(outcome.plan.placements))
    missing: Counter[str] = Counter()
    units: Counter[str] = Counter()
    for seat in case.seats:
        if lack := max(0, seat.target - held[seat.unit_code, seat.title_code]):
            missing[seat.title_code] += lack
            units[seat.title_code] += 1
    if not missing:
        return
    yield Text("Ghế trống theo chức danh:", "Vacancies by title:")
    ranked = sorted(missing.items(), key=lambda item: (-item[1], item[0]))
    for code, lack in ranked[:MOST_TITLES]:
        title = case.title_by_code[code].name if code in case.title_by_code else code
        where = Text("tại {units} đơn vị", "in {units} [unit|units]")
        yield Text("  {title}: {n} ({where})", "  {title}: {n} ({where})").format(
            title=title, n=number(lack), where=where.format(units=number(units[code]))
        )
    if left := ranked[MOST_TITLES:]:
        more = Text("  và {n} chức danh khác: {seats} ghế", "  and {n} [more title|more titles]: {seats} [seat|seats]")
        yield more.format(n=len(left), seats=number(sum(n for _, n in left)))


def _level(level: LevelResult, first: bool) -> Iterator[Text]:
    """Say a level's value, its bound and gap, then the natural measure of each of its parts."""
    if level.name == TIE_BREAK:
        return
    name, value = level_text(level), number(level.value)
    unit = agreeing(value, unit_of_level(level))
    if level.bound is None:
        yield Text("{name}: {value} {unit}. {proof}", "{name}: {value} {unit}. {proof}").format(
            name=name, value=value, unit=unit, proof=proof(level, first)
        )
    else:
        said = Text(
            "{name}: {value} {unit} (giới hạn {bound}, khoảng cách {gap}). {proof}",
            "{name}: {value} {unit} (bound {bound}, gap {gap}). {proof}",
        )
        bound, gap = number(level.bound), percent(level.gap or 0.0)
        yield said.format(name=name, value=value, unit=unit, bound=bound, gap=gap, proof=proof(level, first))
        if searched(level):
            yield Text("  Cách chứng minh: {how}.", "  How it is proved: {how}.").format(how=proved_by(level))
    if level.weighed:
        for objective, measure in level.parts:
            part = Text("  {name}: {value} {unit}", "  {name}: {value} {unit}")
            yield part.format(
                name=objective_text(objective), value=(n := number(measure)), unit=agreeing(n, unit_of(objective))
            )


def _checked(verdict: Verdict) -> Iterator[Text]:
    soft = sum(1 for c in verdict.checks if c.soft and not c.kept)
    if verdict.ok:
        hard = sum(1 for c in verdict.checks if not c.soft)
        yield Text(
            "Bộ kiểm tra độc lập: giữ đúng cả {n} quy tắc cứng.",
            "Independent checker: all {n} [hard rule is|hard rules are] kept.",
        ).format(n=hard)
    else:
        broken = sum(1 for c in verdict.checks if not c.soft and not c.kept)
        text = Text(
            "Bộ kiểm tra độc lập: {rules} quy tắc cứng bị vi phạm, {n} chỗ.",
            "Independent checker: {rules} [hard rule|hard rules] broken, in {n} [place|places].",
        )
        yield text.format(rules=broken, n=len(verdict.findings))
    if soft:
        yield Text("Quy tắc mềm bị vi phạm: {n}.", "Soft rules broken: {n}.").format(n=soft)
