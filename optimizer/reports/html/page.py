"""The report as one HTML file (offline, one file, no outside requests): what is in it, and how it is put together."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.reports.exceptions import ExceptionsSection
from optimizer.reports.html.balances import reaches
from optimizer.reports.html.chart_map import Map, layout, short_name
from optimizer.reports.html.charts import charts
from optimizer.reports.html.palette import STEPS, UNKNOWN, Colour, balance_colour
from optimizer.reports.html.plan_data import plan_data
from optimizer.reports.html.themes import themes
from optimizer.reports.html.vacant import vacant_titles
from optimizer.reports.papers.people import share_text
from optimizer.reports.papers.proof import level_name
from optimizer.reports.papers.structure import by_group
from optimizer.reports.render import spoken
from optimizer.reports.vacancies import VacanciesSection
from optimizer.reports.words import agreeing, number, percent, proof, unit_of_level
from optimizer.review.measures import TOPICS, Measured
from optimizer.review.present import present_plan
from optimizer.sheets.atomic import replacing
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from optimizer.checker import Verdict
    from optimizer.findings import Finding
    from optimizer.reports.html.balances import Reach
    from optimizer.reports.html.chart_map import Ring
    from optimizer.reports.html.vacant import VacantTitle
    from optimizer.reports.papers.figures import FieldBalance, Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.proof import Proof
    from optimizer.reports.table import Table
    from optimizer.review.measures import Measure

HOME = Path(__file__).parent / "templates"
MOST_VACANCIES = 400  # rows with reasons; all of them stand in the plan workbook
MOST_FINDINGS = 200  # sentences about broken rules
LETTERS_A_LINE = 165  # of small print across an A4 page
COVER = (
    Text("đủ người", "enough people"),
    Text("còn thiếu người", "too few people"),
    Text("chưa có ai", "nobody"),
    Text("không có nhu cầu", "not needed"),
)


@dataclass(frozen=True)
class Report:
    """Everything the page shows."""

    figures: Figures
    proof: Proof
    offices: Offices
    lang: Lang
    outlines: Mapping[str, Sequence[Ring]] | None = None

    def html(self) -> str:
        """Return the page."""
        script = (HOME / "report.js").read_text(encoding="utf-8")
        style = (HOME / "report.css").read_text(encoding="utf-8")
        page: str = (
            _environment(self.lang)
            .get_template("report.html.j2")
            .render(r=self, f=self.figures, style=style, script=script, script_hash=_hash(script))
        )
        return page

    def write(self, path: Path) -> Path:
        """Write the page and return where it landed."""
        page = self.html()
        with replacing(path) as landing:
            landing.path.write_text(page, encoding="utf-8", newline="\n")
        return landing.landed

    # words -----------------------------------------------------------------------------------------------------------
    @property
    def place(self) -> str:
        """The province, with its kind."""
        return self.offices.whole.of(self.lang) if self.offices.province else ""

    @property
    def sources(self) -> list[tuple[str, str]]:
        """The files the case was read from, with their fingerprints."""
        found = {(Path(s.file).name, s.digest) for s in self.figures.context.case.sources if s.file}
        return sorted(found)

    @cached_property
    def levels(self) -> list[dict[str, Text]]:
        """The levels in order: title, value, unit, what is proved."""
        return [
            {"name": level_name(x), "value": (n := number(x.value)), "unit": agreeing(n, unit_of_level(x)),
             "proof": proof(x, i == 0), "gap": Text("–", "–") if x.gap is None else percent(x.gap)}
            for i, x in enumerate(self.proof.levels)
        ]  # fmt: skip

    # pictures --------------------------------------------------------------------------------------------------------
    @cached_property
    def map(self) -> Map:
        """The units on the page."""
        return layout(self.figures.units, self.outlines)

    @property
    def lines_below_map(self) -> int:
        """About how many lines of a printed page the names take that found no room on the map."""
        letters = sum(len(f"{s.number} {short_name(s.unit)}; ") for s in self.map.nameless)
        return -(-letters // LETTERS_A_LINE) + 1

    @cached_property
    def themes(self) -> Any:
        """The ways to colour the map."""
        return themes(self.figures.units)

    @cached_property
    def charts(self) -> Any:
        """How the people are spread."""
        return charts(self.figures)

    @cached_property
    def make_up(self) -> Any:
        """The make-up by group of titles."""
        return by_group(self.figures)

    @cached_property
    def field_names(self) -> list[Text]:
        """The fields some unit needs or has, in the order of the balance sheet."""
        return [x.name for x in self.figures.fields]

    def heat(self, unit_code: str) -> list[FieldBalance | None]:
        """Return one unit's balance in each field, None where it neither needs nor has the field."""
        mine = {x.name.vi: x for x in self.figures.fields_of_units.get(unit_code, ())}
        return [mine.get(name.vi) for name in self.field_names]

    @property
    def cover_key(self) -> list[tuple[Colour, Text]]:
        """The steps in which one field alone is shown on the map."""
        return list(zip((STEPS[0], STEPS[2], STEPS[4], UNKNOWN), COVER, strict=True))

    @cached_property
    def cover_data(self) -> str:
        """For each field the step of each unit, and the colours of the steps, as JSON."""
        every = [self.heat(u.unit.unit_code) for u in self.figures.units]
        fields = [[_cover(lines[i]) for lines in every] for i in range(len(self.field_names))]
        return json.dumps({"colours": [list(c) for c, _ in self.cover_key], "fields": fields}, separators=(",", ":"))

    @cached_property
    def field_scale(self) -> int:
        """The largest number among the bars of the fields."""
        return max([1, *(max(x.target, x.before, x.after) for x in self.figures.fields)])

    # before and after ------------------------------------------------------------------------------------------------
    @cached_property
    def before_after(self) -> list[tuple[Text, list[tuple[Measure, Measure]]]]:
        """Each measure as it is today and after the plan, topic by topic; those nothing is known of are left out."""
        context = self.figures.context
        now = Measured(context.case, present_plan(context.case), context.active)
        after = _Judged(context.case, context.plan, context.active, context.verdict)
        values = {m.key: m for m in after.measures}
        found: dict[str, list[tuple[Measure, Measure]]] = {}
        for m in now.measures:
            other = values[m.key]
            if m.value is not None or other.value is not None:
                found.setdefault(m.topic, []).append((m, other))
        return [(text, found[topic]) for topic, text in TOPICS.items() if topic in found and topic != "rules"]

    # tables ----------------------------------------------------------------------------------------------------------
    @cached_property
    def vacancies(self) -> Table:
        """The vacant seats with their reasons."""
        return VacanciesSection().table(self.figures.context)

    @cached_property
    def vacant_titles(self) -> tuple[VacantTitle, ...]:
        """Each title that lacks holders; most first."""
        return vacant_titles(self.figures, self.vacancies)

    @cached_property
    def exceptions(self) -> Table:
        """The exceptions."""
        return ExceptionsSection().table(self.figures.context)

    @cached_property
    def broken(self) -> list[tuple[Text, bool, Finding]]:
        """Every violation: rule, whether soft, sentence; hard ones first."""
        return [(c.text, c.soft, x) for c in (*self.figures.hard, *self.figures.soft) for x in c.findings]

    @cached_property
    def balances(self) -> tuple[Reach, ...]:
        """Each rule about many people: what is asked, what is reached."""
        return reaches(self.figures)

    @cached_property
    def plan_data(self) -> str:
        """The plan as data for the searchable table."""
        return plan_data(self.figures, self.lang)

    most_vacancies, most_findings = MOST_VACANCIES, MOST_FINDINGS


@dataclass(frozen=True)
class _Judged(Measured):
    """Measures of a plan that the checker has judged already."""

    given: Verdict

    @property
    def verdict(self) -> Verdict:
        """The checker's judgement, as it was given."""
        return self.given


def _hash(script: str) -> str:
    """Return the mark by which a browser knows the one script it may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _environment(lang: Lang) -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def shown(value: object) -> object:
        return value.of(lang) if isinstance(value, Text) else value

    def fmt(value: float, digits: int = 0) -> str:
        return number(value, digits).of(lang)

    environment = Environment(
        loader=FileSystemLoader(HOME), autoescape=True, undefined=StrictUndefined, finalize=shown, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(
        t=lambda vi, en, **values: Text(vi, en).format(**values).of(lang) if values else Text(vi, en).of(lang),
        lang=lang, short_name=short_name, heat_colour=balance_colour, raw=Markup, round=round,
        positions=_positions,
    )  # fmt: skip
    environment.filters.update(
        n=fmt,
        pct=lambda v: share_text(v).of(lang),
        cell=lambda v: "" if v is None else spoken(v, lang),
        share=_css_share,
    )
    return environment


def _cover(line: FieldBalance | None) -> int:
    """Return the step of one field in one unit: enough people, too few, nobody, or not needed there."""
    if line is None or not line.target:
        return 3
    return 0 if line.after >= line.target else 1 if line.after else 2


def _positions(table: Table, wanted: Sequence[str]) -> list[int]:
    """Return where columns stand in a section's table, by their English headers; one it does not have is left out."""
    at = {column.header.en: i for i, column in enumerate(table.columns)}
    return [at[name] for name in wanted if name in at]


def _css_share(value: float) -> str:
    """Return a share as a width in a style sheet, which knows no decimal comma."""
    return f"{100 * value:.1f}%"
