"""A small office case for the papers: two units, Party and State titles, names as nasty as names can be."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from optimizer.domain.case import Settings
from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.papers.figures import Figures
from tests.cases import PLAN_DATE, cadre, case, decision, seat, setting, title, unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from optimizer.domain.case import Case

NASTY = '=HYPERLINK("http://x.example","<script>alert(1)</script>")'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TITLES = (
    title("BT", name="Bí thư Đảng ủy", block="Đảng, Mặt trận, đoàn thể", group="leader", rank=1, party_member=True,
          min_theory=2, concurrent_with=("CTHDND",)),
    title("CTHDND", name="Chủ tịch HĐND", block="Chính quyền", group="leader", rank=3),
    title("TP", name="Trưởng phòng Kinh tế", block="Chính quyền", group="manager", rank=6),
    title("DD", name="Chuyên viên đất đai", block="Chính quyền", group="specialist", rank=8, fields=("dat dai",)),
)  # fmt: skip
UNITS = (
    unit("00001", name="Phường Hồng Bàng", type="phuong", province="Thành phố Hải Phòng", lat=20.86, lon=106.67),
    unit("00002", name="Xã Thủy Nguyên", type="xa", province="Thành phố Hải Phòng", lat=20.95, lon=106.68),
)
PEOPLE = (
    cadre("A", name="Nguyễn Thị An", sex="female", birth_date="5/3/1980", party_date="1/2/2005", theory=3, degree=5,
          current_unit="Phường Hồng Bàng", current_unit_code="00001", current_title="Bí thư Đảng ủy",
          current_title_code="BT", ethnicity="Tày", residence_units=("00001",), rating=90.0),
    cadre("B", name="Trần Văn Bình", sex="male", birth_date="1979", party_date="3/2001", theory=2, degree=4,
          current_unit="Sở Nội vụ", level="city", current_title="Chuyên viên", residence_units=("00002",)),
    cadre("C", name=NASTY, sex="male", birth_date="1/1/1990", degree=4, expertise={"dat dai": 8.0}, major="-1+2",
          current_unit="Xã Thủy Nguyên", current_unit_code="00002", current_title="Chuyên viên đất đai",
          current_title_code="DD", home_place="@SUM(A1)", staff_group="public_employee", residence_units=("00002",)),
    cadre("D", name="Đỗ Văn Em", expertise={"dat dai": 2.0}),
    cadre("E", name="Lê Thị Gấm", sex="female", birth_date="2/9/1992", current_unit_code="00001",
          current_unit="Phường Hồng Bàng", theory=1),
)  # fmt: skip
HELD = (
    ("A", "00001", "BT"),  # keeps
    ("A", "00001", "CTHDND"),  # designated beside it
    ("B", "00002", "BT"),  # designated
    ("C", "00001", "DD"),  # moves
    ("E", "00002", "TP"),  # appointed
)


def office_case(**changes: object) -> Case:
    """Return the case; the chair of the council is wanted in both units, and held in one."""
    seats = [seat(u.unit_code, t.title_code, min=1 if t.title_code == "BT" else 0) for u in UNITS for t in TITLES]
    tables: dict[str, object] = {
        "decisions": [
            decision("B", "exception", "00002", "BT", rule="theory", reason="đang học", author="Ban Thường vụ")
        ],
        "rules": [
            setting(name)
            for name in ("party_member", "theory", "field", "status", "suitability", "travel", "secondment", "moves")
        ],
        "settings": Settings(PLAN_DATE, {"Người lập biểu": "Phạm Thị Lập"}),
    }
    tables |= changes
    settings = tables.pop("settings")
    from dataclasses import replace

    return replace(case(UNITS, TITLES, seats, PEOPLE, **tables), settings=settings)  # type: ignore[arg-type]


def figures(held: Iterable[tuple[str, str, str]] = HELD, **changes: object) -> Figures:
    """Return the figures of a plan of the case."""
    return Figures(Context(Plan.of(held), office_case(**changes)))


def paragraphs(data: bytes) -> list[str]:
    """Return the paragraphs of a Word file as text, tables included."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def whole_text(data: bytes) -> str:
    """Return all text of a Word file on one line."""
    return re.sub(r"\s+", " ", " ".join(paragraphs(data)))


def word_file(path: Path, body: str, parts: dict[str, str] | None = None) -> Path:
    """Write a Word file with this body, as Word might have written it."""
    space = f'xmlns:w="{W[1:-1]}"'
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, content in (parts or {}).items():
            made.writestr(name, content)
    return path


def p(*runs: str) -> str:
    """Return a paragraph of runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"
