"""Where the Word templates stand: the office's own beside the case first, else those that come with the program."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.findings import InputError
from optimizer.reports.papers.docx import WordTemplate
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from optimizer.findings import Finding
    from optimizer.reports.papers.drafts import Kind
    from optimizer.reports.papers.sides import Side
    from optimizer.text import Lang

SHIPPED = Path(__file__).parent / "templates"
FOLDERS = ("", "mau", "templates")  # beside the case: the case's own folder, then these in it

_SIDES: dict[Side, Text] = {"party": Text("dang", "party"), "state": Text("chinh-quyen", "state")}
_KINDS: dict[Kind, Text] = {
    "designation": Text("chi-dinh", "designation"),
    "appointment": Text("bo-nhiem", "appointment"),
    "transfer": Text("dieu-dong", "transfer"),
    "secondment": Text("biet-phai", "secondment"),
}


def submission_name(side: Side) -> Text:
    """Return the file name of a submission's template, and of the paper made from it."""
    return Text(f"to-trinh-{_SIDES[side].vi}.docx", f"submission-{_SIDES[side].en}.docx")


def decision_name(kind: Kind, side: Side, listed: bool) -> Text:
    """Return the file name of a decision's template: about one person, or with a list."""
    vi = f"quyet-dinh-{_KINDS[kind].vi}-{_SIDES[side].vi}{'-danh-sach' if listed else ''}.docx"
    en = f"decision-{_KINDS[kind].en}-{_SIDES[side].en}{'-list' if listed else ''}.docx"
    return Text(vi, en)


def every_name() -> list[Text]:
    """Return the file name of every template."""
    names = [submission_name(side) for side in _SIDES]
    names += [decision_name(k, s, listed) for k in _KINDS for s in _SIDES for listed in (False, True)]
    return names


@dataclass(frozen=True)
class Shelf:
    """The templates of one case in one language; `beside` is the folder the case stands in."""

    beside: Path
    lang: Lang

    def path(self, name: Text) -> Path:
        """Return where a template stands: beside the case under its name, else among those that ship."""
        file = name.of(self.lang)
        own = (self.beside / folder / file for folder in FOLDERS)
        return next((p for p in own if p.is_file()), SHIPPED / self.lang / file)

    def template(self, name: Text) -> WordTemplate:
        """Return a template, read."""
        return WordTemplate(self.path(name), self.lang)

    def read(self, wanted: Iterable[tuple[Text, Iterable[str]]]) -> dict[Text, WordTemplate]:
        """Return the templates wanted; raise InputError with every one that is broken or asks for an unknown field.

        `wanted` gives with each name the fields its papers have.
        """
        found: dict[Text, WordTemplate] = {}
        problems: list[Finding] = []
        for name, known in wanted:
            try:
                found[name] = self.template(name)
            except InputError as error:
                problems += error.findings
            else:
                problems += found[name].problems(known)
        if problems:
            raise InputError(problems)
        return found

    def copy_out(self) -> list[Path]:
        """Copy the templates that ship into a folder beside the case, where the office edits them; keep those there."""
        folder = self.beside / FOLDERS[1 if self.lang == "vi" else 2]
        folder.mkdir(exist_ok=True)
        copied: list[Path] = []
        for name in every_name():
            target = folder / name.of(self.lang)
            if not target.exists():
                shutil.copyfile(SHIPPED / self.lang / name.of(self.lang), target)
                copied.append(target)
        return copied
