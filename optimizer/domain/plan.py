"""A plan: who holds which title where, and the outcome of making one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from optimizer import registry
from optimizer.domain.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from optimizer.findings import Address, Finding
    from optimizer.text import Text


class Placement(NamedTuple):
    """One person holding one title in one unit; someone with two titles has two placements."""

    cadre_id: str
    unit_code: str
    title_code: str


@dataclass(frozen=True)
class Plan:
    """A set of placements, sorted; `where` names the cells they were read from when the plan came from a workbook.

    Those are the cells of the titles; `letters` are the columns of person, unit and title beside them.
    """

    placements: tuple[Placement, ...]
    where: dict[Placement, Address] = field(default_factory=dict, compare=False, hash=False, repr=False)
    letters: tuple[str, ...] = field(default=(), compare=False, hash=False, repr=False)

    @classmethod
    def of(
        cls,
        placements: Iterable[tuple[str, str, str]],
        where: dict[Placement, Address] | None = None,
        letters: tuple[str, ...] = (),
    ) -> Plan:
        """Build a plan from (cadre, unit, title) triples in any order; doubles are kept, for the checker to refuse."""
        return cls(tuple(sorted(Placement(*p) for p in placements)), where or {}, letters)

    def cell_of(self, placement: Placement, part: int) -> Address | None:
        """Return the cell of the person (0), unit (1) or title (2) of a placement, None where it stands in no file."""
        where = self.where.get(placement)
        if where is None or not self.letters:
            return where
        return replace(where, cell=self.letters[part] + where.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))

    @cached_property
    def by_cadre(self) -> dict[str, tuple[Placement, ...]]:
        """Placements of each placed person."""
        return self._grouped(lambda p: p.cadre_id)

    @cached_property
    def by_seat(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Holders of each (unit, title)."""
        found: dict[tuple[str, str], list[str]] = {}
        for p in self.placements:
            found.setdefault((p.unit_code, p.title_code), []).append(p.cadre_id)
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def by_unit(self) -> dict[str, tuple[Placement, ...]]:
        """Placements in each unit."""
        return self._grouped(lambda p: p.unit_code)

    def _grouped(self, key: Any) -> dict[str, tuple[Placement, ...]]:
        found: dict[str, list[Placement]] = {}
        for p in self.placements:
            found.setdefault(key(p), []).append(p)
        return {k: tuple(v) for k, v in found.items()}

    def to_frame(self) -> pd.DataFrame:
        """Return the placements as a frame with columns cadre_id, unit_code, title_code."""
        import pandas as pd

        return pd.DataFrame(list(self.placements), columns=list(Placement._fields), dtype="str")

    def write(self, path: str | Path, case: Any = None, outcome: Any = None) -> Path:
        """Write the plan workbook of DESIGN section 3; without a case only the bare list of placements."""
        written: Path = registry.provider("write_plan")(self, Path(path), case, outcome)
        return written


@dataclass(frozen=True)
class LevelResult:
    """What one level of objectives reached: the value in its natural unit, a proved bound, and the gap between them.

    `sense` says whether the value was made small or large; gap = |value - bound| / max(1, |value|), None without a bound.
    `parts` gives the natural measure of each objective in the level: (objective name, value). `seats` is how many seats
    a level of vacancies asks for. `by_prices` is the bound that prices prove by themselves (a certificate holds them):
    where a search proved more, it is weaker than `bound`; None where nobody asked. `weight` is that of the one objective
    or rule a level is made of: where it is not 1, the value is no longer in that one's own unit.
    """

    name: str
    sense: Literal["min", "max"]
    value: float
    bound: float | None
    parts: tuple[tuple[str, float], ...] = ()
    seats: int = 0
    by_prices: float | None = None
    weight: float = 1.0

    @property
    def weighed(self) -> bool:
        """Whether the value is a sum of weighed amounts, and so in no unit but points."""
        return len(self.parts) > 1 or self.weight != 1.0

    @property
    def gap(self) -> float | None:
        """Relative gap between value and bound, None where no bound was proved."""
        return None if self.bound is None else abs(self.value - self.bound) / max(1.0, abs(self.value))


def only_weight(weights: Sequence[tuple[str, float]]) -> float:
    """Return the weight of a level's one objective or rule, 1 where it has several or none."""
    return abs(weights[0][1]) if len(weights) == 1 else 1.0


@dataclass(frozen=True)
class DecisionPrice:
    """What one decision costs: each level as it is and as it would be without this decision alone.

    `decision` is its `Decision.key`. `exact` is False where either plan was not proved to the last unit; no `levels`
    where no plan without the decision was found in time.
    """

    decision: tuple[str, ...]
    levels: tuple[tuple[LevelResult, LevelResult], ...] = ()  # with it, without it
    exact: bool = True

    @property
    def differs(self) -> tuple[tuple[LevelResult, LevelResult], ...]:
        """Return the levels that the decision changes, the most important first."""
        return tuple(
            (a, b) for a, b in self.levels if abs(a.value - b.value) > 1e-6 * max(1.0, abs(a.value), abs(b.value))
        )

    @property
    def free(self) -> bool:
        """Return whether the decision costs nothing in any level."""
        return bool(self.levels) and not self.differs


@dataclass(frozen=True)
class OneMore:
    """What one more of something changes: a seat, a specialist of a field, or a limit of a rule moved by one.

    A seat has unit and title; the best place of a title or unit names it too, `fillable` then says in how many of how
    many places the prices do not rule out that somebody fills it. A specialist has a field, and is one more like
    `cadre_id`. A limit has its rule, its number among the rule's rows, and its sentence. `estimate` is by how much each
    level's value would change at best (None: the prices do not say); `exact` the same by planning anew, `proved` whether
    both plans behind it are the best there are.
    """

    kind: Literal["field", "rule", "title", "unit", "seat"]
    unit_code: str = ""
    title_code: str = ""
    field: str = ""
    cadre_id: str = ""
    rule: str = ""
    number: int = 0
    says: Text | None = None
    fillable: tuple[int, int] | None = None
    estimate: tuple[float | None, ...] = ()
    exact: tuple[float, ...] | None = None
    proved: bool = False


Status = Literal["optimal", "feasible", "infeasible", "no_plan"]


@dataclass(frozen=True)
class Outcome:
    """The answer to a case: a plan or the reason why there is none, its levels, and what it took.

    `status`: optimal (every level proved to the last unit), feasible (a verified plan with a proved gap),
    infeasible (then `findings` names the decisions that clash), no_plan (the limit struck first).
    """

    status: Status
    plan: Plan | None
    levels: tuple[LevelResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    engine: str = ""
    candidates: int = 0
    placed: int = 0
    vacant: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    peak_mb: float = 0.0
    stopped_by: Literal["", "time_limit", "user", "work_limit"] = ""
    verified: bool = False
    prices: tuple[DecisionPrice, ...] = ()  # of the decisions, where they were asked for
    worth: tuple[OneMore, ...] = ()  # of one more seat, specialist or unit of a quota, where it was asked for
    certificate: dict[str, Any] | None = field(default=None, compare=False, repr=False)  # the prices behind the bounds
    memory: Memory = field(
        default_factory=Memory, compare=False, repr=False
    )  # the same, for the next solve to begin with
    verdict: Any = field(default=None, compare=False, repr=False)  # the checker's on this plan (`checker.Verdict`)
    known: Any = field(default=None, compare=False, repr=False)  # the arrays behind it (`review.known.Known`)
