"""The house stands: imports point down only, each heavy library is known to its own rooms (DESIGN section 7)."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import optimizer

if TYPE_CHECKING:
    from collections.abc import Iterator

HOUSE = Path(optimizer.__file__).parent
FLOORS: dict[str, float] = {
    "": 0,  # the package itself: loads its public names by name only
    "text": 1,
    "registry": 1,
    "findings": 1.1,  # a finding is made of texts
    "domain": 2,
    "model": 3,
    "sheets": 3,
    "rules": 4,
    "objectives": 4,
    "catalogue": 4.5,
    "rule_rows": 4.6,
    "engine": 5,
    "checker": 5,
    "certificate_file": 2.5,
    "certificate": 5.5,  # works bounds out again from the model that the engines are given
    "review": 6,
    "reports": 7,
    "pipeline": 8,
    "samples": 8,  # beside the floors, for the command line alone
    "cli": 9,
    "__main__": 9.5,
}
HOMES = {"ortools": {"engine", "model"}, "openpyxl": {"sheets", "reports"}, "xlsxwriter": {"sheets", "reports"}}
SIBLINGS = ("rules", "objectives")


def modules() -> dict[str, Path]:
    """Return every module of the program by dotted name."""
    found = {}
    for path in HOUSE.rglob("*.py"):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        found[".".join(p for p in ("optimizer", *parts) if p != "__init__")] = path
    return found


def imports(name: str, path: Path) -> Iterator[str]:
    """Yield what a module imports, anywhere in it, except where only type checkers look."""
    known = modules()
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            waiting.extend(node.orelse)
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                here = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
                base = ".".join([*here[: len(here) - node.level + 1], *([base] if base else [])])
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                yield inner if inner in known else base
        waiting.extend(ast.iter_child_nodes(node))


def room(module: str) -> str:
    """Return the room of a module: the first name below `optimizer`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


GRAPH = {name: sorted(set(imports(name, path))) for name, path in modules().items()}
INSIDE = {name: [i for i in found if i == "optimizer" or i.startswith("optimizer.")] for name, found in GRAPH.items()}


def test_every_room_has_its_floor() -> None:
    assert {room(m) for m in GRAPH} <= set(FLOORS)


@pytest.mark.parametrize("module", sorted(GRAPH))
def test_imports_point_down(module: str) -> None:
    for other in INSIDE[module]:
        if other == "optimizer":
            continue
        same_room = room(other) == room(module)
        assert same_room or FLOORS[room(other)] < FLOORS[room(module)], f"{module} imports {other}"


def test_only_the_command_line_knows_the_samples() -> None:
    users = {room(m) for m, found in INSIDE.items() for other in found if room(other) == "samples"}
    assert users <= {"samples", "cli"}


@pytest.mark.parametrize("module", [m for m in sorted(GRAPH) if room(m) in SIBLINGS])
def test_siblings_never_import_each_other(module: str) -> None:
    own = [other for other in INSIDE[module] if room(other) == room(module)]
    base = f"optimizer.{room(module)}.base"
    assert {other for other in own if not f"{other}.".startswith(f"{base}.")} <= {f"optimizer.{room(module)}"}


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_stays_in_its_rooms(library: str) -> None:
    users = {room(m) for m, found in GRAPH.items() if any(i.split(".")[0] == library for i in found)}
    assert users <= HOMES[library]


def test_there_is_no_cycle() -> None:
    try:
        TopologicalSorter({m: set(found) - {m} for m, found in INSIDE.items()}).prepare()
    except CycleError as error:
        pytest.fail(f"cycle: {' -> '.join(error.args[1])}")


def test_the_walk_sees_a_forbidden_import(tmp_path: Path) -> None:
    bad = tmp_path / "bad.py"
    bad.write_text("def late():\n    from optimizer import checker\n    from .. import engine\n", "utf-8")
    assert {"optimizer.checker", "optimizer.engine"} <= set(imports("optimizer.rules.bad", bad))


def test_checking_a_plan_loads_no_solver_and_no_excel() -> None:
    script = (
        "import sys; from optimizer.catalogue import known; import optimizer.checker; "
        "from tests.contract.tiny import tiny; from optimizer.domain.plan import Plan; "
        "optimizer.checker.verify(tiny(), Plan.of([('A', 'U1', 'BT')])); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'ortools', 'pandas', 'openpyxl', 'xlsxwriter'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOUSE.parent)
    assert done.stdout.strip() == "[]"
