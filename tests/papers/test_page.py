"""The HTML report: one file without outside requests, the checker's numbers, harmless names, readable colours."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from optimizer.domain.entities import SHEETS
from optimizer.domain.plan import LevelResult
from optimizer.reports.html.page import Report
from optimizer.reports.html.palette import BALANCE, SHORTAGE, STEPS, SURPLUS, UNKNOWN, balance_colour, contrast
from optimizer.reports.html.themes import themes
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import NONE, Proof
from tests.papers.office import HELD, NASTY, figures

if TYPE_CHECKING:
    from optimizer.reports.papers.figures import Figures
    from optimizer.text import Lang


def page(made: Figures | None = None, lang: Lang = "vi", proof: Proof | None = None) -> str:
    made = made or figures()
    return Report(made, proof or Proof(why=NONE), offices(made.context.case), lang).html()


class Seen(HTMLParser):
    """Everything a browser would look at: elements with attributes, and the text of each kind of element."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.by_id: dict[str, str] = {}
        self._open: list[tuple[str, str]] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append((tag, dict(attrs).get("id") or ""))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, name = self._open[-1]
            self.texts.setdefault(tag, []).append(data)
            if name:
                self.by_id[name] = self.by_id.get(name, "") + data


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_page_asks_nobody_for_anything(lang: Lang) -> None:
    seen = Seen(page(lang=lang))
    for tag, attrs in seen.elements:
        for name in ("src", "href", "srcset", "data", "action", "poster", "xlink:href", "background", "formaction"):
            value = attrs.get(name)
            assert value is None or value.startswith("#"), (tag, name, value)
        assert tag not in ("link", "img", "iframe", "object", "embed", "form", "base", "video", "audio")
        assert "url(" not in (attrs.get("style") or "")
    style = " ".join(seen.texts["style"])
    assert "url(" not in style
    assert "@import" not in style
    script = " ".join(seen.texts["script"])
    for word in ("fetch(", "XMLHttpRequest", "WebSocket", "import(", "sendBeacon", "innerHTML", "eval("):
        assert word not in script.partition('{"words"')[0] + script.rpartition("]}")[2]


def test_the_browser_is_told_to_load_nothing_and_run_one_script() -> None:
    policy = next(a["content"] for t, a in Seen(page()).elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert re.search(r"script-src 'sha256-[A-Za-z0-9+/]{43}='", policy)
    assert "unsafe-inline" not in policy.partition("script-src")[2]


def test_the_hash_of_the_policy_is_that_of_the_script() -> None:
    import base64
    import hashlib

    made = page()
    script = re.findall(r"<script>(.*?)</script>", made, re.S)[-1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in made


@pytest.mark.parametrize("held", [HELD, (*HELD, ("E", "00001", "BT"), ("Z", "00002", "DD")), ()])
def test_the_numbers_of_the_first_page_are_the_checkers(held: tuple[tuple[str, str, str], ...]) -> None:
    made = figures(held)
    seen = Seen(page(made, "en"))
    verdict = made.verdict
    assert seen.by_id["n-placed"] == str(verdict.placed)
    assert seen.by_id["n-vacant"] == str(sum(verdict.vacant.values()))
    assert seen.by_id["n-hard"] == str(len(verdict.findings))
    assert f"{sum(verdict.below_min.values())} of them below the minimum" in " ".join(seen.texts["small"])
    text = " ".join(t for texts in seen.texts.values() for t in texts)
    assert ("cannot be used as it is" in text) == (not verdict.ok)
    assert ("keeps every hard rule" in text) == verdict.ok


def test_the_sums_of_the_units_are_the_checkers() -> None:
    made = figures()
    assert sum(u.vacant for u in made.units) == sum(made.verdict.vacant.values()) == made.vacant
    assert sum(u.below_min for u in made.units) == made.below_min
    assert sum(u.people for u in made.units) == made.verdict.placed
    assert sum(made.forms.values()) == made.verdict.placed
    report = Report(made, Proof(), offices(made.context.case), "vi")
    assert sum(v.missing for v in report.vacant_titles) == made.vacant
    assert [sum(b.count for b in chart.bars) for chart in report.charts] == [made.verdict.placed] * 5


def test_measures_after_the_plan_are_the_checkers() -> None:
    made = figures()
    report = Report(made, Proof(), offices(made.context.case), "vi")
    after = {b.key: b.value for _, pairs in report.before_after for _, b in pairs}
    assert after["placed"] == made.verdict.placed
    assert after["vacant"] == made.vacant


def test_every_violation_is_told() -> None:
    made = figures([*HELD, ("E", "00001", "BT")])
    text = page(made, "en")
    for finding in made.verdict.findings:
        assert finding.text.en.replace("'", "&#39;") in text


def test_names_like_markup_are_text_in_page_and_data() -> None:
    source = page()
    assert "<script>alert" not in source
    seen = Seen(source)
    data = next(t for t in seen.texts["script"] if t.startswith('{"words"'))
    assert "<" not in data
    rows = json.loads(data)["rows"]
    assert NASTY in [row[1] for row in rows]
    assert sum(1 for t, _ in seen.elements if t == "script") == 3


def test_units_titles_and_reasons_like_markup_are_text() -> None:
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from tests.cases import case, decision, title, unit

    evil = "<img src=x onerror=alert(1)>\"'"
    made = case(
        [unit("U1", name=evil, lat=20.0, lon=106.0)], [title("T1", name=evil, fields=(evil,))], cadres=["P"],
        decisions=[decision("P", "exception", "U1", "T1", reason=evil, author=evil)],
    )  # fmt: skip
    seen = Seen(page(Figures(Context(Plan.of([]), made))))
    assert "img" not in {t for t, _ in seen.elements}
    assert not [a for _, attrs in seen.elements for a in attrs if a.startswith("on")]
    assert evil in seen.texts["td"]


def test_a_surplus_in_one_seat_hides_no_vacancy_in_another() -> None:
    made = figures([*HELD, ("D", "00001", "DD")])
    assert sum(u.vacant for u in made.units) == sum(made.verdict.vacant.values())
    assert sum(u.surplus for u in made.units) == 1


def test_the_data_of_the_table_is_the_plan() -> None:
    made = figures()
    data = json.loads(Report(made, Proof(), offices(made.context.case), "en").plan_data)
    words = data["words"]
    found = {(row[0], words[row[2]], words[row[3]]) for row in data["rows"]}
    context = made.context
    assert found == {
        (p.cadre_id, context.unit_name(p.unit_code), context.title_name(p.title_code)) for p in context.plan.placements
    }


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_each_language_stands_alone(lang: Lang) -> None:
    made = figures()
    text = " ".join(
        t for tag, texts in Seen(page(made, lang)).texts.items() if tag not in ("script", "style") for t in texts
    )
    other = {
        "vi": ("seats", "people placed", "Surplus", "Before and after", "rule"),
        "en": ("ghế", "Thừa", "người được", "Trước và sau"),
    }
    assert not [word for word in other[lang] if word in text]
    headers = {
        name for sheet in SHEETS for name in sheet.columns()
    }  # what the columns of an English workbook are called
    assert set(re.findall(r"\b[a-z]+_[a-z_]+\b", text)) <= headers, "a raw code name"


def test_a_proof_is_shown_and_its_absence_explained() -> None:
    made = figures()
    levels = (LevelResult("vacancies", "min", float(made.vacant), float(made.vacant)),)
    proved = page(made, "en", Proof(levels))
    assert f"No plan leaves fewer than {made.vacant} seats empty" in proved
    assert NONE.en not in proved
    assert NONE.en in page(made, "en", Proof(levels, NONE))


def test_a_case_without_coordinates_fields_or_ratings_still_makes_a_page() -> None:
    from optimizer.domain.plan import Plan
    from optimizer.reports.context import Context
    from optimizer.reports.papers.figures import Figures
    from tests.cases import case

    made = Figures(Context(Plan.of([("P", "U1", "T1")]), case(cadres=["P"])))
    assert "no map" in page(made, "en")


def test_letters_can_be_read_on_every_colour() -> None:
    for colour in (*STEPS, UNKNOWN, *SHORTAGE, BALANCE, *SURPLUS):
        assert contrast(colour.fill, colour.ink) >= 4.5, colour


def test_words_and_bars_of_the_page_stand_out_from_what_they_are_on() -> None:
    style = " ".join(Seen(page()).texts["style"])
    colour = dict(re.findall(r"--(\w+): (#\w+)", style))
    colour = {name: x if len(x) == 7 else "#" + "".join(2 * c for c in x[1:]) for name, x in colour.items()}
    for ground in ("#ffffff", colour["pale"], colour["warmpale"]):
        for ink in ("ink", "soft", "deep", "blue"):
            assert contrast(colour[ink], ground) >= 4.5, (ink, ground)
    assert contrast("#ffffff", colour["deep"]) >= 4.5
    (now,) = set(re.findall(r"i\.before { top: 1px; background: (#\w{6})", style))
    assert contrast(now, "#ffffff") >= 3, "what is there now is drawn, not written"
    assert contrast(now, colour["blue"]) > 1.5, "and told from the plan in grey too"


def test_steps_grow_darker_so_that_grey_paper_keeps_their_order() -> None:
    for colours in (STEPS, tuple(reversed(SHORTAGE)), SURPLUS):
        brightness = [contrast(c.fill, "#000000") for c in colours]
        assert brightness == sorted(brightness, reverse=True)
        assert all(a / b > 1.25 for a, b in pairwise(brightness))


@pytest.mark.parametrize(
    ("difference", "colour"),
    [
        (-9, SHORTAGE[0]),
        (-3, SHORTAGE[1]),
        (-1, SHORTAGE[2]),
        (0, BALANCE),
        (1, SURPLUS[0]),
        (2, SURPLUS[1]),
        (4, SURPLUS[2]),
    ],
)
def test_shortages_and_surpluses_have_their_colours(difference: int, colour: object) -> None:
    assert balance_colour(difference) == colour


def test_every_unit_is_in_one_step_of_each_theme() -> None:
    made = figures()
    found = themes(made.units)
    assert [t.key for t in found] == ["vacancy", "coverage", "capability", "travel"]
    for theme in found:
        assert sum(n for _, _, n in theme.legend(made.units)) == len(made.units)


def test_more_vacancies_and_less_coverage_are_darker() -> None:
    made = figures()
    vacancy, coverage, *_ = themes(made.units)
    steps = [(vacancy.step(u), u.vacant / u.target) for u in made.units]
    assert [s for s, _ in sorted(steps, key=lambda x: x[1])] == sorted(s for s, _ in steps if s is not None)
    full, bare = (next(u for u in made.units if u.coverage == v) for v in (1.0, 0.0))
    assert (coverage.step(full), coverage.step(bare)) == (0, 4)


def test_on_paper_a_heading_keeps_the_first_rows_of_its_table_and_no_last_row_stands_alone() -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    printed = source.split("@media print", 1)[1].split("</style>", 1)[0]
    kept = {
        selector.strip()
        for selectors in re.findall(r"([^{}]*)\{ break-after: avoid; \}", printed)
        for selector in selectors.split(",")
    }
    assert {"h2 + .note", "tbody tr:nth-last-child(2)", "section:not(#vacancies) tbody tr:nth-child(-n+2)"} <= kept
