"""The report opened in a real browser without a network: the table fills, the search finds, nothing is asked for."""

from __future__ import annotations

import json
import math
import subprocess
from typing import TYPE_CHECKING

from optimizer.domain.plan import Plan
from optimizer.reports.context import Context
from optimizer.reports.html.page import Report
from optimizer.reports.html.palette import STEPS
from optimizer.reports.papers.figures import Figures
from optimizer.reports.papers.offices import offices
from optimizer.reports.papers.proof import Proof
from tests.cases import case, unit
from tests.papers.browser import find_browser
from tests.papers.office import HELD, NASTY, figures
from tests.papers.test_page import Seen

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.text import Lang

BROWSER = find_browser()
LANGS: tuple[Lang, ...] = ("vi", "en")

# As a person would: type a name without its accents, then read what the table shows.
TYPING = """
<script>window.addEventListener("load", function () {
  var find = document.getElementById("plan-find");
  find.value = "gam truong phong";
  find.dispatchEvent(new Event("input"));
});</script>
"""


def shown(path: Path, log: Path, width: int = 1280) -> Seen:
    """Return the page as the browser has it once its script has run, in a window that many pixels wide."""
    command = [
        BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr", f"--user-data-dir={log.parent / 'profile'}", f"--window-size={width},900", "--dump-dom",
        path.as_uri(),
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


def test_a_whole_name_stands_before_its_words_here_and_there_and_nobody_found_is_said(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    opened = source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1)
    path = tmp_path / "bao-cao.html"
    path.write_text(opened.replace("</body>", TYPING.replace("gam truong phong", "thi g") + "</body>"), "utf-8")
    seen = shown(path, tmp_path / "log")
    assert seen.by_id["plan-count"] == "3 dòng; trang 1 / 1", "An's two seats lie in a phường, so their rows have a g"
    names = [text for text in seen.texts["td"] if text in ("Lê Thị Gấm", "Nguyễn Thị An")]
    assert names[-3:] == ["Lê Thị Gấm", "Nguyễn Thị An", "Nguyễn Thị An"]
    path.write_text(opened.replace("</body>", TYPING.replace("gam truong phong", "không ai") + "</body>"), "utf-8")
    assert shown(path, tmp_path / "log").by_id["plan-count"].startswith("Không tìm thấy ai.")


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


# How wide the window is, how wide the page, and how far tables of cards reach to the right.
WIDTHS = """
<script>window.addEventListener("load", function () {
  var every = Array.from(document.querySelectorAll("table.cards, table.tight"));
  var cards = every.filter(function (t) { return t.offsetParent && t.rows[1]; });
  document.getElementById("n-placed").textContent = JSON.stringify([window.innerWidth, document.body.scrollWidth,
    Math.max.apply(null, cards.map(function (t) { return Math.max(t.getBoundingClientRect().right, t.scrollWidth); })),
    cards.map(function (t) { return getComputedStyle(t.rows[1].lastElementChild, "::before").content; })]);
});</script>
"""


def test_on_a_narrow_screen_nothing_of_a_table_of_words_is_out_of_sight(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    path = tmp_path / "bao-cao.html"
    path.write_text(
        source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1).replace("</body>", WIDTHS + "</body>"),
        "utf-8",
    )
    for width, carded in ((500, True), (1280, False)):
        window, page, right, heads = json.loads(shown(path, tmp_path / "log", width).by_id["n-placed"])
        assert window == width
        assert max(page, right) <= window
        assert any("Căn cứ" in h or "Kết quả" in h for h in heads) is carded


# How far the keys of the pictures reach to the right on a telephone: a window is never narrower than 500, a page may be.
KEYS = """
<script>window.addEventListener("load", function () {
  document.body.style.width = "360px";
  document.querySelectorAll(".tabs .pane").forEach(function (p) { p.style.display = "block"; });
  var keys = Array.from(document.querySelectorAll(".key span, .tile, .say, .lead, nav a, h2"));
  document.getElementById("n-placed").textContent = JSON.stringify([keys.length,
    Math.max.apply(null, keys.map(function (k) { return k.getBoundingClientRect().right; }))]);
});</script>
"""


def test_on_a_telephone_the_keys_of_the_pictures_are_in_sight(tmp_path: Path) -> None:
    made = figures()
    for lang in LANGS:
        source = Report(made, Proof(), offices(made.context.case), lang).html()
        path = tmp_path / "bao-cao.html"
        opened = source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1)
        path.write_text(opened.replace("</body>", KEYS + "</body>"), "utf-8")
        count, right = json.loads(shown(path, tmp_path / "log", 500).by_id["n-placed"])
        assert count > 20
        assert right <= 360


# What a reader would see: names on the map that lie over another name or over a point, by the browser's own measure.
MEASURING = """
<script>window.addEventListener("load", function () {
  var map = document.querySelector("svg.map"), found = [];
  function boxes(kind) { return Array.from(map.querySelectorAll(kind)).map(function (e) { return e.getBBox(); }); }
  var names = boxes("text.name").slice(0, -1), points = boxes("circle");
  function over(a, b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y + 2 < b.y + b.height - 1 && b.y + 2 < a.y + a.height - 1;
  }
  names.forEach(function (a, i) {
    names.slice(i + 1).concat(points).forEach(function (b) { if (over(a, b)) { found.push(i); } });
  });
  document.getElementById("n-placed").textContent = JSON.stringify([names.length, points.length, found]);
});</script>
"""
WORDS = ("Hưng Đạo", "Thượng Phúc", "Ứng Thiên", "Kẻ Sặt", "Mỹ Đức", "Nguyễn Bỉnh Khiêm", "Ô Diên", "WWW MMM")


def test_no_name_on_a_crowded_map_covers_anything(tmp_path: Path) -> None:
    units = [
        unit(
            f"{i:05}", name=f"Phường {WORDS[i % 8]}", type="phuong", lat=21.0 + step(i, 0.61), lon=105.8 + step(i, 0.37)
        )
        for i in range(126)
    ]
    made = Figures(Context(Plan.of([]), case(units)))
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    path = tmp_path / "bao-cao.html"
    opened = source.replace("script-src '", "script-src 'unsafe-inline' 'y", 1)
    path.write_text(opened.replace("</body>", MEASURING + "</body>"), "utf-8")
    names, points, covered = json.loads(shown(path, tmp_path / "log").by_id["n-placed"])
    assert points == 126
    assert names > 50
    assert covered == []
    report = Report(made, Proof(), offices(made.context.case), "vi")
    assert len(report.map.nameless) == 126 - names
    told = sum(len(f"{s.number} {s.unit.unit.name}") for s in report.map.nameless)
    assert told / 165 <= report.lines_below_map <= told / 165 + 3, "on paper the map leaves room for the other names"
    assert f"--lines:{report.lines_below_map}" in source


def step(i: int, turn: float) -> float:
    """Return the i-th of points that are dense in the middle and thin out towards the edge."""
    return 0.02 * (i + 1) ** 0.6 * math.sin(2 * math.pi * turn * i)


def test_the_browser_refuses_what_the_policy_forbids(tmp_path: Path) -> None:
    made = figures()
    source = Report(made, Proof(), offices(made.context.case), "vi").html()
    path = tmp_path / "bao-cao.html"
    path.write_text(source.replace("</body>", "<script>document.title = 'run'</script></body>"), "utf-8")
    seen = shown(path, tmp_path / "log")
    assert "run" not in seen.texts["title"]
    assert "Content Security Policy" in (tmp_path / "log").read_text("utf-8")
