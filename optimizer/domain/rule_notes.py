"""What is wrong with a row of the Rules sheet, or with an exception, in a sentence with its cell."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from optimizer.domain.parameter_words import allowed, choices, default_written, numeric
from optimizer.findings import Finding, Severity
from optimizer.text import Text, fold, same

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic.fields import FieldInfo

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Decision, RuleSetting

MOST_MEANT = 3  # rules named where a word may mean several


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
        near = self._near(fold(row.rule))
        text = Text(f"không có quy tắc tên “{row.rule}”.", f"there is no rule named “{row.rule}”.")
        fix = Text("Xem danh sách bằng lệnh `placement rules`.", "See `placement rules` for the list.")
        if near:
            titles = [(self.titles[name], name) for name in near]
            vi = " hoặc ".join(f"“{title.vi}”" for title, _ in titles)
            en = " or ".join(f"“{title.en}” ({name})" for title, name in titles)
            fix = Text(f"Có phải ý bạn là {vi}?", f"Did you mean {en}?")
        self.add(row, "rule", row.rule, text, fix, code="unknown_rule")

    def _near(self, word: str) -> list[str]:
        """Return the rule that a word is spelled like, or those few whose titles begin with it."""
        if found := difflib.get_close_matches(word, list(self.names), 1, 0.6):
            return [self.names[found[0]]]
        begun = list(dict.fromkeys(name for title, name in self.names.items() if word and title.startswith(word)))
        return begun if len(begun) <= MOST_MEANT else []


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
    if not value and said is None:
        text = Text("tham số “{key}” chưa có giá trị.", "the parameter “{key}” has no value.").format(key=key)
    range_, usual = allowed(info), default_written(info)
    fix = Text("Cho phép: {range}.", "Allowed: {range}.").format(range=range_)
    if usual:
        fix = Text("{fix} Mặc định: {usual}.", "{fix} Default: {usual}.").format(fix=fix, usual=usual)
    if percent := _meant_percent(info, value):
        fix = Text("Có phải ý bạn là “{p}”? {fix}", "Did you mean “{p}”? {fix}").format(p=percent, fix=fix)
    words = choices(info)
    near = difflib.get_close_matches(fold(value).replace(" ", "_"), words, 1, 0.6)
    if near:
        fix = Text("Có phải ý bạn là “{near}”? {fix}", "Did you mean “{near}”? {fix}").format(near=near[0], fix=fix)
    return value, text, fix


def _meant_percent(info: FieldInfo, value: str) -> str:
    """Return `15%` where a share from 0 to 1 was written as 15; blank where nothing of that kind is meant."""
    number = value.replace(",", ".", 1).strip()
    highest = [limit for item in info.metadata if (limit := getattr(item, "le", None)) is not None]
    if numeric(info) is not float or min(highest, default=0) != 1 or not number.replace(".", "", 1).isdigit():
        return ""
    return f"{value.strip()}%" if 1 < float(number) <= 100 else ""


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
