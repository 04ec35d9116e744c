"""Parameters in words: a value as a cell holds it, and which values are allowed, in both languages."""

from __future__ import annotations

import datetime as dt
import types
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from optimizer.domain.dates import PartialDate
from optimizer.text import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from optimizer.text import Lang

_FLAGS = {True: Text("có", "yes"), False: Text("không", "no")}
_YES_NO = Text("có hoặc không", "yes or no")
_WHOLE = Text("số nguyên", "a whole number")
_REAL = Text("số", "a number")
_DATE = Text("ngày, ví dụ 15/10/2025", "a date, for instance 2025-10-15")
_ONE_OF = Text("một trong: {words}", "one of: {words}")
_SOME_OF = Text("một hoặc nhiều trong: {words}; cách nhau bằng dấu phẩy", "one or more of: {words}; divided by commas")
_LIST = Text("danh sách cách nhau bằng dấu phẩy", "a list divided by commas")
_NUMBERS = Text("danh sách số, cách nhau bằng dấu |", "numbers divided by |")
_PAIRS = Text("nhiều mục, cách nhau bằng dấu |", "several entries, divided by |")
_LIKE = Text("viết như {usual}", "written like {usual}")
_WORDS = Text("văn bản", "text")
_BLANK = Text("{what}; để trống là không đặt", "{what}; blank for none")


# a value as a cell holds it ------------------------------------------------------------------------------------------
def written(value: object, lang: Lang = "en") -> str:
    """Return a value as it is written in a cell: what the parameter then reads back is the same value."""
    if isinstance(value, bool):
        return _FLAGS[value].of(lang)
    if isinstance(value, tuple | list | frozenset | set):
        parts = sorted(value, key=str) if isinstance(value, frozenset | set) else value
        between = " | " if any(isinstance(v, tuple) for v in parts) else ", "  # pairs may hold commas themselves
        return between.join(_item(v, lang) for v in parts)
    return _item(value, lang)


def _item(value: object, lang: Lang) -> str:
    if isinstance(value, tuple):
        return ":".join(_item(v, lang) for v in value)
    if isinstance(value, bool):
        return written(value, lang)
    if isinstance(value, dt.date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else str(value)


def default_written(field: FieldInfo, lang: Lang = "en") -> str:
    """Return a parameter's default as it would be written in a cell."""
    return _shown(field, lang) or written(field.get_default(call_default_factory=True), lang)


def parameter_cells(model: BaseModel, lang: Lang = "en") -> dict[str, str]:
    """Return every parameter of a rule or objective with its value in use, as the Rules sheet holds them."""
    found = {}
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        usual = field.get_default(call_default_factory=True)
        found[name] = default_written(field, lang) if value == usual else written(value, lang)
    return found


def parameter_text(model: BaseModel, lang: Lang = "en") -> str:
    """Return all parameters of a rule or objective in one cell: `key=value; key=value`."""
    return "; ".join(f"{key}={value}" for key, value in parameter_cells(model, lang).items())


def _shown(field: FieldInfo, lang: Lang) -> str:
    extra = field.json_schema_extra
    shown = extra.get("shown") if isinstance(extra, dict) else None
    usual = field.get_default(call_default_factory=True)
    return str(shown) if shown is not None and not isinstance(usual, bool) else ""


# what is allowed -----------------------------------------------------------------------------------------------------
def meaning(field: FieldInfo) -> Text:
    """Return what a parameter means."""
    extra = field.json_schema_extra
    english = field.description or ""
    vietnamese = extra.get("vi") if isinstance(extra, dict) else None
    return Text(str(vietnamese or english), english)


def allowed(field: FieldInfo) -> Text:
    """Return which values a parameter takes, in words: its kind and its limits."""
    usual = default_written(field)
    if usual and get_origin(_bare(field.annotation)[0]) is tuple and _composed(field.annotation):
        return _LIKE.format(usual=usual)
    return _allowed(field.annotation, field.metadata)


def _composed(annotation: Any) -> bool:
    """Return whether a list holds more than single words and numbers: pairs, bands, tables."""
    item = _bare(get_args(_bare(annotation)[0])[0])[0]
    return get_origin(item) in (tuple, frozenset)


def choices(field: FieldInfo) -> tuple[str, ...]:
    """Return the only words a parameter takes, nothing where it takes others too."""
    annotation = _bare(field.annotation)[0]
    if get_origin(annotation) is tuple:
        annotation = _bare(get_args(annotation)[0])[0]
    return tuple(str(v) for v in get_args(annotation)) if get_origin(annotation) is Literal else ()


def numeric(field: FieldInfo) -> type[int] | type[float] | None:
    """Return int or float where a parameter is one number, None for any other."""
    bare = _bare(field.annotation)[0]
    return bare if bare in (int, float) else None


def _allowed(annotation: Any, metadata: Iterable[Any]) -> Text:
    annotation, more = _bare(annotation)
    limits = [*metadata, *more]
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        known = [a for a in args if a is not type(None)]
        inner = _allowed(known[0], limits)
        return _BLANK.format(what=inner) if len(known) < len(args) else inner
    if origin is Literal:
        return _ONE_OF.format(words=", ".join(str(a) for a in args))
    if origin in (tuple, list, frozenset, set):
        return _listed(args[0] if args else str)
    if annotation is bool:
        return _YES_NO
    if annotation in (int, float):
        return _limited(_WHOLE if annotation is int else _REAL, limits)
    return _DATE if annotation in (dt.date, PartialDate) else _WORDS


def _listed(item: Any) -> Text:
    inner, _ = _bare(item)
    if get_origin(inner) is Literal:
        return _SOME_OF.format(words=", ".join(str(a) for a in get_args(inner)))
    if get_origin(inner) in (tuple, frozenset):
        return _PAIRS
    return _NUMBERS if inner in (int, float) else _LIST


def _bare(annotation: Any) -> tuple[Any, list[Any]]:
    """Return an annotation without its `Annotated`, and the limits that stood there."""
    limits: list[Any] = []
    while get_origin(annotation) is Annotated:
        annotation, *more = get_args(annotation)
        for part in more:
            limits += part.metadata if isinstance(part, FieldInfo) else [part]
    return annotation, limits


def _limited(what: Text, limits: Iterable[Any]) -> Text:
    """Return the kind of number with the tightest of the limits given."""
    low: tuple[float, bool] | None = None  # the number, and whether it is itself left out
    high: tuple[float, bool] | None = None
    for limit in limits:
        for name, out in (("ge", False), ("gt", True)):
            if (n := getattr(limit, name, None)) is not None and (low is None or (n, out) > low):
                low = (n, out)
        for name, out in (("le", False), ("lt", True)):
            if (n := getattr(limit, name, None)) is not None and (
                high is None or (n, not out) < (high[0], not high[1])
            ):
                high = (n, out)
    if low is not None and high is not None and not (low[1] or high[1]):
        return Text("{what} từ {a} đến {b}", "{what} from {a} to {b}").format(what=what, a=_n(low[0]), b=_n(high[0]))
    parts = [what]
    if low is not None:
        most = Text("lớn hơn {n}", "above {n}") if low[1] else Text("từ {n} trở lên", "{n} or more")
        parts.append(most.format(n=_n(low[0])))
    if high is not None:
        least = Text("nhỏ hơn {n}", "below {n}") if high[1] else Text("không quá {n}", "at most {n}")
        parts.append(least.format(n=_n(high[0])))
    if len(parts) == 1:
        return what
    return Text(f"{what.vi} " + ", ".join(p.vi for p in parts[1:]), f"{what.en}, " + ", ".join(p.en for p in parts[1:]))


def _n(number: float) -> Text:
    return Text(f"{number:.12g}".replace(".", ","), f"{number:.12g}") if number % 1 else same(f"{number:.12g}")
