"""A running solve as people watch it: a live panel on a terminal, a line every ten seconds in a log, nothing with -q.

There is no forecast of the end: nobody can know it. Shown are the time used against the limit, what has been reached,
what is proved, and how long nothing better has come.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from optimizer.text import Lang, Text, same

if TYPE_CHECKING:
    from types import TracebackType

    from optimizer.cli.console import Say
    from optimizer.engine.progress import Progress

Clock = Callable[[], float]
Listener = Callable[["Progress"], None]
EVERY = 10.0  # seconds between two lines in a log
FAR_OFF = 1.0  # a gap above 100 % says nothing yet

_STAGES = {
    "reading": Text("đọc hồ sơ", "reading"),
    "building": Text("dựng mô hình", "building the model"),
    "network": Text("luồng trên mạng", "network flow"),
    "pricing": Text("định giá ghế", "pricing"),
    "integer": Text("tìm nghiệm nguyên", "integer search"),
    "exact": Text("giải chính xác", "exact search"),
    "tie-break": Text("chọn phương án duy nhất", "tie-break"),
    "conflicts": Text("tìm chỗ mâu thuẫn", "finding what clashes"),
    "checking": Text("kiểm tra lại", "checking"),
    "proving": Text("ghi lại chứng minh", "writing down the proof"),
}


def stage_text(stage: str) -> Text:
    """Return the wording of a stage of the work."""
    return _STAGES.get(stage, same(stage))


def facts(moment: Progress, lang: Lang) -> list[tuple[str, str]]:
    """Return what is known at a moment as (label, value) pairs in the user's words."""
    from optimizer.domain.plan import LevelResult
    from optimizer.reports.words import level_text, number, percent

    found = [(Text("Đang làm", "Now"), stage_text(moment.stage))]
    if moment.level:
        found.append((Text("Cấp", "Level"), level_text(LevelResult(moment.level, "min", 0.0, None))))
    if moment.gap is not None and moment.gap > FAR_OFF:  # before the first plan worth its name: numbers would mislead
        return [(label.of(lang), value.of(lang)) for label, value in found]
    if moment.value is not None:
        found.append((Text("Đạt được", "Reached"), number(moment.value)))
    if moment.bound is not None:
        found.append((Text("Cận đã chứng minh", "Proved bound"), number(moment.bound)))
    if moment.gap is not None:
        found.append((Text("Khoảng cách", "Gap"), percent(moment.gap)))
    return [(label.of(lang), value.of(lang)) for label, value in found]


class LineWatch:
    """One line on stderr every ten seconds, for logs and pipes."""

    def __init__(self, say: Say, clock: Clock = time.monotonic) -> None:
        self._say, self._clock, self._last = say, clock, clock()

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def __call__(self, moment: Progress) -> None:
        """Write a line if the last one is old enough."""
        now = self._clock()
        if now - self._last >= EVERY:
            self._last = now
            parts = [
                f"{moment.seconds:.0f} s",
                *(f"{label}: {value}" for label, value in facts(moment, self._say.lang)),
            ]
            self._say.note(" · ".join(parts))


class LiveWatch:
    """A small panel on the terminal that is rewritten in place and disappears at the end."""

    def __init__(self, lang: Lang, limit: float | None, clock: Clock = time.monotonic) -> None:
        from rich.console import Console
        from rich.live import Live

        self._lang, self._limit, self._clock = lang, limit, clock
        self._started = self._improved = clock()
        self._moment: Progress | None = None
        self._live = Live(
            get_renderable=self.panel, console=Console(file=sys.stderr), refresh_per_second=4, transient=True
        )

    def __enter__(self) -> Listener:
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def __call__(self, moment: Progress) -> None:
        """Take note of a moment; the panel refreshes by its own clock."""
        old = self._moment
        if old is None or (old.level, old.value) != (moment.level, moment.value):
            self._improved = self._clock()
        self._moment = moment

    def panel(self) -> Any:
        """Return what is shown now."""
        from rich.table import Table

        table = Table.grid(padding=(0, 2))
        for label, value in self.lines():
            table.add_row(f"[bold]{label}[/]", value)
        return table

    def lines(self) -> list[tuple[str, str]]:
        """Return the rows of the panel."""
        lang, now = self._lang, self._clock()
        used = f"{now - self._started:.0f} s"
        if self._limit is not None:
            used += f" / {self._limit:.0f} s"
        rows = [(Text("Thời gian", "Time").of(lang), used)]
        if self._moment is not None:
            rows += facts(self._moment, lang)
            still = f"{now - self._improved:.0f} s"
            rows.append((Text("Chưa có gì tốt hơn trong", "Nothing better for").of(lang), still))
        stop = Text("dừng và giữ phương án tốt nhất đã có", "stop and keep the best plan so far")
        rows.append(("Ctrl+C", stop.of(lang)))
        return rows


def watching(say: Say, limit: float | None) -> AbstractContextManager[Listener | None]:
    """Return the watch that suits where stderr goes."""
    if say.quiet:
        return nullcontext(None)
    return LiveWatch(say.lang, limit) if sys.stderr.isatty() else LineWatch(say)
