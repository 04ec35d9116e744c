import datetime as dt

import pytest
from pydantic import BaseModel, ValidationError

from optimizer.domain.parameters import Amount, Codes, Day, Flag, Number, Whole
from optimizer.domain.staff_frame import BlockPosts


class Sheet(BaseModel):
    flag: Flag = False
    number: Number = 0.0
    amount: Amount = 0.0
    codes: Codes = ()
    day: Day = dt.date(2025, 7, 1)
    whole: Whole = 0
    posts: BlockPosts = ()


@pytest.mark.parametrize("word", ["x", "có", "CÓ", "yes", "1", "đúng", "bật", "true", "on", "✓", True])
def test_true_words(word: object) -> None:
    assert Sheet.model_validate({"flag": word}).flag is True


@pytest.mark.parametrize("word", ["", "không", "no", "0", "sai", "tắt", "-", False])
def test_false_words(word: object) -> None:
    assert Sheet.model_validate({"flag": word}).flag is False


@pytest.mark.parametrize(
    ("written", "number"), [("0,15", 0.15), ("0.15", 0.15), ("1.234,5", 1234.5), (" 12 ", 12.0), ("-3", -3.0), (2, 2.0)]
)
def test_numbers_with_either_decimal_mark(written: object, number: float) -> None:
    assert Sheet.model_validate({"number": written}).number == number


@pytest.mark.parametrize(
    "wrong",
    [{"flag": "maybe"}, {"number": "1,2,3"}, {"number": "nan"}, {"number": "ba"}, {"amount": "-1"}, {"amount": "inf"}],
)
def test_anything_else_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Sheet.model_validate(wrong)


def test_codes_keep_their_order_and_come_once() -> None:
    assert Sheet.model_validate({"codes": "B, A|B , 01"}).codes == ("B", "A", "01")


@pytest.mark.parametrize("written", ["17/11/2025", "17.11.2025", " 17-11-2025 ", "2025-11-17", dt.date(2025, 11, 17)])
def test_days_are_read_the_way_offices_write_them(written: object) -> None:
    assert Sheet.model_validate({"day": written}).day == dt.date(2025, 11, 17)


@pytest.mark.parametrize("wrong", ["31/02/2025", "11/2025", "mai", ""])
def test_a_day_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Sheet.model_validate({"day": wrong})


@pytest.mark.parametrize(
    ("written", "number"),
    [("10.000", 10_000), ("10,000", 10_000), ("10 000", 10_000), ("1.234.567", 1_234_567), (" 12 ", 12), ("10.00", 10)],
)
def test_whole_numbers_are_read_with_their_thousands_as_in_cells(written: str, number: int) -> None:
    assert Sheet.model_validate({"whole": written}).whole == number
    assert Sheet.model_validate({"posts": f"Đảng:{written} | Khối A: 7"}).posts == (("Đảng", number), ("Khối A", 7))


@pytest.mark.parametrize("wrong", ["1,5", "1.000,000", "10.0000,", "0.500", "mười", ""])
def test_what_is_no_whole_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        Sheet.model_validate({"whole": wrong})
