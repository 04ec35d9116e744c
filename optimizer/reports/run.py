"""The run: what went in, what did the work, what each level reached and what was proved of it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.parameter_words import parameter_text
from optimizer.reports.section import Section
from optimizer.reports.table import TONES, Table, TableColumn, Tone
from optimizer.reports.words import (
    STAGES,
    STATUS,
    STOPPED,
    TIE_BREAK,
    engine_text,
    level_text,
    number,
    objective_text,
    percent,
    proof,
    proved_by,
    unit_of,
    unit_of_level,
)
from optimizer.text import Lang, Text, same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.plan import LevelResult, Outcome
    from optimizer.objectives.base import Objective
    from optimizer.reports.context import Context
    from optimizer.rules.base import Rule

Pair = tuple[Text, object]
LANGUAGES: tuple[Lang, ...] = ("vi", "en")
UNKNOWN = Text("không rõ", "unknown")
AFTER_ALL = Text("sau mọi mức khác", "after every other level")
SETTING_NAMES = {"note": Text("ghi chú", "note"), "language": Text("ngôn ngữ", "language")}
SPOKEN = {"vi": Text("tiếng Việt", "Vietnamese"), "en": Text("tiếng Anh", "English")}


class RunSection(Section):
    """Everything needed to see where the plan comes from, and to make it again."""

    name: ClassVar[str] = "run"
    order: ClassVar[int] = 8
    sheet: ClassVar[Text] = Text("Lần chạy", "Run")

    def table(self, context: Context) -> Table:
        """Return the run as pairs of a name and a value, then the levels, the vacancies and the colours."""
        columns = (
            TableColumn(Text("Mục", "Item"), "sentence", width=38),
            TableColumn(Text("Giá trị", "Value"), "sentence", width=66),
        )
        rows = [*_result(context), *_inputs(context), *_versions(), *_settings(context)]
        below = [_vacant(context), _colours()]
        if context.outcome is not None:
            below.insert(0, _levels(context.outcome))
            if parts := _parts(context.outcome):
                below.insert(1, parts)
        return Table(self.sheet, columns, rows, below=tuple(below))


def _result(context: Context) -> Iterator[Pair]:
    outcome, verdict = context.outcome, context.verdict
    if outcome is not None:
        yield Text("Kết quả", "Result"), STATUS[outcome.status]
    broken = len(verdict.findings)
    yield (
        Text("Bộ kiểm tra độc lập", "Independent checker"),
        Text("mọi quy tắc cứng được giữ", "every hard rule is kept")
        if verdict.ok
        else Text("{n} vi phạm quy tắc cứng", "{n} violations of hard rules").format(n=broken),
    )
    yield Text("Số người được bố trí", "People placed"), verdict.placed
    yield Text("Số ghế còn trống so với chỉ tiêu", "Seats vacant, against the targets"), sum(verdict.vacant.values())
    yield Text("Số ghế thiếu dưới mức tối thiểu", "Seats below the minimum"), sum(verdict.below_min.values())
    if outcome is None:
        return
    yield (
        Text("Số phương án bố trí được xét (người, đơn vị, chức danh)", "Placements considered (person, unit, role)"),
        outcome.candidates,
    )
    yield Text("Bộ giải", "Engine"), engine_text(outcome.engine)
    yield Text("Dừng vì", "Ended by"), STOPPED[outcome.stopped_by]
    for stage, seconds in outcome.seconds.items():
        yield (
            Text("{stage} (giây)", "{stage} (seconds)").format(stage=STAGES.get(stage, same(stage))),
            round(seconds, 2),
        )
    if outcome.peak_mb:
        yield Text("Bộ nhớ nhiều nhất (MB)", "Most memory (MB)"), round(outcome.peak_mb)


def _inputs(context: Context) -> Iterator[Pair]:
    seen: set[tuple[str, str]] = set()
    for source in context.case.sources:
        key = (source.file, source.digest)
        if source.file and key not in seen:
            seen.add(key)
            digest = same(source.digest) if source.digest else UNKNOWN
            yield (
                Text("Tệp vào: {file} (SHA-256)", "Input: {file} (SHA-256)").format(file=Path(source.file).name),
                digest,
            )
    for text, rows in (
        (Text("Số đơn vị", "Units"), context.case.units),
        (Text("Số chức danh", "Titles"), context.case.titles),
        (Text("Số người trong danh sách", "People in the roster"), context.case.cadres),
        (Text("Số quyết định", "Decisions"), context.case.decisions),
    ):
        yield text, len(rows)


def _versions() -> Iterator[Pair]:
    name = "commune-placement"
    yield (
        Text("Chương trình", "Program"),
        Text("{name}, phiên bản {version}", "{name}, version {version}").format(name=name, version=_version(name)),
    )
    yield Text("Python", "Python"), platform.python_version()
    yield Text("OR-Tools", "OR-Tools"), _version("ortools")


def _version(package: str) -> str | Text:
    try:
        return version(package)
    except PackageNotFoundError:
        return UNKNOWN


def _settings(context: Context) -> Iterator[Pair]:
    yield Text("Thiết lập: ngày lập phương án", "Setting: plan date"), context.case.settings.plan_date
    for key, value in context.case.settings.values.items():
        if key != "plan_date":
            name = SETTING_NAMES.get(key, same(key))
            shown = SPOKEN.get(value, same(value)) if key == "language" else value
            yield Text("Thiết lập: {name}", "Setting: {name}").format(name=name), shown
    for a in context.active.rules:
        mode = Text("mềm, trọng số {w}", "soft, weight {w}") if a.soft else Text("cứng", "hard")
        yield (
            Text("Quy tắc: {name}", "Rule: {name}").format(name=a.rule.text),
            _with(mode.format(w=number(a.weight)), a.rule),
        )
    for o in context.active.objectives:
        text = AFTER_ALL if o.objective.ties else Text("cấp {level}, trọng số {w}", "level {level}, weight {w}")
        yield (
            Text("Mục tiêu: {name}", "Objective: {name}").format(name=o.objective.text),
            _with(text.format(level=o.level, w=number(o.weight)), o.objective),
        )


def _with(text: Text, it: Rule | Objective) -> Text:
    """Add the parameters, written as they may be written on the Rules sheet."""
    if not type(it).model_fields:
        return text
    vi, en = (parameter_text(it, lang) for lang in LANGUAGES)
    return Text(f"{text.vi}; tham số: {vi}", f"{text.en}; parameters: {en}")


def _levels(outcome: Outcome) -> Table:
    columns = (
        TableColumn(Text("Mức mục tiêu (theo thứ tự)", "Level (in order)"), "sentence"),
        TableColumn(Text("Ý nghĩa", "What it says"), "sentence"),
        TableColumn(Text("Giá trị", "Value"), "measure", 15),
        TableColumn(Text("Giới hạn đã chứng minh", "Proved bound"), "measure", 16),
        TableColumn(Text("Khoảng cách", "Gap"), "share", 15),
        TableColumn(Text("Đơn vị tính", "Unit"), width=24),
        TableColumn(Text("Cách chứng minh", "How it is proved"), "sentence", width=24),
    )
    rows = [
        (level_text(x), _meaning(x, i == 0), x.value, x.bound, x.gap, unit_of_level(x), proved_by(x))
        for i, x in enumerate(outcome.levels)
    ]
    tones: dict[int, Tone] = {i: "kept" for i, x in enumerate(outcome.levels) if x.gap is not None and x.gap <= 1e-9}
    return Table(same(""), columns, rows, tones)


def _meaning(level: LevelResult, first: bool) -> Text:
    aim = (
        Text("càng nhỏ càng tốt", "the smaller the better")
        if level.sense == "min"
        else Text("càng lớn càng tốt", "the larger the better")
    )
    sentence = proof(level, first)
    if level.name == TIE_BREAK:
        return sentence
    return Text(f"{sentence.vi} ({aim.vi})", f"{sentence.en} ({aim.en})")


def _parts(outcome: Outcome) -> Table | None:
    columns = (
        TableColumn(Text("Mục tiêu thành phần", "Objective"), "sentence"),
        TableColumn(Text("Thuộc mức", "Of the level"), "sentence"),
        TableColumn(Text("Đạt được", "Reached"), "measure"),
        TableColumn(Text("Đơn vị tính", "Unit")),
    )
    rows = [
        (objective_text(name), level_text(level), value, unit_of(name))
        for level in outcome.levels
        if level.name != TIE_BREAK
        for name, value in level.parts
    ]
    return Table(same(""), columns, rows) if rows else None


def _vacant(context: Context) -> Table:
    """Return the vacancies by title, most first."""
    missing: dict[str, list[int]] = {}
    for seat in context.case.seats:
        found = missing.setdefault(seat.title_code, [0, 0])
        found[0] += context.missing(seat)
        found[1] += seat.target
    columns = (
        TableColumn(Text("Ghế trống theo chức danh", "Vacancies by title")),
        TableColumn(Text("Chi tiết", "Details"), "sentence"),
        TableColumn(Text("Còn thiếu", "Missing"), "int"),
        TableColumn(Text("Chỉ tiêu", "Target"), "int"),
    )
    rows = [
        (
            context.title_name(code),
            Text("Thiếu {share} chỉ tiêu", "{share} of the target").format(share=percent(gone / max(1, want))),
            gone,
            want,
        )
        for code, (gone, want) in sorted(missing.items(), key=lambda item: (-item[1][0], item[0]))
        if gone
    ]
    return Table(same(""), columns, rows, empty=Text("Không có ghế trống.", "No vacancies."))


def _colours() -> Table:
    columns = (TableColumn(Text("Màu", "Colour"), toned=True), TableColumn(Text("Ý nghĩa", "Meaning"), "sentence"))
    tones: list[Tone] = list(TONES)
    rows: list[tuple[object, ...]] = [("", TONES[tone][1]) for tone in tones]
    return Table(same(""), columns, rows, dict(enumerate(tones)))
