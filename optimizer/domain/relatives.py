"""Relatives on the Relations sheet, and the titles a rule about relatives speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator

from optimizer.domain.title_choice import naming_problems, titles_named
from optimizer.domain.words import word, wording
from optimizer.text import Text, same, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Relation
    from optimizer.findings import Finding

Kin = Literal["spouse", "parent", "child", "sibling"]
KIN: tuple[Kin, ...] = ("spouse", "parent", "child", "sibling")


def _kin(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = (tidy(p) for p in value.replace("|", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(word("kind", p) or p for p in parts if p))


Kins = Annotated[tuple[Kin, ...], BeforeValidator(_kin)]


def pairs(case: Case, kinds: Iterable[str]) -> tuple[Relation, ...]:
    """Return the pairs related in one of these ways, each once, however often and whichever way round it was written."""
    known, wanted = case.cadre_by_id, frozenset(kinds)
    found: dict[tuple[str, ...], Relation] = {}
    for r in case.relations:
        if r.kind in wanted and r.cadre_a != r.cadre_b and r.cadre_a in known and r.cadre_b in known:
            found.setdefault(tuple(sorted((r.cadre_a, r.cadre_b))), r)
    return tuple(found.values())


def kin_text(kinds: Iterable[str]) -> Text:
    """Return kinds of relatives in words."""
    texts = [wording("kind", k) for k in kinds]
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))


def titles_meant(case: Case, entries: Iterable[str]) -> frozenset[str]:
    """Return the codes of the titles that a list of codes, names and groups (leader, manager, specialist) stands for."""
    found: set[str] = set()
    for entry in entries:
        group = word("group", entry)
        if entry in case.title_by_code or group is None:
            found.update(titles_named(case, entry))
        else:
            found.update(t.title_code for t in case.titles if t.group == group)
    return frozenset(found)


def titles_unknown(case: Case, entries: Iterable[str], rule: str) -> Iterator[Finding]:
    """Yield an error for each entry that is neither the code or name of a title nor a group of titles."""
    groups = ("leader", "manager", "specialist")
    return naming_problems(case, rule, [e for e in entries if word("group", e) is None], (), groups)


def titles_text(case: Case | None, entries: Iterable[str]) -> Text:
    """Return a list of codes, names and groups in words: the words of the groups and, with a case, its titles' names."""
    texts = []
    for entry in entries:
        title, group = None if case is None else case.title_by_code.get(entry), word("group", entry)
        if title is not None or group is None:
            texts.append(same(entry if title is None else title.name))
        else:
            texts.append(Text("nhóm {g}", "group {g}").format(g=wording("group", group)))
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))
