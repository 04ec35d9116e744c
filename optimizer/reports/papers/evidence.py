"""The evidence for a requirement: the fact of the roster that a reviewer would look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.domain.dates import months_left
from optimizer.domain.term_start import since
from optimizer.domain.words import degree_text, field_text, field_words, theory_text, wording
from optimizer.rules.age_for_term import AgeForTerm
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title, Unit
    from optimizer.rules.base import Rule

Evidence = Text | None  # None: the title does not ask for it; a blank text: met, and there is nothing to show


def evidence(rule: Rule, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Evidence:
    """Return what speaks for a person who meets a requirement."""
    if isinstance(rule, AgeForTerm):
        return _age(rule, case, cadre, unit, title)
    found = _SHOWN.get(rule.name)
    return same("") if found is None else found(case, cadre, unit, title)


def _degree(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    if title.min_degree <= 0:
        return None
    return same("") if cadre.degree is None else degree_text(cadre.degree)


def _theory(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    if title.min_theory <= 0:
        return None
    return same("") if cadre.theory is None else theory_text(cadre.theory)


def _party(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    if not title.party_member:
        return None
    return same("") if cadre.party_date is None else same(str(cadre.party_date))


def _field(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    if not title.fields:
        return None
    mine = [f for f in title.fields if f in cadre.expertise or f in field_words(cadre.major)]
    texts = [field_text(f) for f in mine]
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))


def _years(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    if title.min_years <= 0:
        return None
    most = max((n for f, n in cadre.expertise.items() if not title.fields or f in title.fields), default=0.0)
    shown = f"{most:g}"
    return Text(f"{shown.replace('.', ',')} năm", f"{shown} years")


def _age(rule: AgeForTerm, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Evidence:
    day = rule.day(case, title)
    left = months_left(cadre.birth_date, cadre.sex, day)
    if rule.asked(case, cadre, unit, title) <= 0 or left is None:
        return None
    return Text("còn {left} tháng{since}", "{left} [month|months] left{since}").format(
        left=left, since=since(day, case)
    )


def _home(_case: Case, cadre: Cadre, _unit: Unit, title: Title) -> Evidence:
    return same(cadre.home_place) if title.not_local else None


def _status(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    return wording("status", cadre.status)


def _protected(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    return same("") if cadre.protected else None


def _since(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    if cadre.in_post_since is None:
        return same("")
    return Text(f"giữ vị trí từ {cadre.in_post_since}", f"in post since {cadre.in_post_since}")


def _planned(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    return same("; ".join(cadre.planned_titles))


def _rating(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    if cadre.rating is None:
        return same("")
    shown = f"{cadre.rating:g}"
    return Text(f"{shown.replace('.', ',')} điểm", f"{shown} points")


def _terms(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    if cadre.terms_here is None:
        return same("")
    return Text(f"{cadre.terms_here} nhiệm kỳ", f"terms: {cadre.terms_here}")


def _group(_case: Case, cadre: Cadre, _unit: Unit, _title: Title) -> Evidence:
    return same("") if cadre.staff_group is None else wording("staff_group", cadre.staff_group)


_SHOWN: dict[str, Callable[[Case, Cadre, Unit, Title], Evidence]] = {
    "degree": _degree,
    "experience": _years,
    "field": _field,
    "not_local": _home,
    "party_member": _party,
    "performance_floor": _rating,
    "planned_title": _planned,
    "protected_persons": _protected,
    "staff_group": _group,
    "status": _status,
    "theory": _theory,
    "time_in_post": _since,
    "two_terms": _terms,
}
