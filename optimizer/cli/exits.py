"""How a command ends: the exit codes, and the foreseen ends that are no success."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from optimizer.findings import Finding


class Exit(IntEnum):
    """The exit codes of DESIGN section 4; INTERRUPTED is the shell's own code for a command broken off by Ctrl+C."""

    OK = 0
    INPUT = 1
    USAGE = 2
    INFEASIBLE = 3
    NO_PLAN = 4
    DISAGREE = 5
    INTERRUPTED = 130


MEANINGS: dict[Exit, Text] = {
    Exit.OK: Text("có phương án, đã kiểm tra lại", "a plan was found and verified"),
    Exit.INPUT: Text("dữ liệu đầu vào có lỗi", "problems in the input"),
    Exit.USAGE: Text("lệnh gọi chưa đúng", "the command was called wrongly"),
    Exit.INFEASIBLE: Text("các yêu cầu mâu thuẫn nhau, không thể có phương án", "the demands clash, no plan can exist"),
    Exit.NO_PLAN: Text("hết giới hạn mà chưa có phương án", "no plan within the limit"),
    Exit.DISAGREE: Text("bộ kiểm tra bác kết quả của bộ giải", "checker and engine disagree"),
}


class Failure(Exception):
    """A foreseen end of a command: exit code, status word for `--json`, what happened, what to do, and the findings.

    `told` says it to people better than the findings do, `data` adds to the object of `--json`.
    """

    def __init__(
        self,
        exit_code: Exit,
        status: str,
        text: Text,
        fix: Text | None = None,
        findings: Iterable[Finding] = (),
        told: Iterable[Text] = (),
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.exit_code, self.status, self.text = exit_code, status, text
        self.fix = fix or same("")
        self.findings, self.told, self.data = tuple(findings), tuple(told), dict(data or {})
        super().__init__(text.en)


def wrong_usage(text: Text, fix: Text) -> Failure:
    """Return the end of a command that was not called rightly."""
    return Failure(Exit.USAGE, "usage_error", text, fix)
