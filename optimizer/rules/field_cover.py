"""A specialist for each field in each unit."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import BeforeValidator, Field

from optimizer.domain.parameters import Whole
from optimizer.domain.words import FIELDS, field_text, field_word, field_words
from optimizer.findings import Finding, did_you_mean
from optimizer.model.field_rows import field_tables
from optimizer.model.rows import RowFamily, Term
from optimizer.rules.base import Mode, Rule, people_named
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title
    from optimizer.domain.plan import Plan
    from optimizer.model.cells import Spots
    from optimizer.model.facts import Facts

_SEVEN = ("dat dai", "quy hoach", "xay dung", "tai chinh", "cong nghe thong tin", "giao duc", "y te")
Key = tuple[str, str]  # unit code, field


def _fields(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    parts = value.replace("|", ",").replace(";", ",").split(",")
    return tuple(dict.fromkeys(field_word(p) for p in parts if fold(p)))


class FieldCover(Rule):
    """Every unit has a specialist for each field, and more of them where more people live (R18, R42).

    For every unit and field: specialists >= max(at_least, ceil(residents / people_per_specialist)), no more than the
    unit has seats for. A specialist of a field holds a specialist title that names it and has it in expertise or major;
    with an exception that names the rule, the title is enough (R68).
    """

    name: ClassVar[str] = "field_cover"
    text: ClassVar[Text] = Text("Đủ chuyên môn từng lĩnh vực", "A specialist for each field")
    source: ClassVar[Text] = Text("Kết luận 195-KL/TW ngày 26/9/2025", "Conclusion 195-KL/TW of 26 September 2025")
    topic: ClassVar[str] = "seats"
    default_on: ClassVar[bool] = False
    modes: ClassVar[tuple[Mode, ...]] = ("soft", "hard")
    liftable: ClassVar[Literal["blank", "named", "never"]] = "named"

    fields: Annotated[tuple[str, ...], BeforeValidator(_fields)] = Field(
        default=_SEVEN,
        min_length=1,
        description="Fields each unit needs, divided by a comma.",
        json_schema_extra={
            "vi": "Các lĩnh vực đơn vị nào cũng phải có người phụ trách, cách nhau bằng dấu phẩy.",
            "shown": "đất đai, quy hoạch, xây dựng, tài chính, công nghệ thông tin, giáo dục, y tế",
        },
    )
    at_least: Whole = Field(
        default=1,
        ge=0,
        description="Specialists of each field in every unit, however small.",
        json_schema_extra={"vi": "Số chuyên viên tối thiểu mỗi lĩnh vực ở mọi đơn vị."},
    )
    people_per_specialist: Whole = Field(
        default=0,
        ge=0,
        description="One specialist of each field for so many residents or part of them; 0 asks for at_least alone.",
        json_schema_extra={"vi": "Cứ bao nhiêu dân (hoặc phần lẻ) cần thêm một chuyên viên; 0 là chỉ tính at_least."},
    )

    def rows(self, facts: Facts) -> tuple[RowFamily, ...]:
        """Return one row a unit and field that has seats."""
        needs = self._needs(facts.case)
        if not needs:
            return ()
        keys = list(needs)
        lower = np.array([needs[key] for key in keys], np.float64)
        upper = np.full(len(keys), np.inf)
        terms = self._terms(facts, keys)
        return (
            RowFamily(
                self.name, lower, upper, lambda row: self._short(facts.case, keys[row], needs[keys[row]]), terms=terms
            ),
        )

    def _terms(self, facts: Facts, keys: Sequence[Key]) -> tuple[Term, ...]:
        """Return the terms of all fields: who has a field counts in the row of the unit, in every role that names it."""
        fields = tuple(dict.fromkeys(f for _, f in keys))
        rows = np.full((len(fields), facts.n_units), -1, np.int32)
        for i, (unit_code, field) in enumerate(keys):
            rows[fields.index(field), facts.unit_at[unit_code]] = i
        titles = np.array([[_names(t, field) for t in facts.case.titles] for field in fields], bool)
        knows = np.stack([facts.knows_field[:, facts.field_names.index(field)] for field in fields], axis=1)
        kinds, group = np.unique(knows, axis=0, return_inverse=True)  # people who know the same fields are one group
        group = group.reshape(-1)
        spared = self.lifted_spots(facts)
        people = np.unique(spared.p)
        own_group = np.where(np.isin(np.arange(facts.n_people), people), 0, group)
        own_group[people] = len(kinds) + np.arange(len(people))
        terms = []
        for table, of_role in zip(*field_tables(facts, titles, rows), strict=True):
            known = np.append(kinds, np.zeros((len(kinds), 1), bool), axis=1)[:, of_role]  # (kinds, R)
            by_kind = np.where(known[:, None, :], table, -1)
            lifted = [
                np.where(self._lifted_at(facts, spared, person, titles, of_role), table, by_kind[group[person]])
                for person in people.tolist()
            ]
            row: NDArray[np.int32] = np.concatenate([by_kind, np.array(lifted).reshape(-1, *table.shape)]).astype(
                np.int32
            )
            counted = np.flatnonzero((row >= 0).any(axis=(1, 2)))
            member = np.where(np.isin(own_group, counted), own_group, -1).astype(np.int32)
            terms.append(Term(row, np.ones(facts.n_people), member))
        return tuple(terms)

    @staticmethod
    def _lifted_at(
        facts: Facts, spared: Spots, person: int, titles: NDArray[np.bool_], of_role: NDArray[np.int32]
    ) -> NDArray[np.bool_]:
        """Return (U, R) where an exception lets a title of the role's field be enough for one person."""
        mine = spared.p == person
        here = np.zeros((facts.n_units, facts.n_titles + 1), bool)
        here[spared.u[mine], spared.t[mine]] = True
        named = np.append(titles, np.zeros((len(titles), 1), bool), axis=1)[of_role[:, None], facts.role_titles]
        found: NDArray[np.bool_] = (here[:, facts.role_titles] & named).any(axis=2)
        return found

    def violations(self, case: Case, plan: Plan) -> Iterator[Finding]:
        """Yield each unit and field that is short of specialists, with those it has."""
        needs = self._needs(case)
        if not needs:
            return
        wanted = {f for _, f in needs}
        of_title = {t.title_code: [f for f in wanted if _names(t, f)] for t in case.titles}
        found: dict[Key, dict[str, None]] = {}
        known: dict[str, frozenset[str]] = {}
        for p in plan.placements:
            named, cadre = of_title.get(p.title_code), case.cadre_by_id.get(p.cadre_id)
            if not named or cadre is None:
                continue
            if p.cadre_id not in known:
                known[p.cadre_id] = _knowledge(cadre)
            spared = self.lifted(case, p) is not None
            for field in named:
                if spared or field in known[p.cadre_id]:
                    found.setdefault((p.unit_code, field), {})[p.cadre_id] = None
        for key, need in needs.items():
            people = list(found.get(key, ()))
            if len(people) < need:
                yield self._short(case, key, need, people)

    def _needs(self, case: Case) -> dict[Key, int]:
        """Return how many specialists each unit needs of each field it has seats for."""
        open_to = {t.title_code: [f for f in self.fields if _names(t, f)] for t in case.titles}
        seats: dict[Key, int] = {}
        for s in case.seats:
            for field in open_to[s.title_code]:
                seats[s.unit_code, field] = seats.get((s.unit_code, field), 0) + s.max
        found = {}
        for key, n in seats.items():
            residents = case.unit_by_code[key[0]].population
            need = self.at_least
            if self.people_per_specialist and residents is not None:
                need = max(need, -(-residents // self.people_per_specialist))
            if (need := min(need, n)) > 0:
                found[key] = need
        return found

    def _short(self, case: Case, key: Key, need: int, people: Sequence[str] | None = None) -> Finding:
        unit = case.unit_by_code[key[0]]
        text = Text("{unit} cần {need} chuyên viên {field}.", "{unit} needs {need} in the field of {field}.")
        if people is not None:
            text = Text(
                "{unit} cần {need} chuyên viên {field}, phương án có {n}{who}.",
                "{unit} needs {need} in the field of {field}, the plan has {n}{who}.",
            )
        return Finding(
            self.name,
            "error",
            text.format(
                unit=unit.name,
                need=need,
                field=field_text(key[1]),
                n=len(people or ()),
                who=f" ({people_named(case, people)})" if people else "",
            ),
            Text(
                "Điều động, ký hợp đồng, tuyển dụng hoặc đào tạo người phù hợp.",
                "Transfer, contract, recruit or train somebody who fits.",
            ),
            case.address(unit),
            unit.unit_code,
            (("unit", key[0]), ("field", key[1]), *(("cadre", p) for p in people or ()), ("rule", self.name)),
            float(need - len(people or ())),
        )

    def limit(self) -> Text:
        """Say the limit in words."""
        texts = [field_text(f) for f in self.fields]
        fields = Text(", ".join(t.vi for t in texts), ", ".join(t.en for t in texts))
        text = Text(
            "mỗi đơn vị có ít nhất {n} chuyên viên cho từng lĩnh vực: {fields}",
            "every unit has at least {n} specialist(s) for each of: {fields}",
        ).format(n=self.at_least, fields=fields)
        if not self.people_per_specialist:
            return text
        return Text("{text}; cứ {k} dân cần một người", "{text}; one for every {k} residents").format(
            text=text, k=self.people_per_specialist
        )

    def problems(self, case: Case) -> Iterator[Finding]:
        """Yield fields nobody knows, fields no title names, units without a seat for a field, blank populations."""
        about = (("rule", self.name),)
        named = {f for t in case.titles if t.group == "specialist" for f in t.fields}
        yield from self._unknown(named)
        if not named & set(self.fields):
            fields = ", ".join(field_text(f).vi for f in self.fields), ", ".join(field_text(f).en for f in self.fields)
            text = Text(
                f"quy tắc đang bật nhưng không chức danh chuyên môn nào thuộc lĩnh vực: {fields[0]}.",
                f"the rule is on, but no specialist title names a field of: {fields[1]}.",
            )
            fix = Text(
                "Ghi cột Nhóm và Lĩnh vực của trang Chức danh, hoặc tắt quy tắc.",
                "Fill group and fields on the Titles sheet, or switch the rule off.",
            )
            yield Finding("idle_rule", "warning", text, fix, subject=about)
            return
        for field in self.fields:
            if field in named:
                yield from self._no_seat(case, field)
        if self.people_per_specialist:
            for unit in case.units:
                if unit.population is None:
                    text = Text(
                        "Chưa ghi dân số nên chỉ yêu cầu {n} chuyên viên mỗi lĩnh vực.",
                        "The population is blank, so only {n} specialist(s) a field are asked for.",
                    ).format(n=self.at_least)
                    where = case.address(unit, "population")
                    yield Finding(
                        f"blank_{self.name}", "info", text, where=where, subject=(("unit", unit.unit_code), *about)
                    )

    def _unknown(self, named: set[str]) -> Iterator[Finding]:
        """Yield an error for each field that is neither known nor named by a specialist title."""
        for field in self.fields:
            if field in named or field in FIELDS:
                continue
            near = difflib.get_close_matches(field, [*FIELDS, *named], 1, 0.6)
            text = Text("không có lĩnh vực “{field}”.", "there is no field “{field}”.").format(field=field)
            otherwise = Text("Ghi lĩnh vực như ở trang Chức danh.", "Write a field as on the Titles sheet.")
            fix = did_you_mean([field_text(n) for n in near], otherwise)
            yield Finding("unknown_field", "error", text, fix, value=field, subject=(("rule", self.name),))

    def _no_seat(self, case: Case, field: str) -> Iterator[Finding]:
        """Yield a remark where units have no seat for a field: no plan can place anybody there."""
        have = {
            s.unit_code for s in case.seats if s.max > 0 and _names(case.title_by_code[s.title_code], field)
        }  # the needs never go above the seats, so this is said here
        without = [u.name for u in case.units if u.unit_code not in have]
        if without:
            text = Text(
                "{n} đơn vị không có chỉ tiêu chuyên viên {field}: {units}.",
                "{n} [unit has|units have] no seat in the field of {field}: {units}.",
            ).format(
                n=len(without), field=field_text(field), units=", ".join(without[:10]) + ("…" if without[10:] else "")
            )
            yield Finding("no_seat_for_field", "info", text, subject=(("field", field), ("rule", self.name)))


def _names(title: Title, field: str) -> bool:
    """Return whether a title is a specialist's and names the field."""
    return title.group == "specialist" and field in title.fields


def _knowledge(cadre: Cadre) -> frozenset[str]:
    """Return the fields somebody has in expertise or as a major."""
    return frozenset(cadre.expertise) | (field_words(cadre.major) if cadre.major else frozenset())
