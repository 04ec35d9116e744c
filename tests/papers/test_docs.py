"""The list of fields in docs/ is that of the program."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from optimizer.domain.office_settings import OFFICE_SETTINGS
from tests.papers.office import figures
from tests.papers.test_word import papers

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"


def names(fields: object) -> Iterator[str]:
    if isinstance(fields, dict):
        for name, value in fields.items():
            yield name
            yield from names(value)
    elif isinstance(fields, list):
        for row in fields:
            yield from names(row)


@pytest.mark.parametrize("page", ["papers.md", "papers.vi.md"])
def test_every_field_is_told_and_none_that_is_not(tmp_path: Path, page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    made = papers(tmp_path, figures())
    known = {n for side in made.sides for n in names(made._submission(side))}
    known |= {n for draft in made.drafts for n in names(made._single(draft))}
    known |= {n for group in made.groups().values() for n in names(made._listed(group, grouped=True))}
    told = set(re.findall(r"[A-Za-z_]+", " ".join(line for line in text.splitlines() if line.startswith("| `"))))
    assert sorted(known - told) == []
    cells = [line.split("|")[1:3] for line in text.splitlines() if line.startswith("| `") and line.count("|") == 4]
    fields = {n for pair in cells for cell in pair for n in re.findall(r"`(\w+)`", cell)}
    assert sorted(fields - known) == []


@pytest.mark.parametrize(("page", "lang"), [("papers.md", "en"), ("papers.vi.md", "vi")])
def test_every_setting_is_told(page: str, lang: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for key, words in OFFICE_SETTINGS.items():
        assert f"`{key if lang == 'en' else words.vi}`" in text
