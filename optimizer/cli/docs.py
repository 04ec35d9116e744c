"""Pages of docs/ that are made from the program itself: `python -m optimizer.cli.docs` writes them again.

A test compares them with what is made now, so that they cannot fall behind.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from optimizer.cli import language
from optimizer.cli.help import WIDTH
from optimizer.cli.main import commands, main
from optimizer.cli.rules import described, everything, is_objective, mode_words, on_words, sense_words, subject
from optimizer.domain.practices import PRACTICES
from optimizer.text import Lang, Text

if TYPE_CHECKING:
    from optimizer.cli.rules import Kind

LANGS: tuple[Lang, ...] = ("en", "vi")
_MADE = Text(
    "Trang này do `python -m optimizer.cli.docs` viết ra; sửa trong mã nguồn.",
    "This page is written by `python -m optimizer.cli.docs`; change it in the source.",
)
_CLI = Text("Dòng lệnh", "Command line")
_RULES = Text("Quy tắc và mục tiêu", "Rules and objectives")
_SHEET = Text(
    "Bật tắt, đổi mức, cấp, trọng số và tham số ở trang `Quy tắc` của hồ sơ; quy tắc không ghi ở đó giữ mặc định. "
    "Tên quy tắc viết bằng mã hoặc bằng tên tiếng Việt, tiếng Anh đều được.",
    "Switch, weigh, place and set them on the sheet `Rules` of the case; what is not listed there keeps its default. "
    "A rule may be named by its code or by its title in either language.",
)
_HEADS = {
    "kind": Text("Loại", "Kind"),
    "default": Text("Mặc định", "Default"),
    "level": Text("Cấp, trọng số", "Level, weight"),
    "aim": Text("Đo bằng", "Measure"),
    "source": Text("Căn cứ", "Basis"),
    "subject": Text("Nhóm", "Subject"),
    "rule": Text("Quy tắc, mục tiêu", "Rule or objective"),
    "allowed": Text("Giá trị", "Values"),
    "param": Text("Tham số", "Parameter"),
    "meaning": Text("Ý nghĩa", "Meaning"),
    "number": Text("Số", "Number"),
    "practice": Text("Quy định, thực tiễn", "Practice"),
    "carried": Text("Thực hiện bằng", "Carried by"),
}
_PRACTICES = Text("Từng quy định nằm ở đâu", "Where each practice is carried")
_NUMBERS = Text(
    "Số thứ tự này cũng được ghi trong mã nguồn, ví dụ (R49).",
    "The source speaks of these numbers, for instance (R49).",
)


def pages() -> dict[str, str]:
    """Return every made page: file name and content."""
    made = {}
    for lang in LANGS:
        tail = ".md" if lang == "en" else f".{lang}.md"
        with language.speaking(lang):
            made[f"cli{tail}"] = cli_page(lang)
        made[f"rules{tail}"] = rules_page(lang)
    return made


def cli_page(lang: Lang) -> str:
    """Return the help of every command as one page."""
    top = click.Context(main, info_name="placement", terminal_width=WIDTH)
    parts = [f"# {_CLI.of(lang)}", _MADE.of(lang), _block(main.get_help(top))]
    for name, command in commands().items():
        ctx = click.Context(command, info_name=name, parent=top, terminal_width=WIDTH)
        parts += [f"## placement {name}", _block(command.get_help(ctx))]
    return "\n\n".join(parts) + "\n"


def rules_page(lang: Lang) -> str:
    """Return every rule and objective as one page: an overview, then each in full, by subject."""
    kinds = everything()
    parts = [f"# {_RULES.of(lang)}", _MADE.of(lang), _SHEET.of(lang), _overview(kinds, lang)]
    told = None
    for kind in kinds:
        if subject(kind) != told:
            told = subject(kind)
            parts.append(f"## {told.of(lang)}")
        parts.append(_entry(kind, lang))
    parts += [f"## {_PRACTICES.of(lang)}", _NUMBERS.of(lang), _practices(lang)]
    return "\n\n".join(parts) + "\n"


def carriers() -> dict[int, list[str]]:
    """Return the rules and objectives whose docstrings name each practice."""
    found: dict[int, list[str]] = {}
    for kind in everything():
        for number in re.findall(r"\bR(\d+)", kind.__doc__ or ""):
            found.setdefault(int(number), []).append(kind.name)
    return found


def _practices(lang: Lang) -> str:
    """Return one line a practice: the rules and objectives that carry it, and what else does."""
    heads = [_HEADS[key].of(lang) for key in ("number", "practice", "carried")]
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|"]
    by_number = carriers()
    for number, practice in PRACTICES.items():
        carried = [f"`{name}`" for name in dict.fromkeys(by_number.get(number, ()))]
        carried += [] if practice.beside is None else [practice.beside.of(lang)]
        lines.append(f"| R{number} | {_cell(practice.text.of(lang))} | {_cell('; '.join(carried))} |")
    return "\n".join(lines)


def _overview(kinds: list[Kind], lang: Lang) -> str:
    """Return one line a rule: its subject, title, kind, and whether it is on where nobody has said anything."""
    heads = [_HEADS[key].of(lang) for key in ("subject", "rule", "kind", "default")]
    lines = [f"| {' | '.join(heads)} |", "|---|---|---|---|"]
    for kind in kinds:
        title = f"{_cell(kind.text.of(lang))} (`{kind.name}`)"
        cells = (subject(kind).of(lang), title, mode_words(kind, lang), on_words(kind, lang))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _entry(kind: Kind, lang: Lang) -> str:
    data = described(kind, lang)
    facts = {"kind": mode_words(kind, lang), "default": on_words(kind, lang)}
    if data["level"] is not None:
        facts["level"] = f"{data['level']}, {data['weight']:g}"
    if is_objective(kind):
        facts["aim"] = f"{data['unit']}, {sense_words(kind, lang)}"
    facts["source"] = data["source"]
    lines = [f"### `{data['name']}` {data['title']}", "", _sentence(data["asks"]), ""]
    if lang == "en" and data["about"]:
        lines += [data["about"], ""]
    lines += [f"- {_HEADS[key].of(lang)}: {value}" for key, value in facts.items()]
    if data["params"]:
        heads = [_HEADS[key].of(lang) for key in ("param", "default", "allowed", "meaning")]
        lines += ["", f"| {' | '.join(heads)} |", "|---|---|---|---|"]
        for p in data["params"]:
            cells = (f"`{p['name']}`", f"`{_cell(p['default'])}`", _cell(p["allowed"]), _cell(p["meaning"]))
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}".rstrip(".") + "."


def _cell(text: str) -> str:
    return text.replace("|", "\\|") or " "


def _block(text: str) -> str:
    return f"```text\n{text.rstrip()}\n```"


def write(folder: Path) -> None:
    """Write every made page into `folder`."""
    for name, content in pages().items():
        (folder / name).write_text(content, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(Path("docs"))
