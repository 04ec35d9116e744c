"""The people not placed, and why."""

from __future__ import annotations

from optimizer.reports.unplaced import UnplacedSection
from tests.cases import cadre, case, decision, seat, title
from tests.reports.tables import context, rows

LAND = title("DD", fields=("dat dai",))


def reasons(made: object, placements: list[tuple[str, str, str]]) -> dict[object, object]:
    """Return the reason by cadre."""
    return {r["Cadre code"]: r["Reason"] for r in rows(UnplacedSection, context(made, placements))}  # type: ignore[arg-type]


def test_each_person_has_the_reason_that_holds() -> None:
    people = [
        cadre("A", major="đất đai"), cadre("B", status="leaving", major="đất đai"), cadre("C", major="đất đai"),
        cadre("D"), cadre("E", major="đất đai"), cadre("F", major="đất đai"),
    ]  # fmt: skip
    decisions = [decision("C", "exclude", reason="awaiting a verdict"), decision("E", "forbid")]
    made = case(titles=[LAND], cadres=people, decisions=decisions)
    assert reasons(made, [("A", "U1", "DD")]) == {
        "B": "Status: leaving",
        "C": "Excluded by a decision: awaiting a verdict",
        "D": "Meets the requirements of no seat",
        "E": "Qualified, but a decision or another rule closes every seat",
        "F": "Every seat the person qualifies for is full",
    }


def test_someone_who_could_fill_a_vacancy_is_said_to() -> None:
    made = case(titles=[LAND], seats=[seat("U1", "DD", 2)], cadres=[cadre("A", major="đất đai")])
    found = rows(UnplacedSection, context(made))[0]
    assert (found["Positions qualified for"], found["Of these, short of people"]) == (1, 1)
    assert str(found["Reason"]).startswith("Some seat they qualify for is short of people")


def test_positions_are_titles_in_units() -> None:
    seats = [seat("U1", "DD", 3), seat("U2", "DD"), seat("U2", "T1", 0)]
    made = case(["U1", "U2"], [LAND, "T1"], seats, [cadre("A", major="đất đai"), cadre("B", major="đất đai")])
    found = rows(UnplacedSection, context(made, [("A", "U2", "DD")]))[0]
    assert (found["Positions qualified for"], found["Of these, short of people"]) == (2, 1)


def test_people_who_cannot_be_placed_at_all_have_no_positions() -> None:
    people = [cadre("A", status="leaving"), cadre("B"), cadre("C"), cadre("D", status="frozen")]
    decisions = [decision("B", "exclude"), decision("D", "exception", rule="status", reason="asked for")]
    found = rows(UnplacedSection, context(case(seats=[seat("U1", "T1", 9)], cadres=people, decisions=decisions)))
    assert [r["Positions qualified for"] for r in found] == [0, 0, 1, 1]
    assert [r["Of these, short of people"] for r in found] == [0, 0, 1, 1]


def test_fields_are_worded_with_their_years_the_longest_first() -> None:
    person = cadre("A", expertise={"xay dung": 3.0, "dat dai": 8.5}, major="luật; đất đai")
    made = context(case(cadres=[person]))
    assert rows(UnplacedSection, made)[0]["Fields"] == "land: 8.5; construction: 3; major luật; đất đai"
    assert rows(UnplacedSection, made, "vi")[0]["Lĩnh vực"] == "đất đai: 8.5; xây dựng: 3; chuyên ngành luật; đất đai"


def test_everybody_placed_is_said() -> None:
    table = UnplacedSection().table(context(case(cadres=["A"]), [("A", "U1", "T1")]))
    assert (list(table.rows), table.empty.en) == ([], "Everybody in the roster is placed.")
