"""Findings: one sentence type for everything the program has to say about a cell, a person, a unit or a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from optimizer.text import Lang, Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Severity = Literal["error", "warning", "info"]
_ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}
DID_YOU_MEAN = Text("Có phải ý bạn là “{name}”?", "Did you mean “{name}”?")


@dataclass(frozen=True, slots=True)
class Address:
    """Where something stands: file, sheet and A1 cell, each blank where it does not apply."""

    file: str = ""
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.sheet or self.cell
        return " › ".join(part for part in (self.file, place) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence with its place, what was seen, what is wrong and how to mend it.

    `code` groups findings of one kind (`unknown_unit`); `subject` holds the identifiers the sentence is about, such as
    ("cadre", "CB001"); `amount` measures a violation in the rule's own unit, None where counting has no meaning.
    """

    code: str
    severity: Severity
    text: Text
    fix: Text = field(default_factory=lambda: same(""))
    where: Address = field(default_factory=Address)
    value: str = ""
    subject: tuple[tuple[str, str], ...] = ()
    amount: float | None = None

    def sentence(self, lang: Lang) -> str:
        """Return the whole finding as one line in `lang`."""
        place = str(self.where)
        parts = [f"{place}: " if place else "", self.text.of(lang)]
        if fix := self.fix.of(lang):
            parts.append(f" {fix}")
        return "".join(parts)

    def to_json(self, lang: Lang) -> dict[str, Any]:
        """Return the finding as plain data for `--json`."""
        return {
            "code": self.code,
            "severity": self.severity,
            "file": self.where.file,
            "sheet": self.where.sheet,
            "cell": self.where.cell,
            "value": self.value,
            "message": self.text.of(lang),
            "fix": self.fix.of(lang),
            "subject": dict(self.subject),
        }


def did_you_mean(names: Sequence[str | Text], otherwise: Text) -> Text:
    """Return the question for the closest known name, which comes first, or `otherwise` where none is close."""
    return DID_YOU_MEAN.format(name=names[0]) if names else otherwise


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any finding stops a solve."""
    return any(f.severity == "error" for f in findings)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings, errors first, grouped by code, then in the order of the sheets as they were found."""
    return sorted(findings, key=lambda f: (_ORDER[f.severity], f.code))


class InputError(Exception):
    """Raised when the input has errors; it carries every finding, so that all are shown at once."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(findings)
        errors = [f for f in self.findings if f.severity == "error"]
        shown = "\n".join(f.sentence("en") for f in errors[:20])
        super().__init__(f"{len(errors)} problem(s) in the input\n{shown}")
