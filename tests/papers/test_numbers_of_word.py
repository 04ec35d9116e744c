"""Every number of submissions and decisions is the checker's, or counted again by hand and the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from optimizer.reports.words import unit_of_level
from optimizer.review.levels import level_values
from tests.papers.every_kind import word
from tests.papers.office import paragraphs
from tests.papers.reading import numbers
from tests.papers.recount import Recount, n, pct, people

if TYPE_CHECKING:
    from pathlib import Path

    from tests.papers.every_kind import Made


def test_the_submissions(one: Made, tmp_path: Path) -> None:
    hand = one.by_hand
    if not hand.verdict.ok:
        return  # nothing is submitted
    verdict, filled = hand.verdict, hand.target - hand.vacant
    units, office = hand.leaving()
    soft = [c for c in verdict.checks if c.soft]
    unmet = [f"{c.text.en} ({n(len(c.findings))})" for c in soft if not c.kept]
    exceptions = sum(d.action == "exception" for d in hand.case.decisions)
    km = hand.km()
    common = [
        f"- {n(len(hand.case.units))} units, {n(hand.target)} posts wanted; {n(len(hand.case.cadres))} people were considered.",
        f"- The plan places {n(verdict.placed)} people in {n(filled)} posts ({pct(filled, hand.target)} of those wanted); "
        f"{n(len(hand.case.cadres) - verdict.placed)} people are not placed.",
        f"- {n(hand.vacant)} posts stay vacant, {n(hand.below)} of them below the minimum.",
        f"- By form: {n(hand.forms['keep'])} keep their seat, {n(hand.forms['appointment'])} are appointed or designated, "
        f"{n(hand.forms['transfer'])} transferred or reassigned, {n(hand.forms['secondment'])} seconded. "
        f"{n(units + office)} people leave their present workplace"
        + (f": {n(units)} from another commune, ward or special zone, " if units + office else "")
        + (f"{n(office)} from another office" if units + office else "")
        + "."
        + (f" Mean distance from home to the new unit: {n(sum(km) / len(km), 2)} km." if km else ""),
        f"- An independent checker measured {n(len(verdict.checks) - len(soft))} hard rules again: every one is kept.",
        f"- Of {n(len(soft))} rules to be aimed at, {n(len(unmet))} are not fully met: {'; '.join(unmet)}." if unmet
        else f"- Every one of the {n(len(soft))} rules to be aimed at is met." if soft
        else "- No rule to be aimed at was set.",
        f"- Exceptions allowed: {n(exceptions)}.",
    ]  # fmt: skip
    cells: list[str] = []
    for level in level_values(hand.case, hand.rules, verdict):
        cells.append(f"{n(level.value)} {unit_of_level(level).en.replace('seats', 'posts')}")
    for name, cadres in hand.groups().items():
        total, women, *rest = hand.make_up(cadres, one.figures.young_under)
        cells += [name, n(total), n(women), pct(women, total) if total else "", *map(n, rest)]
    texts = {}
    for lang in ("vi", "en"):
        folder = tmp_path / lang
        folder.mkdir()
        texts[lang] = [paragraphs(p.read_bytes()) for p in word(one, folder, lang, "none").write_submissions(folder)]
    for lines in texts["en"]:
        assert [line for line in common if line not in lines] == []
        start = lines.index("Party members") + 1  # the last head of the table of groups
        assert lines[start : start + 7 * len(hand.groups())] == cells[-7 * len(hand.groups()) :]
        assert set(cells) <= set(lines)
    sides = [next(x for x in lines if x.startswith("- Of this, ")) for lines in texts["en"]]
    found = [re.findall(r"[\d,]+(?= posts wanted)|[\d,]+(?= vacant)|(?<=decisions needed: )[\d,]+", x) for x in sides]
    sums = [sum(int(x[i].replace(",", "")) for x in found) for i in range(3)]
    assert sums == [hand.target, hand.vacant, len(needed(hand))]
    for vi, en in zip(texts["vi"], texts["en"], strict=True):
        assert numbers(" ".join(vi), "vi") == numbers(" ".join(en))


def needed(hand: Recount) -> set[tuple[str, str, bool, bool]]:
    """One decision for each person, unit and side with a title that is not kept; posts of the Council stand apart."""
    found = set()
    for (cadre_id, unit), titles in hand.people.items():
        for title in titles:
            if hand.form(cadre_id, unit, title) != "keep":
                party = "Đảng" in title.block or (not title.block and "Bí thư" in title.name)
                council = not party and "HĐND" in title.name and "UBND" not in title.name
                found.add((cadre_id, unit, party, council))
    return found


@pytest.mark.parametrize("long", [0, 300], ids=["unit by unit", "in one table"])
def test_the_decisions(one: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, long: int) -> None:
    monkeypatch.setattr("optimizer.reports.papers.word.LONG_LIST", long)
    hand = one.by_hand
    if not hand.verdict.ok:
        return
    wanted = needed(hand)
    (tmp_path / "each").mkdir()
    (tmp_path / "list").mkdir()
    assert word(one, tmp_path, "en", "each").write_decisions(tmp_path / "each") == len(wanted)
    assert len(list((tmp_path / "each").rglob("*.docx"))) == len(wanted)
    word(one, tmp_path, "en", "list").write_decisions(tmp_path / "list")
    listed = 0
    for path in (tmp_path / "list").glob("*.docx"):
        lines = paragraphs(path.read_bytes())
        (total,) = (int(x.split()[2].replace(",", "")) for x in lines if x.startswith("In all: "))
        assert f"Article 1. {people(total)}" in " ".join(lines)
        names = {hand.case.cadre_by_id[c].name for c, *_ in wanted}
        assert sum(x in names for x in lines) == total
        listed += total
        heads = [found for x in lines if (found := re.fullmatch(r"[IVXLCD]+\. (.+) \((\d+) (?:person|people)\)", x))]
        assert sum(int(h[2]) for h in heads) == (0 if long else total)
        units = [h[1] for h in heads]
        assert len(set(units)) == len(units)
    assert listed == len(wanted)
