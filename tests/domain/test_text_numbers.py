from optimizer.text import Text, same


def test_english_takes_the_singular_where_the_number_before_it_is_one() -> None:
    text = Text("{a} người, {b} ghế", "{a} [person is|people are] placed, {b:,} [seat|seats] vacant")
    assert text.format(a=1, b=1).en == "1 person is placed, 1 seat vacant"
    assert text.format(a=0, b=1000).en == "0 people are placed, 1,000 seats vacant"
    assert text.format(a=same("1"), b=21).en == "1 person is placed, 21 seats vacant"
    assert text.format(a=1, b=1).vi == "1 người, 1 ghế"


def test_brackets_in_what_is_filled_in_stay_as_they_are() -> None:
    assert Text("{a} {b}", "{a} {b}").format(a=1, b="[x|y]").en == "1 [x|y]"
    assert Text("{b}", "{b} [x|y]").format(b="1 [a|b]").en == "1 [a|b] y"
