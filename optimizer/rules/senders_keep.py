"""A unit or office that sends people keeps enough of them in each field."""

from __future__ import annotations

import difflib
import math
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Codes, Flag, Whole
from optimizer.domain.scopes import Share, in_parts, percent_text
from optimizer.domain.senders import fields_asked, fields_of, sender_of
from optimizer.domain.words import field_text, field_word
from optimizer.findings import Finding, did_you_mean
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule, who
from optimizer.text import Text, fold, name_key, same, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre
    from optimizer.domain.plan import Plan
    from optimizer.model.facts import Facts

SHOWN = 10  # people named in one sentence
Sender = tuple[str, str]


def _fields(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.replace("|", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(field_word(part) for part in parts if fold(part)))


class _Group(NamedTuple):
    """The people of one field at one sender, and how many of them may go."""

    sender: Sender
    field: str  # blank where fields are not told apart
    people: tuple[Cadre, ...]
    most: int


class SendersKeep(Rule):
    """A unit or office keeps at least a share, and a number, of its people of each field (R46).

    For every sender s and field f with n available people: sum of x[p, u, r] over these people and the units u other than
    s <= n - max(min_people, min_share x n rounded up). Who is not placed stays. Someone of several fields counts in each.
    """

    name: ClassVar[str] = "senders_keep"
    text: ClassVar[Text] = Text("Nơi cử đi giữ đủ người theo lĩnh vực", "Senders keep enough people")
    source: ClassVar[Text] = Text(
        "nguyên tắc không làm ảnh hưởng công việc của nơi cử đi (Hà Nội, 12/2025)",
        "the principle that sending does not disturb the sender's work (Hà Nội, December 2025)",
    )
    topic: ClassVar[str] = "movement"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("hard", "soft")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    min_share: Share = Field(
        default=0.5,
        description="The share of a sender's people of one field that stays at least, 0 to 1.",
        json_schema_extra={"vi": "Tỷ lệ tối thiểu số người của một lĩnh vực ở lại nơi cử đi, từ 0 đến 1."},
    )
    min_people: Whole = Field(
        default=1,
        ge=0,
        description="The number of a sender's people of one field that stays at least.",
        json_schema_extra={"vi": "Số người tối thiểu của một lĩnh vực ở lại nơi cử đi."},
    )
    fields: Annotated[Codes, BeforeValidator(_fields)] = Field(
        default=(),
        description="Fields of work looked at, divided by a comma; blank for every field a title asks for.",
        json_schema_extra={
            "vi": "Các lĩnh vực được xét, cách nhau bằng dấu phẩy; để trống là mọi lĩnh vực có chức danh yêu cầu.",
            "shown": "",
        },
    )
    by_field: Flag = Field(
        default=True,
        description="Whether each field is looked at by itself; no: all people of a sender together.",
        json_schema_extra={
            "vi": "Có xét riêng từng lĩnh vực hay không; không: xét chung mọi người của nơi cử đi.",
            "shown": "yes",
        },
    )
    district_offices: Flag = Field(
        default=False,
        description="Whether offices of the former districts count too; they ended on 1 July 2025.",
        json_schema_extra={
            "vi": "Có xét cả cơ quan cấp huyện cũ hay không; các cơ quan này đã kết thúc hoạt động từ 01/7/2025.",
            "shown": "no",
        },
    )
    without: Codes = Field(
        default=(),
        description="Senders not looked at: codes of units or names of units and offices, divided by a comma.",
        json_schema_extra={
            "vi": "Nơi không xét: mã đơn vị, hoặc tên đơn vị, tên cơ quan; cách nhau bằng dấu phẩy.",
            "shown": "",
        },
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a sender and field, each person counting 1 in every unit but their own."""
        groups = self._groups(facts.case)
        if not groups:
            return ()
        own = np.array([facts.unit_at[g.sender[1]] if g.sender[0] == "unit" else -1 for g in groups], np.int64)
        spared = _fully_lifted(self, facts.case)
        of_person: dict[int, list[int]] = {}
        for i, group in enumerate(groups):
            for cadre in group.people:
                if cadre.cadre_id not in spared:
                    of_person.setdefault(facts.person_at[cadre.cadre_id], []).append(i)
        terms = []
        for nth in range(max(map(len, of_person.values()), default=0)):  # the first field of each person, the second...
            counted = np.full(facts.n_people, -1, np.int64)
            for person, rows in of_person.items():
                if nth < len(rows):
                    counted[person] = rows[nth]
            used, member = np.unique(counted[counted >= 0], return_inverse=True)
            group_of = np.full(facts.n_people, -1, np.int32)
            group_of[counted >= 0] = member
            table = np.where(own[used][:, None] == np.arange(facts.n_units), -1, used[:, None])[:, :, None]
            terms.append(Term(table.astype(np.int32), np.ones(facts.n_people), group_of))
        n = len(groups)

        def because(row: int) -> Finding:
            return self._finding(facts.case, groups[row])

        most = np.array([g.most for g in groups], np.float64)
        return (RowFamily(self.name, np.full(n, -np.inf), most, because, terms=tuple(terms)),)

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each sender and field that loses more people than it may, with their names."""
        away = self._away(case, plan)
        for group in self._groups(case):
            gone = [cadre for cadre in group.people if cadre.cadre_id in away]
            extra = sum(away[cadre.cadre_id] for cadre in gone)
            if extra > group.most:
                yield self._finding(case, group, gone, plan, float(extra - group.most))

    def _away(self, case: Case, plan: Plan) -> dict[str, int]:
        """Return in how many units other than their own people are placed, exceptions and those who stay left out."""
        spared = _fully_lifted(self, case)
        found: dict[str, int] = {}
        for cadre_id, held in plan.by_cadre.items():
            cadre = case.cadre_by_id.get(cadre_id)
            if cadre is None or cadre_id in spared:
                continue
            units = {p.unit_code for p in held} - {cadre.current_unit_code}
            if n := len(units & case.unit_by_code.keys()):
                found[cadre_id] = n
        return found

    def _groups(self, case: Case) -> list[_Group]:
        """Return every sender and field whose outflow can be too large, in the order of the senders' names."""
        wanted = frozenset(self.fields or fields_asked(case))
        left_out = {key for w in self.without for key in (("unit", w), ("office", name_key(w)))}
        left_out |= {("unit", u.unit_code) for u in case.units if ("office", name_key(u.name)) in left_out}
        found: dict[tuple[Sender, str], list[Cadre]] = {}
        for cadre in case.cadres:
            sender = sender_of(case, cadre)
            if sender is None or sender in left_out or cadre.status != "available":
                continue
            if sender[0] == "office" and cadre.level == "district" and not self.district_offices:
                continue
            has = fields_of(cadre) & wanted if self.by_field else ("",)
            for field in has:
                found.setdefault((sender, field), []).append(cadre)
        return [
            _Group(sender, field, tuple(people), self._most(len(people)))
            for (sender, field), people in sorted(found.items(), key=lambda item: item[0])
            if self._most(len(people)) < len(people)
        ]

    def _most(self, people: int) -> int:
        """Return how many of so many people may go."""
        stay = max(self.min_people, math.ceil(round(self.min_share * people, 6)))
        return max(0, people - stay)

    def _finding(
        self,
        case: Case,
        group: _Group,
        gone: list[Cadre] | None = None,
        plan: Plan | None = None,
        amount: float = 1.0,
    ) -> Finding:
        first = group.people[0]
        is_unit = group.sender[0] == "unit"
        names: dict[str, object] = {
            "sender": case.unit_by_code[group.sender[1]].name if is_unit else tidy(first.current_unit),
            "all": len(group.people),
            "most": group.most,
            "field": Text(" lĩnh vực {f}", " in the field {f}").format(f=field_text(group.field))
            if group.field
            else same(""),
        }
        where = case.address(first, "current_unit")
        if gone is None or plan is None:
            text = Text(
                "{sender} có {all} người{field}, chuyển đi không quá {most}.",
                "{sender}, people{field}: {all}; at most {most} go.",
            )
        else:
            listed = ", ".join(who(c) for c in gone[:SHOWN]) + ("…" if len(gone) > SHOWN else "")
            names |= {"gone": len(gone), "people": listed}
            text = Text(
                "{sender} có {all} người{field}, phương án chuyển đi {gone}, được chuyển không quá {most}: {people}.",
                "{sender}, people{field}: {all}; the plan sends {gone} away, at most {most} may go: {people}.",
            )
            held = (p for c in gone for p in plan.by_cadre[c.cadre_id])
            where = next((plan.where[p] for p in held if p in plan.where), where)
        people = tuple(("cadre", c.cadre_id) for c in (gone or ()))
        subject = (*people, ("unit" if is_unit else "office", group.sender[1]), ("rule", self.name))
        return Finding(
            self.name, "error", text.format(**names), where=where, value=group.field, subject=subject, amount=amount
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        each = Text("mỗi lĩnh vực", "each field") if self.by_field else Text("cán bộ", "their people")
        return Text(
            "mỗi đơn vị, cơ quan giữ lại ít nhất {share} và {n} người của {each}",
            "every unit and office keeps at least {share} and {n} of {each}",
        ).format(share=percent_text(in_parts(self.min_share)), n=self.min_people, each=each)

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield senders left out that nobody comes from, and a remark for each person whose workplace is blank."""
        names = {name_key(w): w for c in case.cadres if (w := tidy(c.current_unit))}
        names |= {name_key(u.name): u.name for u in case.units}
        for written in self.without:
            if written not in case.unit_by_code and name_key(written) not in names:
                text = Text("không có đơn vị, cơ quan “{w}”.", "there is no unit or office “{w}”.").format(w=written)
                near = difflib.get_close_matches(name_key(written), names, 1, 0.6)
                fix = did_you_mean(
                    [names[n] for n in near],
                    Text("Ghi như ở cột Đơn vị công tác.", "Write it as in column current_unit."),
                )
                yield Finding("unknown_sender", "error", text, fix, value=written, subject=(("rule", self.name),))
        blank = Text(
            "Chưa ghi đơn vị công tác nên không được tính vào số người của nơi cử đi.",
            "The present workplace is blank, so this person counts for no sender.",
        )
        for cadre in case.cadres:
            if cadre.status == "available" and sender_of(case, cadre) is None:
                yield self.blank_cell(case, cadre, "current_unit", blank)


def _fully_lifted(rule: SendersKeep, case: Case) -> frozenset[str]:
    """Return whom an exception takes out of the rule: it speaks of the sender, so the seat it may name does not matter."""
    return frozenset(d.cadre_id for d in case.decisions if rule.lifts(d))
