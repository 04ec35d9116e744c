import pytest

from optimizer.domain.standing import above, covers, is_promotion, unranked
from optimizer.model.facts import Facts
from optimizer.model.standing import promotions
from tests.cases import cadre, case, title

HEAD = title("HEAD", group="leader", rank=1)
CHAIR = title("CHAIR", group="leader", rank=1)
DEPUTY = title("DEPUTY", group="manager", rank=5)
CLERK = title("CLERK", group="specialist")  # without a rank: judged by its group
NONE = title("NONE")
TITLES = (HEAD, CHAIR, DEPUTY, CLERK, NONE)


@pytest.mark.parametrize(
    ("higher", "lower"), [(HEAD, DEPUTY), (DEPUTY, CLERK), (HEAD, CLERK)], ids=["rank", "group", "group of a leader"]
)
def test_rank_and_then_group_say_which_stands_higher(higher: object, lower: object) -> None:
    assert above(higher, lower)  # type: ignore[arg-type]
    assert not above(lower, higher)  # type: ignore[arg-type]


def test_equal_ranks_and_unknown_ones_are_not_higher() -> None:
    assert not above(HEAD, CHAIR)
    assert not above(HEAD, NONE)
    assert not above(NONE, CLERK)


def test_planning_covers_the_same_an_equal_and_a_lower_title() -> None:
    assert covers(NONE, NONE)
    assert covers(HEAD, CHAIR)
    assert covers(HEAD, DEPUTY)
    assert covers(DEPUTY, CLERK)
    assert not covers(DEPUTY, HEAD)
    assert not covers(NONE, HEAD)
    assert not covers(HEAD, NONE)


@pytest.mark.parametrize("unlisted", ["higher", "equal"])
def test_the_table_says_what_the_plain_words_say(unlisted: str) -> None:
    people = [cadre(f"P{i}", current_title_code=t.title_code) for i, t in enumerate(TITLES)]
    office = case(titles=TITLES, cadres=[*people, cadre("Q"), cadre("R", current_title_code="GONE")])
    table = promotions(Facts(office), unlisted)
    for c, row in zip(office.cadres, table.tolist(), strict=True):
        assert row == [is_promotion(office, c, t, unlisted) for t in office.titles], c


def test_who_holds_no_listed_title_is_promoted_to_leaders_and_managers_titles_unless_told_otherwise() -> None:
    stranger = cadre("A")
    office = case(titles=TITLES, cadres=[stranger])
    assert [t.title_code for t in TITLES if is_promotion(office, stranger, t, "higher")] == ["HEAD", "CHAIR", "DEPUTY"]
    assert not any(is_promotion(office, stranger, t, "equal") for t in TITLES)


def test_titles_without_a_rank_are_named_once() -> None:
    (remark,) = unranked(case(titles=TITLES, cells=True), "time_in_post")
    assert remark.severity == "info"
    assert "2 chức danh chưa ghi thứ bậc" in remark.text.vi
    assert remark.text.en.endswith("Title CLERK, Title NONE.")
    assert not list(unranked(case(titles=[HEAD]), "time_in_post"))
