"""The Word papers of a plan: a submission for each side, and the draft decisions, one a person or with lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from optimizer.reports.papers.drafts import KINDS, drafts
from optimizer.reports.papers.fields import list_fields, office_fields, person_fields, submission_fields, worded
from optimizer.reports.papers.shelf import decision_name, submission_name
from optimizer.reports.papers.sides import SIDES
from optimizer.sheets.atomic import replacing
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from optimizer.reports.papers.docx import WordTemplate
    from optimizer.reports.papers.drafts import Draft, Kind
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.proof import Proof
    from optimizer.reports.papers.shelf import Shelf
    from optimizer.reports.papers.sides import Side
    from optimizer.text import Lang

    Watch = Callable[[int, int], None]  # what is done, of how many

Manner = Literal["each", "list", "none"]
LONG_LIST = 300  # people beyond which a list stands unit by unit
MOST_LETTERS = 40  # of a name inside a file name
_KIND_FILES = {"designation": Text("chi-dinh", "designation"), "appointment": Text("bo-nhiem", "appointment"),
               "transfer": Text("dieu-dong", "transfer"), "secondment": Text("biet-phai", "secondment")}  # fmt: skip
_SIDE_FILES = {
    ("party", False): Text("dang", "party"),
    ("state", False): Text("chinh-quyen", "state"),
    ("state", True): Text("hdnd", "council"),
}


@dataclass
class Papers:
    """Everything the Word papers of one plan are made from; the templates are read, and refused, before any is written."""

    figures: Figures
    offices: Offices
    proof: Proof
    shelf: Shelf
    manner: Manner
    drafts: tuple[Draft, ...] = ()
    _templates: dict[Text, WordTemplate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out which decisions are needed, and read the templates they need."""
        self.drafts = drafts(self.figures)
        self._templates = self.shelf.read([*self._submissions(), *self._decisions()])
        self._try_out()

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that have seats in this case."""
        from optimizer.reports.papers.sides import side_of

        found = {side_of(t) for t in self.figures.context.case.titles}
        return tuple(side for side in SIDES if side in found)

    def _submissions(self) -> list[tuple[Text, set[str]]]:
        return [(submission_name(side), set(self._submission(side))) for side in self.sides]

    def _decisions(self) -> list[tuple[Text, set[str]]]:
        if self.manner == "none":
            return []
        found: dict[Text, set[str]] = {}
        for (kind, side, _), group in self.groups().items():
            found.setdefault(decision_name(kind, side, self.manner == "list"), set(self._example(group)))
        return list(found.items())

    def _example(self, group: Sequence[Draft]) -> dict[str, object]:
        """Return the fields of the first person of a group, as the papers of the whole group have them."""
        return self._listed(group[:1], _is_long(group)) if self.manner == "list" else self._single(group[0])

    def _try_out(self) -> None:
        """Fill each template once, so that one with a wrong field inside a loop is refused before files are written."""
        for side in self.sides:
            self._templates[submission_name(side)].render(self._submission(side))
        if self.manner == "none":
            return
        for (kind, side, _), group in self.groups().items():
            self._templates[decision_name(kind, side, self.manner == "list")].render(self._example(group))

    # fields ----------------------------------------------------------------------------------------------------------
    @property
    def _lang(self) -> Lang:
        return self.shelf.lang

    @property
    def _year(self) -> int:
        return self.figures.context.case.settings.plan_date.year

    def _submission(self, side: Side) -> dict[str, object]:
        offices = office_fields(self.offices, side, self._year)
        return worded({**offices, **submission_fields(self.figures, self.proof, self.drafts, side)}, self._lang)

    def _single(self, draft: Draft) -> dict[str, object]:
        offices = office_fields(self.offices, draft.side, self._year, draft.council)
        return worded({**offices, **person_fields(draft, self._unit(draft))}, self._lang)

    def _listed(self, group: Sequence[Draft], grouped: bool) -> dict[str, object]:
        offices = office_fields(self.offices, group[0].side, self._year, group[0].council)
        return worded({**offices, **list_fields(group, [self._unit(d) for d in group], grouped)}, self._lang)

    def _unit(self, draft: Draft) -> str:
        return self.figures.context.unit_name(draft.person.unit_code)

    # files -----------------------------------------------------------------------------------------------------------
    def groups(self) -> dict[tuple[Kind, Side, bool], list[Draft]]:
        """Return the decisions by kind, side, and whether the People's Council decides."""
        found: dict[tuple[Kind, Side, bool], list[Draft]] = {}
        for draft in self.drafts:
            found.setdefault((draft.kind, draft.side, draft.council), []).append(draft)
        return dict(sorted(found.items(), key=lambda item: (list(KINDS).index(item[0][0]), item[0][1:])))

    def submission_files(self) -> list[str]:
        """Return the names of the files of the submissions."""
        return [submission_name(side).of(self._lang) for side in self.sides]

    def write_submissions(self, folder: Path) -> list[Path]:
        """Write the submissions and return where they landed."""
        written: list[Path] = []
        for side in self.sides:
            name = submission_name(side)
            data = self._templates[name].render(self._submission(side))
            with replacing(folder / name.of(self._lang)) as landing:
                landing.path.write_bytes(data)
            written.append(landing.landed)
        return written

    def write_decisions(self, folder: Path, watch: Watch | None = None) -> int:
        """Write the decisions into an empty folder and return how many files there are.

        One by one they stand in a folder for each unit. The folder is to be renamed into place as a whole, so the single
        files are simply written.
        """
        if self.manner == "none":
            return 0
        if self.manner == "list":
            for (kind, side, council), group in self.groups().items():
                name = f"{_KIND_FILES[kind].of(self._lang)}-{_SIDE_FILES[side, council].of(self._lang)}.docx"
                template = self._templates[decision_name(kind, side, listed=True)]
                (folder / name).write_bytes(template.render(self._listed(group, _is_long(group))))
            return len(self.groups())
        taken: set[str] = set()
        places: dict[str, str] = {}
        for i, draft in enumerate(self.drafts):
            if watch is not None:
                watch(i, len(self.drafts))
            unit = draft.person.unit_code
            if unit not in places:
                places[unit] = _unused(f"{safe_name(unit)}-{safe_name(self._unit(draft))}", taken)
                (folder / places[unit]).mkdir()
            cadre = draft.person.cadre
            end = f"{_KIND_FILES[draft.kind].of(self._lang)}-{_SIDE_FILES[draft.side, draft.council].of(self._lang)}"
            name = _unused(f"{places[unit]}/{safe_name(cadre.cadre_id)}-{safe_name(cadre.name)}-{end}", taken)
            template = self._templates[decision_name(draft.kind, draft.side, listed=False)]
            (folder / f"{name}.docx").write_bytes(template.render(self._single(draft)))
        return len(self.drafts)


def _is_long(group: Sequence[Draft]) -> bool:
    return len(group) > LONG_LIST


def safe_name(text: str) -> str:
    """Return a text as part of a file name on any system: plain letters, digits and dashes, never empty, never long."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text))[:MOST_LETTERS].strip("-") or "x"


def _unused(name: str, taken: set[str]) -> str:
    """Return a name nobody has taken yet, with a number where two codes differ only in what a file name cannot hold."""
    found, n = name, 1
    while found in taken:
        n += 1
        found = f"{name}-{n}"
    taken.add(found)
    return found
