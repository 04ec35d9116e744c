"""Who may be seconded, from when to when."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.apart import km_text, metres_between
from optimizer.domain.distance import whole_metres
from optimizer.domain.parameters import Amount, Whole, read_day
from optimizer.domain.senders import sender_of
from optimizer.domain.standing import above
from optimizer.domain.words import word, wording
from optimizer.model.cells import Screen
from optimizer.model.near import metres_between_units
from optimizer.rules.base import Mode, Requirement
from optimizer.text import Text, fold, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Decision, Title, Unit
    from optimizer.findings import Finding
    from optimizer.model.facts import Facts

StaffGroup = Literal["cadre", "civil_servant", "public_employee", "contract"]
Level = Literal["city", "district", "commune"]
# Words before the accents are taken off: "thôi biệt phái" ends one, "tạm thời biệt phái" does not.
_SAYS_NOT = re.compile(
    r"\b(?:(?:không(?: phải)?(?: là)?|thôi|hết(?: thời)?(?: hạn)?|kết thúc|chấm dứt)(?: việc)? biệt phái"
    r"|(?:not(?: a)?|no|end of(?: the)?) (?:secondment|seconded))\b",
    re.IGNORECASE,
)


def _words(name: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = (tidy(p) for p in value.replace("|", ",").replace(";", ",").split(","))
        return tuple(dict.fromkeys(word(name, p) or p for p in parts if p))

    return read


def _day(value: Any) -> Any:
    return None if isinstance(value, str) and not tidy(value) else read_day(value)


class Secondment(Requirement):
    """A move that is a secondment has a term and leads to an equal post; protected people are not seconded (R43, R44).

    Which moves to another workplace are secondments the parameters say. People of some staff groups move in no other way,
    nor does whom a lock with the reason "biệt phái" (secondment) sends; moves from some levels or over some distance are
    secondments where the post is equal, and appointments or transfers where it is not. An equal post stands neither higher
    nor lower than the present one; whose present post is not on the Titles sheet is seconded to specialists' titles only.
    The plan then shows form, start and end of each.
    """

    name: ClassVar[str] = "secondment"
    text: ClassVar[Text] = Text("Biệt phái", "Secondment")
    source: ClassVar[Text] = Text("Nghị định 170/2025/NĐ-CP, Điều 26", "Decree 170/2025/NĐ-CP, Article 26")
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    staff_groups: Annotated[tuple[StaffGroup, ...], BeforeValidator(_words("staff_group"))] = Field(
        default=("public_employee",),
        description="Staff groups whose moves are secondments: cadre, civil_servant, public_employee, contract; divided "
        "by a comma.",
        json_schema_extra={
            "vi": "Nhóm nhân sự chỉ chuyển đi theo hình thức biệt phái: cadre (cán bộ), civil_servant (công chức), "
            "public_employee (viên chức), contract (hợp đồng); cách nhau bằng dấu phẩy.",
            "shown": "public_employee",
        },
    )
    levels: Annotated[tuple[Level, ...], BeforeValidator(_words("level"))] = Field(
        default=(),
        description="Levels from which moves to an equal post are secondments: city, district, commune; divided by a comma.",
        json_schema_extra={
            "vi": "Cấp cử người đến chức danh tương đương theo hình thức biệt phái: city (tỉnh, thành phố), district "
            "(huyện), commune (xã); cách nhau bằng dấu phẩy.",
            "shown": "",
        },
    )
    from_km: Amount = Field(
        default=0.0,
        description="A move to an equal post in a unit at least this far, in km, is a secondment; 0: distance does not decide.",
        json_schema_extra={
            "vi": "Chuyển giữa hai đơn vị cách nhau từ số km này là biệt phái; 0: không xét khoảng cách."
        },
    )
    months: Whole = Field(
        default=36,
        ge=1,
        le=36,
        description="How long a secondment lasts, in months.",
        json_schema_extra={"vi": "Thời hạn biệt phái, tính bằng tháng."},
    )
    from_date: Annotated[dt.date | None, BeforeValidator(_day)] = Field(
        default=None,
        description="The first day of moves and secondments; blank for the plan date.",
        json_schema_extra={"vi": "Ngày bắt đầu điều động, biệt phái; để trống là ngày của phương án.", "shown": ""},
    )

    def term(self, case: Case) -> tuple[dt.date, dt.date]:
        """Return the first and the last day of a secondment."""
        start = self.from_date or case.settings.plan_date
        year, month = divmod(start.year * 12 + start.month - 1 + self.months, 12)
        day = min(start.day, calendar.monthrange(year, month + 1)[1])
        return start, dt.date(year, month + 1, day) - dt.timedelta(days=1)

    def seconded(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> bool:
        """Return whether this person's move to `title` at `unit` is a secondment, allowed or not."""
        sender = sender_of(case, cadre)
        if sender is None or sender == ("unit", unit.unit_code):
            return False
        locks = case.locks_of.get(cadre.cadre_id, ())
        if cadre.staff_group in self.staff_groups:
            return True
        if any(d.unit_code in ("", unit.unit_code) and _says_so(d) for d in locks):
            return True
        usual = cadre.level in self.levels
        if not usual and self.from_km and sender[0] == "unit":
            apart = metres_between(case.unit_by_code[sender[1]], unit)
            usual = apart is not None and apart >= whole_metres(self.from_km)
        return usual and self.equal_post(case, cadre, title)

    def equal_post(self, case: Case, cadre: Cadre, title: Title) -> bool:
        """Return whether `title` stands neither higher nor lower than the present one."""
        return _equal(case.title_by_code.get(cadre.current_title_code or ""), title)

    def screen(self, facts: Facts) -> Screen | None:
        """Return who would be seconded where, times the titles that are no equal post; and the protected people."""
        only, usual = self._tables(facts)
        if not only.any() and not usual.any():
            return None
        titles = facts.case.titles
        table = np.array([[_equal(now, t) for t in titles] for now in (*titles, None)], bool)
        equal = table.reshape(-1, facts.n_titles)[facts.current_title][:, None, :]
        protected = np.fromiter((c.protected for c in facts.case.cadres), bool, facts.n_people)[:, None]
        also = ((only[:, :, None], ~equal), ((usual & protected)[:, :, None], equal))
        return Screen((only & protected)[:, :, None], self.lifted_spots(facts), also=also)

    def _tables(self, facts: Facts) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return (P, U) twice: whose move to which unit can be nothing else, and whose is one if the post is equal."""
        case, shape = facts.case, (facts.n_people, facts.n_units)
        groups = np.fromiter((c.staff_group in self.staff_groups for c in case.cadres), bool, facts.n_people)
        levels = np.fromiter((c.level in self.levels for c in case.cadres), bool, facts.n_people)
        only = np.broadcast_to(groups[:, None], shape).copy()
        usual = np.broadcast_to(levels[:, None], shape).copy()
        if self.from_km:
            far = metres_between_units(facts) >= whole_metres(self.from_km)
            usual |= np.vstack([far, np.zeros((1, facts.n_units), bool)])[facts.current_unit]
        for d in case.decisions:
            if d.action == "lock" and d.cadre_id in facts.person_at and _says_so(d):
                where = facts.unit_at.get(d.unit_code, -1) if d.unit_code else slice(None)
                if where != -1:
                    only[facts.person_at[d.cadre_id], where] = True
        sent = np.fromiter((sender_of(case, c) is not None for c in case.cadres), bool, facts.n_people)
        moves = sent[:, None] & (facts.current_unit[:, None] != np.arange(facts.n_units)[None, :])
        return only & moves, usual & moves

    def shortfall(self, case: Case, cadre: Cadre, unit: Unit, title: Title) -> Text | None:
        """Return why this person cannot be seconded there, None where they can or where it is no secondment."""
        if not self.seconded(case, cadre, unit, title):
            return None
        if cadre.protected:
            return Text(
                "đây là biệt phái mà người này thuộc diện bảo vệ.", "this is a secondment, and the person is protected."
            )
        if self.equal_post(case, cadre, title):
            return None
        present = case.title_by_code.get(cadre.current_title_code or "")
        if present is None:
            return Text(
                "đây là biệt phái; chức danh hiện nay ngoài danh mục nên chỉ biệt phái đến chức danh chuyên môn.",
                "this is a secondment; the present post is not on the Titles sheet, so only specialists' titles are open.",
            )
        return Text(
            "đây là biệt phái, phải đến chức danh tương đương {present}.",
            "this is a secondment, which leads to a post equal to {present}.",
        ).format(present=present.name)

    def limit(self) -> Text:
        """Say the limit in words."""
        groups, levels = _said("staff_group", self.staff_groups), _said("level", self.levels)
        which = []
        if self.staff_groups:
            which.append(Text("{g}", "{g}").format(g=groups))
        if self.levels:
            which.append(Text("người từ cấp {l}", "people from the level {l}").format(l=levels))
        if self.from_km:
            which.append(Text("chuyển từ {km} km", "moves of {km} km and more").format(km=km_text(self.from_km)))
        which.append(Text("khóa có ghi biệt phái", "locks that say so"))
        return Text(
            "biệt phái ({which}) đến chức danh tương đương, {n} tháng; người thuộc diện bảo vệ không biệt phái",
            "secondments ({which}) lead to equal posts for {n} [month|months]; protected people are not seconded",
        ).format(which=Text(", ".join(w.vi for w in which), ", ".join(w.en for w in which)), n=self.months)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield a remark for each person whose staff group is blank: the form of a move cannot be told by it."""
        if not self.staff_groups:
            return
        text = Text(
            "Chưa ghi nhóm nhân sự nên không xác định được việc chuyển đơn vị có phải là biệt phái hay không.",
            "The staff group is blank, so whether a move would be a secondment cannot be told.",
        )
        for cadre in case.cadres:
            if cadre.status == "available" and cadre.staff_group is None:
                yield self.blank_cell(case, cadre, "staff_group", text)


def _equal(present: Title | None, title: Title) -> bool:
    if present is None:
        return title.group not in ("leader", "manager")
    return not above(title, present) and not above(present, title)


def _says_so(lock: Decision) -> bool:
    """Return whether the reason of a lock says that the person is seconded, and not that this ends or is not meant."""
    said = fold(_SAYS_NOT.sub("", tidy(lock.reason)))
    return any(w in said for w in ("biet phai", "secondment", "seconded"))


def _said(name: str, values: tuple[str, ...]) -> Text:
    texts = [wording(name, v) for v in values]
    return Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))
