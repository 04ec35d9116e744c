"""The page and the picture of a run: docs/benchmarks.md and docs/images/growth.png."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.apart import apart
from tests.benchmarks.cases import SCALED
from tests.benchmarks.table import markdown, rows, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.table import Line

ASSIGNMENT_LIMIT = 600.0  # seconds
GAP = 5e-4
DOCS = Path(__file__).parents[2] / "docs"
COLOURS = {"placement": "#1f6f5c", "hand": "#8a8a8a", "highs": "#b5542c", "cp-sat": "#2f5fa8"}

HEAD = """\
# Benchmarks

Every engine on the same case, one after the other in one run, each in a process of its own: 2 cores, at most {limit:g} seconds
and {memory:,} MB each. To repeat it (matplotlib and SciPy come with the `dev` extra):

```
python -m tests.benchmarks.run                    the small cases, a table in the terminal
python -m tests.benchmarks.run --cases hanoi scale-126 --engines placement command --limit 300
python -m tests.benchmarks.assignment             pure assignment beside SciPy
python -m pytest -m benchmark tests/benchmarks    known values (never times)
```

## The table

"""

TAIL = """

How to read it

- `scale-N` is an invented province of N units: 40 titles and 127 people a unit, about one in nine of all placements eligible,
  two priorities, minima, bundles of two titles, women in each unit (soft) and ratings of each unit's specialists (hard).
  `network-N` is the same without bundles and without rows over several people. The other cases are the samples, from tables
  to the plan workbook, with all rules of their Rules sheet (42 at hai-phong and hanoi) or, `-usual`, without that sheet:
  the rules on by default.
- `placement` is this program's engine (on samples: the whole of it), `command` the command `placement solve` from workbook to
  workbook, the start of Python included. `review` makes a plan anew after one seat was closed to its holder, from the plan
  and the prices it left; its last level is the number of changes. `hand` takes seats by priority and gives each the
  cheapest people still free. `highs` and `cp-sat` have one 0-1 variable for every candidate: level after level, or
  (`-weighed`) all levels in one objective.
- Whoever made a plan, the values are worked out from its placements alone. `vacant` counts empty seats level by level (below
  the minimum, then below the target, the most important first), `soft` what soft rules cost, `value` and `bound` are those of
  the last level (costs are minimised, points maximised); `gap` is the widest of all levels, unproved where one has no bound.
  A weighed objective proves a bound for the last level only, given what its weights gave the others. `broken` counts people
  placed twice, seats too full and hard rules not kept.
- `time` is in times of the seconds of `placement`; `worse` names the first level that differs from the plan of `placement`.
  "nothing" is a run that ended without a plan, out of time or of memory;
  such a rival is not tried on the larger cases of the same kind.

![Seconds against candidates, both in powers of ten](images/growth.png)

Full points are plans proved level by level to within 0.05 %, hollow ones are plans without that proof (most ran until
the limit), crosses are runs that placed nobody.

## Pure assignment

Tables in, plan out, `only_scored`: people to seats of one place each, only listed pairs allowed, whole-number costs.
Beside it the solver alone of SciPy on the same numbers (`linear_sum_assignment` where every pair is listed, else
`min_weight_full_bipartite_matching`), which needs a full placement to exist and knows neither vacancies nor levels.
`times` compares the whole of ours, tables read and plan re-checked, with that solver alone.

"""


def write(lines: Sequence[Line], limit: float, memory: int) -> list[Path]:
    """Write the page and the picture and return where they stand."""
    page, picture = DOCS / "benchmarks.md", DOCS / "images" / "growth.png"
    assigned = apart(["tests.benchmarks.assignment", "--json"], ASSIGNMENT_LIMIT, memory)
    pure = "(it failed)" if assigned.said is None else markdown(assigned.said["table"])
    page.write_text(HEAD.format(limit=limit, memory=memory) + markdown(rows(lines)) + TAIL + pure + "\n", "utf-8")
    draw(lines, picture)
    return [page, picture]


def draw(lines: Sequence[Line], path: Path) -> None:
    """Draw seconds against candidates, one line an engine.

    A full point is a plan proved level by level to within GAP, a hollow one a plan that is not, a cross no plan.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sizes = {line.case: n for line in lines if (n := line.candidates) is not None}
    figure = Figure(figsize=(8, 5), dpi=120, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(xscale="log", yscale="log", xlabel="candidates", ylabel="seconds")
    for kind, style in (("scale", "-"), ("network", "--")):
        for engine in dict.fromkeys(line.engine for line in lines):
            mine = [it for it in lines if it.engine == engine and it.case in SCALED and it.case.startswith(kind)]
            mine = sorted(
                (it for it in mine if it.ended.seconds > 0 and it.case in sizes), key=lambda it: sizes[it.case]
            )
            if not mine:
                continue
            colour = COLOURS[engine.removesuffix("-weighed")]
            label = engine if kind == "scale" else f"{engine}, network only"
            axes.plot([sizes[it.case] for it in mine], [seconds(it) for it in mine], style, color=colour, label=label)
            for it in mine:
                axes.plot(sizes[it.case], seconds(it), color=colour, **mark(it))
    axes.grid(visible=True, which="major", color="#dddddd")
    axes.legend(fontsize=8, frameon=False)
    figure.savefig(path, metadata={"Software": None})


def seconds(line: Line) -> float:
    """Return the seconds of a run, at least a hundredth: the scale has no 0."""
    return max(0.01, whole(line))


def mark(line: Line) -> dict[str, Any]:
    """Return how the point of a run is drawn."""
    if not line.levels:
        return {"marker": "X", "markersize": 9}
    proved = line.gap is not None and line.gap <= GAP
    return {"marker": "o", "markersize": 6} | ({} if proved else {"markerfacecolor": "white"})
