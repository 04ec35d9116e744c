"""Word templates: fields are filled in whatever Word has done to them, and what does not exist is refused by name."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from optimizer.findings import InputError
from optimizer.reports.papers.docx import WordTemplate
from tests.papers.office import NASTY, p, paragraphs, word_file

if TYPE_CHECKING:
    from pathlib import Path


def filled(path: Path, body: str, **fields: object) -> list[str]:
    return paragraphs(WordTemplate(word_file(path / "mau.docx", body), "vi").render(fields))


def refused(path: Path, body: str, **fields: object) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        WordTemplate(word_file(path / "mau.docx", body), "vi").render(fields)
    (finding,) = caught.value.findings
    assert str(finding.where) == "mau.docx"
    return finding.code, finding.sentence("vi")


def test_a_field_split_over_runs_is_filled_in_and_the_text_around_it_stays(tmp_path: Path) -> None:
    body = p("Đồng chí {{ ho", "_ten }} và {", "{ so }", "} người") + p("không có trường")
    assert filled(tmp_path, body, ho_ten="An", so=3) == ["Đồng chí An và 3 người", "không có trường"]


def test_quotes_that_word_has_curled_and_signs_of_comparison_still_work(tmp_path: Path) -> None:
    body = p("{% if so &gt; 1 and ten == “An” %}nhiều{% else %}ít{% endif %}")
    assert filled(tmp_path, body, so=2, ten="An") == ["nhiều"]


def test_a_paragraph_and_a_row_may_be_repeated_or_left_out(tmp_path: Path) -> None:
    row = "<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    body = (
        p("{%p if co %}") + p("có") + p("{%p endif %}") + p("{%p if not co %}") + p("không") + p("{%p endif %}") + "<w:tbl>"
        + row.format(p("{%tr for d in ds %}"), p("")) + row.format(p("{{ d.tt }}"), p("{{ d.ten }}"))
        + row.format(p("{%tr endfor %}"), p("")) + "</w:tbl>"
    )  # fmt: skip
    assert filled(tmp_path, body, co=False, ds=[{"tt": 1, "ten": "A"}, {"tt": 2, "ten": "B"}]) == [
        "không", "1", "A", "2", "B",
    ]  # fmt: skip


@pytest.mark.parametrize(("total", "together"), [(True, ["a", "e", "f"]), (False, ["a"])])
def test_the_ends_of_a_list_stay_with_what_follows(tmp_path: Path, total: bool, together: list[str]) -> None:
    row = "<w:tr><w:tc>{}</w:tc></w:tr>"
    kept = '<w:p><w:pPr><w:pStyle w:val="A"/><w:jc w:val="left"/></w:pPr><w:r><w:t>{{ d }}</w:t></w:r></w:p>'
    body = "<w:tbl>" + row.format(p("{%tr for d in ds %}")) + row.format(kept) + row.format(p("{%tr endfor %}"))
    body += (row.format(p("N")) if total else "") + "</w:tbl>"
    data = WordTemplate(word_file(tmp_path / "mau.docx", body), "vi").render({"ds": [*"abcdef"]})
    (tmp_path / "made.docx").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "made.docx") as parts:
        rows = parts.read("word/document.xml").decode().split("<w:tr>")[1:]
    with_next = [text for text in "abcdefN" for r in rows if f">{text}<" in r and "keepNext" in r]
    assert with_next == together
    assert '<w:pStyle w:val="A"/><w:keepNext/><w:jc' in rows[0], "Word wants the parts of a paragraph in this order"


def test_names_that_look_like_markup_or_formulas_are_shown_as_they_are(tmp_path: Path) -> None:
    assert filled(tmp_path, p("{{ ten }}"), ten=NASTY + "&\x07") == [NASTY + "&"]


def test_a_text_of_two_lines_breaks_the_line(tmp_path: Path) -> None:
    path = word_file(tmp_path / "mau.docx", p("{{ ten }}"))
    data = WordTemplate(path, "vi").render({"ten": "A\nB"})
    (tmp_path / "made.docx").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "made.docx") as parts:
        assert b"A</w:t><w:br/><w:t" in parts.read("word/document.xml")


@pytest.mark.parametrize(("lang", "shown"), [("vi", "1.234,5"), ("en", "1,234.5")])
def test_numbers_are_written_as_the_language_writes_them(tmp_path: Path, lang: str, shown: str) -> None:
    path = word_file(tmp_path / "mau.docx", p("{{ n }}"))
    assert paragraphs(WordTemplate(path, lang).render({"n": 1234.5})) == [shown]  # type: ignore[arg-type]


def test_a_missing_field_is_an_error_by_its_name_with_the_one_that_is_meant(tmp_path: Path) -> None:
    code, said = refused(tmp_path, p("{{ ho_tem }}"), ho_ten="An")
    assert code == "unknown_field"
    assert "“ho_tem”" in said
    assert "“ho_ten”" in said


def test_every_missing_field_is_known_before_anything_is_filled_in(tmp_path: Path) -> None:
    path = word_file(tmp_path / "mau.docx", p("{{ a }} {% if b %}x{% endif %} {{ c }}"))
    found = WordTemplate(path, "vi").problems({"c"})
    assert [f.value for f in found] == ["a", "b"]


def test_a_missing_field_of_a_row_is_an_error_by_its_name(tmp_path: Path) -> None:
    code, said = refused(tmp_path, p("{% for d in ds %}{{ d.tem }}{% endfor %}"), ds=[{"ten": "A"}])
    assert code == "unknown_field"
    assert "“tem”" in said
    assert "“ten”" in said


USES = (
    "{{ x.y }}",
    "{{ x + 1 }}",
    "{% for a in x %}{% endfor %}",
    "{% if x %}{% endif %}",
    "{{ x|length }}",
)


@pytest.mark.parametrize("use", USES)
def test_a_missing_field_is_named_however_the_template_uses_it(tmp_path: Path, use: str) -> None:
    code, said = refused(tmp_path, p(use.replace("<", "&lt;")), other=1)
    assert (code, "“x”" in said) == ("unknown_field", True)


@pytest.mark.parametrize("tag", ["{{ }}", "{% if %}", "{% nothing %}", "{{ so / 0 }}", "{% for d in ds %}"])
def test_a_tag_written_wrongly_is_an_error_with_the_name_of_the_template(tmp_path: Path, tag: str) -> None:
    assert refused(tmp_path, p(tag), so=1, ds=[])[0] == "bad_template"


def test_a_template_cannot_reach_the_program(tmp_path: Path) -> None:
    assert refused(tmp_path, p("{{ ten.__class__.__mro__ }}"), ten="A")[0] in ("bad_template", "unknown_field")
    assert refused(tmp_path, p("{{ ''.__class__.__base__.__subclasses__() }}"))[0] in ("bad_template", "unknown_field")


def test_a_loop_that_makes_broken_xml_is_refused(tmp_path: Path) -> None:
    body = p("{%p for d in ds %}") + "<w:tbl><w:tr><w:tc>" + p("{%p endfor %}") + "</w:tc></w:tr></w:tbl>"
    assert refused(tmp_path, body, ds=[1, 2])[0] == "bad_template"


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 torn"])
def test_what_is_no_word_file_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mau.docx"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        WordTemplate(path, "vi")
    assert [f.code for f in caught.value.findings] == ["bad_template"]


def test_entities_of_a_hostile_file_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "mau.docx"
    inside = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>[&x;]</w:t></w:r></w:p></w:body></w:document>'  # fmt: skip  # noqa: E501
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", inside)
    with pytest.raises(InputError):
        WordTemplate(path, "vi").render({})


def test_the_authors_name_and_dates_of_a_template_do_not_pass_on(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "mau.docx", p("{{ a }}"), {"docProps/core.xml": "<x>Ai Đó</x>", "word/theme.xml": "<t/>"}
    )
    (tmp_path / "made.docx").write_bytes(WordTemplate(path, "vi").render({"a": 1}))
    with zipfile.ZipFile(tmp_path / "made.docx") as parts:
        assert "Ai Đó" not in parts.read("docProps/core.xml").decode()
        assert parts.read("word/theme.xml") == b"<t/>"


def test_the_same_fields_give_the_same_bytes(tmp_path: Path) -> None:
    path = word_file(tmp_path / "mau.docx", p("{{ a }}"))
    assert WordTemplate(path, "vi").render({"a": 1}) == WordTemplate(path, "vi").render({"a": 1})
