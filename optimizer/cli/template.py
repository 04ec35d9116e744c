"""`placement template`: an empty case to fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.cli.aside import keep_edited
from optimizer.cli.options import command as declared
from optimizer.cli.paths import out_option
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.cli.console import Say


@declared(
    "template",
    Text(
        "Tạo tệp hồ sơ trống, có danh sách chọn, chú thích và một dòng mẫu mỗi trang.\n"
        "Xóa các dòng mẫu trước khi điền.",
        "Write an empty case with drop-downs, notes and one example row a sheet.\n"
        "Delete the example rows before filling it in.",
    ),
    "placement template --out inputs/case.xlsx",
    30,
    [out_option(Text("Tệp hồ sơ sẽ tạo.", "The workbook to write."), "CASE.xlsx")],
)
def command(say: Say, out: Path) -> int:
    """Write the template."""
    from optimizer.sheets.template import write_template

    keep_edited(out, say)
    written = write_template(out, say.lang) or out
    say.tell(Text(f"Đã tạo tệp mẫu: {written}", f"Template written: {written}"))
    say.tell(
        Text(f"Điền xong thì chạy: placement check {written}", f"When it is filled in, run: placement check {written}")
    )
    return say.done({"status": "ok", "case": str(written)})
