"""What the plan changes against the present."""

from __future__ import annotations

from optimizer.reports.changes import ChangesSection
from tests.cases import cadre, case, title
from tests.reports.tables import context, rows

TITLES = [title("BT", group="leader", rank=1), title("CV", rank=6), title("KT", rank=6)]


def test_only_changes_are_listed_as_written_from_and_to() -> None:
    people = [
        cadre("A", current_unit="xã U1 cũ", current_unit_code="U1", current_title="CV cũ", current_title_code="CV"),
        cadre("B", current_unit="Xã U1", current_unit_code="U1", current_title="CV", current_title_code="CV"),
        cadre("C", current_unit="Sở Nội vụ", current_title="Trưởng phòng"),
        cadre("D", current_unit_code="U1", current_unit="U1", current_title_code="CV"),
        cadre("E"),
    ]
    made = context(
        case(["U1", "U2"], TITLES, cadres=people),
        [("A", "U1", "CV"), ("B", "U2", "CV"), ("C", "U1", "BT"), ("D", "U1", "KT"), ("E", "U2", "CV")],
    )
    found = {r["Cadre code"]: r for r in rows(ChangesSection, made)}
    assert set(found) == {"B", "C", "D", "E"}
    b = found["B"]
    assert (b["Present unit"], b["Present title"], b["New unit"], b["New title"]) == (
        "Xã U1",
        "CV",
        "Unit U2",
        "Title CV",
    )
    shown = {k: (r["Form"], r["Other unit"]) for k, r in found.items()}
    assert shown == {
        "B": ("transfer", "yes"), "C": ("appointment", "yes"), "D": ("transfer", "no"), "E": ("transfer", None),
    }  # fmt: skip
    assert ChangesSection().table(made).notes[0].en == "2 people leave their present workplace; 1 title stays as it is."


def test_nothing_changed_is_an_empty_table() -> None:
    people = [cadre("A", current_unit_code="U1", current_title_code="CV")]
    assert rows(ChangesSection, context(case(titles=TITLES, cadres=people), [("A", "U1", "CV")])) == []
