"""Titles named in a rule's parameters: by code, by name, or by a part of the name with `*`."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import Field

from optimizer.findings import Finding, did_you_mean
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Title

# What offices write in full or in letters, as they please.
_SHORT = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("trung tam phuc vu hanh chinh cong", "ttpvhcc"),
)


@lru_cache(maxsize=20_000)
def _key(name: str) -> str:
    folded = fold(name)
    for long, short in _SHORT:
        folded = folded.replace(long, short)
    return folded


def titles_field(default: tuple[str, ...], vi: str = "Các chức danh được xét", en: str = "Titles it speaks of") -> Any:
    """Return the field of a parameter that names titles; `vi` and `en` say what they are."""
    return Field(
        default=default,
        min_length=1,
        description=f"{en}: codes or names divided by a comma; * in a name stands for anything.",
        json_schema_extra={
            "vi": f"{vi}: mã hoặc tên, cách nhau bằng dấu phẩy; dấu * thay cho phần bất kỳ của tên.",
            "shown": ", ".join(default),
        },
    )


def titles_named(case: Case, written: str) -> tuple[str, ...]:
    """Return the codes of the titles that `written` means: a code, or a name in which `*` stands for anything.

    Names are compared without case, accents and punctuation; UBND, HĐND, TTPVHCC may be written in full.
    """
    return tuple(t.title_code for t in case.titles if means(case, written, t))


def means(case: Case, written: str, title: Title) -> bool:
    """Return whether `written` means this title, as `titles_named` has it."""
    if written in case.title_by_code:
        return title.title_code == written
    return _matches(written, title.name)


@lru_cache(maxsize=20_000)
def _matches(written: str, name: str) -> bool:
    parts = [_key(part) for part in written.split("*")]
    if not any(parts):
        return False
    return re.fullmatch(".*".join(re.escape(part) for part in parts), _key(name)) is not None


def titles_chosen(case: Case, names: Iterable[str]) -> frozenset[str]:
    """Return the codes of all titles that a list of names and codes means."""
    return frozenset(code for written in names for code in titles_named(case, written))


def names_of(case: Case, codes: Iterable[str]) -> str:
    """Return the names of titles in the order of their rank, for a sentence."""
    order = seniority(case)
    return ", ".join(case.title_by_code[c].name for c in sorted(codes, key=lambda c: order[c]))


def seniority(case: Case) -> dict[str, int]:
    """Return the place of each title when the highest come first: by rank, then by group, then by code (R29)."""
    groups = {"leader": 0, "manager": 1, "specialist": 2, None: 3}
    order = sorted(
        case.titles, key=lambda t: (t.rank is None, t.rank or 0, groups[t.group], t.title_code)
    )  # titles without a rank stand behind those that have one
    return {t.title_code: i for i, t in enumerate(order)}


def naming_problems(
    case: Case, rule: str, names: Sequence[str], usual: Sequence[str], also: Sequence[str] = ()
) -> Iterator[Finding]:
    """Yield an error for each name the user gave that means no title; `also` are further words that may be meant.

    Where only the names every installation starts with (`usual`) were left in place and none of them means a title, the
    rule has nothing to do, which is a warning.
    """
    for written in names:
        if written not in usual and not titles_named(case, written):
            yield _unknown(case, rule, written, also)
    if names and all(n in usual for n in names) and not titles_chosen(case, names):
        yield idle(rule, ", ".join(names))


def idle(rule: str, looked_for: str) -> Finding:
    """Return the warning that a rule is on but finds no title it speaks of."""
    text = Text(
        "quy tắc đang bật nhưng trang Chức danh không có chức danh nào là: {names}; quy tắc không có tác dụng.",
        "the rule is on, but no title of the Titles sheet is: {names}; it does nothing.",
    ).format(names=looked_for)
    fix = Text(
        "Ghi mã hoặc tên chức danh của hồ sơ vào cột Tham số, hoặc tắt quy tắc.",
        "Write the codes or names of your titles in the parameters, or switch the rule off.",
    )
    return Finding("idle_rule", "warning", text, fix, value=looked_for, subject=(("rule", rule),))


def _unknown(case: Case, rule: str, written: str, also: Sequence[str]) -> Finding:
    near = difflib.get_close_matches(written, [*case.title_by_code, *also], 1, 0.6)
    if not near:
        by_name = {_key(t.name): t.name for t in case.titles}
        near = [by_name[k] for k in difflib.get_close_matches(_key(written), by_name, 1, 0.6)]
    text = Text(
        "không có chức danh nào có mã hoặc tên “{written}”.", "no title has the code or the name “{written}”."
    ).format(written=written)
    fix = did_you_mean(
        near, Text("Ghi mã hoặc tên như ở trang Chức danh.", "Write a code or a name as on the Titles sheet.")
    )
    return Finding("unknown_title", "error", text, fix, value=written, subject=(("title", written), ("rule", rule)))
