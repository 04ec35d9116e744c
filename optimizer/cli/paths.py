"""Files on the command line: inputs must be there, outputs must have a folder to go to and never be an input."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Argument, Option, PathType
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import click

SUFFIX = ".xlsx"
SUFFIXES = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlsb", ".ods")


# What offices also send lists in, and what is not read from a folder.
OTHER_LISTS = (".csv", ".tsv", ".doc", ".docx", ".odt", ".rtf", ".pdf", ".htm", ".html", ".zip", ".rar", ".7z")
LEFT_OUT = "optimizer.left_out"  # files and folders in a folder of rosters that are not read


class InFile(PathType):
    """An existing file to read."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or say that nothing is there and what was perhaps meant."""
        path = Path(value)
        if path.is_dir():
            raise wrong_usage(
                Text(f"“{path}” là thư mục.", f"“{path}” is a folder."),
                Text("Ghi đường dẫn tới tệp .xlsx.", "Give the path of an .xlsx file."),
            )
        if not path.exists():
            raise wrong_usage(Text(f"không có tệp “{path}”.", f"there is no file “{path}”."), _nearby(path))
        if not path.is_file():  # a pipe or a device may never end
            raise wrong_usage(
                Text(f"“{path}” không phải là tệp thông thường.", f"“{path}” is no ordinary file."),
                Text("Chép nội dung ra một tệp rồi dùng tệp ấy.", "Copy what it holds into a file and give that one."),
            )
        return path


class InRosters(InFile):
    """An existing file to read, or a folder whose workbooks are all read, in the order of their names."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the files; a folder without workbooks is said so."""
        path = Path(value)
        if not path.is_dir():
            return (super().convert(value, param, ctx),)
        every = [p for p in sorted(path.iterdir(), key=lambda p: p.name) if not p.name.startswith(("~$", "."))]
        found = tuple(p for p in every if p.suffix.lower() in SUFFIXES and p.is_file())
        if not found:
            raise wrong_usage(
                Text(f"thư mục “{path}” không có tệp Excel nào.", f"the folder “{path}” holds no workbook."),
                Text(f"Các dạng đọc được: {', '.join(SUFFIXES)}.", f"What can be read: {', '.join(SUFFIXES)}."),
            )
        if ctx is not None:
            read = {p.stem for p in found}  # the signed scan of a list that is read is no list of its own
            left = (p for p in every if (_is_other_list(p) and p.stem not in read) or _holds_workbooks(p))
            ctx.meta.setdefault(LEFT_OUT, []).extend(left)
        return found


def _is_other_list(path: Path) -> bool:
    return path.suffix.lower() in OTHER_LISTS and path.is_file()


def _holds_workbooks(path: Path) -> bool:
    return path.is_dir() and any(p.suffix.lower() in SUFFIXES for p in path.iterdir())


class OutFile(PathType):
    """A workbook to write, or a file with one of the `endings`."""

    name = "file"
    endings: tuple[str, ...] = (SUFFIX,)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path, or say why no such file can be written there."""
        path = Path(value)
        ending = self.endings[0]
        if path.is_dir():
            raise wrong_usage(
                Text(f"“{path}” là thư mục.", f"“{path}” is a folder."),
                Text(
                    f"Ghi cả tên tệp, ví dụ “{path / ('phuong-an' + ending)}”.",
                    f"Add a file name, such as “{path / ('plan' + ending)}”.",
                ),
            )
        if not path.name.lower().endswith(self.endings):
            raise wrong_usage(
                Text(
                    f"“{path}” không có đuôi {' hay '.join(self.endings)}.",
                    f"“{path}” does not end in {' or '.join(self.endings)}.",
                ),
                Text(
                    f"Đặt tên, ví dụ “{path.with_name(path.name + ending)}”.",
                    f"Call it “{path.with_name(path.name + ending)}”.",
                ),
            )
        if not path.parent.is_dir():
            raise wrong_usage(
                Text(f"không có thư mục “{path.parent}”.", f"there is no folder “{path.parent}”."),
                Text("Tạo thư mục ấy trước hoặc chọn nơi khác.", "Make that folder first, or choose another place."),
            )
        return path


def _nearby(path: Path) -> Text:
    """Suggest a workbook of the same folder with a similar name."""
    names = (
        [p.name for p in path.parent.glob("*" + SUFFIX) if not p.name.startswith("~$")] if path.parent.is_dir() else []
    )
    near = difflib.get_close_matches(path.name, names, 1)
    if near:
        other = path.parent / near[0]
        return Text(f"Có phải ý bạn là “{other}”?", f"Did you mean “{other}”?")
    return Text("Kiểm tra lại đường dẫn và tên tệp.", "Check the path and the name of the file.")


def never_an_input(out: Path, inputs: Iterable[Path]) -> None:
    """Refuse to write over a file that is being read: inputs are never modified."""
    for path in inputs:
        if out.exists() and out.samefile(path):
            raise wrong_usage(
                Text(f"“{out}” là tệp đầu vào, không được ghi đè.", f"“{out}” is an input and is never written over."),
                Text("Chọn tên khác cho tệp kết quả.", "Choose another name for the result."),
            )


def file_argument(name: str, metavar: str, words: Text, required: bool = True) -> Argument:
    """Return an argument that takes an existing file."""
    return Argument([name], words, metavar=metavar, required=required, type=InFile())


def file_option(names: Sequence[str], metavar: str, words: Text) -> Option:
    """Return an option that takes an existing file."""
    return Option(names, words, metavar=metavar, type=InFile())


def case_argument() -> Argument:
    """Return the argument CASE.xlsx."""
    words = Text("Tệp hồ sơ: đơn vị, chức danh, chỉ tiêu, cán bộ.", "The case workbook: units, titles, seats, cadres.")
    return file_argument("case", "CASE.xlsx", words)


def plan_argument() -> Argument:
    """Return the argument PLAN.xlsx."""
    words = Text(
        "Tệp phương án, do chương trình viết hoặc gõ tay.",
        "The plan workbook, written by the program or typed by hand.",
    )
    return file_argument("plan", "PLAN.xlsx", words)


def roster_option() -> Option:
    """Return the option --roster."""
    words = Text(
        "Thêm danh sách cán bộ từ một tệp khác, hoặc từ mọi tệp Excel trong một thư mục; dùng được nhiều lần.",
        "Add the cadres of another file, or of every workbook in a folder; may be repeated.",
    )
    return Option(
        ["--roster", "rosters"], words, metavar="FILE|FOLDER", multiple=True, type=InRosters(), callback=_flattened
    )


def _flattened(ctx: click.Context, param: click.Parameter, value: Iterable[tuple[Path, ...]]) -> tuple[Path, ...]:
    """Return all files once, also where one was named twice."""
    return tuple({path.resolve(): path for paths in value for path in paths}.values())


def out_option(words: Text, metavar: str) -> Option:
    """Return the option --out."""
    return Option(["--out"], words, metavar=metavar, required=True, type=OutFile())
