"""`explain`: people, seats and vacancies in sentences and as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import Run, only_json
from tests.cli.small import KEPT, small_tables, write_plan_by_hand, write_small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan that keeps every rule and leaves one person out."""
    return write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)


def test_a_person_is_explained_with_cells_and_next_seats(run: Run, small: Path, plan: Path) -> None:
    said = run("explain", small, plan, "--person", "CB001").stdout
    assert "Nguyễn Văn An (CB001) is placed as Bí thư at Phường Hồng Bàng." in said
    assert "Degree: met." in said
    assert "Exact, proved, with the whole plan made anew" in said
    found = only_json(run("explain", small, plan, "--person", "CB001", "--json"))["person"]
    degree = next(r for r in found["seats"][0]["requirements"] if r["rule"] == "degree")
    assert degree["state"] == "met"
    assert degree["record"][0]["cell"]
    assert found["nearest"][0]["exact"]["proved"] is True
    assert found["sentences"][0].startswith("Nguyễn Văn An")


def test_a_person_is_found_by_name_and_a_seat_by_names(run: Run, small: Path, plan: Path) -> None:
    by_name = only_json(run("explain", small, plan, "--person", "Đỗ Văn Em", "--json"))
    assert by_name["person"]["cadre"] == "CB005"
    seat = only_json(run("explain", small, plan, "--seat", "xã thuỷ nguyên", "BÍ THƯ", "--json"))["seat"]
    assert (seat["unit"], seat["title"]) == ("00002", "BT")
    assert seat["holders"] == ["CB002"]
    assert [o["cadre"] for o in seat["options"]] == ["CB001"]
    assert {e["rule"] for e in seat["excluded"]} == {"degree"}


@pytest.mark.parametrize(
    "words",
    [
        ("--seat", "1", "bt"),
        ("--seat", "Hồng Bàng", "Bí thư"),
        ("--seat", " phường  hồng bàng ", "Bi thu"),
        ("--person", "cb002", "--seat", "1", "Bt"),
        ("--person", "TRẦN THỊ BÌNH", "--seat", "p. Hồng Bàng", "BT"),
    ],
)
def test_codes_in_any_case_and_names_without_their_type_are_understood(
    run: Run, small: Path, plan: Path, words: tuple[str, ...]
) -> None:
    found = only_json(run("explain", small, plan, *words, "--json"))
    found = found.get("seat") or found["why_not"]
    assert (found["unit"], found["title"]) == ("00001", "BT")
    assert found.get("cadre", "CB002") == "CB002"


def test_codes_that_differ_in_case_alone_are_not_guessed(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    tables["cadres"][1]["cadre_id"] = "cb001"
    case = write_small(tmp_path / "case.xlsx", **tables)
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT[:1])
    ended = run("explain", case, plan, "--person", "Cb001")
    assert ended.exit_code == 2
    assert "CB001, cb001" in ended.stderr


def test_why_somebody_does_not_hold_a_seat(run: Run, small: Path, plan: Path) -> None:
    said = run("explain", small, plan, "--person", "CB005", "--seat", "00001", "BT", "--lang", "vi").stdout
    assert (
        "Đỗ Văn Em (CB005) không giữ Bí thư tại Phường Hồng Bàng: khi những người khác giữ nguyên chỗ, trừ người phải nhường "
        "chỗ, thì sẽ vi phạm 1 quy tắc cứng."
    ) in said
    found = only_json(run("explain", small, plan, "--person", "CB005", "--seat", "00001", "BT", "--json"))["why_not"]
    assert [b["rule"] for b in found["broken"] if not b["soft"]] == ["degree"]
    assert found["option"]["exact"] == {
        "figure": "exact", "possible": False, "proved": True, "levels": None, "parts": {},
    }  # fmt: skip


def test_vacancies_are_explained_as_sets(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    for row in tables["cadres"]:
        row["expertise"] = "y tế:2" if row["cadre_id"] != "CB003" else "đất đai:8"
    case = write_small(tmp_path / "case.xlsx", **tables)
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT[:3])
    ended = run("explain", case, plan, "--vacancies")
    assert ended.exit_code == 0
    assert "2 - 1 = 1: no plan leaves fewer than 1 of these empty." in ended.stdout
    (found,) = only_json(run("explain", case, plan, "--vacancies", "--json"))["vacancies"]["sets"]
    assert found["vacant"] == [{"unit": "00002", "title": "DD"}]
    assert (found["places"], found["capacity"], found["missing"], found["exact"]) == (2, 1, 1, True)
    assert [p["cadre"] for p in found["people"]] == ["CB003"]
    assert {r["rule"] for r in found["one_requirement"]} == {"field"}


def test_exact_may_be_left_out(run: Run, small: Path, plan: Path) -> None:
    found = only_json(run("explain", small, plan, "--person", "CB001", "--exact", 0, "--top", 1, "--json"))["person"]
    assert len(found["nearest"]) == 1
    assert found["nearest"][0]["exact"] is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "there is nothing to explain"),
        (("--person", "CB01"), "Did you mean CB001 (Nguyễn Văn An)"),
        (("--seat", "00001", "XX"), "there is no title “XX”"),
        (("--seat", "Phường Hồng Bàn", "BT"), "Did you mean 00001 (Phường Hồng Bàng)"),
    ],
)
def test_what_cannot_be_found_is_said_with_what_may_be_meant(
    run: Run, small: Path, plan: Path, words: tuple[str, ...], expected: str
) -> None:
    ended = run("explain", small, plan, *words)
    assert ended.exit_code == 2
    assert expected in ended.stderr


def test_a_name_of_two_people_is_not_guessed(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    tables["cadres"][1]["name"] = tables["cadres"][0]["name"]
    case = write_small(tmp_path / "case.xlsx", **tables)
    plan = write_plan_by_hand(tmp_path / "plan.xlsx", KEPT)
    ended = run("explain", case, plan, "--person", "Nguyễn Văn An")
    assert ended.exit_code == 2
    assert "CB001, CB002" in ended.stderr


def test_todays_placement_can_be_explained(run: Run, small: Path) -> None:
    assert run("explain", small, "current", "--vacancies").exit_code == 0


def test_with_the_review_a_plan_was_made_from_changes_to_it_count(run: Run, small: Path, tmp_path: Path) -> None:
    first = tmp_path / "first.xlsx"
    run("solve", small, "--out", first)
    words = ("explain", small, first, "--person", "CB001", "--exact", "0", "--json")
    alone = only_json(run(*words))["person"]["nearest"][0]
    assert "fewest_changes" not in alone["levels"]
    reviewed = only_json(run(*words, "--review", first))["person"]["nearest"][0]
    assert reviewed["levels"]["fewest_changes"] >= 1


def test_a_certificate_adds_what_an_option_costs_at_the_least(
    run: Run, small: Path, plan: Path, tmp_path: Path
) -> None:
    made, proof = tmp_path / "made.xlsx", tmp_path / "proof.json.gz"
    run("solve", small, "--out", made, "--certificate", proof)
    words = ("--person", "CB001", "--exact", "0", "--json", "--certificate", proof)
    options = only_json(run("explain", small, made, *words))["person"]["nearest"]
    assert all(set(option["bound"]) == set(option["levels"]) for option in options)
    other = run("explain", small, plan, *words)
    assert only_json(other)["person"]["nearest"][0]["bound"] is None
    assert "certificate is of another plan" in other.stderr


def test_the_worth_of_one_more_looks_no_further_at_the_plan(
    run: Run, small: Path, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from optimizer.review.explain import Explainer

    def looked(_: Explainer) -> None:
        pytest.fail("nobody asked for the next candidates")

    monkeypatch.setattr(Explainer, "look_ahead", looked)
    assert run("explain", small, plan, "--worth", "--exact", 0).exit_code == 0
