"""The words of the submission (tờ trình): what the plan does, in the checker's figures, and what is asked of the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.text import Lang, Text
from tests.papers.make_templates import heading, listing, p, signature

if TYPE_CHECKING:
    from optimizer.reports.papers.sides import Side

OPENING = Text(
    "Thực hiện chủ trương bố trí cán bộ, công chức tại các xã, phường, đặc khu của {{ tinh }}, {{ co_quan_trinh }} kính "
    "trình phương án bố trí cán bộ, tính đến ngày {{ ngay_lap }}, như sau:",
    "On the placement of cadres and civil servants in the communes, wards and special zones of {{ province }}, the "
    "{{ proposer }} submits the following plan, as of {{ plan_date }}:",
)
RESULTS = Text(
    "- Tổng số **{{ so_don_vi }}** đơn vị, **{{ so_ghe }}** vị trí theo chỉ tiêu; danh sách xem xét có "
    "**{{ so_trong_danh_sach }}** người.\n"
    "- Phương án bố trí **{{ so_nguoi }}** người vào **{{ so_ghe_co_nguoi }}** vị trí ({{ ty_le_ghe_co_nguoi }} chỉ tiêu); "
    "**{{ so_chua_bo_tri }}** người chưa bố trí.\n"
    "- Còn trống **{{ so_ghe_trong }}** vị trí so với chỉ tiêu, trong đó **{{ so_thieu_toi_thieu }}** vị trí dưới "
    "mức tối thiểu.\n"
    "- Theo hình thức: giữ nguyên {{ so_giu_nguyen }} người; bổ nhiệm, chỉ định {{ so_bo_nhiem }} người; điều động, phân "
    "công {{ so_dieu_dong }} người; biệt phái {{ so_biet_phai }} người. Có {{ so_chuyen_noi }} người chuyển nơi công tác"
    "{% if so_chuyen_noi %}: {{ so_tu_don_vi_khac }} người từ xã, phường, đặc khu khác, {{ so_tu_co_quan }} người từ cơ "
    "quan khác{% endif %}."
    "{% if km_binh_quan is not none %} Khoảng cách bình quân từ nơi ở đến đơn vị mới: {{ km_binh_quan }} km.{% endif %}\n"
    "- Riêng khối {{ khoi }}: {{ khoi_so_ghe }} vị trí theo chỉ tiêu, còn trống {{ khoi_ghe_trong }}; cần ban hành "
    "{{ khoi_so_quyet_dinh }} quyết định về nhân sự"
    "{% for q in quyet_dinh %}{% if loop.first %} ({% else %}; {% endif %}{{ q.hinh_thuc }}: {{ q.so }}"
    "{% if loop.last %}){% endif %}{% endfor %}.",
    "- **{{ units }}** units, **{{ target }}** posts wanted; **{{ roster }}** people were considered.\n"
    "- The plan places **{{ placed }}** people in **{{ filled }}** posts ({{ filled_share }} of those wanted); "
    "**{{ not_placed }}** people are not placed.\n"
    "- **{{ vacant }}** posts stay vacant, **{{ below_minimum }}** of them below the minimum.\n"
    "- By form: {{ kept }} keep their seat, {{ appointed }} are appointed or designated, {{ transferred }} transferred or "
    "reassigned, {{ seconded }} seconded. {{ moved }} people leave their present workplace"
    "{% if moved %}: {{ from_units }} from another commune, ward or special zone, {{ from_offices }} from another "
    "office{% endif %}."
    "{% if mean_km is not none %} Mean distance from home to the new unit: {{ mean_km }} km.{% endif %}\n"
    "- Of this, {{ side }}: {{ side_target }} posts wanted, {{ side_vacant }} vacant; decisions needed: {{ side_decisions }}"
    "{% for q in decisions %}{% if loop.first %} ({% else %}; {% endif %}{{ q.kind }}: {{ q.count }}"
    "{% if loop.last %}){% endif %}{% endfor %}.",
)
RULES = Text(
    "- Bộ kiểm tra độc lập đã đo lại **{{ so_quy_tac_cung }}** quy tắc bắt buộc: "
    "{% if so_vi_pham_cung %}còn {{ so_vi_pham_cung }} chỗ vi phạm{% else %}mọi quy tắc đều được giữ{% endif %}.\n"
    "- {% if not so_quy_tac_mem %}Không đặt quy tắc cần hướng tới nào{% elif not so_quy_tac_mem_chua_dat %}Cả "
    "{{ so_quy_tac_mem }} quy tắc cần hướng tới đều đạt{% else %}Trong {{ so_quy_tac_mem }} quy tắc cần hướng tới, "
    "{{ so_quy_tac_mem_chua_dat }} quy tắc chưa đạt đầy đủ: {% for q in quy_tac_mem %}{{ q.quy_tac }} ({{ q.so }} chỗ)"
    "{% if not loop.last %}; {% endif %}{% endfor %}{% endif %}.\n"
    "- Số trường hợp đặc biệt (ngoại lệ) được phép: {{ so_ngoai_le }}.",
    "- An independent checker measured **{{ hard_rules }}** hard rules again: "
    "{% if hard_broken %}{{ hard_broken }} violations{% else %}every one is kept{% endif %}.\n"
    "- {% if not soft_rules %}No rule to be aimed at was set{% elif not soft_broken %}Every one of the {{ soft_rules }} "
    "rules to be aimed at is met{% else %}Of {{ soft_rules }} rules to be aimed at, {{ soft_broken }} are not fully met: "
    "{% for q in soft_unmet %}{{ q.rule }} ({{ q.count }}){% if not loop.last %}; {% endif %}{% endfor %}{% endif %}.\n"
    "- Exceptions allowed: {{ exceptions }}.",
)
ASKED: dict[Side, Text] = {
    "party": Text(
        "{{ co_quan_trinh }} kính trình {{ tham_quyen }} xem xét, quyết định.",
        "The {{ proposer }} asks {{ authority }} to consider and decide.",
    ),
    "state": Text(
        "{{ co_quan_trinh }} kính trình {{ tham_quyen }} xem xét, quyết định.",
        "The {{ proposer }} asks {{ authority }} to consider and decide.",
    ),
}

_COUNTED = ("left", "center", "center")


def submission(side: Side, lang: Lang) -> str:
    """Return the body of one template."""
    number = Text("-TTr/BTCTU", "-TTr/BTCTU") if side == "party" else Text("/TTr-SNV", "/TTr-SNV")
    to = Text("Kính gửi: {{ tham_quyen }}", "To: {{ authority }}").of(lang)
    about = Text(
        "về phương án bố trí cán bộ tại các xã, phường, đặc khu",
        "on the placement of cadres in communes, wards and special zones",
    )
    head = heading(side, lang, number.of(lang))
    head = head.replace(Text("{{ co_quan }}", "{{ body }}").of(lang), _office(side, lang))
    parts = [
        head,
        p(Text("TỜ TRÌNH", "SUBMISSION").of(lang), "center", bold=True, size=15, before=240, after=0),
        p(about.of(lang), "center", bold=True, after=60),
        p("_______", "center", size=8, after=160),
        p(to, "center", bold=True, after=160),
        p(OPENING.of(lang), indent=True),
        _section(Text("1. Kết quả bố trí", "1. What the plan does"), RESULTS, lang),
        _section(Text("2. Việc chấp hành quy định", "2. Rules"), RULES, lang),
        _proofs(lang),
        _structure(lang),
        _vacancies(lang),
        _attached(lang),
        p(ASKED[side].of(lang), indent=True, keep=True),
        signature(
            lang,
            [Text("Như trên;", "As above;").of(lang), Text("Lưu.", "File.").of(lang)],
            title=Text(
                "TRƯỞNG BAN" if side == "party" else "GIÁM ĐỐC", "HEAD OF COMMITTEE" if side == "party" else "DIRECTOR"
            ).of(lang),
        ).replace(Text("{{ nguoi_ky }}", "{{ signer }}").of(lang), Text("{{ nguoi_trinh }}", "{{ drafter }}").of(lang)),
    ]
    return "".join(parts)


def _office(side: Side, lang: Lang) -> str:
    above = (
        Text("{{ CAP_UY }}", "{{ COMMITTEE }}") if side == "party" else Text("{{ UBND }}", "{{ PEOPLES_COMMITTEE }}")
    )
    mine = Text("{{ CO_QUAN_TRINH }}", "{{ PROPOSER }}")
    return f'{above.of(lang)}</w:t><w:br/><w:t xml:space="preserve">{mine.of(lang)}'


def _section(title: Text, lines: Text, lang: Lang) -> str:
    return p(title.of(lang), bold=True, before=120, keep=True, indent=True) + "".join(
        p(line, indent=True) for line in lines.of(lang).split("\n")
    )


def _proofs(lang: Lang) -> str:
    title = Text("3. Mức độ tối ưu của phương án", "3. How good the plan is proved to be")
    known = Text("da_chung_minh", "proved").of(lang)
    why = Text("{{ vi_sao_chua }}", "{{ why_not_proved }}").of(lang)
    lead = Text(
        "Các mục tiêu được xét lần lượt theo thứ tự; mục tiêu sau không làm giảm kết quả của mục tiêu trước:",
        "Objectives are taken in order; a later one never worsens what an earlier one reached:",
    ).of(lang)
    heads = [Text("Mục tiêu", "Objective"), Text("Đạt được", "Reached"), Text("Điều đã chứng minh", "What is proved")]
    cells = [
        Text("{{ m.muc }}", "{{ m.level }}"),
        Text("{{ m.gia_tri }} {{ m.don_vi_tinh }}", "{{ m.value }} {{ m.unit }}"),
        Text("{{ m.ket_luan }}", "{{ m.proof }}"),
    ]
    loop = Text("m in cac_muc", "m in levels").of(lang)
    return (
        p(title.of(lang), bold=True, before=120, keep=True, indent=True)
        + p(f"{{%p if {known} %}}")
        + p(lead, indent=True, keep=True)
        + listing([h.of(lang) for h in heads], [c.of(lang) for c in cells], [3300, 2200, 3850], loop)
        + p("{%p else %}")
        + p(why, indent=True)
        + p("{%p endif %}")
    )


def _structure(lang: Lang) -> str:
    title = Text("4. Cơ cấu người được bố trí", "4. Who is placed")
    heads = [
        Text("Nhóm", "Group"), Text("Tổng số", "Total"), Text("Nữ", "Women"), Text("Tỷ lệ nữ", "Share of women"),
        Text("Dưới {{ tuoi_tre }} tuổi", "Under {{ young_under }}"), Text("Dân tộc thiểu số", "Minorities"),
        Text("Đảng viên", "Party members"),
    ]  # fmt: skip
    cells = [
        Text("{{ c.nhom }}", "{{ c.group }}"), Text("{{ c.tong }}", "{{ c.total }}"), Text("{{ c.nu }}", "{{ c.women }}"),
        Text("{{ c.ty_le_nu }}", "{{ c.women_share }}"), Text("{{ c.tre }}", "{{ c.young }}"),
        Text("{{ c.dan_toc_thieu_so }}", "{{ c.minority }}"), Text("{{ c.dang_vien }}", "{{ c.party }}"),
    ]  # fmt: skip
    made = listing(
        [h.of(lang) for h in heads], [c.of(lang) for c in cells], [1850, 1100, 1150, 1250, 1150, 1500, 1350],
        Text("c in co_cau", "c in structure").of(lang), aligned=["left", *["center"] * 6],
    )  # fmt: skip
    return p(title.of(lang), bold=True, before=160, keep=True, indent=True) + made


def _vacancies(lang: Lang) -> str:
    title = Text("5. Vị trí còn trống", "5. Vacant posts")
    none = Text("Không còn vị trí trống so với chỉ tiêu.", "No post is vacant.").of(lang)
    heads = [Text("Chức danh", "Title"), Text("Còn thiếu", "Missing"), Text("Số đơn vị thiếu", "Units")]
    cells = [
        Text("{{ g.chuc_danh }}", "{{ g.title }}"),
        Text("{{ g.thieu }}", "{{ g.missing }}"),
        Text("{{ g.so_don_vi }}", "{{ g.units }}"),
    ]
    some = Text("ghe_trong", "vacancies").of(lang)
    made = listing(
        [h.of(lang) for h in heads], [c.of(lang) for c in cells], [5550, 1900, 1900], f"g in {some}", aligned=_COUNTED
    )
    return (
        p(title.of(lang), bold=True, before=160, keep=True, indent=True)
        + p(f"{{%p if {some} %}}")
        + made
        + p("{%p else %}")
        + p(none, indent=True)
        + p("{%p endif %}")
    )


def _attached(lang: Lang) -> str:
    text = Text(
        "**Kèm theo:** các phụ lục (danh sách trích ngang; biểu tổng hợp cơ cấu; biểu rà soát tiêu chuẩn, điều kiện; biểu "
        "nhu cầu - hiện có - thừa, thiếu; danh sách trường hợp đặc biệt), báo cáo và dự thảo các quyết định.",
        "**Attached:** the annexes (list of people; make-up; check of requirements; needs, present, surplus and shortage; "
        "special cases), the report and the draft decisions.",
    )
    return p(text.of(lang), indent=True, before=160, keep=True)
