"""Names stay in the office: pseudonyms everywhere, locked outputs, nothing secret on a console, no network at all."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import optimizer
from optimizer.sheets.access import Access
from tests.cli.conftest import only_json
from tests.cli.small import small_tables, write_small
from tests.corpus.raw import locked

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SECRETS = ["CB001", "Nguyễn Văn An", "Trần Thị Bình", "Phạm Thị Dung", "vợ là Lê Thị Hoa", "Bà Mai"]
ROOT = Path(optimizer.__file__).parents[1]


def secretive(path: Path) -> Path:
    """Write the tiny case with doubtful cells, free remarks, decisions and relations that all speak of people."""
    tables: dict[str, Any] = small_tables()
    for cadre in tables["cadres"]:
        cadre["cadre_id"] = "NV-" + cadre["cadre_id"]
        cadre["Ghi chú"] = "vợ là Lê Thị Hoa"
    tables["cadres"][0]["name"] = "Nguyễn  Văn An"
    tables["cadres"][4] = {
        **tables["cadres"][4],
        "name": "NGUYỄN VĂN AN",
        "birth_date": tables["cadres"][0]["birth_date"],
    }
    tables["decisions"] = [
        {
            "cadre_id": "NV-CB002",
            "action": "khóa",
            "unit_code": "00002",
            "title_code": "BT",
            "reason": "vợ là Lê Thị Hoa",
            "author": "Bà Mai",
        },
    ]
    tables["relations"] = [{"cadre_a": "NV-CB001", "cadre_b": "nv-cb004", "kind": "vợ chồng"}]
    return write_small(path, **tables)


def held(path: Path) -> str:
    """Return everything a workbook holds, every part of it."""
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_no_name_and_no_code_reaches_any_output(run: Run, tmp_path: Path) -> None:
    case = secretive(tmp_path / "case.xlsx")
    checked = run("check", case, "--anonymise", "--annotate", "marked.xlsx", "--json", "--profile", "profile.xlsx")
    solved = run("solve", case, "--anonymise", "--out", "plan.xlsx", "--json")
    spoken = run("check", case, "--anonymise")
    assert (checked.exit_code, solved.exit_code, spoken.exit_code) == (0, 0, 0)
    everything = [checked.output, solved.output, spoken.output, held(tmp_path / "plan.xlsx")]
    everything += [held(tmp_path / "marked.xlsx"), held(tmp_path / "profile.xlsx")]
    for secret in SECRETS:
        assert not any(secret.casefold() in said.casefold() for said in everything), secret
    assert "CB00001" in held(tmp_path / "plan.xlsx")
    codes = {f["code"] for f in only_json(checked)["findings"]}
    assert {"same_person", "text_mended", "columns_left_out"} <= codes, "what is wrong is told all the same"


def test_a_plan_made_with_pseudonyms_is_the_plan_made_without(run: Run, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    case = secretive(tmp_path / "case.xlsx")
    run("solve", case, "--out", "real.xlsx")
    run("solve", case, "--anonymise", "--out", "masked.xlsx")
    plans = [
        [row[2:6] for row in load_workbook(tmp_path / name).worksheets[0].iter_rows(values_only=True)]
        for name in ("real.xlsx", "masked.xlsx")
    ]
    assert plans[0] == plans[1]
    assert run("verify", case, "masked.xlsx", "--anonymise").exit_code == 0


def test_a_plan_with_real_names_is_told_under_pseudonyms_by_every_command(run: Run, tmp_path: Path) -> None:
    case = secretive(tmp_path / "case.xlsx")
    assert run("solve", case, "--out", "real.xlsx").exit_code == 0
    assert run("solve", case, "--anonymise", "--out", "masked.xlsx").exit_code == 0
    seat = ["--seat", "00002", "BT"]
    for words in (
        ["verify", case, "real.xlsx"],
        ["explain", case, "real.xlsx", "--person", "NV-CB002"],
        ["explain", case, "real.xlsx", *seat, "--json"],
        ["explain", case, "real.xlsx", "--vacancies"],
        ["compare", case, "real.xlsx", "masked.xlsx", "--out", "compare.xlsx", "--json"],
        ["report", case, "real.xlsx", "--out", "report", "--json"],
    ):
        ended = run(*words, "--anonymise")
        assert ended.exit_code == 0, ended.output
        for secret in SECRETS:
            assert secret.casefold() not in ended.output.casefold(), (words[0], secret)
    files = [tmp_path / "compare.xlsx", *(p for p in (tmp_path / "report").rglob("*") if p.is_file())]
    assert len(files) > 2
    for file in files:
        said = held(file) if zipfile.is_zipfile(file) else file.read_text("utf-8")
        assert not any(secret in said for secret in SECRETS), file.name
    told = only_json(run("compare", case, "real.xlsx", "masked.xlsx", "--anonymise", "--json"))
    assert told["moved"] == [], "one person has one pseudonym, whichever plan names them"


def test_a_plan_of_pseudonyms_beside_real_names_is_refused_and_said_so(run: Run, tmp_path: Path) -> None:
    tables = small_tables()  # its codes look much like pseudonyms
    for n, cadre in enumerate(tables["cadres"]):
        cadre["cadre_id"] = f"CB{n + 2:05}"
    case = write_small(tmp_path / "case.xlsx", **tables)
    assert run("solve", case, "--anonymise", "--out", "masked.xlsx").exit_code == 0
    for words in (["verify", case, "masked.xlsx"], ["solve", case, "--review", "masked.xlsx", "--out", "next.xlsx"]):
        ended = run(*words, "--json")
        assert ended.exit_code == 1
        assert "plan_anonymised" in {f["code"] for f in only_json(ended)["findings"]}
    assert not (tmp_path / "next.xlsx").exists()
    assert run("verify", case, "masked.xlsx", "--anonymise").exit_code == 0
    assert run("solve", case, "--review", "masked.xlsx", "--anonymise", "--out", "next.xlsx").exit_code == 0


def test_a_reviewed_copy_with_real_names_is_refused_under_pseudonyms(run: Run, tmp_path: Path) -> None:
    case = secretive(tmp_path / "case.xlsx")
    run("solve", case, "--out", "real.xlsx")
    ended = run("solve", case, "--review", "real.xlsx", "--anonymise", "--out", "next.xlsx", "--json")
    assert ended.exit_code == 1
    assert [f["code"] for f in only_json(ended)["findings"] if f["severity"] == "error"] == ["plan_not_anonymised"]
    assert not any(secret in ended.output for secret in SECRETS)


def test_the_plan_of_another_case_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    tables = small_tables()
    for cadre in tables["cadres"]:
        cadre["cadre_id"] = "X" + cadre["cadre_id"]
    other = write_small(tmp_path / "other.xlsx", **tables)
    case = write_small(tmp_path / "case.xlsx")
    assert run("solve", other, "--out", "plan.xlsx").exit_code == 0
    for words in (("verify", case, "plan.xlsx"), ("solve", case, "--review", "plan.xlsx", "--out", "new.xlsx")):
        ended = run(*words)
        assert ended.exit_code == 1
        assert "do not fit" in ended.output
    assert not (tmp_path / "new.xlsx").exists()


def test_an_unknown_code_is_still_an_error_under_pseudonyms(run: Run, tmp_path: Path) -> None:
    decisions = [{"cadre_id": "KHÔNG-CÓ", "action": "giữ"}]
    ended = run("check", write_small(tmp_path / "case.xlsx", decisions=decisions), "--anonymise", "--json")
    (found,) = [f for f in only_json(ended)["findings"] if f["code"] == "unknown_cadre"]
    assert ended.exit_code == 1
    assert "KHÔNG" not in ended.output
    assert found["cell"] == "A2"


def test_a_locked_plan_opens_with_its_password_alone(run: Run, tmp_path: Path) -> None:
    case = write_small(tmp_path / "case.xlsx")
    (tmp_path / "pw.txt").write_text("mật khẩu\n", "utf-8")
    assert run("solve", case, "--out", "plan.xlsx", "--lock-file", "pw.txt").exit_code == 0
    assert not zipfile.is_zipfile(tmp_path / "plan.xlsx")
    assert b"Nguy" not in (tmp_path / "plan.xlsx").read_bytes()
    assert run("verify", case, "plan.xlsx").exit_code == 1
    assert run("verify", case, "plan.xlsx", "--password-file", "pw.txt").exit_code == 0


def test_the_marked_copy_of_a_locked_case_is_locked_alike(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "case.xlsx"
    case.write_bytes(locked(write_small(tmp_path / "open.xlsx").read_bytes(), "pw"))
    (tmp_path / "pw.txt").write_text("pw", "utf-8")
    assert run("check", case, "--password-file", "pw.txt", "--annotate", "marked.xlsx").exit_code == 0
    assert not zipfile.is_zipfile(tmp_path / "marked.xlsx")
    assert run("check", "marked.xlsx", "--password-file", "pw.txt").exit_code == 0


def test_a_file_of_passwords_that_is_empty_or_no_text_is_a_wrong_call(run: Run, tmp_path: Path) -> None:
    case = write_small(tmp_path / "case.xlsx")
    (tmp_path / "empty").write_text("\n \n")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert run("check", case, "--password-file", "empty").exit_code == 2
    assert run("check", case, "--password-file", "binary").exit_code == 2


def test_passwords_are_not_in_what_is_shown_of_the_objects_that_hold_them() -> None:
    assert "geheim" not in repr(Access(("geheim",)))


_WATCHED = """
import sys
def watch(event, args):
    if event.startswith("socket.") and event not in ("socket.gethostname",):
        sys.stderr.write(f"NETWORK {event} {args}\\n")
        raise PermissionError(event)
sys.addaudithook(watch)
from optimizer.cli.main import main
main()
"""


@pytest.mark.parametrize(
    "words",
    [
        ["check", "case.xlsx", "--annotate", "m.xlsx", "--json"],
        ["check", "locked.xlsx", "--password-file", "pw.txt", "--json"],
        ["solve", "case.xlsx", "--out", "plan.xlsx", "--json"],
        ["template", "--out", "t.xlsx", "--json"],
    ],
    ids=lambda w: " ".join(w[:2]),
)
def test_no_command_opens_a_connection(tmp_path: Path, words: list[str]) -> None:
    write_small(tmp_path / "case.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(locked((tmp_path / "case.xlsx").read_bytes(), "pw"))
    (tmp_path / "pw.txt").write_text("pw", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}){_WATCHED}", *words],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert "NETWORK" not in done.stderr
    assert json.loads(done.stdout)["exit_code"] == 0, done.stderr


def test_no_module_of_the_program_knows_the_network() -> None:
    import ast

    forbidden = {"socket", "ssl", "http", "urllib", "requests", "httpx", "ftplib", "smtplib", "telnetlib", "asyncio"}
    for path in (ROOT / "optimizer").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {n.split(".")[0] for n in names} & forbidden, path


def test_identity_numbers_are_not_shown_whole_on_the_console(run: Run, tmp_path: Path) -> None:
    tables: dict[str, Any] = small_tables()
    tables["cadres"] = [
        {**tables["cadres"][0], "cadre_id": "031185000123"},
        {**tables["cadres"][1], "cadre_id": "031185000123"},
    ]
    case = write_small(tmp_path / "case.xlsx", **tables)
    ended = run("check", case)
    assert ended.exit_code == 1
    assert "031…123" in ended.stdout
    assert "031185000123" not in ended.output
    assert "031185000123" in run("check", case, "--json").stdout, "JSON is for programs, which need the whole"
