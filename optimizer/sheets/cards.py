"""Personal identity numbers (CCCD): three digits of the province, one of century and sex, two of the year of birth.

They carry no check digit, but they must agree with the sex and the year of birth beside them, which finds wrong digits
and swapped rows. Excel takes them for numbers and drops the zeros in front; those are put back and said so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from optimizer.findings import Address
from optimizer.sheets.cells import text_of
from optimizer.sheets.pseudonyms import hidden
from optimizer.sheets.table import BadCell, Padded, RawTable
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.domain.dates import PartialDate
    from optimizer.sheets.problems import Problems
    from optimizer.sheets.values import Subjects

DIGITS = 12
_SHORTEST = 10  # of a number whose zeros were lost: provinces begin at 001
_OLD_DIGITS = 9  # of the identity cards (CMND) of before, which lists still hold
_MOSTLY = 0.8
_BETWEEN = re.compile(r"[\s.\-'’`]")
_HEADER = re.compile(r"\b(?:cccd|can cuoc|dinh danh ca nhan|so dinh danh)\b")
# The provinces of before 2025, whose codes cards keep.
PROVINCES = frozenset(
    f"{n:03}"
    for n in (
        *(1, 2, 4, 6, 8, 10, 11, 12, 14, 15, 17, 19, 20, 22, 24, 25, 26, 27, 30, 31, 33, 34, 35, 36, 37, 38, 40, 42),
        *(44, 45, 46, 48, 49, 51, 52, 54, 56, 58, 60, 62, 64, 66, 67, 68, 70, 72, 74, 75, 77, 79, 80, 82, 83, 84),
        *(86, 87, 89, 91, 92, 93, 94, 95, 96),
    )
)


def says_card(header: str) -> bool:
    """Return whether a header names identity numbers."""
    return bool(_HEADER.search(fold(header)))


def pad_cards(table: RawTable, problems: Problems) -> None:
    """Give identity numbers that Excel took for numbers their zeros back, in the codes and in columns carried along."""
    cells = table.cells.get("cadre_id")
    if cells is not None and (says_card(table.headers.get("cadre_id", "")) or _are_cards(cells)):
        table.cells["cadre_id"] = [
            _padded(cell, table.address("cadre_id", i), problems) for i, cell in enumerate(cells)
        ]
    for header, column in table.extra.items():
        if says_card(header):
            letter = table.extra_letters.get(header, "")
            table.extra[header] = [
                _padded(cell, _place(table, letter, header, i), problems) for i, cell in enumerate(column)
            ]


def check_cards(
    table: RawTable, ids: Sequence[str | None], births: Sequence[PartialDate | None], sexes: Sequence[Any],
    problems: Problems, who: Subjects,
) -> None:  # fmt: skip
    """Question identity numbers that no province gave out, or that contradict the sex or the year of birth."""
    columns: list[tuple[str, Sequence[Any]]] = []
    if says_card(table.headers.get("cadre_id", "")) or _are_cards(ids):
        columns.append(("", ids))
    extra = table.extra if table.secret is None else table.secret.extra
    columns += [(header, cells) for header, cells in extra.items() if says_card(header)]
    for header, cells in columns:
        letter = table.extra_letters.get(header, "")
        named = bool(header) or says_card(table.headers.get("cadre_id", ""))
        for i, cell in enumerate(cells):
            card = tidy(text_of(cell)) if cell is not None and not isinstance(cell, BadCell) else ""
            shown = masked(card) if table.secret is None else ""
            said: Text | None = None
            if len(card) == DIGITS and card.isdigit():
                code, said = "id_mismatch", _contradiction(card, births[i], sexes[i])
            elif card and not (len(card) == _OLD_DIGITS and card.isdigit()) and (named or card.isdigit()):
                code, said = "id_odd", _ODD.format(shown=shown or "…")
            if said is not None:
                where = _place(table, letter, header, i) if header else table.address("cadre_id", i)
                problems.add(code, "warning", said, _CHECK, where, value=shown, subject=who(i))


def masked(card: str) -> str:
    """Return an identity number as it may be shown: enough to find it beside its cell, not enough to use it."""
    return f"{card[:3]}…{card[-3:]}"


def _are_cards(cells: Sequence[Any]) -> bool:
    held = [tidy(text_of(c)) for c in cells if c is not None]
    return bool(held) and sum(_fits(c) for c in held) >= _MOSTLY * len(held)


def _fits(written: str) -> bool:
    if not written.isdigit() or not _SHORTEST <= len(written) <= DIGITS:
        return False
    full = written.zfill(DIGITS)
    return full[:3] in PROVINCES and full[3] in "0123"


def _padded(cell: Any, where: Address, problems: Problems) -> Any:
    if isinstance(cell, str):
        return _packed(cell, where, problems)
    if isinstance(cell, bool | Padded) or not isinstance(cell, int | float) or not float(cell).is_integer():
        return cell
    digits = str(int(cell))
    if not _SHORTEST <= len(digits) < DIGITS or digits.zfill(DIGITS)[:3] not in PROVINCES:
        return cell
    full = digits.zfill(DIGITS)
    text = _ZEROS.format(count=DIGITS - len(digits), shown="…" if hidden() else masked(full))
    problems.add("id_padded", "info", text, _AS_TEXT, where, value="" if hidden() else masked(digits))
    return full


def _packed(cell: str, where: Address, problems: Problems) -> str:
    """Return a number that somebody wrote in groups, or behind an apostrophe, as its twelve digits."""
    digits = _BETWEEN.sub("", cell)
    if digits == cell or len(digits) != DIGITS or not (digits.isascii() and digits.isdigit()):
        return cell
    text = _GROUPS.format(shown="…" if hidden() else masked(digits))
    problems.add("id_mended", "info", text, where=where, value="" if hidden() else masked(digits))
    return digits


def _place(table: RawTable, letter: str, header: str, i: int) -> Address:
    if table.framed:
        return Address("", table.sheet, f"{header}, row {table.rows[i]}")
    return Address(table.file, table.sheet, f"{letter}{table.rows[i]}")


def _contradiction(card: str, birth: PartialDate | None, sex: Any) -> Text | None:
    if card[:3] not in PROVINCES:
        return _NO_PROVINCE.format(code=card[:3])
    century, female = divmod(int(card[3]), 2)
    year = 1900 + 100 * century + int(card[4:6])
    said: list[Text] = []
    if birth is not None and birth.year != year:
        said.append(_YEAR.format(year=year, written=birth.year))
    if sex in ("male", "female") and (sex == "female") != bool(female):
        said.append(_SEX.format(sex=_FEMALE if female else _MALE))
    return Text(" ".join(t.vi for t in said), " ".join(t.en for t in said)) if said else None


_ZEROS = Text(
    "Số định danh bị Excel coi là số nên mất {count} số 0 ở đầu; đã thêm lại ({shown}).",
    "Excel took the identity number for a number and dropped {count} zeros in front; they were put back ({shown}).",
)
_GROUPS = Text(
    "Dấu cách và dấu khác trong số định danh đã được bỏ ({shown}).",
    "Blanks and other signs within the identity number were taken out ({shown}).",
)
_ODD = Text(
    "“{shown}” không phải là số định danh 12 chữ số, cũng không phải số CMND 9 chữ số.",
    "“{shown}” is neither an identity number of 12 digits nor an old one of 9.",
)
_AS_TEXT = Text("Định dạng cột là Văn bản (Text).", "Format the column as Text.")
_NO_PROVINCE = Text(
    "Không có tỉnh nào mang mã {code} của số định danh.", "No province has the code {code} of this number."
)
_YEAR = Text(
    "Theo số định danh, người này sinh năm {year}; ô ngày sinh ghi {written}.",
    "By the identity number this person was born in {year}; the birth date says {written}.",
)
_SEX = Text("Theo số định danh, người này là {sex}.", "By the identity number this person is {sex}.")
_MALE, _FEMALE = Text("nam", "male"), Text("nữ", "female")
_CHECK = Text(
    "Đối chiếu số định danh, ngày sinh và giới tính với giấy tờ.",
    "Compare number, birth date and sex with the papers.",
)
