"""What reviewers have decided already: locks, refusals, kept posts, people left out, signed exceptions (R67, R68)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.dates import PartialDate, months_left
from optimizer.domain.words import degree_value, theory_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from random import Random

    from optimizer.samples.allowed import Allowed
    from optimizer.samples.gazetteer import Place
    from optimizer.samples.people import Person
    from optimizer.samples.seat_plan import SeatPlan
    from optimizer.samples.title_book import TitleSpec

_WHY_LOCK = (
    "Thống nhất tại cuộc họp rà soát nhân sự",
    "Địa bàn trọng điểm, cần người đã có kinh nghiệm",
    "Theo đề nghị của cấp ủy nơi đến",
)
_WHY_FORBID = (
    "Đã công tác tại địa bàn nhiều năm, cần đổi môi trường",
    "Có đơn đề nghị không bố trí về địa bàn này",
    "Có người thân phụ trách lĩnh vực liên quan tại đơn vị",
)
_WHY_KEEP = (
    "Đang chủ trì dự án trọng điểm, giữ ổn định",
    "Mới được bổ nhiệm, giữ nguyên vị trí",
    "Cán bộ duy nhất nắm hồ sơ địa bàn",
)
_WHY_EXCLUDE = ("Đang xem xét trách nhiệm, tạm chưa bố trí", "Được cử đi học tập trung dài hạn")
_WHY_EXCEPTION = (
    "Đang học cao cấp lý luận chính trị, tốt nghiệp trong năm",
    "Cán bộ có năng lực nổi trội, cấp có thẩm quyền đồng ý",
)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many decisions of each kind a sample holds, and the offices that sign, Party offices first."""

    locks: int
    forbids: int
    keeps: int
    excludes: int
    exceptions: int
    authors: tuple[str, ...]


def shortcomings(person: Person, title: TitleSpec, unit: Place, day: dt.date) -> set[str]:
    """Return which of a title's demands a person does not surely meet, by the names of the rules.

    Cells may show less than is known here (a year of birth, a home in a divided commune), so doubt counts against:
    a decision drawn from this never contradicts the sheet it stands beside.
    """
    missing = set()
    if person.degree < (degree_value(title.degree) or 0):
        missing.add("degree")
    if title.theory and (person.theory or 0) < (theory_value(title.theory) or 0):
        missing.add("theory")
    if title.party and person.party is None:
        missing.add("party_member")
    if title.fields and not set(title.fields) & set(person.expertise):
        missing.add("field")
    years = [y for f, y in person.expertise.items() if not title.fields or f in title.fields]
    if max(years, default=0) < title.years:
        missing.add("experience")
    born = PartialDate(person.birth.year)
    if title.months and (months_left(born, "female" if person.female else "male", day) or 0) < title.months:
        missing.add("age_for_term")
    near = {unit.former_district, *(p.district for p in unit.predecessors), None}
    if title.not_local and person.home_district in near:
        missing.add("not_local")
    return missing


class _Draw:
    """Takes people and seats out of two shuffled lists, so that nobody and nothing is decided twice."""

    def __init__(
        self,
        people: list[Person],
        seats: list[tuple[str, str]],
        titles: dict[str, TitleSpec],
        units: dict[str, Place],
        day: dt.date,
        allowed: Allowed,
    ) -> None:
        self.people, self.seats, self.titles, self.units, self.day = people, seats, titles, units, day
        self.allowed = allowed

    def lacks(self, person: Person, seat: tuple[str, str]) -> set[str]:
        """Return what the person lacks for that seat."""
        return shortcomings(person, self.titles[seat[1]], self.units[seat[0]], self.day)

    def may_hold(self, person: Person, seat: tuple[str, str]) -> bool:
        """Return whether the person lacks nothing for that seat and no rule of the sample closes it to them."""
        return not self.lacks(person, seat) and self.allowed.lets(person.cadre_id, seat)

    def take(self, count: int, suits: Callable[[Person], bool]) -> Iterator[Person]:
        """Yield up to `count` people who suit, and take them out."""
        for _ in range(count):
            found = next((i for i, p in enumerate(self.people) if suits(p)), None)
            if found is None:
                return
            yield self.people.pop(found)

    def matches(self, count: int, lacking: set[str]) -> Iterator[tuple[Person, tuple[str, str]]]:
        """Yield people with a seat for which they lack exactly `lacking`; both are taken out."""
        for seat in self.seats[:]:
            if count == 0:
                return
            if lacking and not (self.titles[seat[1]].theory == "cao cấp" and "theory" in lacking):
                continue
            group = self.titles[seat[1]].group

            def suits(person: Person, seat: tuple[str, str] = seat, group: str = group) -> bool:
                if person.standing != group:
                    return False
                # an exception puts nobody anywhere, so another rule may still stand in the way of this person
                return self.lacks(person, seat) == lacking if lacking else self.may_hold(person, seat)

            for person in self.take(1, suits):
                self.seats.remove(seat)
                count -= 1
                yield person, seat


def decide(
    rng: Random,
    people: Sequence[Person],
    taken: set[str],
    plan: SeatPlan,
    book: Sequence[TitleSpec],
    units: dict[str, Place],
    day: dt.date,
    wanted: Verdicts,
    allowed: Allowed,
) -> list[dict[str, object]]:
    """Return decision rows about people not in `taken` (their ids); no seat and no person is decided twice.

    Who is locked or kept somewhere is somebody whom `allowed` lets hold that seat, so that every decision can be kept.
    """
    free = [p for p in people if p.status == "available" and not p.protected and p.cadre_id not in taken]
    rng.shuffle(free)
    titles = {t.code: t for t in book}
    seats = [k for k in plan.targets if titles[k[1]].group != "specialist" and k[1] != "CTHDND"]
    rng.shuffle(seats)
    draw = _Draw(free, seats, titles, units, day, allowed)
    rows: list[dict[str, object]] = []

    def write(person: Person, action: str, unit: str, title: str, why: Sequence[str], rule: str = "") -> None:
        signed = day - dt.timedelta(days=rng.randrange(3, 45))
        leading = person.standing == "leader" or (title and titles[title].group == "leader")
        rows.append(
            {
                "cadre_id": person.cadre_id,
                "action": action,
                "unit_code": unit,
                "title_code": title,
                "rule": rule,
                "reason": rng.choice(why),
                "author": rng.choice(wanted.authors[:2] if leading else wanted.authors),
                "date": signed if rng.random() < 0.7 else f"{signed:%d/%m/%Y}",
            }
        )

    for person, (unit, code) in draw.matches(wanted.locks, set()):
        write(person, "khóa", unit, code, _WHY_LOCK)
    for person, (unit, code) in draw.matches(wanted.exceptions, {"theory"}):
        write(person, "ngoại lệ", unit, code, _WHY_EXCEPTION, "theory")
    for _ in range(wanted.keeps):
        for person in draw.take(
            1, lambda p: (p.unit_code, p.title_code) in seats and draw.may_hold(p, (p.unit_code, p.title_code))
        ):
            write(person, "giữ", person.unit_code, person.title_code, _WHY_KEEP)
    for person in draw.take(wanted.forbids, lambda p: bool(p.unit_code)):
        write(person, "cấm", person.unit_code, "", _WHY_FORBID)
    for person in draw.take(wanted.excludes, lambda p: p.standing == "specialist" or not p.title_code):
        write(person, "loại", "", "", _WHY_EXCLUDE)
    return rows
