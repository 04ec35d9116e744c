"""Cases of every kind with a plan, counted by hand and as the papers show them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer import Case, propose
from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.html.page import Report
from optimizer.reports.papers.figures import Figures
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import NONE, Proof
from optimizer.reports.papers.shelf import Shelf
from optimizer.reports.papers.word import Papers
from optimizer.review.levels import level_values
from optimizer.sheets.pseudonyms import anonymising
from tests.cases import decision
from tests.papers.office import HELD, TITLES, office_case
from tests.papers.reading import Page
from tests.papers.recount import Recount

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.reports.papers.word import Manner
    from optimizer.text import Lang

DEMO = Path(__file__).parents[2] / "inputs" / "hai-phong-leaders.xlsx"
REVIEWED = [  # what a reviewer wrote: held, forbidden, left out, kept, and two exceptions
    decision("A", "lock", "00001", "BT"), decision("E", "forbid", "00001"), decision("D", "exclude"),
    decision("C", "keep"), decision("B", "exception", "00002", "BT", rule="theory", reason="x", author="y"),
    decision("E", "exception", rule="party_member", reason="z", author="y"),
]  # fmt: skip

FIELDS = {"TP": ("kinh te", "xay dung"), "DD": ("dat dai", "xay dung"), "CTHDND": ("luat",)}


@dataclass
class Made:
    """One case with a plan: counted by hand, and as the papers show it in both languages."""

    by_hand: Recount
    figures: Figures
    pages: dict[Lang, Page]
    sources: dict[Lang, str]

    @property
    def page(self) -> Page:
        return self.pages["en"]


def made(case: Case, plan: Plan) -> Made:
    figures = Figures(Context(plan, case))
    langs: tuple[Lang, Lang] = ("vi", "en")
    proof = Proof(level_values(case, figures.context.active, figures.verdict), NONE)
    sources = {lang: Report(figures, proof, offices(case), lang).html() for lang in langs}
    return Made(Recount(case, plan), figures, {lang: Page(s) for lang, s in sources.items()}, dict(sources))


def cases() -> Iterator[tuple[str, Case, Plan]]:
    """Yield cases of every kind: small, reviewed, broken, over full, empty, and the demonstration, solved, named or not."""
    yield "small", office_case(), Plan.of(HELD)
    yield "reviewed", office_case(decisions=REVIEWED), Plan.of(HELD)
    yield "broken", office_case(), Plan.of([*HELD, ("E", "00001", "BT"), ("Z", "00002", "DD")])
    yield "surplus", office_case(), Plan.of([*HELD, ("D", "00001", "DD")])
    titles = tuple(t.model_copy(update={"fields": FIELDS.get(t.title_code, ())}) for t in TITLES)
    yield "fields", replace(office_case(), titles=tuple(sorted(titles, key=lambda t: t.title_code))), Plan.of(HELD[:4])
    yield "empty plan", office_case(), Plan.of([])
    yield "nobody", replace(office_case(decisions=[]), cadres=()), Plan.of([])
    named = Case.read(DEMO)
    plan = propose(named).plan
    assert plan is not None
    yield "demonstration", named, plan
    with anonymising():
        hidden = Case.read(DEMO)
    code = {a.cadre_id: b.cadre_id for a, b in zip(named.cadres, hidden.cadres, strict=True)}
    yield "without names", hidden, Plan.of([(code[p.cadre_id], p.unit_code, p.title_code) for p in plan.placements])


NAMES = ("small", "reviewed", "broken", "surplus", "fields", "empty plan", "nobody", "demonstration", "without names")


def word(it: Made, folder: Path, lang: Lang, manner: Manner) -> Papers:
    figures, case = it.figures, it.by_hand.case
    proof = Proof(level_values(case, figures.context.active, figures.verdict))
    return Papers(figures, offices(case), proof, Shelf(folder, lang), manner)
