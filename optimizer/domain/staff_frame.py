"""Staff frames of the Party side and the government side, and the yearly path down to them (R9, R15, R16)."""

from __future__ import annotations

import difflib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from optimizer.domain.parameters import Whole, named_values
from optimizer.findings import Finding, did_you_mean
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from optimizer.domain.case import Case


BlockPosts = Annotated[
    tuple[tuple[str, Annotated[Whole, Field(ge=0)]], ...],
    named_values(
        "mỗi phần ghi theo dạng khối:biên chế, ví dụ Chính quyền:32",
        "each part should be written as block:posts, such as Chính quyền:32",
        colon=":(?=[^:]*$)",  # the last one: a block's name may hold others
    ),
]


@dataclass(frozen=True)
class StaffFrame:
    """Blocks of titles, and how many people of each block serve in each unit now and are asked for."""

    case: Case

    @cached_property
    def blocks(self) -> dict[str, str]:
        """The blocks of the Titles sheet: key -> how it is written there."""
        found: dict[str, str] = {}
        for t in self.case.titles:
            if fold(t.block):
                found.setdefault(fold(t.block), tidy(t.block))
        return found

    @cached_property
    def titles(self) -> dict[str, tuple[str, ...]]:
        """The title codes of each block."""
        found: dict[str, list[str]] = {}
        for t in self.case.titles:
            if fold(t.block):
                found.setdefault(fold(t.block), []).append(t.title_code)
        return {key: tuple(codes) for key, codes in found.items()}

    @cached_property
    def targets(self) -> Counter[tuple[str, str]]:
        """How many people the Seats sheet wants in each unit and block."""
        block = {code: key for key, codes in self.titles.items() for code in codes}
        found: Counter[tuple[str, str]] = Counter()
        for s in self.case.seats:
            if s.title_code in block:
                found[s.unit_code, block[s.title_code]] += s.target
        return found

    @cached_property
    def present(self) -> Counter[tuple[str, str]]:
        """How many people serve in each unit and block now, those who are to leave included: where the path begins."""
        block = {code: key for key, codes in self.titles.items() for code in codes}
        found: Counter[tuple[str, str]] = Counter()
        for c in self.case.cadres:
            key = block.get(c.current_title_code or "")
            if key is not None and c.current_unit_code is not None:
                found[c.current_unit_code, key] += 1
        return found


def allowed(frame: int, present: int, years_gone: int, years: int) -> int:
    """Return how many people may serve: the frame, and what is left this year of the staff above it, rounded up.

    In year 0 everybody may stay; each year an equal part of those above the frame is to go, none is left after `years`.
    """
    above = max(0, present - frame)
    left = max(0, years - years_gone)
    return frame + (-(-above * left // years) if years else 0)


def years_gone(start: dt.date, day: dt.date) -> int:
    """Return the whole years from `start` to `day`, 0 before `start`."""
    gone = day.year - start.year - ((day.month, day.day) < (start.month, start.day))
    return max(0, gone)


def path_text(years: int, start: dt.date) -> Text:
    """Say in words how staff above the frame is brought down to it."""
    if not years:
        return Text("không cho phép vượt", "nobody above it")
    return Text(
        "số đang vượt giảm dần trong {years} năm kể từ {day}",
        "those above it now go within {years} [year|years] from {day}",
    ).format(years=years, day=f"{start:%d/%m/%Y}")


def unknown_blocks(case: Case, rule: str, written: Iterable[str]) -> Iterator[Finding]:
    """Yield an error for each block named in a rule's parameters that no title has."""
    known = StaffFrame(case).blocks
    for block in written:
        if fold(block) in known:
            continue
        near = difflib.get_close_matches(fold(block), known, 1, 0.5)
        text = Text("không có khối “{block}”.", "there is no block “{block}”.").format(block=block)
        fix = did_you_mean(
            [known[n] for n in near],
            Text("Ghi tên khối như ở cột Khối của trang Chức danh.", "Write it as in column block of Titles."),
        )
        yield Finding("unknown_block", "error", text, fix, value=block, subject=(("rule", rule),))


def block_problems(case: Case, rule: str, posts: tuple[tuple[str, int], ...]) -> Iterator[Finding]:
    """Yield blocks that no title has, a remark on titles in no block, and a warning where there is no block at all."""
    frame = StaffFrame(case)
    yield from unknown_blocks(case, rule, (block for block, _ in posts))
    outside = [t.name for t in case.titles if not fold(t.block)]
    if outside and frame.blocks:
        text = Text(
            "Chưa ghi khối nên không tính vào biên chế khối nào: {titles}.",
            "The block is blank, so these titles count on neither side: {titles}.",
        ).format(titles=", ".join(outside[:10]) + ("…" if len(outside) > 10 else ""))
        first = next(t for t in case.titles if not fold(t.block))
        yield Finding(f"blank_{rule}", "info", text, where=case.address(first, "block"), subject=(("rule", rule),))
    if not frame.blocks:
        text = Text(
            "quy tắc đang bật nhưng cột Khối của trang Chức danh để trống; quy tắc không có tác dụng.",
            "the rule is on, but column block of the Titles sheet is blank; it does nothing.",
        )
        fix = Text("Ghi khối của từng chức danh, hoặc tắt quy tắc.", "Fill the block of each title, or switch it off.")
        yield Finding("idle_rule", "warning", text, fix, subject=(("rule", rule),))
