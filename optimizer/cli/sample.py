"""`placement sample`: an invented case on real places."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from optimizer.cli.aside import keep_edited
from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Argument, Option, WordType
from optimizer.cli.options import command as declared
from optimizer.cli.paths import out_option
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    import click

    from optimizer.cli.console import Say


class Place(WordType):
    """The name of a sample; the samples are only looked up when one is asked for."""

    name = "place"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the name, or say which samples there are."""
        from optimizer.samples import PLACES

        word = str(value)
        if word not in PLACES:
            near = difflib.get_close_matches(word, list(PLACES), 1)
            names = ", ".join(PLACES)
            hint = (
                Text(f"Có phải ý bạn là “{near[0]}”?", f"Did you mean “{near[0]}”?")
                if near
                else Text(f"Các mẫu có: {names}.", f"There are: {names}.")
            )
            raise wrong_usage(Text(f"không có bộ mẫu “{word}”.", f"there is no sample “{word}”."), hint)
        return word


@declared(
    "sample",
    Text(
        "Tạo một hồ sơ mẫu: địa danh thật, con người hư cấu.\n"
        "Các mẫu: hai-phong-leaders (50 đơn vị, 4 chức danh), hai-phong (114 đơn vị), lang-son (65), hanoi (126).",
        "Write a sample case: real places, invented people.\n"
        "Samples: hai-phong-leaders (50 units, 4 titles), hai-phong (114 units), lang-son (65), hanoi (126).",
    ),
    "placement sample hai-phong --out inputs/hai-phong.xlsx",
    20,
    [
        Argument(["place"], Text("Tên bộ mẫu.", "The sample's name."), metavar="PLACE", type=Place()),
        out_option(Text("Tệp hồ sơ sẽ tạo.", "The workbook to write."), "CASE.xlsx"),
        Option(
            ["--seed"],
            Text("Số gieo: số khác cho con người khác.", "Seed: another number gives other people."),
            type=int,
            metavar="N",
        ),
    ],
)
def command(say: Say, place: str, out: Path, seed: int | None) -> int:
    """Write the sample."""
    from optimizer.samples import PLACES, write_sample

    keep_edited(out, say)
    written = write_sample(place, out, seed, say.lang)
    say.tell(Text(f"Đã tạo {written}: {PLACES[place].vi}", f"Written {written}: {PLACES[place].en}"))
    say.tell(Text(f"Tiếp theo: placement check {written}", f"Next: placement check {written}"))
    return say.done({"status": "ok", "case": str(written), "place": place, "seed": seed})
