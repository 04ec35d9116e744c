"""How levels, statuses and stops are called in words."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from optimizer.catalogue import known
from optimizer.objectives.base import Objective
from optimizer.rules.base import Rule
from optimizer.text import Text, same

if TYPE_CHECKING:
    from optimizer.domain.plan import LevelResult

_PRIORITY = re.compile(r"(below_minimum|vacancies)_priority_(\d+)")
_SOFT = re.compile(r"soft_rules(?:_level_(\d+))?")
TIE_BREAK = "tie_break"  # makes the plan unique; its number means nothing to anybody
SEATS = Text("ghế", "seats")
FEW_RULES = 2  # soft rules of a level that are named one by one beside its objectives; more are counted
_VACANCY = {
    "below_minimum": Text("Ghế thiếu dưới mức tối thiểu", "Seats below the minimum"),
    "vacancies": Text("Ghế trống so với chỉ tiêu", "Vacant seats"),
}
_NO_FEWER = {
    "below_minimum": Text("không phương án nào thiếu ít hơn {n} ghế", "no plan lacks fewer than {n} [seat|seats]"),
    "vacancies": Text(
        "không phương án nào để trống ít hơn {n} ghế", "no plan leaves fewer than {n} [seat|seats] empty"
    ),
}
_NO_MORE = {
    "below_minimum": Text(
        "không phương án nào lấp được nhiều hơn {n} trong {all} ghế tối thiểu",
        "no plan fills more than {n} of the {all} [seat|seats] that are the minimum",
    ),
    "vacancies": Text(
        "không phương án nào lấp được nhiều hơn {n} trong {all} ghế",
        "no plan fills more than {n} of the {all} [seat|seats]",
    ),
}
_TIES = Text(
    "Chỉ để chọn giữa các phương án ngang nhau; con số không nói gì về phương án.",
    "Only chooses between equal plans; the number says nothing about the plan.",
)
_TIES_UNPROVED = Text(
    "Chỉ để chọn giữa các phương án ngang nhau: không chứng minh, và không mức nào ở trên cần đến.",
    "Only chooses between equal plans: not proved, and no level above needs it to be.",
)
STATUS = {
    "optimal": Text("tối ưu, đã chứng minh", "optimal, proved"),
    "feasible": Text("hợp lệ, đã biết khoảng cách đến tối ưu", "valid, within a known distance of the best"),
    "infeasible": Text("không có phương án", "infeasible"),
    "no_plan": Text("chưa tìm được phương án", "no plan found"),
}
ENGINES = {  # the name in brackets is the one that `--json` gives
    "network": Text("luồng chi phí nhỏ nhất trên mạng (network)", "minimum-cost flow on a network (network)"),
    "sifting": Text(
        "luồng trên mạng để định giá ghế, quy hoạch tuyến tính trên các khả năng đáng xét, rồi quy hoạch nguyên (sifting)",
        "a network flow to price the seats, a linear program over the placements that matter, then an integer program "
        "(sifting)",
    ),
    "exact": Text(
        "quy hoạch ràng buộc trên mọi khả năng bố trí (exact)", "constraint programming over every placement (exact)"
    ),
}
STOPPED = {
    "": Text("tự kết thúc", "ran to its end"),
    "time_limit": Text("hết giới hạn thời gian", "time limit"),
    "user": Text("người dùng dừng", "stopped by the user"),
    "work_limit": Text("hết giới hạn khối lượng tính", "work limit"),
}
STAGES = {
    "read": Text("Đọc tệp", "Reading"),
    "model": Text("Lập mô hình", "Model"),
    "solve": Text("Giải", "Solving"),
    "check": Text("Kiểm tra", "Checking"),
    "prove": Text("Ghi lại chứng minh", "Writing down the proof"),
    "write": Text("Ghi tệp", "Writing"),
}


def engine_text(name: str) -> Text:
    """Return how the plan was worked out."""
    return ENGINES.get(name, same(name))


def counts_seats(level: LevelResult) -> bool:
    """Return whether a level counts missing holders."""
    return level.name in _VACANCY or _PRIORITY.fullmatch(level.name) is not None


def is_soft(level: LevelResult) -> bool:
    """Return whether a level is one of soft rules alone."""
    return _SOFT.fullmatch(level.name) is not None


def at_its_number(text: Text, level: LevelResult) -> Text:
    """Return what a level of soft rules is called, with its number where there are several such levels."""
    found = _SOFT.fullmatch(level.name)
    if found is None or found[1] is None:
        return text
    return Text("{text}, cấp {n}", "{text}, level {n}").format(text=text, n=found[1])


@lru_cache(maxsize=256)  # a level is named in thousands of lines
def level_text(level: LevelResult) -> Text:
    """Return what a level is called: its kind of vacancy, or the objectives it is made of."""
    if m := _PRIORITY.fullmatch(level.name):
        return Text("{what}, ưu tiên {n}", "{what}, priority {n}").format(what=_VACANCY[m[1]], n=m[2])
    if level.name in _VACANCY:
        return _VACANCY[level.name]
    if is_soft(level):
        return at_its_number(Text("Quy tắc mềm", "Soft rules"), level)
    names = level.name.split("+")
    rules = [name for name in names if issubclass(known().get(name, Objective), Rule)]
    parts = [objective_text(name) for name in names if name not in rules or len(rules) <= FEW_RULES]
    if len(rules) > FEW_RULES:
        parts.insert(0, Text("{n} quy tắc mềm", "{n} soft rules").format(n=len(rules)))
    return Text(" + ".join(p.vi for p in parts), " + ".join(p.en for p in parts))


def objective_text(name: str) -> Text:
    """Return the title of a rule or objective, its name where it is unknown."""
    found = known().get(name)
    return same(name) if found is None else found.text


def unit_of(name: str) -> Text:
    """Return the natural unit of an objective; of a rule, how far outside its limit a plan is is added up."""
    unit: Text = getattr(known().get(name), "unit", Text("ngoài giới hạn", "outside the limit"))
    return unit


def unit_of_level(level: LevelResult) -> Text:
    """Return the unit a level's value is in: that of its one objective, points where several are weighed together."""
    if counts_seats(level):
        return SEATS
    if level.name == TIE_BREAK:
        return Text("chỉ để so sánh", "for comparing only")
    names = [name for name, _ in level.parts] or level.name.split("+")
    if len(names) == 1 and names[0] in known() and not level.weighed:
        return unit_of(names[0])
    return Text("điểm gộp theo trọng số", "weighted points")


HALF = 1e-9  # what a half may lack of it as a binary number
_ONE = {"seats": "seat", "people": "person", "points": "point"}
_SWAPPED = str.maketrans(",.", ".,")


def rounded(value: float, digits: int) -> float:
    """Return a number rounded as Excel shows it: halves away from zero, also where a binary number falls just short."""
    return round(value + math.copysign(HALF * max(1.0, abs(value)), value), digits)


@lru_cache(maxsize=20_000)  # a sheet of effects says the same few thousand numbers again and again
def number(value: float, most_digits: int = 2) -> Text:
    """Return a number as each language writes it: 1.234,5 and 1,234.5; no more digits than it has."""
    shown = f"{rounded(value, most_digits):,.{most_digits}f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    shown = "0" if shown == "-0" else shown
    return Text(shown.translate(_SWAPPED), shown)


def agreeing(n: Text, unit: Text) -> Text:
    """Return a unit as it stands behind a written number: 1 seat, 2 seats."""
    if n.en.lstrip("+-\u2212") != "1":
        return unit
    return Text(unit.vi, " ".join(_ONE.get(word, word) for word in unit.en.split(" ")))


def percent(share: float) -> Text:
    """Return a share as a percentage: 33.3%, and small ones with enough digits to be seen."""
    shown = number(100 * share, 1 if abs(share) >= 0.01 else 4)
    return Text(f"{shown.vi}%", f"{shown.en}%")


def proof(level: LevelResult, first: bool = False) -> Text:
    """Return what is proved of a level, in a sentence; every level but the first takes those above it as kept."""
    if level.name == TIE_BREAK:
        return _TIES if level.bound is not None else _TIES_UNPROVED
    if level.bound is None:
        return Text("Chưa chứng minh được giới hạn nào.", "No bound was proved.")
    exact = abs(level.value - level.bound) <= 1e-9 * max(1.0, abs(level.value))
    if counts_seats(level) and exact and level.value == 0:
        return Text("Không còn ghế nào thiếu ở mức này.", "No seat is missing here.")
    if counts_seats(level):
        kind = "below_minimum" if level.name.startswith("below_minimum") else "vacancies"
        missing = math.ceil(level.bound - 1e-6)
        said = (_NO_MORE if level.seats else _NO_FEWER)[kind]
        said = said.format(n=number(level.seats - missing if level.seats else missing, 0), all=number(level.seats, 0))
    elif exact:
        said = Text("không phương án nào tốt hơn", "no plan does better")
    elif level.sense == "min":
        said = Text("không phương án nào thấp hơn {n}", "no plan goes below {n}").format(n=number(level.bound))
    else:
        said = Text("không phương án nào cao hơn {n}", "no plan goes above {n}").format(n=number(level.bound))
    if first:
        return Text(f"{said.vi[0].upper()}{said.vi[1:]}.", f"{said.en[0].upper()}{said.en[1:]}.")
    return Text(f"Khi giữ các mức trên, {said.vi}.", f"With the levels above kept, {said.en}.")


def proved_by(level: LevelResult) -> Text:
    """Return how a bound was proved: by prices that anybody can work out again, or by a search; blank where not told."""
    if level.bound is None or level.by_prices is None or level.name == TIE_BREAK:
        return same("")
    if not searched(level):
        return Text("chứng minh bằng giá", "proved by prices")
    return Text(
        "chứng minh bằng tìm kiếm; riêng giá chứng minh được {n}", "proved by search; prices alone prove {n}"
    ).format(n=number(level.by_prices))


def searched(level: LevelResult) -> bool:
    """Return whether a search proved more of a level than prices can."""
    if level.bound is None or level.by_prices is None or level.name == TIE_BREAK:
        return False
    return abs(level.bound - level.by_prices) > 1e-6 * max(1.0, abs(level.bound))
