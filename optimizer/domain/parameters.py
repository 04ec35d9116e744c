"""How the parameters of rules and objectives are written in a cell: yes or no, numbers, lists of codes, bands."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field

from optimizer.domain.words import FALSE_WORDS, TRUE_WORDS
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Callable

# A comma divides bands only where a whole new `km:amount` follows it; otherwise it is a decimal comma (`15:1,8`).
_BETWEEN_BANDS = re.compile(r"[;|]|,(?=\s*\d+(?:\.\d+)?\s*:)")
_DAY = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_THOUSANDS = re.compile(r"^[+-]?\d{1,3}(?:\.\d{3})+,\d+$")
_WHOLE_THOUSANDS = re.compile(r"^[+-]?[1-9]\d{0,2}(?:([., ])\d{3})(?:\1\d{3})*$")


class Refused(ValueError):
    """Raised by a parameter for what it cannot be: what it should be, in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.text = Text(vi, en)


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        word = fold(value)
        if word in TRUE_WORDS or value.strip() in TRUE_WORDS:
            return True
        if word in FALSE_WORDS or value.strip() in FALSE_WORDS:
            return False
        raise Refused("ghi có hoặc không", "should be yes or no (có, không)")
    return value


def _number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = tidy(value).replace(" ", "")
    if _THOUSANDS.match(text):
        text = text.replace(".", "")
    return text.replace(",", ".", 1) if text.count(",") == 1 else text


def _whole(value: Any) -> Any:
    """Read `10.000`, `10,000` and `10 000` as ten thousand, as the cells of whole numbers are read."""
    if not isinstance(value, str):
        return value
    text = tidy(value)
    return re.sub(r"[., ]", "", text) if _WHOLE_THOUSANDS.match(text) else text


def _codes(value: Any) -> Any:
    """Divide a text at `,` or `|`: the `;` of a cell already divides one parameter from the next."""
    if not isinstance(value, str):
        return value
    parts = (tidy(part) for part in re.split(r"[,|;]", value))
    return tuple(dict.fromkeys(part for part in parts if part))


def _bands(value: Any) -> Any:
    """Read `15:1.8 | 30:2.7` as ((15, 1.8), (30, 2.7))."""
    if not isinstance(value, str):
        return value
    found = []
    for part in _BETWEEN_BANDS.split(value):
        if not part.strip():
            continue
        start, colon, amount = part.partition(":")
        if not colon:
            raise Refused(
                "mỗi mức ghi theo dạng km:số tiền, ví dụ 15:1.8 | 30:2.7",
                "each band should be written as km:amount, such as 15:1.8 | 30:2.7",
            )
        found.append((_number(start), _number(amount)))
    return tuple(found)


def read_day(value: Any) -> Any:
    """Read 17/11/2025, 17.11.2025, 17-11-2025 or 2025-11-17 as a date; anything else is left as it is."""
    if not isinstance(value, str):
        return value
    written = _DAY.match(tidy(value))
    if written is None:
        return tidy(value)
    day, month, year = (int(part) for part in written.groups())
    return dt.date(year, month, day)  # a day that does not exist raises ValueError, which is what a field expects


def named_values(
    vi: str, en: str, *, between: str = "[|]", colon: str = ":", read: Callable[[str], Any] = tidy
) -> BeforeValidator:
    """Return the reader of `name:value | name:value` as ((name, value), ...); `vi` and `en` say how a part is written.

    `between` and `colon` are patterns of what divides parts, and a name from its value; `read` reads a value.
    """

    def values(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = []
        for part in re.split(between, value):
            if not part.strip():
                continue
            name, *rest = re.split(colon, part, maxsplit=1)
            if not rest or not fold(name):
                raise Refused(vi, en)
            found.append((tidy(name), read(rest[0])))
        return tuple(found)

    return BeforeValidator(values)


Flag = Annotated[bool, BeforeValidator(_flag)]
Whole = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Amount = Annotated[float, BeforeValidator(_number), Field(ge=0, allow_inf_nan=False)]
Day = Annotated[dt.date, BeforeValidator(read_day)]
Codes = Annotated[tuple[str, ...], BeforeValidator(_codes)]
Band = tuple[Amount, Amount]
Bands = Annotated[tuple[Band, ...], BeforeValidator(_bands)]


def bands_text(bands: tuple[tuple[float, float], ...]) -> Text:
    """Return bands in words: from 15 km 1.8, from 30 km 2.7."""
    if not bands:
        return Text("không có", "none")
    said = [
        Text("từ {km} km {n}", "from {km} km {n}").format(km=_decimal(km), n=_decimal(amount)) for km, amount in bands
    ]
    return Text("; ".join(t.vi for t in said), "; ".join(t.en for t in said))


def _decimal(number: float) -> Text:
    return Text(f"{number:g}".replace(".", ","), f"{number:g}")
