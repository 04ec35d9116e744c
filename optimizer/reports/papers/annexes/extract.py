"""The list of people (danh sách trích ngang): who they are, what they hold now, what they are to hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from optimizer.domain.words import degree_text, theory_text, wording
from optimizer.reports.forms import FORMS
from optimizer.reports.papers.annex import NUMBER, Annex, comrades, roman
from optimizer.reports.papers.drafts import decided
from optimizer.reports.table import Table, TableColumn
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.entities import Cadre
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.people import Placed

COLUMNS = (
    replace(NUMBER, width=5),
    TableColumn(Text("Họ và tên", "Name"), width=17),
    TableColumn(Text("Ngày sinh (nam)", "Born (men)"), width=11),
    TableColumn(Text("Ngày sinh (nữ)", "Born (women)"), width=11),
    TableColumn(Text("Dân tộc", "Ethnicity"), width=7),
    TableColumn(Text("Quê quán", "Home place"), width=20),
    TableColumn(Text("Ngày vào Đảng", "Joined the Party"), width=11),
    TableColumn(Text("Trình độ", "Degree"), width=9),
    TableColumn(Text("Chuyên ngành", "Major"), width=13),
    TableColumn(Text("LLCT", "Theory"), width=9),
    TableColumn(Text("Chức danh, đơn vị công tác hiện nay", "Present title and unit"), width=29),
    TableColumn(Text("Dự kiến bố trí", "Proposed title"), width=22),
    TableColumn(Text("Hình thức", "Form"), width=10),
    TableColumn(Text("Ghi chú", "Note"), width=8),
)


class ExtractAnnex(Annex):
    """Everybody placed, unit by unit."""

    name: ClassVar[str] = "extract"
    order: ClassVar[int] = 1
    sheet: ClassVar[Text] = Text("I. Trích ngang", "I. People")
    title: ClassVar[Text] = Text(
        "Danh sách trích ngang cán bộ dự kiến bố trí", "People proposed, with their particulars"
    )

    def table(self, figures: Figures) -> Table:
        """Return one row a person below the heading of each unit."""
        by_unit: dict[str, list[Placed]] = {}
        for person in figures.people:
            by_unit.setdefault(person.unit_code, []).append(person)
        rows: list[tuple[object, ...]] = []
        forms = decided(figures)
        number = 0
        for i, (code, people) in enumerate(by_unit.items(), 1):
            head = Text("{i}. {unit} ({comrades})", "{i}. {unit} ({comrades})")
            unit = figures.context.unit_name(code)
            rows.append((head.format(i=roman(i), unit=unit, comrades=comrades(len(people))),))
            for person in people:
                number += 1
                rows.append((number, *_cells(person, forms.get((person.cadre.cadre_id, code), FORMS["keep"]))))
        return Table(self.sheet, COLUMNS, rows)


def _cells(person: Placed, form: Text) -> tuple[object, ...]:
    cadre = person.cadre
    born = "" if cadre.birth_date is None else str(cadre.birth_date)
    now = ", ".join(part for part in (cadre.current_title, cadre.current_unit) if part)
    return (
        cadre.name,
        born if cadre.sex == "male" else "",
        born if cadre.sex == "female" else "",
        cadre.ethnicity,
        cadre.home_place,
        "" if cadre.party_date is None else str(cadre.party_date),
        "" if cadre.degree is None else degree_text(cadre.degree),
        cadre.major,
        "" if cadre.theory is None else theory_text(cadre.theory),
        now,
        same(", ".join(t.name for t in person.titles)),
        form,
        _unknown(cadre, born),
    )


def _unknown(cadre: Cadre, born: str) -> Text | str:
    """Return what the two columns of birth dates cannot show: a blank date, or a date whose column is not known."""
    if cadre.sex is None:
        said = Text("sinh {born}, chưa ghi giới tính", "born {born}, sex not given")
        blank = Text("chưa ghi ngày sinh, giới tính", "birth date and sex not given")
        return said.format(born=born) if born else blank
    if born:
        return ""
    return Text("{sex}, chưa ghi ngày sinh", "{sex}, birth date not given").format(sex=wording("sex", cadre.sex))
