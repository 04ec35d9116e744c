"""One kind of dirty or hostile input: how to make it, how the program must end, which cells it must name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.corpus.raw import changed
from tests.sheets.books import CADRES, CASE, Rows, spoiled, write_book

if TYPE_CHECKING:
    from pathlib import Path

Make = Callable[["Path"], list[str]]


@dataclass(frozen=True)
class Kind:
    """A generator of files (it returns the words after `placement check`) and what must be said of them.

    `finds` are pairs of a finding's code and its place: `Sheet!A1`, a sheet, or blank for a whole file.
    """

    name: str
    make: Make
    exit_code: int = 0
    finds: frozenset[tuple[str, str]] = frozenset()
    lacks: frozenset[str] = frozenset()  # codes that must not appear
    cadres: int | None = None  # how many people a sound case must hold
    apart: bool = False  # run in a process of its own, under limits of memory and time


@dataclass
class Corpus:
    """The kinds of one module, in order."""

    kinds: list[Kind] = field(default_factory=list)

    def add(
        self,
        exit_code: int = 0,
        finds: tuple[tuple[str, str], ...] = (),
        *,
        lacks: tuple[str, ...] = (),
        cadres: int | None = None,
        apart: bool = False,
    ) -> Callable[[Make], Make]:
        """Register the generator below under its own name."""

        def registered(make: Make) -> Make:
            name = make.__name__
            self.kinds.append(Kind(name, make, exit_code, frozenset(finds), frozenset(lacks), cadres, apart))
            return make

        return registered


def people(path: Path, rows: Rows, merges: list[str] | None = None, name: str = "case.xlsx") -> list[str]:
    """Write the sound case with other people."""
    return [str(write_book(path / name, {**CASE, "Cán bộ": rows}, {"Cán bộ": merges or []}))]


def cell(path: Path, row: int, column: int, value: object) -> list[str]:
    """Write the sound case with one cell of the people changed."""
    return people(path, spoiled(CADRES, row, column, value))


def sheet_cell(path: Path, sheet: str, row: int, column: int, value: object) -> list[str]:
    """Write the sound case with one cell of any sheet changed."""
    return [str(write_book(path / "case.xlsx", {**CASE, sheet: spoiled(CASE[sheet], row, column, value)}))]


def with_roster(path: Path, roster: Path) -> list[str]:
    """Write the case without people, whose people come from a roster."""
    case = write_book(path / "case.xlsx", {n: r for n, r in CASE.items() if n != "Cán bộ"})
    return [str(case), "--roster", str(roster)]


def plain(path: Path, data: bytes, name: str = "case.xlsx") -> list[str]:
    """Write bytes as a case."""
    (path / name).write_bytes(data)
    return [str(path / name)]


def sound(path: Path) -> bytes:
    """Return the bytes of the sound case."""
    book = write_book(path / "sound.xlsx", CASE)
    data = book.read_bytes()
    book.unlink()
    return data


def edited(path: Path, part: str, old: bytes, new: bytes) -> list[str]:
    """Write the sound case with bytes of one part replaced."""

    def edit(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return [str(changed(path, {part: edit}))]
