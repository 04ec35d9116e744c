"""The fields of the Word templates: each is called by a Vietnamese and by an English name, and both always work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.domain.words import wording
from optimizer.reports.papers.annex import roman
from optimizer.reports.papers.drafts import KINDS
from optimizer.reports.papers.people import share_text
from optimizer.reports.papers.posts import in_sentence, post
from optimizer.reports.papers.proof import level_name
from optimizer.reports.papers.sides import SIDES
from optimizer.reports.papers.structure import by_group
from optimizer.reports.words import agreeing, number, proof, unit_of_level
from optimizer.text import Lang, Text, same

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from optimizer.domain.dates import PartialDate
    from optimizer.reports.papers.drafts import Draft
    from optimizer.reports.papers.figures import Figures
    from optimizer.reports.papers.offices import Offices
    from optimizer.reports.papers.proof import Proof
    from optimizer.reports.papers.sides import Side

Fields = dict[str, Any]
Named = dict[Text, object]  # both names of a field -> its value
_ADDRESS = {
    "male": Text("ông", "Mr"),
    "female": Text("bà", "Ms"),
    None: Text("ông (bà)", "Mr or Ms"),
}
_COMRADE = Text("đồng chí", "comrade")
_FORMAL = (
    (Text("Ghế", "Seats"), Text("Vị trí", "Posts")),
    (Text("ghế", "seat"), Text("vị trí", "post")),
)


def worded(named: Named, lang: Lang) -> Fields:
    """Return fields under both names, texts in the reader's language; numbers stay numbers, for conditions."""
    found: Fields = {}
    for name, value in named.items():
        shown = _shown(value, lang)
        found[name.vi] = found[name.en] = shown
    return found


def _shown(value: object, lang: Lang) -> object:
    if isinstance(value, Text):
        return value.of(lang)
    if isinstance(value, list):
        return [worded(row, lang) if isinstance(row, dict) else _shown(row, lang) for row in value]
    return value


def office_fields(offices: Offices, side: Side, year: int, council: bool = False) -> Named:
    """Return the fields about offices, the same in every paper of one side."""
    whole, committee = offices.whole, offices.committee
    upper = Text(whole.vi.upper(), whole.en.upper())
    if side == "party":
        body = Text(committee.vi.upper(), committee.en.upper())
        authority = Text(
            f"Ban Thường vụ {'Thành ủy' if offices.city else 'Tỉnh ủy'}", "the Standing Board of the Party Committee"
        )
        symbol, signer_title = Text("QĐ/TU", "QĐ/TU"), Text("T/M BAN THƯỜNG VỤ\nBÍ THƯ", "FOR THE STANDING BOARD")
    elif council:
        body = Text(f"HỘI ĐỒNG NHÂN DÂN\n{upper.vi}", f"PEOPLE'S COUNCIL\n{upper.en}")
        authority = Text(
            f"Thường trực Hội đồng nhân dân {whole.vi}", f"the Standing Body of the People's Council of {whole.en}"
        )
        symbol = Text("QĐ-HĐND", "QĐ-HĐND")
        signer_title = Text("TM. THƯỜNG TRỰC HĐND\nCHỦ TỊCH", "FOR THE STANDING BODY\nCHAIR")
    else:
        body = Text(f"ỦY BAN NHÂN DÂN\n{upper.vi}", f"PEOPLE'S COMMITTEE\n{upper.en}")
        authority = Text(f"Chủ tịch Ủy ban nhân dân {whole.vi}", f"the Chair of the People's Committee of {whole.en}")
        symbol, signer_title = Text("QĐ-UBND", "QĐ-UBND"), Text("CHỦ TỊCH", "CHAIR")
    proposer = offices.proposer(side)
    return {
        Text("tinh", "province"): whole,
        Text("dia_danh", "place"): offices.province or "……………",
        Text("nam", "year"): str(year),
        Text("co_quan", "body"): body,
        Text("cap_uy", "committee"): committee,
        Text("CAP_UY", "COMMITTEE"): Text(committee.vi.upper(), committee.en.upper()),
        Text("UBND", "PEOPLES_COMMITTEE"): Text(f"ỦY BAN NHÂN DÂN\n{upper.vi}", f"PEOPLE'S COMMITTEE\n{upper.en}"),
        Text("tham_quyen", "authority"): authority,
        Text("THAM_QUYEN", "AUTHORITY"): Text(authority.vi.upper(), authority.en.upper()),
        Text("ky_hieu", "symbol"): symbol,
        Text("co_quan_trinh", "proposer"): proposer,
        Text("CO_QUAN_TRINH", "PROPOSER"): Text(proposer.vi.upper(), proposer.en.upper()),
        Text("chuc_vu_nguoi_ky", "signer_title"): signer_title,
        Text("nguoi_ky", "signer"): offices.signer(side),
        Text("nguoi_trinh", "drafter"): offices.drafter,
        Text("khoi", "side"): SIDES[side],
    }


def list_fields(drafts: Sequence[Draft], unit_names: Sequence[str], grouped: bool) -> Named:
    """Return the fields about all the people of one decision with a list, in one list and in one for each unit.

    `grouped` says which of the two the paper shows.
    """
    rows = [
        person_fields(d, unit, i, listed=True) for i, (d, unit) in enumerate(zip(drafts, unit_names, strict=True), 1)
    ]
    units: dict[str, list[int]] = {}
    for i, draft in enumerate(drafts):
        units.setdefault(draft.person.unit_code, []).append(i)
    return {
        Text("so_nguoi_trong_danh_sach", "listed"): _people(drafts),
        Text("danh_sach", "list"): rows,
        Text("chia_theo_don_vi", "grouped"): grouped,
        Text("theo_don_vi", "by_unit"): [
            {
                Text("tt", "number"): roman(i),
                Text("don_vi", "unit"): same(unit_names[places[0]]),
                Text("so_nguoi", "count"): _people([drafts[at] for at in places]),
                Text("danh_sach", "list"): [rows[at] for at in places],
            }
            for i, places in enumerate(units.values(), 1)
        ],
    }


def _people(drafts: Sequence[Draft]) -> int:
    return len({d.person.cadre.cadre_id for d in drafts})


def person_fields(draft: Draft, unit_name: str, number_in_list: int = 1, listed: bool = False) -> Named:
    """Return the fields about one person and what is decided of them.

    In a list the names of units stand in cells of their own, elsewhere inside a sentence.
    """
    cadre = draft.person.cadre
    address = _COMRADE if draft.side == "party" else _ADDRESS[cadre.sex]
    kind = KINDS[draft.kind]
    titles = tuple(t.name for t in draft.titles)
    return {
        Text("tt", "number"): str(number_in_list),
        Text("xung_ho", "address"): address,
        Text("Xung_ho", "Address"): Text(
            address.vi[:1].upper() + address.vi[1:], address.en[:1].upper() + address.en[1:]
        ),
        Text("ma_can_bo", "cadre_id"): cadre.cadre_id,
        Text("ho_ten", "name"): cadre.name,
        Text("ngay_sinh", "birth_date"): "" if cadre.birth_date is None else str(cadre.birth_date),
        Text("sinh", "born"): same("") if cadre.birth_date is None else _born(cadre.birth_date),
        Text("gioi_tinh", "sex"): same("") if cadre.sex is None else wording("sex", cadre.sex),
        Text("que_quan", "home_place"): cadre.home_place,
        Text("chuc_danh_hien_nay", "present_title"): cadre.current_title,
        Text("don_vi_hien_nay", "present_unit"): _named(cadre.current_unit, listed),
        Text("chuc_vu_hien_nay", "present_post"): post((cadre.current_title,), cadre.current_unit, listed=listed),
        Text("chuc_danh_moi", "new_title"): ", ".join(titles),
        Text("don_vi_moi", "new_unit"): _named(unit_name, listed),
        Text("chuc_vu_moi", "new_post"): post(titles, unit_name, listed=listed),
        Text("hinh_thuc", "kind"): kind,
        Text("tu_ngay", "from_date"): "" if draft.first is None else _day(draft.first),
        Text("den_ngay", "to_date"): "" if draft.last is None else _day(draft.last),
        Text("so_thang", "months"): draft.months or 0,
        Text("chuyen_don_vi", "moves"): bool(draft.person.moved),
    }


def _named(unit_name: str, listed: bool) -> Text:
    return Text(unit_name if listed else in_sentence(unit_name), unit_name)


def _born(date: PartialDate) -> Text:
    """Return a birth date in words, as far as it is known."""
    how = {"day": Text("sinh ngày {d}", "born {d}"), "month": Text("sinh tháng {d}", "born {d}")}
    return how.get(date.precision, Text("sinh năm {d}", "born {d}")).format(d=str(date))


def _formal(text: Text) -> Text:
    """Return words about levels as a submission has them: it speaks of posts."""
    vi, en = text.vi, text.en
    for informal, formal in _FORMAL:
        vi, en = vi.replace(informal.vi, formal.vi), en.replace(informal.en, formal.en)
    return Text(vi, en)


def _day(day: dt.date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def submission_fields(figures: Figures, proved: Proof, drafts: Sequence[Draft], side: Side) -> Named:
    """Return the fields of the submission: what the checker counted, for the whole plan and for one side of it."""
    case = figures.context.case
    distances = figures.distances
    share = (figures.filled / figures.target) if figures.target else 1.0
    return {
        Text("ngay_lap", "plan_date"): _day(case.settings.plan_date),
        Text("so_don_vi", "units"): len(case.units),
        Text("so_trong_danh_sach", "roster"): len(case.cadres),
        Text("so_nguoi", "placed"): figures.placed,
        Text("so_chua_bo_tri", "not_placed"): len(case.cadres) - figures.placed,
        Text("so_ghe", "target"): figures.target,
        Text("so_ghe_co_nguoi", "filled"): figures.filled,
        Text("ty_le_ghe_co_nguoi", "filled_share"): share_text(share),
        Text("so_ghe_trong", "vacant"): figures.vacant,
        Text("so_thieu_toi_thieu", "below_minimum"): figures.below_min,
        Text("so_quy_tac_cung", "hard_rules"): len(figures.hard),
        Text("so_vi_pham_cung", "hard_broken"): len(figures.verdict.findings),
        Text("so_quy_tac_mem", "soft_rules"): len(figures.soft),
        Text("so_quy_tac_mem_chua_dat", "soft_broken"): sum(1 for c in figures.soft if not c.kept),
        Text("so_giu_nguyen", "kept"): figures.forms["keep"],
        Text("so_bo_nhiem", "appointed"): figures.forms["appointment"],
        Text("so_dieu_dong", "transferred"): figures.forms["transfer"],
        Text("so_biet_phai", "seconded"): figures.forms["secondment"],
        Text("so_chuyen_noi", "moved"): figures.moved,
        Text("so_tu_don_vi_khac", "from_units"): figures.from_units,
        Text("so_tu_co_quan", "from_offices"): figures.from_offices,
        Text("km_binh_quan", "mean_km"): round(sum(distances) / len(distances), 2) if distances else None,
        Text("khoi_so_ghe", "side_target"): _side(figures, side, "target"),
        Text("khoi_ghe_trong", "side_vacant"): _side(figures, side, "vacant"),
        Text("khoi_so_quyet_dinh", "side_decisions"): sum(1 for d in drafts if d.side == side),
        Text("quyet_dinh", "decisions"): [
            {Text("hinh_thuc", "kind"): text, Text("so", "count"): n}
            for kind, text in KINDS.items()
            if (n := sum(1 for d in drafts if d.side == side and d.kind == kind))
        ],
        Text("da_chung_minh", "proved"): proved.why is None and bool(proved.levels),
        Text("vi_sao_chua", "why_not_proved"): proved.why or same(""),
        Text("cac_muc", "levels"): [
            {
                Text("muc", "level"): _formal(level_name(level)),
                Text("gia_tri", "value"): number(level.value),
                Text("don_vi_tinh", "unit"): _formal(agreeing(number(level.value), unit_of_level(level))),
                Text("gioi_han", "bound"): same("") if level.bound is None else number(level.bound),
                Text("ket_luan", "proof"): _formal(proof(level, i == 0)),
            }
            for i, level in enumerate(proved.levels)
        ],
        Text("co_cau", "structure"): [
            {
                Text("nhom", "group"): m.name,
                Text("tong", "total"): m.total,
                Text("nu", "women"): m.women,
                Text("ty_le_nu", "women_share"): share_text(m.women / m.total) if m.total else same(""),
                Text("tre", "young"): m.young,
                Text("dan_toc_thieu_so", "minority"): m.minority,
                Text("dang_vien", "party"): m.party,
            }
            for m in by_group(figures)
        ],
        Text("tuoi_tre", "young_under"): figures.young_under,
        Text("ghe_trong", "vacancies"): _vacancies(figures),
        Text("quy_tac_mem", "soft_unmet"): [
            {Text("quy_tac", "rule"): c.text, Text("gioi_han", "limit"): c.limit, Text("so", "count"): len(c.findings)}
            for c in figures.soft
            if not c.kept
        ],
        Text("so_ngoai_le", "exceptions"): sum(1 for d in case.decisions if d.action == "exception"),
    }


def _side(figures: Figures, side: Side, what: str) -> int:
    from optimizer.reports.papers.sides import side_of

    context = figures.context
    mine = [s for s in context.case.seats if (t := context.title(s.title_code)) is not None and side_of(t) == side]
    return sum(s.target if what == "target" else context.missing(s) for s in mine)


def _vacancies(figures: Figures) -> list[Named]:
    """Return the vacancies by title, most first."""
    context = figures.context
    missing: dict[str, list[int]] = {}
    for seat in context.case.seats:
        if lack := context.missing(seat):
            row = missing.setdefault(seat.title_code, [0, 0])
            row[0] += lack
            row[1] += 1
    ranked = sorted(missing.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        {
            Text("chuc_danh", "title"): context.title_name(code),
            Text("thieu", "missing"): lack,
            Text("so_don_vi", "units"): units,
        }
        for code, (lack, units) in ranked
    ]
