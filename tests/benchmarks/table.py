"""One measurement a line, the engines of a case side by side."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.apart import Ended

STAGES = ("read", "model", "solve", "check", "write")
HEADER = (
    *("case", "candidates", "engine", *STAGES, "all s", "peak MB", "vacant", "soft", "value", "bound", "gap %"),
    *("broken", "time", "worse"),
)
OURS = "placement"


@dataclass(frozen=True)
class Line:
    """What one engine did on one case."""

    case: str
    engine: str
    ended: Ended

    @property
    def levels(self) -> list[tuple[str, float, float | None]]:
        """Return (name, value, bound) of every level but the tie-break, none where there is no plan or an empty one."""
        if self.ended.said is None or (self.ended.said["candidates"] and not self.ended.said["placed"]):
            return []
        return [tuple(level) for level in self.ended.said["levels"]]

    @property
    def seconds(self) -> dict[str, float]:
        """Return the seconds of each stage."""
        return {} if self.ended.said is None else dict(self.ended.said["seconds"])

    @property
    def candidates(self) -> int | None:
        """Return how many placements were possible."""
        return None if self.ended.said is None else int(self.ended.said["candidates"])

    @property
    def vacancies(self) -> list[tuple[str, float, float | None]]:
        """Return the levels that count empty seats."""
        return [level for level in self.levels if level[0].startswith(("below_minimum", "vacancies"))]

    @property
    def weighed(self) -> list[tuple[str, float, float | None]]:
        """Return the levels of costs."""
        return [level for level in self.levels if level not in self.vacancies]

    @property
    def gap(self) -> float | None:
        """Return the widest gap of all levels, None where one of them is unproved or nothing was found."""
        gaps = [None if b is None else abs(v - b) / max(1.0, abs(v)) for _, v, b in self.levels]
        known = [g for g in gaps if g is not None]
        return max(known) if known and len(known) == len(gaps) else None


def cells(line: Line, ours: Line | None) -> list[str]:
    """Return the cells of one line, compared with our own line on the same case."""
    seconds, n = line.seconds, line.candidates
    out = [line.case, "" if n is None else f"{n:,}", line.engine]
    out += [f"{seconds[stage]:.1f}" if stage in seconds else "" for stage in STAGES]
    tried = not math.isnan(line.ended.seconds)
    out += [f"{whole(line):.1f}", f"{line.ended.peak_mb:,.0f}"] if tried else ["", ""]
    if not line.levels:
        why = f"nothing ({line.ended.why or 'nobody placed'})" if tried else line.ended.why
        return [*out, *[""] * 2, why, *[""] * (len(HEADER) - len(out) - 3)]
    soft = line.weighed[:-1]
    last = line.weighed[-1] if line.weighed else None
    return [
        *out,
        " ".join(f"{v:,.0f}" for _, v, _ in line.vacancies),
        " ".join(f"{v:,.0f}" for _, v, _ in soft),
        "" if last is None else f"{last[1]:,.10g}",
        "" if last is None or last[2] is None else f"{last[2]:,.10g}",
        "unproved" if line.gap is None else f"{line.gap:.3%}".rstrip("%"),
        f"{line.ended.said['broken'] if line.ended.said else 0}" or "",
        *_beside(line, ours),
    ]


def whole(line: Line) -> float:
    """Return the seconds of all stages, those of the whole process where it never told."""
    return sum(line.seconds.values()) if line.seconds else line.ended.seconds


def _beside(line: Line, ours: Line | None) -> tuple[str, str]:
    """Return how many times our seconds, and at which level it is worse than ours and by how much."""
    if ours is None or ours is line or not ours.levels:
        return "", ""
    times = f"x{whole(line) / max(0.01, whole(ours)):.1f}"
    for (name, mine, _), (_, own, _) in zip(line.levels, ours.levels, strict=False):  # a review counts changes besides
        if abs(mine - own) > 1e-9 * max(1.0, abs(own)):
            kind = name.removesuffix("_priority_1").removesuffix("_priority_2")
            counted = name.startswith(("below_minimum", "vacancies", "soft_rules"))
            return times, f"{kind} {mine - own:+,.0f}" if counted else f"{(mine - own) / max(1.0, abs(own)):+.3%}"
    return times, "equal"


def rows(lines: Sequence[Line]) -> list[list[str]]:
    """Return the whole table, header first."""
    ours = {line.case: line for line in lines if line.engine == OURS}
    return [list(HEADER), *(cells(line, ours.get(line.case)) for line in lines)]


def text(table: Sequence[Sequence[str]]) -> str:
    """Return a table for a terminal."""
    widths = [max(len(row[i]) for row in table) for i in range(len(table[0]))]
    left = {0, 2}
    return "\n".join(
        "  ".join(
            c.ljust(w) if i in left else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    )


def markdown(table: Sequence[Sequence[str]]) -> str:
    """Return a table for a document."""
    head, *body = table
    rule = ["---" if i in (0, 2) else "---:" for i in range(len(head))]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *body])
