"""Files appear whole or not at all: written beside their target, then renamed onto it."""

from __future__ import annotations

import glob
import os
import secrets
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from optimizer.sheets.protect import lock

if TYPE_CHECKING:
    from collections.abc import Iterator

_STALE = 3_600.0  # seconds after which a half-written file belongs to nobody
MOST_COPIES = 99  # `plan_2.xlsx` ... `plan_99.xlsx`: more open copies than that is no lock but a mistake


@dataclass
class Landing:
    """Where to write (`path`), and, once the block has ended well, where the file came to stand (`landed`)."""

    path: Path
    target: Path
    password: str = field(default="", repr=False)  # locks the file; blank for the one in force, if any
    _landed: list[Path] = field(default_factory=list, repr=False)

    @property
    def landed(self) -> Path:
        """Return the final place of the file; known only after the block has ended."""
        if not self._landed:
            raise RuntimeError("the file has not landed yet")
        return self._landed[0]

    @property
    def moved_aside(self) -> bool:
        """Return whether the target was held open elsewhere, so that the file stands beside it under another name."""
        return bool(self._landed) and self._landed[0] != self.target

    def land(self) -> None:
        """Rename the written file onto its target, or onto the next free name where the target is held open."""
        lock(self.path, self.target, self.password)
        _flush(self.path)
        try:
            os.replace(self.path, self.target)
        except PermissionError:
            self._landed.append(_beside(self.path, self.target))
        else:
            self._landed.append(self.target)


@contextmanager
def replacing(target: Path, password: str = "") -> Iterator[Landing]:
    """Give a temporary path in the target's folder; on success rename it onto the target, on failure remove it.

    Excel on Windows holds an open workbook so that it cannot be replaced: the file then lands in `name_2.xlsx`, `_3`
    and so on, the first name that is free. An existing file other than the target is never overwritten.
    """
    target = Path(target)
    _sweep(target)
    temporary = target.with_name(f".{target.stem}.{secrets.token_hex(6)}.tmp{target.suffix}")
    temporary.touch(exist_ok=False)  # fails here, before any work, where the folder is missing or closed to us
    landing = Landing(temporary, target, password)
    try:
        yield landing
        landing.land()
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _sweep(target: Path) -> None:
    """Remove what runs that were killed left beside the target; one that is still writing is never so old."""
    oldest = time.time() - _STALE
    pattern = f".{glob.escape(target.stem)}.{'[0-9a-f]' * 12}.tmp{glob.escape(target.suffix)}"
    for left in target.parent.glob(pattern):
        with suppress(OSError):
            if left.stat().st_mtime < oldest:
                left.unlink()


def _beside(temporary: Path, target: Path) -> Path:
    held: PermissionError | None = None
    for number in range(2, MOST_COPIES + 1):
        other = target.with_name(f"{target.stem}_{number}{target.suffix}")
        if other.exists():
            continue
        try:
            os.replace(temporary, other)
        except PermissionError as error:
            held = error
            continue
        return other
    raise held or PermissionError(f"{target} is in use, and so are its {MOST_COPIES - 1} possible neighbours")


def _flush(path: Path) -> None:
    with path.open("r+b") as written:
        os.fsync(written.fileno())
