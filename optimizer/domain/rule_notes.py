"""What is wrong with a row of the Rules sheet, or with an exception, in a sentence with its cell."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.domain.parameter_words import allowed, choices, default_written
from optimizer.findings import Finding, Severity
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision, RuleSetting


@dataclass
class Notes:
    """The findings about one case's rules, gathered row by row."""

    case: Case
    names: Mapping[str, str]  # every word a rule is called by -> its name
    titles: Mapping[str, Text]
    found: list[Finding] = field(default_factory=list)

    def add(
        self,
        row: RuleSetting | Decision,
        column: str,
        value: str,
        text: Text,
        fix: Text,
        severity: Severity = "error",
        code: str = "bad_rule_setting",
    ) -> None:
        """Note a sentence about one cell of a row."""
        where = self.case.address(row, column)
        self.found.append(Finding(code, severity, text, fix, where, value, (("rule", str(row.rule)),)))

    def unknown(self, row: RuleSetting | Decision) -> None:
        """Note a rule that does not exist, and which one may be meant."""
        near = difflib.get_close_matches(fold(row.rule), list(self.names), 1, 0.6)
        text = Text(f"không có quy tắc tên “{row.rule}”.", f"there is no rule named “{row.rule}”.")
        fix = Text("Xem danh sách bằng lệnh `placement rules`.", "See `placement rules` for the list.")
        if near:
            name = self.names[near[0]]
            title = self.titles[name]
            fix = Text(f"Có phải ý bạn là “{title.vi}”?", f"Did you mean “{title.en}” ({name})?")
        self.add(row, "rule", row.rule, text, fix, code="unknown_rule")


def bad_parameter(fields: Mapping[str, FieldInfo], key: str, value: str, said: Text | None) -> tuple[str, Text, Text]:
    """Return what to quote, what is wrong and what to write instead for one parameter a rule refuses.

    `said` is what the rule itself says a parameter, or several together, should be.
    """
    if not key:
        text = Text("các tham số không khớp nhau{said}.", "the parameters do not go together{said}.")
        return "", text.format(said=_after_colon(said)), same("")
    info = fields.get(key)
    if info is None:
        return key, *_no_such(sorted(fields), key)
    text = Text(
        "giá trị “{value}” của tham số “{key}” không hợp lệ{said}.",
        "the value “{value}” of parameter “{key}” is not valid{said}.",
    ).format(value=value, key=key, said=_after_colon(said))
    range_, usual = allowed(info), default_written(info)
    fix = Text("Cho phép: {range}.", "Allowed: {range}.").format(range=range_)
    if usual:
        fix = Text("{fix} Mặc định: {usual}.", "{fix} Default: {usual}.").format(fix=fix, usual=usual)
    words = choices(info)
    near = difflib.get_close_matches(fold(value).replace(" ", "_"), words, 1, 0.6)
    if near:
        fix = Text("Có phải ý bạn là “{near}”? {fix}", "Did you mean “{near}”? {fix}").format(near=near[0], fix=fix)
    return value, text, fix


def _after_colon(said: Text | None) -> Text:
    return same("") if said is None else Text(f": {said.vi}", f": {said.en}")


def _no_such(known: list[str], key: str) -> tuple[Text, Text]:
    text = Text(f"không có tham số “{key}”.", f"there is no parameter “{key}”.")
    if not known:
        return text, Text("Quy tắc này không có tham số.", "This rule has no parameters.")
    near = difflib.get_close_matches(key, known, 1)
    if near:
        return text, Text(f"Có phải ý bạn là “{near[0]}”?", f"Did you mean “{near[0]}”?")
    listed = ", ".join(known)
    return text, Text(f"Các tham số có: {listed}.", f"Its parameters are: {listed}.")
