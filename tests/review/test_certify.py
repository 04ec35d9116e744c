"""A certificate proves its bounds by itself: what is tampered with, or another case's, is refused and said why."""

from __future__ import annotations

import copy
import gzip
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, event, given, settings

import optimizer
from optimizer import certificate_file as certificates
from optimizer.catalogue import catalogue
from optimizer.certificate import check
from optimizer.certificate_file import Certificate, fingerprint, packed, read, seal
from optimizer.engine.answer import Goal
from optimizer.engine.assemble import assemble
from optimizer.engine.duals import proofs
from optimizer.engine.levels import solve
from optimizer.findings import InputError
from optimizer.model.facts import Facts
from optimizer.pipeline import propose
from optimizer.review.certify import proofs_of
from tests import cases as make
from tests.property.strategies import tiny_cases

if TYPE_CHECKING:
    from optimizer.domain.case import Case

drawn = settings(
    derandomize=True, database=None, deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow]
)


def crowded() -> Case:
    """Return three units: two people for three seats of one title, six for three of another, women wanted among them."""
    people = [
        make.cadre(
            f"C{i}",
            name=f"Nguyễn Thị Số {i}",
            sex="female" if i == 3 else "male",
            degree=4 if i < 3 else 2,
            rating=50.0 + 5 * i,
        )
        for i in range(1, 9)
    ]
    titles = [make.title("BT", group="leader", min_degree=4), make.title("CT", group="leader")]
    rules = [make.setting("women_in_leadership", mode="soft", params={"share": "40%"}), make.setting("suitability")]
    return make.case(["U1", "U2", "U3"], titles, None, people, rules=rules)


def made(case: Case) -> dict[str, Any]:
    outcome = propose(case, gap=0.0, evidence=True)
    assert outcome.certificate is not None
    data: dict[str, Any] = json.loads(packed(outcome.certificate, squeezed=False))
    return data


def codes(case: Case, data: dict[str, Any], sealed: bool = True) -> list[str]:
    """Return what is refused of a certificate, by code; `sealed` is what somebody does who knows how it is made."""
    held = Certificate.model_validate({**data, "seal": seal(data)} if sealed else data)
    return [f.code for f in check(case, held)[1]]


@pytest.fixture(scope="module")
def case() -> Case:
    return crowded()


@pytest.fixture(scope="module")
def honest(case: Case) -> dict[str, Any]:
    return made(case)


@pytest.fixture
def data(honest: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(honest)


def priced(data: dict[str, Any]) -> dict[str, Any]:
    """Return the last level, whose seats and limits have prices."""
    level: dict[str, Any] = data["levels"][-1]
    assert level["seats"]
    return level


# what holds ----------------------------------------------------------------------------------------------------------
@drawn
@given(tiny_cases())
def test_every_certificate_holds_and_proves_what_the_engine_says_prices_prove(case: Case) -> None:
    outcome = propose(case, gap=0.0, evidence=True)
    if outcome.certificate is None:
        return
    checked, refused = check(case, Certificate.model_validate(outcome.certificate))
    assert not refused
    active = catalogue(case)
    problem = assemble(Facts(case), active)
    own = proofs(problem, solve(problem, Goal(0.0)), Goal(0.0))
    assert [one.proves for one in checked] == pytest.approx([p.bound for p in own], abs=1e-6)
    for one, level in zip(checked, outcome.levels, strict=False):
        assert one.holds
        assert (one.level.name, one.sense, one.seats) == (level.name, level.sense, level.seats)
        assert one.level.value == pytest.approx(level.value)
        assert level.by_prices == pytest.approx(one.level.bound_value)
        searched = one.level.by_search is not None
        event("by search" if searched else "by prices")
        assert (one.level.by_search if searched else one.level.bound_value) == pytest.approx(level.bound)


@drawn
@given(tiny_cases())
def test_nobody_is_named_in_a_certificate_not_even_by_code(case: Case) -> None:
    renamed = replace(
        case, cadres=tuple(c.model_copy(update={"name": f"Nguyễn Thị {c.cadre_id}"}) for c in case.cadres)
    )
    outcome = propose(renamed, gap=0.0, evidence=True)
    if outcome.certificate is None:
        return
    said = " ".join(strings(outcome.certificate))
    assert "Nguyễn" not in said
    assert not {c.cadre_id for c in case.cadres} & set(strings(outcome.certificate))


def strings(value: Any) -> list[str]:
    """Return every text in plain data."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings(item)]
    if isinstance(value, list):
        return [text for item in value for text in strings(item)]
    return [value] if isinstance(value, str) else []


def test_a_limit_is_told_by_its_rule_its_number_and_its_sentence(data: dict[str, Any]) -> None:
    limits = [row for level in data["levels"] for row in level["rows"]]
    assert {row["rule"] for row in limits} == {"women_in_leadership"}
    assert all(set(row["says"]) == {"vi", "en"} and row["says"]["vi"] != row["says"]["en"] for row in limits)


def test_the_certificate_gives_the_prices_back_without_solving(case: Case, honest: dict[str, Any]) -> None:
    problem = assemble(Facts(case), catalogue(case))
    found = proofs_of(case, problem, Certificate.model_validate(honest))
    own = proofs(problem, solve(problem, Goal(0.0)), Goal(0.0))
    assert [(p.bound, p.cost) for p in found] == [(p.bound, p.cost) for p in own]
    assert [[c.cost for c in p.wanted.caps] for p in found] == [[c.cost for c in p.wanted.caps] for p in own]


def test_checking_a_certificate_loads_no_solver(tmp_path: Path, honest: dict[str, Any]) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(packed(honest, squeezed=False))
    script = (
        "import sys; from pathlib import Path; from optimizer.certificate import check; "
        "from optimizer.certificate_file import read; "
        "from tests.review.test_certify import crowded; "
        "loaded = set(sys.modules); [sys.modules.pop(m) for m in list(loaded) if m.startswith(('ortools', "
        "'optimizer.engine', 'optimizer.pipeline'))]; "
        f"checked, refused = check(crowded(), read(Path({str(path)!r}))); assert checked and not refused; "
        "print(sorted(m for m in sys.modules if m.startswith(('ortools', 'optimizer.engine'))))"
    )
    root = Path(optimizer.__file__).parent.parent
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "['optimizer.engine', 'optimizer.engine.assemble']"


# what is refused -----------------------------------------------------------------------------------------------------
def test_another_case_is_refused(case: Case, data: dict[str, Any]) -> None:
    others = [
        replace(case, cadres=case.cadres[1:]),
        replace(case, decisions=(make.decision("C1", "forbid", "U1"),)),
        replace(case, seats=(case.seats[0].model_copy(update={"target": 0}), *case.seats[1:])),
        replace(case, rules=case.rules[1:]),
        replace(case, settings=replace(case.settings, plan_date=case.settings.plan_date.replace(year=2026))),
    ]
    assert [codes(other, data) for other in others] == [["certificate_of_another_case"]] * len(others)
    assert len({fingerprint(other) for other in (case, *others)}) == len(others) + 1


def test_names_of_people_and_the_place_of_a_row_in_its_file_do_not_make_another_case(case: Case) -> None:
    moved = tuple(c.model_copy(update={"name": "Ai đó", "row": 7, "source": 1}) for c in case.cadres)
    assert fingerprint(replace(case, cadres=moved)) == fingerprint(case)


@pytest.mark.parametrize("raised", [1, 1000])
def test_a_raised_bound_is_refused_though_it_is_sealed_anew(case: Case, data: dict[str, Any], raised: int) -> None:
    for level in data["levels"]:
        if level["bound"] == level["cost"]:
            forged = copy.deepcopy(data)
            at = data["levels"].index(level)
            forged["levels"][at]["bound"] += raised
            assert codes(case, forged) == ["certificate_bound"]


def test_a_price_changed_so_that_it_proves_less_is_refused_though_it_is_sealed_anew(
    case: Case, data: dict[str, Any]
) -> None:
    refused = 0
    for at in range(len(priced(data)["seats"])):
        for change in (-40.0, 40.0):
            forged = copy.deepcopy(data)
            priced(forged)["seats"][at]["price"] += change
            found = codes(case, forged)
            assert found in ([], ["certificate_bound"])
            refused += bool(found)
    assert refused >= len(priced(data)["seats"])


def test_any_change_whatever_is_refused_where_the_seal_is_the_old_one(tmp_path: Path, data: dict[str, Any]) -> None:
    forged = [copy.deepcopy(data) for _ in range(4)]
    priced(forged[0])["seats"][0]["price"] += 1e-9
    forged[1]["levels"][0]["bound"] += 1
    forged[2]["plan"] = "0" * 16
    forged[3]["case"] = "0" * 64
    for one in forged:
        path = tmp_path / "proof.json"
        path.write_bytes(packed(one, squeezed=False))
        with pytest.raises(InputError) as error:
            read(path)
        assert [f.code for f in error.value.findings] == ["certificate_changed"]


def test_names_that_the_case_does_not_know_are_refused_each_by_its_kind(case: Case, data: dict[str, Any]) -> None:
    last = len(data["levels"]) - 1
    row = {"rule": "women_in_leadership", "number": 99, "multiplier": 1.0, "says": {"vi": "", "en": ""}}
    changes: dict[str, tuple[str, Any]] = {
        "certificate_seat": ("seats", {"unit": "U9", "title": "BT", "price": 1.0}),
        "certificate_row": ("rows", row),
        "certificate_cap": ("caps", {"level": "suitability", "multiplier": -1.0}),
    }
    for code, (part, more) in changes.items():
        forged = copy.deepcopy(data)
        forged["levels"][last][part].append(more)
        assert codes(case, forged) == [code]
    del data["levels"][0]
    assert codes(case, data) == ["certificate_levels"]


def test_a_level_before_that_pays_instead_of_costing_is_refused(case: Case, data: dict[str, Any]) -> None:
    level = priced(data)
    level["caps"] = [{"level": data["levels"][0]["name"], "multiplier": 0.5}]
    assert "certificate_cap" in codes(case, data)


@pytest.mark.parametrize("multiplier", [1e6, -1.0])
def test_a_limit_that_pays_more_than_breaking_it_costs_or_on_an_end_it_lacks_is_refused(
    case: Case, data: dict[str, Any], multiplier: float
) -> None:
    level = next(level for level in data["levels"] if level["rows"])
    level["rows"][0]["multiplier"] = multiplier
    assert codes(case, data) == ["certificate_limit"]


def test_a_value_in_natural_units_that_does_not_fit_its_cost_is_refused(case: Case, data: dict[str, Any]) -> None:
    priced(data)["bound_value"] -= 5.0
    assert codes(case, data) == ["certificate_words"]


def test_a_plan_that_is_said_to_cost_less_than_its_own_bound_is_refused(case: Case, data: dict[str, Any]) -> None:
    first = data["levels"][0]
    assert first["cost"] == first["bound"] > 0
    first["cost"] -= 1
    first["value"] -= 1.0
    assert codes(case, data) == ["certificate_words"]


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"[]", b"null", b'{"format": "x"}', b"\x1f\x8b", b"\x1f\x8b\x08\x00broken", b"\xff\xfe", b"[" * 100_000,
        gzip.compress(b"{}", mtime=0)[:-3],
    ],
)  # fmt: skip
def test_what_is_no_certificate_is_said_to_be_none(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "proof.json"
    path.write_bytes(raw)
    with pytest.raises(InputError) as error:
        read(path)
    assert [f.code for f in error.value.findings] == ["not_a_certificate"]


def test_numbers_that_are_none_and_parts_nobody_knows_are_no_certificate(tmp_path: Path, data: dict[str, Any]) -> None:
    path = tmp_path / "proof.json"
    for change in ({"bound_value": float("nan")}, {"further": 1}, {"cost": "3"}, {"cost": True}):
        forged = copy.deepcopy(data)
        forged["levels"][0].update(change)
        path.write_text(json.dumps(forged), "utf-8")
        with pytest.raises(InputError) as error:
            read(path)
        assert [f.code for f in error.value.findings] == ["not_a_certificate"]


def test_a_file_that_swells_without_end_is_not_read_to_its_end(
    tmp_path: Path, data: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "proof.json.gz"
    path.write_bytes(packed(data, squeezed=True))
    assert read(path).seal == data["seal"]
    monkeypatch.setattr(certificates, "LARGEST", 100)
    with pytest.raises(InputError):
        read(path)


def test_the_same_certificate_is_the_same_bytes_plain_and_squeezed(tmp_path: Path, data: dict[str, Any]) -> None:
    plain = packed(data, squeezed=False)
    assert gzip.decompress(packed(data, squeezed=True)) == plain
    assert packed(data, squeezed=True) == packed(copy.deepcopy(data), squeezed=True)
    assert json.loads(plain) == data
    lines = plain.decode().splitlines()
    assert sum('"price"' in line for line in lines) == sum(len(level["seats"]) for level in data["levels"])


def test_every_refusal_reads_in_both_languages() -> None:
    for code, (text, fix) in certificates._SAID.items():
        said = certificates.refusal(code, 3, other="X", claimed=5, proved="4")
        assert said.text.vi != said.text.en, code
        assert "{" not in said.sentence("vi") + said.sentence("en")
        assert fix.vi
        assert text.vi
