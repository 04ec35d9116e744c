"""Measure every engine on every case asked for: `python -m tests.benchmarks.run --help`."""

from __future__ import annotations

import argparse
import json
import math
import sys
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.apart import Ended, apart
from tests.benchmarks.cases import CASES, DEFAULT, SAMPLES
from tests.benchmarks.rivals import RIVALS
from tests.benchmarks.table import HEADER, Line, cells, rows, text

ENGINES = ("placement", "command", "review", *RIVALS)
USUAL = ("placement", "hand", "highs-weighed", "cp-sat-weighed")
GRACE = 60.0  # seconds beyond its limit that a process may take to load, to write its model and to end


def main() -> None:
    """Run what the command line asks for and print the table."""
    asked = _arguments().parse_args()
    lines: list[Line] = []
    kept = _read(asked.keep) if asked.keep and asked.keep.exists() else {}
    lost: dict[tuple[str, str], str] = {}  # (family, engine) -> the case on which it found nothing
    for case in asked.cases:
        ours = None
        for engine in asked.engines:
            if engine in ("command", "review") and case not in SAMPLES:
                continue
            family = "sample" if case in SAMPLES else case.partition("-")[0]
            if (known := kept.get((case, engine))) is not None and engine not in asked.again:
                ended = known
            elif (before := lost.get((family, engine))) and not asked.insist:
                ended = Ended(None, math.nan, math.nan, f"not tried: nothing on {before}")
            else:
                ended = _measure(case, engine, asked.limit, asked.memory)
            line = Line(case, engine, ended)
            kept[case, engine] = ended
            if asked.keep:
                _write(asked.keep, kept)
            if not line.levels and engine in RIVALS:
                lost.setdefault((family, engine), case)
            ours = line if engine == "placement" else ours
            lines.append(line)
            said = zip(HEADER, cells(line, ours), strict=True)
            print("; ".join(f"{name} {cell}" for name, cell in said if cell), file=sys.stderr, flush=True)
    print(text(rows(lines)))
    if asked.write_docs:
        from tests.benchmarks.page import write

        for path in write(lines, asked.limit, asked.memory):
            print(path)


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.run", description=__doc__)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=DEFAULT, metavar="CASE", help=", ".join(CASES))
    parser.add_argument(
        "--engines", nargs="+", choices=ENGINES, default=USUAL, metavar="ENGINE", help=", ".join(ENGINES)
    )
    parser.add_argument(
        "--limit", type=float, default=120.0, metavar="S", help="seconds for each (default %(default)s)"
    )
    parser.add_argument("--memory", type=int, default=12_000, metavar="MB", help="for each (default %(default)s)")
    parser.add_argument(
        "--insist", action="store_true", help="try a rival also on what follows a case of its kind it found nothing on"
    )
    parser.add_argument("--keep", type=Path, metavar="FILE", help="take what FILE holds as measured, and add to it")
    parser.add_argument(
        "--again", nargs="+", choices=ENGINES, default=[], metavar="ENGINE", help="measure these whatever FILE holds"
    )
    parser.add_argument("--write-docs", action="store_true", help="write docs/benchmarks.md and docs/images/growth.png")
    return parser


def _read(path: Path) -> dict[tuple[str, str], Ended]:
    return {(case, engine): Ended(**ended) for case, engine, ended in json.loads(path.read_text("utf-8"))}


def _write(path: Path, kept: dict[tuple[str, str], Ended]) -> None:
    path.write_text(json.dumps([(*key, asdict(ended)) for key, ended in kept.items()]), "utf-8")


def _measure(case: str, engine: str, limit: float, memory: int) -> Ended:
    if engine == "command":
        from tests.benchmarks.command import whole_command

        return whole_command(case, limit + GRACE, memory)
    return apart(["tests.benchmarks.worker", case, engine, str(limit)], limit + GRACE, memory)


if __name__ == "__main__":
    main()
