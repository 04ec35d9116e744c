"""Party or State: whose heading the paper about a title bears."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from optimizer.text import Text, fold

if TYPE_CHECKING:
    from optimizer.domain.entities import Title

Side = Literal["party", "state"]
SIDES: dict[Side, Text] = {
    "party": Text("Đảng, Mặt trận, đoàn thể", "Party, Front and mass organisations"),
    "state": Text("chính quyền", "State"),
}
_PARTY_BLOCKS = ("dang", "mat tran", "doan the", "party", "front", "mass")
_PARTY_TITLES = ("bi thu", "pho bi thu", "dang uy", "secretary of the party", "party")


def side_of(title: Title) -> Side:
    """Return the side of a title by its block; where the block is blank, by the words of its name."""
    words = f" {fold(title.block or title.name)} "
    marks = _PARTY_BLOCKS if title.block else _PARTY_TITLES
    return "party" if any(f" {mark} " in words for mark in marks) else "state"


_COUNCIL = ("hdnd", "hoi dong nhan dan", "people s council")
_COMMITTEE = ("ubnd", "uy ban nhan dan", "people s committee", "van phong", "office")


def of_council(title: Title) -> bool:
    """Return whether a title is one of the People's Council itself: its office, shared with the Committee, is not."""
    words = f" {fold(title.name)} "
    return any(f" {w} " in words for w in _COUNCIL) and not any(f" {w} " in words for w in _COMMITTEE)
