"""`placement rules`: what may be asked of a plan, with parameters, defaults and places in the law."""

from __future__ import annotations

import difflib
import inspect
import re
import textwrap
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import WIDTH, Argument
from optimizer.cli.options import command as declared
from optimizer.text import Lang, Text, fold

if TYPE_CHECKING:
    from optimizer.cli.console import Say
    from optimizer.objectives.base import Objective
    from optimizer.rules.base import Rule

    Kind = type[Rule] | type[Objective]

_MODES = {"hard": Text("cứng", "hard"), "soft": Text("mềm", "soft"), "objective": Text("mục tiêu", "objective")}
_FACTS = {
    "subject": Text("Nhóm", "Subject"),
    "asks": Text("Nội dung", "Says"),
    "kind": Text("Loại", "Kind"),
    "on": Text("Mặc định", "Default"),
    "level": Text("Cấp", "Level"),
    "weight": Text("Trọng số", "Weight"),
    "sense": Text("Chiều", "Aim"),
    "unit": Text("Đơn vị đo", "Measured in"),
    "source": Text("Căn cứ", "Basis"),
    "file": Text("Tệp", "File"),
}
_SENSES = {
    "max": Text("càng nhiều càng tốt", "the more the better"),
    "min": Text("càng ít càng tốt", "the less the better"),
}
_WEIGHED = Text(" · cấp {level}, trọng số {weight}", " · level {level}, weight {weight}")
_WHEN_SOFT = Text(
    " · khi mềm: cấp {level}, mỗi vi phạm tính {weight}", " · when soft: level {level}, {weight} for each violation"
)
_CATALOGUE = re.compile(r"\s+\(R\d+(?:, R\d+)*\)")  # the numbers of our notes on the field: nothing to a user
SOFT_WEIGHT = 1.0  # the price of one violation where the sheet gives none


@declared(
    "rules",
    Text(
        "Liệt kê các quy tắc và mục tiêu: tham số, mặc định, nguồn trong văn bản.\n"
        "Bật tắt, đổi mức, trọng số và tham số ở trang `Quy tắc` của hồ sơ. "
        "Ghi tên một quy tắc (mã hoặc tên tiếng Việt) để xem đầy đủ.",
        "List the rules and objectives: parameters, defaults, their place in the law.\n"
        "Switch, weigh and set them on the case's sheet `Rules`. "
        "Name one (by its code or its title) to see it in full.",
    ),
    "placement rules travel",
    90,
    [
        Argument(
            ["name"],
            Text("Mã hoặc tên một quy tắc hay mục tiêu.", "The code or title of a rule or objective."),
            metavar="NAME",
            required=False,
        )
    ],
)
def command(say: Say, name: str | None) -> int:
    """Show all of them, or one."""
    if name is not None:
        kind = _found(name)
        say.out("\n".join(in_full(kind, say.lang)))
        return say.done({"status": "ok", "rule": described(kind, say.lang)})
    kinds = everything()
    told = None
    for kind in kinds:
        if subject(kind) != told:
            told = subject(kind)
            say.out(click.style(told.of(say.lang).upper(), bold=True) + "\n")
        say.out("\n".join(in_short(kind, say.lang)) + "\n")
    say.tell(Text("Xem đầy đủ: placement rules TÊN", "In full: placement rules NAME"))
    return say.done({"status": "ok", "rules": [described(kind, say.lang) for kind in kinds]})


def everything() -> list[Kind]:
    """Return every rule and objective by subject, rules first, by name."""
    from optimizer.catalogue import ordered

    return list(ordered())


def subject(kind: Kind) -> Text:
    """Return the subject a rule or objective is listed under."""
    from optimizer.domain.topics import TOPICS

    return next(text for topic, text in TOPICS.items() if topic == kind.topic)


def is_objective(kind: Kind) -> bool:
    """Return whether it is an objective and no rule."""
    from optimizer.objectives.base import Objective

    return issubclass(kind, Objective)


def described(kind: Kind, lang: Lang) -> dict[str, Any]:
    """Return one rule or objective as plain data."""
    from optimizer.catalogue import SOFT_LEVEL
    from optimizer.domain.parameter_words import allowed, default_written, meaning

    objective = is_objective(kind)
    soft = not objective and "soft" in kind.modes
    weighed = not getattr(kind, "ties", False)
    return {
        "name": kind.name,
        "title": kind.text.of(lang),
        "kind": "objective" if objective else "rule",
        "modes": ["objective"] if objective else list(kind.modes),
        "on": kind.default_on,
        "fixed": kind.fixed,
        "level": getattr(kind, "default_level", SOFT_LEVEL if soft else None) if weighed else None,
        "weight": getattr(kind, "default_weight", SOFT_WEIGHT if soft else None) if weighed else None,
        "sense": getattr(kind, "sense", None),
        "unit": _unit(kind, lang),
        "params": [
            {
                "name": n,
                "default": default_written(f, lang),
                "meaning": meaning(f).of(lang),
                "allowed": allowed(f).of(lang),
            }
            for n, f in kind.model_fields.items()
        ],
        "subject": subject(kind).of(lang),
        "asks": kind().limit().of(lang),
        "source": kind.source.of(lang),
        "about": _CATALOGUE.sub("", inspect.getdoc(kind) or ""),
        "file": kind.__module__.replace(".", "/") + ".py",
    }


def mode_words(kind: Kind, lang: Lang) -> str:
    """Return hard, soft or objective, the default first."""
    return " / ".join(_MODES[m].of(lang) for m in described(kind, lang)["modes"])


def on_words(kind: Kind, lang: Lang) -> str:
    """Return whether it is in force when the sheet says nothing."""
    if kind.fixed:
        return Text("luôn bật", "always on").of(lang)
    return (Text("bật", "on") if kind.default_on else Text("tắt", "off")).of(lang)


def in_short(kind: Kind, lang: Lang) -> list[str]:
    """Return the essentials of one rule or objective as lines."""
    data = described(kind, lang)
    state = f"{mode_words(kind, lang)}, {on_words(kind, lang)}"
    if data["level"] is not None:
        told = _WEIGHED if is_objective(kind) else _WHEN_SOFT
        state += told.of(lang).format(level=data["level"], weight=f"{data['weight']:g}")
    if data["unit"]:
        state += f" · {sense_words(kind, lang)} ({data['unit']})"
    lines = [f"{click.style(data['name'], bold=True)}  {data['title']}", f"    {state}"]
    lines += [line for p in data["params"] for line in _param(p, "    ")]
    return [*lines, *_wrapped(f"{_FACTS['source'].of(lang)}: {data['source']}", "    ", "      ")]


def in_full(kind: Kind, lang: Lang) -> list[str]:
    """Return everything about one rule or objective as lines."""
    data = described(kind, lang)
    lines = [f"{click.style(data['name'], bold=True)}  {data['title']}", ""]
    if lang == "en" and data["about"]:
        lines += [*data["about"].splitlines(), ""]
    values = {**data, "kind": mode_words(kind, lang), "on": on_words(kind, lang), "sense": sense_words(kind, lang)}
    shown = [(label.of(lang), values[key]) for key, label in _FACTS.items() if values[key] not in (None, "")]
    width = max(len(label) for label, _ in shown) + 2
    for label, value in shown:
        text = f"{value:g}" if isinstance(value, float) else str(value)
        lines += _wrapped(text, f"  {label:<{width}}", " " * (width + 2))
    if data["params"]:
        head = Text("Tham số (cột Tham số, viết `tên=giá trị; ...`):", "Parameters (column params, `name=value; ...`):")
        lines += ["", head.of(lang)]
        lines += [line for p in data["params"] for line in _param(p, "  ")]
    return lines


def sense_words(kind: Kind, lang: Lang) -> str:
    """Return whether an objective is made large or small; blank for a rule."""
    sense = getattr(kind, "sense", None)
    return _SENSES[sense].of(lang) if sense in _SENSES else ""


def _param(param: dict[str, str], indent: str) -> list[str]:
    value = param["default"] or '""'
    meaning = f" — {param['meaning']}" if param["meaning"] else ""
    shown = param["allowed"].endswith(param["default"]) and len(param["default"]) > 10  # "written like the default"
    allowed = "" if shown else f" [{param['allowed']}]"
    return _wrapped(f"{param['name']}={value}{meaning}{allowed}", indent, indent + "    ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False)


def _unit(kind: Kind, lang: Lang) -> str:
    unit = getattr(kind, "unit", None)
    return unit.of(lang) if isinstance(unit, Text) else ""


def _found(name: str) -> Kind:
    from optimizer.catalogue import find_name, known

    exact = find_name(name)
    if exact is not None:
        return known()[exact]
    words = {fold(word): kind for kind in known().values() for word in (kind.name, kind.text.vi, kind.text.en)}
    near = difflib.get_close_matches(fold(name), list(words), 1, 0.5)
    if near:
        kind = words[near[0]]
        hint = Text(
            f"Có phải ý bạn là “{kind.name}” ({kind.text.vi})?", f"Did you mean “{kind.name}” ({kind.text.en})?"
        )
    else:
        hint = Text("Xem danh sách bằng `placement rules`.", "See `placement rules` for the list.")
    raise wrong_usage(Text(f"không có quy tắc tên “{name}”.", f"there is no rule named “{name}”."), hint)
