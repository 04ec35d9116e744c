"""Where names are hidden, no paper lets one through, and the numbers stay the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.papers.every_kind import word
from tests.papers.office import paragraphs
from tests.papers.reading import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from tests.papers.every_kind import Made


def test_no_real_name_or_code_is_left_where_names_are_hidden(every: dict[str, Made], tmp_path: Path) -> None:
    named, hidden = every["demonstration"], every["without names"]
    real = {x for c in named.by_hand.case.cadres for x in (c.cadre_id, c.name)}
    (tmp_path / "d").mkdir()
    papers = word(hidden, tmp_path, "vi", "list")
    texts = [hidden.sources["vi"], hidden.sources["en"]]
    texts += [" ".join(paragraphs(p.read_bytes())) for p in papers.write_submissions(tmp_path)]
    papers.write_decisions(tmp_path / "d")
    texts += [" ".join(paragraphs(p.read_bytes())) for p in (tmp_path / "d").glob("*.docx")]
    assert not [x for x in real if any(x in text for text in texts)]
    assert [numbers(p.text) for p in named.page.parts.values()][1:4] == [
        numbers(p.text) for p in hidden.page.parts.values()
    ][1:4]
