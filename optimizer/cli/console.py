"""The voice of a command: what goes to stdout, what to stderr, and how many findings a person is shown at once."""

from __future__ import annotations

import io
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import click

from optimizer.cli.exits import Exit, Failure
from optimizer.findings import Finding, in_order
from optimizer.text import Lang, Text

_ROW_NUMBER = re.compile(r"\d+")
EXAMPLES = 3  # findings of one kind shown on the console; `--json` and the annotated copy hold all
_HEADS = {"error": Text("LỖI", "ERROR"), "warning": Text("CẢNH BÁO", "WARNING"), "info": Text("GHI CHÚ", "NOTE")}
_IDENTITY = re.compile(r"(?<!\d)\d{12}(?!\d)")
_COLOURS = {"error": "red", "warning": "yellow", "info": "cyan"}


def prepare_streams() -> None:
    """Make stdout and stderr carry Vietnamese whatever the console's code page is (a cp1252 console would raise)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def counted(number: int, vi: str, en: str, plural: str = "") -> Text:
    """Return `number` with its noun: 1 place, 3 places, 3 chỗ."""
    return Text(f"{number:,} {vi}".replace(",", "."), f"{number:,} {en if number == 1 else plural or en + 's'}")


def tally(findings: Iterable[Finding]) -> Text:
    """Return how many errors, warnings and notes there are, in words."""
    counts = Counter(f.severity for f in findings)
    parts = [counted(counts["error"], "lỗi", "error"), counted(counts["warning"], "cảnh báo", "warning")]
    if counts["info"]:
        parts.append(counted(counts["info"], "ghi chú", "note"))
    return Text(", ".join(p.vi for p in parts), ", ".join(p.en for p in parts))


def grouped(findings: Sequence[Finding], lang: Lang, examples: int = EXAMPLES) -> list[str]:
    """Return the findings as lines: one head a kind with its count, a few examples, and how many more there are."""
    lines: list[str] = []
    for (severity, code), members in groupby(in_order(findings), key=lambda f: (f.severity, f.code)):
        found = list(members)
        places = counted(len(found), "chỗ", "place").of(lang)
        lines.append(f"{click.style(_HEADS[severity].of(lang), fg=_COLOURS[severity], bold=True)}  {places}  [{code}]")
        lines += [f"    {discreet(f.sentence(lang))}" for f in _examples(found, examples)]
        if len(found) > examples:
            more = counted(len(found) - examples, "chỗ nữa", "more", "more")
            lines.append(f"    {Text('… và {n}', '… and {n}').format(n=more).of(lang)}")
    return lines


def _examples(found: Sequence[Finding], number: int) -> list[Finding]:
    """Return a few findings in their order, from as many columns as there are: a thousand alike must not hide another."""
    first: dict[tuple[str, str, str], int] = {}
    for i, f in enumerate(found):
        first.setdefault((f.where.file, f.where.sheet, _ROW_NUMBER.sub("", f.where.cell)), i)
    chosen = list(first.values())[:number]
    chosen += [i for i in range(min(len(found), 2 * number)) if i not in chosen][: number - len(chosen)]
    return [found[i] for i in sorted(chosen)]


def discreet(line: str) -> str:
    """Return a line without whole identity numbers: a console is read over shoulders and copied into mails."""
    return _IDENTITY.sub(lambda found: f"{found.group()[:3]}…{found.group()[-3:]}", line)


def finding_counts(findings: Iterable[Finding]) -> dict[str, int]:
    """Return how many findings there are of each code."""
    return dict(sorted(Counter(f.code for f in findings).items()))


def to_json(data: Mapping[str, Any]) -> str:
    """Return `data` as one JSON object; numbers JSON cannot hold become null."""
    return json.dumps(_finite(data), ensure_ascii=False, indent=2, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(k): _finite(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    return value


@dataclass(frozen=True)
class Say:
    """How this run speaks: with `as_json` stdout holds one JSON object only, `quiet` keeps results and errors."""

    lang: Lang
    as_json: bool = False
    quiet: bool = False

    def out(self, line: Text | str = "") -> None:
        """Print what the command is there to show."""
        if not self.as_json:
            click.echo(self._words(line))

    def tell(self, line: Text | str = "") -> None:
        """Print a summary that `-q` leaves out."""
        if not self.quiet:
            self.out(line)

    def note(self, line: Text | str) -> None:
        """Remark something on stderr, where it never mixes with results."""
        if not self.quiet:
            click.echo(self._words(line), err=True)

    def show(self, findings: Sequence[Finding], err: bool = False) -> None:
        """Show findings grouped: on stdout where they are the result, on stderr where they are the reason for none."""
        kept = [f for f in findings if f.severity == "error" or not self.quiet]
        if err or not self.as_json:
            for line in grouped(kept, self.lang):
                click.echo(line, err=err)

    def done(self, data: Mapping[str, Any], exit_code: Exit = Exit.OK) -> int:
        """End the command: print the JSON object where one was asked for, and return the exit code."""
        if self.as_json:
            click.echo(to_json({**data, "exit_code": int(exit_code)}))
        return int(exit_code)

    def failed(self, failure: Failure) -> int:
        """Say a foreseen failure on stderr (and in JSON on stdout), remedy included, and return its exit code."""
        head = click.style(Text("Lỗi:", "Error:").of(self.lang), fg="red", bold=True)
        click.echo(f"{head} {failure.text.of(self.lang)}", err=True)
        if not self.as_json and failure.told:
            for line in failure.told:
                click.echo(discreet(line.of(self.lang)), err=True)
        elif not self.as_json:
            self.show(failure.findings, err=True)
        if fix := failure.fix.of(self.lang):
            click.echo(fix, err=True)
        data = {
            "status": failure.status,
            "message": failure.text.of(self.lang),
            "fix": failure.fix.of(self.lang),
            "counts": finding_counts(failure.findings),
            "findings": [f.to_json(self.lang) for f in in_order(failure.findings)],
            **failure.data,
        }
        return self.done(data, failure.exit_code)

    def _words(self, line: Text | str) -> str:
        return line if isinstance(line, str) else line.of(self.lang)
