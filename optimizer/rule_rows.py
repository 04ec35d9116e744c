"""The Rules sheet as rows: every rule and objective with its settings and what a person needs to know to change them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from optimizer.catalogue import SOFT_LEVEL, ActiveRule, find_name, ordered, settings_by_rule
from optimizer.domain.parameter_words import allowed, meaning, parameter_text
from optimizer.domain.topics import TOPICS, Topic
from optimizer.domain.words import wording
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from optimizer.catalogue import ActiveObjective, Catalogue, Kind
    from optimizer.domain.case import Case
    from optimizer.domain.entities import RuleSetting
    from optimizer.text import Lang

Row = dict[str, object]
_ALWAYS = Text("Luôn áp dụng, không tắt được.", "Always in force, cannot be switched off.")
_GOAL = Text("Mục tiêu, {aim} ({unit}): {what}.", "Objective, {aim} ({unit}): {what}.")
_AIMS = {
    "max": Text("càng nhiều càng tốt", "the more the better"),
    "min": Text("càng ít càng tốt", "the less the better"),
}


def default_rows(lang: Lang, given: Iterable[Mapping[str, object]] = ()) -> list[Row]:
    """Return a row for every rule and objective: those `given` as they say, the others by default.

    A case with these rows acts as one that has the given rows alone.
    """
    said = {find_name(str(row["rule"])): row for row in given}
    return [
        _row(cls, lang) | _said(cls, said[cls.name], lang) if cls.name in said else _row(cls, lang) for cls in ordered()
    ]


def _said(cls: Kind, given: Mapping[str, object], lang: Lang) -> Row:
    """Return what a plain row changes of the full one: blank cells change nothing, parameters left out stay."""
    changed = {key: value for key, value in given.items() if value not in (None, "") and key != "rule"}
    if "params" in changed:
        written = (part.partition("=") for part in str(changed["params"]).split(";") if part.strip())
        it = cls.model_validate({key.strip(): value.strip() for key, _, value in written})
        changed["params"] = parameter_text(it, lang)
    return changed | {"on": given.get("on", True) not in (None, "", False)}


def rows_in_force(case: Case, active: Catalogue, lang: Lang) -> list[Row]:
    """Return every rule and objective as it was used: those in force first, with the values they had."""
    settings = settings_by_rule(case)
    used: dict[str, ActiveRule | ActiveObjective] = {a.rule.name: a for a in active.rules}
    used |= {o.objective.name: o for o in active.objectives}
    rows = [_used_row(cls, settings.get(cls.name), used.get(cls.name), lang) for cls in ordered()]
    for cls, row in zip(ordered(), rows, strict=True):
        if cls.name in active.idle:
            row["on"] = True
    return sorted(rows, key=lambda row: not row["on"])


def _row(cls: Kind, lang: Lang) -> Row:
    it = cls()
    weighed = not cls.fixed and not (isinstance(it, Objective) and it.ties)
    row: Row = {
        "rule": cls.text.of(lang),
        "on": cls.default_on or cls.fixed,
        "mode": "",
        "level": None,
        "weight": None,
        "params": parameter_text(it, lang),
        "from_date": None,
        "to_date": None,
        "topic": TOPICS[cast("Topic", cls.topic)].of(lang),
        "explanation": explanation(cls, lang),
        "basis": cls.source.of(lang),
    }
    if isinstance(it, Rule):
        row["mode"] = wording("mode", it.modes[0]).of(lang)
        if "soft" in it.modes:
            row |= {"level": SOFT_LEVEL, "weight": 1}
    elif weighed:
        row |= {"level": it.default_level, "weight": it.default_weight}
    return row


def _used_row(cls: Kind, setting: RuleSetting | None, used: ActiveRule | ActiveObjective | None, lang: Lang) -> Row:
    row = _row(cls, lang) | {"on": used is not None}
    if setting is not None:
        row |= {"from_date": setting.from_date, "to_date": setting.to_date}
    if used is None:
        return row if setting is None else row | _as_set(setting, lang)
    row["params"] = parameter_text(used.rule if isinstance(used, ActiveRule) else used.objective, lang)
    if isinstance(used, ActiveRule):
        row["mode"] = wording("mode", "soft" if used.soft else "hard").of(lang)
        if used.soft or setting is not None:
            row |= {"level": used.level, "weight": used.weight}
    elif row["level"] is not None:
        row |= {"level": used.level, "weight": used.weight}
    return row


def _as_set(setting: RuleSetting, lang: Lang) -> Row:
    """Return what the case's own row says of a rule that is not in force."""
    said: Row = {}
    if setting.mode:
        said["mode"] = wording("mode", setting.mode).of(lang)
    if setting.level is not None:
        said["level"] = setting.level
    if setting.weight is not None:
        said["weight"] = setting.weight
    if setting.params:
        said["params"] = "; ".join(f"{key}={value}" for key, value in setting.params.items())
    return said


def explanation(cls: Kind, lang: Lang) -> str:
    """Return what a rule asks or an objective counts, then each parameter: its meaning and the values it takes."""
    it = cls()
    what = it.limit()
    lines = [Text(_sentence(what.vi), _sentence(what.en))]
    if isinstance(it, Objective):
        lines = [_GOAL.format(aim=_AIMS[it.sense], unit=it.unit, what=what)]
    if cls.fixed:
        lines.append(_ALWAYS)
    for name, field in cls.model_fields.items():
        said = meaning(field)
        line = Text("• {name}: {said} Giá trị: {allowed}.", "• {name}: {said} Values: {allowed}.")
        said = Text(_sentence(said.vi), _sentence(said.en))
        lines.append(line.format(name=same(name), said=said, allowed=allowed(field)))
    return "\n".join(line.of(lang) for line in lines)


def _sentence(words: str) -> str:
    """Return the words as one sentence."""
    words = words.strip()
    return (words[:1].upper() + words[1:]).rstrip(".") + "." if words else ""
