"""The report opened in a real browser without a network: the table fills, the search finds, nothing is asked for."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from optimizer.reports.html.page import Report
from optimizer.reports.html.palette import STEPS
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import Proof
from tests.papers.office import HELD, NASTY, figures
from tests.papers.test_page import Seen

if TYPE_CHECKING:
    from pathlib import Path

BROWSER = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), "")
pytestmark = pytest.mark.skipif(not BROWSER, reason="no Chromium on this computer")

# As a person would: type a name without its accents, then read what the table shows.
TYPING = """
<script>window.addEventListener("load", function () {
  var find = document.getElementById("plan-find");
  find.value = "gam truong phong";
  find.dispatchEvent(new Event("input"));
});</script>
"""


def shown(path: Path, log: Path) -> Seen:
    """Return the page as the browser has it once its script has run."""
    command = [
        BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr", f"--user-data-dir={log.parent / 'profile'}", "--dump-dom", path.as_uri(),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=120)
    log.write_text(done.stderr, "utf-8")
    return Seen(done.stdout)


def test_the_table_fills_without_a_network_and_names_do_no_harm(tmp_path: Path) -> None:
    made = figures()
    path = Report(made, Proof(), offices(made.context.case), "vi").write(tmp_path / "bao-cao.html")
    seen = shown(path, tmp_path / "log")
    assert seen.by_id["plan-count"] == f"{len(HELD)} dòng; trang 1 / 1"
    assert NASTY in seen.texts["td"]
    said = (tmp_path / "log").read_text("utf-8")
    assert "CONSOLE" not in said, said


def test_the_search_needs_no_accents(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    opened = source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1)  # no hash now: any script may run
    path = tmp_path / "bao-cao.html"
    path.write_text(opened.replace("</body>", TYPING + "</body>"), "utf-8")
    seen = shown(path, tmp_path / "log")
    assert seen.by_id["plan-count"] == "1 dòng; trang 1 / 1"
    assert "Lê Thị Gấm" in seen.texts["td"]


def test_one_field_alone_can_be_seen_on_the_map(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    choosing = (
        TYPING.replace("plan-find", "map-field").replace('"gam truong phong"', '"0"').replace('"input"', '"change"')
    )
    path = tmp_path / "bao-cao.html"
    opened = source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1)
    path.write_text(opened.replace("</body>", choosing + "</body>"), "utf-8")
    seen = shown(path, tmp_path / "log")
    circles = [a["fill"] for t, a in seen.elements if t == "circle"]
    untouched = [a["fill"] for t, a in Seen(source).elements if t == "circle"]
    vacancy, coverage = circles[:2], circles[2:4]
    assert vacancy == untouched[:2]
    assert coverage == [STEPS[0].fill, STEPS[4].fill]  # the first unit has its land specialist, the second nobody
    hidden = [a.get("id") for t, a in seen.elements if t == "p" and "hidden" in a]
    assert hidden == [None], "the legend of all fields gives way to that of one"


def test_the_browser_refuses_what_the_policy_forbids(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    path = tmp_path / "bao-cao.html"
    path.write_text(source.replace("</body>", "<script>document.title = 'run'</script></body>"), "utf-8")
    seen = shown(path, tmp_path / "log")
    assert "run" not in seen.texts["title"]
    assert "Content Security Policy" in (tmp_path / "log").read_text("utf-8")
