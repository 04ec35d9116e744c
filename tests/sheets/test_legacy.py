"""Vietnamese of before Unicode is told from Unicode and turned, letter by letter; Unicode is never touched."""

from __future__ import annotations

import csv
import gzip
import shutil
import subprocess
from importlib import resources

import pytest

from optimizer.sheets.legacy import TCVN3, coding_of_font, is_syllable, turn, vote
from tests.corpus.old_codes import tcvn3, vni


def places() -> list[str]:
    """Return every name of a unit of the country that has an accent."""
    with (
        (resources.files("optimizer.samples") / "predecessors.csv.gz").open("rb") as raw,
        gzip.open(raw, "rt", encoding="utf-8") as file,
    ):
        found = {value for row in csv.DictReader(file) for value in row.values() if value and not value.isascii()}
    return sorted(found)


PLACES = places()


def test_no_place_of_the_country_is_turned_into_something_else() -> None:
    wrong = [name for name in PLACES if vote(name)]
    assert len(wrong) <= 1, wrong  # Ia Púch alone; one text never decides for a sheet


@pytest.mark.parametrize("coding", ["tcvn3", "vni"])
def test_every_place_survives_the_old_code_and_nearly_all_are_told_by_themselves(coding: str) -> None:
    written = {name: (tcvn3 if coding == "tcvn3" else vni)(name) for name in PLACES}
    if coding == "tcvn3":  # the code has no capitals with tones
        written = {n: w for n, w in written.items() if turn(w, "tcvn3").casefold() == n.casefold()}
        assert len(written) == len(PLACES)
    else:
        assert all(turn(w, "vni") == n for n, w in written.items())
    told = [vote(w) for w in written.values() if not w.isascii()]
    assert not [v for v in told if v not in (None, coding)]
    assert sum(v == coding for v in told) >= 0.85 * len(told)  # highland names are no Vietnamese syllables


if shutil.which("iconv") is not None:

    def test_the_table_says_what_the_c_library_says() -> None:
        for old, letter in TCVN3.items():
            done = subprocess.run(
                ["iconv", "-f", "TCVN", "-t", "UTF-8"], input=old.encode("latin-1"), capture_output=True, check=False
            )
            if done.returncode == 0 and done.stdout:
                assert done.stdout.decode() == letter, old


@pytest.mark.parametrize(
    ("font", "coding"),
    [
        (".VnTime", "tcvn3"),
        (".VnTimeH", "tcvn3-upper"),
        (".VnArial", "tcvn3"),
        ("VNI-Times", "vni"),
        ("Arial", None),
        (None, None),
    ],
)
def test_fonts_tell_the_code(font: str | None, coding: str | None) -> None:
    assert coding_of_font(font) == coding


def test_the_font_of_capitals_gives_capitals() -> None:
    assert turn("nguyÔn v¨n an", "tcvn3-upper") == "NGUYỄN VĂN AN"


@pytest.mark.parametrize(
    "text", ["Nguyễn Văn Đức", "Hà", "Hòa", "Bí thư", "H'Mông", "Müller", "François", "© 2025", "Điều 5 §"]
)
def test_unicode_and_foreign_words_are_no_old_code(text: str) -> None:
    assert vote(text) is None


@pytest.mark.parametrize("word", ["nghiêng", "Khuyết", "quýt", "giếng", "Thuở", "ương", "yêu", "Hoài"])
def test_vietnamese_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "V¨n", "Traàn", "Krông", "zoom", "bwx"])
def test_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)
