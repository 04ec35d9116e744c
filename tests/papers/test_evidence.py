"""The evidence beside a requirement is the fact of the roster: what was asked and met, never a blank that reads like one."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.catalogue import known
from optimizer.reports.papers.evidence import evidence
from optimizer.rules.base import Rule
from tests.cases import cadre, case, title, unit

ASKED: dict[str, dict[str, Any]] = {
    "degree": {"min_degree": 4},
    "theory": {"min_theory": 3},
    "party_member": {"party_member": True},
    "field": {"fields": ("dat dai", "xay dung")},
    "experience": {"min_years": 3, "fields": ("dat dai",)},
    "not_local": {"not_local": True},
    "age_for_term": {"months_to_serve": 60},
}


def shown(rule: str, asked: dict[str, Any], **facts: Any) -> tuple[str, str] | None:
    """Return the evidence a rule has for somebody, in Vietnamese and English."""
    cls, post, person = known()[rule], title("T", **asked), cadre("P", **facts)
    assert issubclass(cls, Rule)
    found = evidence(cls(), case(["U"], [post], cadres=[person]), person, unit("U"), post)
    return None if found is None else (found.vi, found.en)


@pytest.mark.parametrize(
    ("rule", "facts", "vi", "en"),
    [
        ("degree", {"degree": 5}, "thạc sĩ", "master"),
        ("theory", {"theory": 3}, "cao cấp", "advanced"),
        ("party_member", {"party_date": "3/2/2005"}, "03/02/2005", "03/02/2005"),
        ("field", {"expertise": {"dat dai": 2.0, "van hoa": 9.0}}, "đất đai", "land"),
        ("field", {"major": "Xây dựng"}, "xây dựng", "construction"),
        ("experience", {"expertise": {"dat dai": 4.5, "van hoa": 9.0}}, "4,5 năm", "4.5 years"),
        ("not_local", {"home_place": "Xã Cẩm Giang"}, "Xã Cẩm Giang", "Xã Cẩm Giang"),
        ("age_for_term", {"birth_date": "3/1975", "sex": "male"}, "còn 140 tháng", "140 months left"),
    ],
)
def test_what_was_asked_is_shown_by_its_fact_and_is_a_dash_for_titles_that_do_not_ask(
    rule: str, facts: dict[str, Any], vi: str, en: str
) -> None:
    assert shown(rule, ASKED[rule], **facts) == (vi, en)
    assert shown(rule, {}, **facts) is None


@pytest.mark.parametrize(
    ("rule", "facts", "vi", "en"),
    [
        ("time_in_post", {"in_post_since": "7/2020"}, "giữ vị trí từ 07/2020", "in post since 07/2020"),
        ("performance_floor", {"rating": 82.5}, "82,5 điểm", "82.5 points"),
        ("two_terms", {"terms_here": 1}, "1 nhiệm kỳ", "terms: 1"),
        ("planned_title", {"planned_titles": ("Bí thư", "Chủ tịch")}, "Bí thư; Chủ tịch", "Bí thư; Chủ tịch"),
        ("staff_group", {"staff_group": "civil_servant"}, "công chức", "civil servant"),
        ("status", {}, "sẵn sàng", "available"),
    ],
)
def test_what_is_asked_of_everybody_is_shown_whatever_the_title(
    rule: str, facts: dict[str, Any], vi: str, en: str
) -> None:
    assert shown(rule, {}, **facts) == (vi, en)


def test_years_are_the_most_in_any_field_where_the_title_names_none() -> None:
    assert shown("experience", {"min_years": 3}, expertise={"dat dai": 4.0, "van hoa": 9.0}) == ("9 năm", "9 years")


def test_protection_concerns_the_protected_alone() -> None:
    assert shown("protected_persons", {}, protected=True) == ("", "")
    assert shown("protected_persons", {}) is None


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("degree", ("", "")),
        ("theory", ("", "")),
        ("party_member", ("", "")),
        ("experience", ("0 năm", "0 years")),
        ("age_for_term", None),
        ("time_in_post", ("", "")),
        ("performance_floor", ("", "")),
        ("two_terms", ("", "")),
        ("staff_group", ("", "")),
    ],
)
def test_a_blank_fact_is_no_evidence(rule: str, found: tuple[str, str] | None) -> None:
    assert shown(rule, ASKED.get(rule, {})) == found
