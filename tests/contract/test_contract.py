"""What every rule and every objective must keep, whoever adds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pydantic import ValidationError

from optimizer.catalogue import find_name, known
from optimizer.domain.plan import Plan
from optimizer.model.candidates import enumerate_candidates
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from tests.contract.arrays import ArraySide, all_plans, structured_plans
from tests.contract.tiny import LOOSER, PARAMETERS, looser, tiny

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case

RULES = sorted(n for n, c in known().items() if issubclass(c, Rule))
OBJECTIVES = sorted(n for n, c in known().items() if issubclass(c, Objective))
STRUCTURE = ("one_post", "seat_limits")  # the engine cannot make a plan that breaks these
WITHIN_SEATS = ("leaving_risk",)  # their rows say what is asked only while no seat has more holders than it may have
PLURAL_ONE = re.compile(r"\b1 (?:\w+ )?(?:months|years|days|people|units|seats|titles|holders|posts|points)\b")
VIETNAMESE = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


def settings(names: list[str]) -> list[Any]:
    """Return (name, parameters) of every rule or objective: the defaults, and each further setting."""
    found = []
    for name in names:
        for i, given in enumerate(({}, *PARAMETERS.get(name, ()))):
            found.append(pytest.param(name, given, id=f"{name}-{i}"))
    return found


def made(name: str, given: dict[str, Any]) -> Any:
    return known()[name].model_validate(given)


def usual(name: str) -> dict[str, Any]:
    """Return the parameters a rule is tried with: its defaults, or the first setting where it has to be switched on."""
    on = known()[name].default_on
    return {} if on else PARAMETERS.get(name, ({},))[0]


@pytest.mark.parametrize("name", RULES + OBJECTIVES)
def test_it_is_described_in_both_languages_with_its_source(name: str) -> None:
    cls = known()[name]
    it = cls()
    assert it.source.vi
    assert it.source.en
    assert it.source.vi != it.source.en
    assert (cls.__doc__ or "").strip()
    for text in (cls.text, it.limit()):
        assert text.vi
        assert text.en
        assert text.vi != text.en
        assert set(text.vi.lower()) & VIETNAMESE, "Vietnamese has its marks"
    assert find_name(cls.text.vi) == find_name(cls.text.en) == find_name(name) == name


@pytest.mark.parametrize("name", RULES + OBJECTIVES)
def test_one_of_anything_is_told_in_the_singular(name: str) -> None:
    """Each number set to 1 alone, where 1 is allowed: "1 month", never "1 months"."""
    for key, field in known()[name].model_fields.items():
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            try:
                said = made(name, {key: 1}).limit().en
            except ValidationError:
                continue
            assert not PLURAL_ONE.search(said), (key, said)


@pytest.mark.parametrize("name", RULES + OBJECTIVES)
def test_every_parameter_is_explained_in_both_languages(name: str) -> None:
    for key, info in known()[name].model_fields.items():
        extra = info.json_schema_extra
        assert info.description, key
        assert isinstance(extra, dict), key
        assert set(str(extra["vi"]).lower()) & VIETNAMESE, key


@pytest.mark.parametrize("name", RULES + OBJECTIVES)
def test_defaults_as_shown_in_a_cell_are_read_back_as_the_defaults(name: str) -> None:
    cls = known()[name]
    shown = {
        key: str(info.json_schema_extra.get("shown", info.default))
        for key, info in cls.model_fields.items()
        if isinstance(info.json_schema_extra, dict)
    }
    assert cls.model_validate(shown) == cls()


def plans_for(name: str, case: Case, arrays: ArraySide) -> Iterator[Plan]:
    """Yield the plans in which both sides say the same of a rule."""
    return (p for p in structured_plans(case) if name not in WITHIN_SEATS or arrays.has_structure(p))


@pytest.mark.parametrize(("name", "given"), settings([r for r in RULES if r not in STRUCTURE]))
def test_arrays_and_checker_agree_on_every_plan(name: str, given: dict[str, Any]) -> None:
    rule, case = made(name, given), tiny()
    arrays = ArraySide(case)
    for plan in plans_for(name, case, arrays):
        findings = list(rule.violations(case, plan))
        assert arrays.keeps(rule, plan) == (not findings), (plan, findings)


@pytest.mark.parametrize(("name", "given"), settings([r for r in RULES if "soft" in known()[r].modes]))
def test_what_a_soft_rule_costs_is_the_same_on_both_sides(name: str, given: dict[str, Any]) -> None:
    rule, case = made(name, given), tiny()
    arrays = ArraySide(case)
    for plan in plans_for(name, case, arrays):
        priced = arrays.screened(rule, plan) + arrays.outside(rule, plan)
        assert priced == pytest.approx(sum(f.amount or 0.0 for f in rule.violations(case, plan)), abs=1e-9), plan


def test_what_the_engine_cannot_make_is_what_the_structural_rules_refuse() -> None:
    case = tiny()
    arrays = ArraySide(case)
    structural = [made(n, {}) for n in (*STRUCTURE, "concurrent_titles")]
    broken = {rule.name: 0 for rule in structural}
    for plan in all_plans(case):
        refused = [rule.name for rule in structural if next(rule.violations(case, plan), None) is not None]
        assert arrays.has_structure(plan) == (not refused), (plan, refused)
        for name in refused:
            broken[name] += 1
    assert all(broken.values()), broken


@pytest.mark.parametrize("name", RULES)
def test_it_bites_and_lets_pass(name: str) -> None:
    rule, case = made(name, usual(name)), tiny()
    plans = all_plans(case) if name in (*STRUCTURE, "concurrent_titles") else structured_plans(case)
    verdicts = {next(rule.violations(case, plan), None) is None for plan in plans}
    assert verdicts == {True, False}, "some plan breaks it, some does not"


@pytest.mark.parametrize("name", RULES)
def test_its_findings_name_the_rule_and_read_in_both_languages(name: str) -> None:
    rule, case = made(name, usual(name)), tiny()
    plans = all_plans(case) if name in (*STRUCTURE, "concurrent_titles") else structured_plans(case)
    seen = {f for plan in plans for f in rule.violations(case, plan)}
    for f in seen:
        assert dict(f.subject)["rule"] == f.code == name
        assert f.severity == "error"
        assert f.amount
        assert f.sentence("vi") != f.sentence("en")
        assert set(f.sentence("vi").lower()) & VIETNAMESE
        assert "{" not in f.sentence("vi") + f.sentence("en")


@pytest.mark.parametrize("name", sorted(LOOSER))
def test_a_bound_loosened_on_one_side_only_is_noticed(name: str) -> None:
    rule, case, loose = made(name, usual(name)), tiny(), looser(name)
    if name in (*STRUCTURE, "concurrent_titles"):
        arrays = ArraySide(loose)
        rules = [made(n, {}) for n in (*STRUCTURE, "concurrent_titles")]
        differ = any(
            arrays.has_structure(p) != all(not list(r.violations(case, p)) for r in rules) for p in all_plans(case)
        )
    else:
        arrays = ArraySide(loose)
        other = made(name, usual(name) | LOOSER[name].get("parameters", {}))
        differ = any(arrays.keeps(other, p) != (not list(rule.violations(case, p))) for p in structured_plans(case))
    assert differ


def test_every_rule_has_a_looser_case() -> None:
    assert set(LOOSER) | {"one_post"} == set(RULES)


@pytest.mark.parametrize("name", [n for n in RULES if made(n, usual(n)).rows(ArraySide(tiny()).facts)])
def test_a_row_loosened_by_one_lets_a_refused_plan_pass(name: str) -> None:
    rule, case = made(name, usual(name)), tiny()
    arrays = ArraySide(case)
    assert any(not arrays.keeps(rule, p) and not arrays.broken_rows(rule, p, 1.0) for p in structured_plans(case))


@pytest.mark.parametrize(("name", "given"), settings(OBJECTIVES))
def test_an_objective_measures_every_plan_alike_on_both_sides(name: str, given: dict[str, Any]) -> None:
    objective, case = made(name, given), tiny()
    arrays = ArraySide(case)
    values = set()
    for plan in structured_plans(case):
        value = objective.measure(case, plan)
        assert arrays.measure(objective, plan) == pytest.approx(value, abs=1e-9), plan
        values.add(round(value, 6))
    assert len(values) > 1, "it tells plans apart"


@pytest.mark.parametrize(("name", "given"), settings(OBJECTIVES))
def test_a_single_placement_has_the_same_amount_to_the_last_digit(name: str, given: dict[str, Any]) -> None:
    objective, case = made(name, given), tiny()
    arrays = ArraySide(case)
    for c in case.cadres:
        for s in case.seats:
            plan = Plan.of([(c.cadre_id, s.unit_code, s.title_code)])
            assert arrays.measure(objective, plan) == objective.measure(case, plan), plan


@pytest.mark.parametrize(("name", "given"), settings(OBJECTIVES))
def test_flat_values_are_those_of_the_cells(name: str, given: dict[str, Any]) -> None:
    import numpy as np

    objective = made(name, given)
    facts = ArraySide(tiny()).facts
    p, u, t = (a.ravel().astype(np.int32) for a in np.indices((facts.n_people, facts.n_units, facts.n_titles)))
    expected = objective.cells(facts).at(p, u, t, facts.n_units, facts.n_titles)
    assert objective.values_at(facts, p, u, t).tolist() == expected.tolist()


@pytest.mark.parametrize(("name", "given"), settings(OBJECTIVES))
def test_an_objective_that_lists_the_only_eligible_seats_refuses_the_others(name: str, given: dict[str, Any]) -> None:
    objective, case = made(name, given), tiny()
    arrays = ArraySide(case)
    assert (objective.only(arrays.facts) is not None) == objective.restricts
    verdicts = set()
    for plan in structured_plans(case):
        kept = not list(objective.violations(case, plan))
        assert arrays.listed(objective, plan) == kept, plan
        verdicts.add(kept)
    assert verdicts == ({True, False} if objective.restricts else {True})


@pytest.mark.parametrize(("name", "given"), settings(RULES + OBJECTIVES))
def test_the_tiny_case_has_no_problem_in_its_parameters(name: str, given: dict[str, Any]) -> None:
    told = (
        "idle_rule",
        "seat_outside_template",
    )  # what a rule does, or that it has nothing to do: no fault of the cell
    assert [f for f in made(name, given).problems(tiny()) if f.severity != "info" and f.code not in told] == []


def test_the_engine_s_candidates_are_the_placements_no_rule_refuses() -> None:
    case = tiny()
    arrays = ArraySide(case)
    rules = [made(n, PARAMETERS.get(n, ({},))[0] if n == "concurrent_titles" else {}) for n in RULES]
    screens = [s for rule in rules if (s := rule.screen(arrays.facts)) is not None]
    bars = [b for rule in rules if (b := rule.bar_roles(arrays.facts)) is not None]
    barred = np.logical_or.reduce(bars)
    found = enumerate_candidates(arrays.facts, screens, barred)
    made_by_engine = {
        (case.cadres[p].cadre_id, case.units[u].unit_code, arrays.facts.roles[r])
        for p, u, r in zip(*(of(np.arange(len(found))) for of in (found.person, found.unit, found.role)), strict=True)
    }
    allowed = set()
    for plan in structured_plans(case):
        if len(plan.by_cadre) == 1 and not any(arrays.screened(r, plan) + arrays.barred(r, plan) for r in rules):
            (mine,) = plan.by_cadre.values()
            allowed.add((mine[0].cadre_id, mine[0].unit_code, tuple(p.title_code for p in mine)))
    assert made_by_engine == allowed
    assert allowed
