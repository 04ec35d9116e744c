"""The words of the draft decisions, Party and State, about one person and with a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from optimizer.text import Lang, Text
from tests.papers.list_texts import attached_list
from tests.papers.make_templates import heading, p, signature

if TYPE_CHECKING:
    from optimizer.reports.papers.drafts import Kind
    from optimizer.reports.papers.sides import Side

ABOUT: dict[Kind, Text] = {
    "designation": Text("chỉ định, phân công giữ chức vụ lãnh đạo", "designation to leading posts"),
    "appointment": Text("điều động, bổ nhiệm cán bộ", "appointment"),
    "transfer": Text("điều động, phân công cán bộ, công chức", "transfer and reassignment"),
    "secondment": Text("biệt phái công chức", "secondment"),
}
# The same where one person is meant, of whom it is known whether the workplace changes.
ABOUT_ONE: dict[Kind, Text] = {
    **ABOUT,
    "designation": Text("chỉ định, phân công giữ chức vụ lãnh đạo", "designation to a leading post"),
    "appointment": Text(
        "{% if chuyen_don_vi %}điều động, bổ nhiệm{% else %}bổ nhiệm{% endif %} cán bộ",
        "{% if moves %}transfer and appointment{% else %}appointment{% endif %}",
    ),
    "transfer": Text(
        "{% if chuyen_don_vi %}điều động{% else %}phân công{% endif %} cán bộ, công chức",
        "{% if moves %}transfer{% else %}reassignment{% endif %}",
    ),
}
# The first article about one person: {who}, {now} and {since} stand for the person, the present post, the day.
FIRST: dict[Kind, Text] = {
    "designation": Text(
        "Chỉ định {who}{now}, giữ chức vụ **{{{{ chuc_vu_moi }}}}**, {since}.",
        "{who}{now}, is designated **{{{{ new_title }}}}** of **{{{{ new_unit }}}}** {since}.",
    ),
    "appointment": Text(
        "{{% if chuyen_don_vi %}}Điều động, bổ nhiệm{{% else %}}Bổ nhiệm{{% endif %}} {who}{now}, giữ chức vụ "
        "**{{{{ chuc_vu_moi }}}}**, {since}.",
        "{who}{now}, is {{% if moves %}}transferred and {{% endif %}}appointed **{{{{ new_title }}}}** of "
        "**{{{{ new_unit }}}}** {since}.",
    ),
    "transfer": Text(
        "{{% if chuyen_don_vi %}}Điều động{{% else %}}Phân công{{% endif %}} {who}{now}, "
        "{{% if chuyen_don_vi %}}đến công tác tại **{{{{ don_vi_moi }}}}**, {{% endif %}}giữ vị trí "
        "**{{% if chuyen_don_vi %}}{{{{ chuc_danh_moi }}}}{{% else %}}{{{{ chuc_vu_moi }}}}{{% endif %}}**, {since}.",
        "{who}{now}, is {{% if moves %}}transferred to{{% else %}}reassigned at{{% endif %}} **{{{{ new_unit }}}}** as "
        "**{{{{ new_title }}}}** {since}.",
    ),
    "secondment": Text(
        "Biệt phái {who}{now}, đến làm nhiệm vụ **{{{{ chuc_danh_moi }}}}** tại **{{{{ don_vi_moi }}}}**.\n"
        "Thời hạn biệt phái: {{{{ so_thang }}}} tháng, từ ngày {{{{ tu_ngay }}}} đến hết ngày {{{{ den_ngay }}}}.",
        "{who}{now}, is seconded to **{{{{ new_unit }}}}** as **{{{{ new_title }}}}**.\n"
        "Term of the secondment: {{{{ months }}}} months, from {{{{ from_date }}}} to {{{{ to_date }}}}.",
    ),
}
LISTED: dict[Kind, Text] = {
    "designation": Text(
        "Chỉ định {{ so_nguoi_trong_danh_sach }} đồng chí giữ chức vụ lãnh đạo tại các xã, phường, đặc khu, theo danh "
        "sách kèm theo.",
        "{{ listed }} {% if listed == 1 %}person is{% else %}people are{% endif %} "
        "designated to leading posts of communes, wards and special zones, as listed below.",
    ),
    "appointment": Text(
        "Điều động, bổ nhiệm {{ so_nguoi_trong_danh_sach }} đồng chí giữ chức vụ quản lý tại các xã, phường, đặc khu, "
        "theo danh sách kèm theo.",
        "{{ listed }} {% if listed == 1 %}person is{% else %}people are{% endif %} "
        "appointed to posts of communes, wards and special zones, as listed below.",
    ),
    "transfer": Text(
        "Điều động, phân công {{ so_nguoi_trong_danh_sach }} đồng chí đến công tác tại các xã, phường, đặc khu, "
        "theo danh sách kèm theo.",
        "{{ listed }} {% if listed == 1 %}person is{% else %}people are{% endif %} transferred or reassigned, as listed below.",
    ),
    "secondment": Text(
        "Biệt phái {{ so_nguoi_trong_danh_sach }} đồng chí đến làm nhiệm vụ tại các xã, phường, đặc khu, "
        "theo danh sách và thời hạn kèm theo.",
        "{{ listed }} {% if listed == 1 %}person is{% else %}people are{% endif %} seconded for the terms listed below.",
    ),
}
AFTER: dict[Kind, Text] = {
    "designation": Text(
        "Chế độ, chính sách thực hiện theo quy định hiện hành.", "Pay and benefits follow the rules in force."
    ),
    "appointment": Text(
        "Hệ số lương, phụ cấp chức vụ và các chế độ khác thực hiện theo quy định hiện hành.",
        "Pay, allowance of the post and benefits follow the rules in force.",
    ),
    "transfer": Text(
        "Lương và các chế độ do đơn vị tiếp nhận chi trả theo quy định hiện hành.",
        "The receiving unit pays salary and benefits under the rules in force.",
    ),
    "secondment": Text(
        "Trong thời gian biệt phái, người được biệt phái thuộc biên chế của đơn vị cử đi, chịu sự phân công của đơn vị "
        "tiếp nhận; hết thời hạn trở về đơn vị cử đi hoặc được bố trí công tác theo quy định.",
        "During the secondment the person stays on the payroll of the sending unit and works under the receiving one; "
        "at its end the person returns, or is placed as the rules say.",
    ),
}
BASES: dict[Side, Text] = {
    "party": Text(
        "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam;\n"
        "- Căn cứ Quy chế làm việc của Ban Chấp hành {{ cap_uy }};\n"
        "- Xét Tờ trình số         -TTr/BTCTU, ngày      tháng      năm {{ nam }} của {{ co_quan_trinh }},",
        "- Under the Statutes of the Communist Party of Vietnam;\n"
        "- Under the Working Rules of the {{ committee }};\n"
        "- On Submission No.         of the {{ proposer }},",
    ),
    "state": Text(
        "Căn cứ Luật Tổ chức chính quyền địa phương;\n"
        "Căn cứ Luật Cán bộ, công chức;\n"
        "Căn cứ Nghị định số 170/2025/NĐ-CP của Chính phủ quy định về tuyển dụng, sử dụng và quản lý công chức;\n"
        "Theo đề nghị của {{ co_quan_trinh }} tại Tờ trình số         /TTr-SNV ngày      tháng      năm {{ nam }}.",
        "Under the Law on the Organization of Local Government;\n"
        "Under the Law on Cadres and Civil Servants;\n"
        "Under Decree 170/2025/NĐ-CP on the recruitment, use and management of civil servants;\n"
        "On Submission No.         of the {{ proposer }}.",
    ),
}
RECEIVES: dict[Side, Text] = {
    "party": Text("Đảng ủy {{ don_vi_moi }}", "the Party Committee of {{ new_unit }}"),
    "state": Text("Ủy ban nhân dân {{ don_vi_moi }}", "the People's Committee of {{ new_unit }}"),
}
SINCE = Text(
    "kể từ ngày {% if tu_ngay %}{{ tu_ngay }}{% else %}ký{% endif %}",
    "from {% if from_date %}{{ from_date }}{% else %}the day of signing{% endif %}",
)
WHO = Text(
    "{{ xung_ho }} **{{ ho_ten }}**{% if sinh %}, {{ sinh }}{% endif %}",
    "**{{ name }}**{% if born %}, {{ born }}{% endif %}",
)
NOW = Text(
    "{% if chuc_vu_hien_nay %}, hiện {% if chuc_danh_hien_nay %}là{% else %}công tác tại{% endif %} "
    "{{ chuc_vu_hien_nay }}{% endif %}",
    "{% if present_title or present_unit %}, now {{ present_title }}"
    "{% if present_title and present_unit %}, {% endif %}{{ present_unit }}{% endif %}",
)


def decision(kind: Kind, side: Side, listed: bool, lang: Lang) -> str:
    """Return the body of one template."""
    return "".join(
        (
            _opening(kind, side, listed, lang),
            _articles(kind, side, listed, lang),
            _end(lang),
            attached_list(kind, lang) if listed else "",
        )
    )


def _opening(kind: Kind, side: Side, listed: bool, lang: Lang) -> str:
    symbol = Text("{{ ky_hieu }}", "{{ symbol }}").of(lang)
    number = f"-{symbol}" if side == "party" else f"/{symbol}"
    about = Text("về việc {about}", "on {about}").format(about=(ABOUT if listed else ABOUT_ONE)[kind]).of(lang)
    parts = [
        heading(side, lang, number),
        p(Text("QUYẾT ĐỊNH", "DECISION").of(lang), "center", bold=True, size=15, before=240, after=0),
        p(about, "center", bold=True, after=60),
        p("_______", "center", size=8, after=160),
    ]
    bases = [p(line, indent=True, italic=side == "state") for line in BASES[side].of(lang).split("\n")]
    after = 60 if side == "state" else 0
    who = p(Text("{{ THAM_QUYEN }}", "{{ AUTHORITY }}").of(lang), "center", bold=True, before=120, after=after)
    decides = p(Text("QUYẾT ĐỊNH:", "DECIDES:").of(lang), "center", bold=True, after=120)
    return "".join([*parts, *([who, *bases] if side == "state" else [*bases, who]), decides])


def _articles(kind: Kind, side: Side, listed: bool, lang: Lang) -> str:
    single = FIRST[kind].of(lang).format(who=WHO.of(lang), now=NOW.of(lang), since=SINCE.of(lang))
    first = LISTED[kind].of(lang) if listed else single
    article = Text("Điều", "Article").of(lang)
    people = (
        Text("các đồng chí có tên trong danh sách", "the people listed")
        if listed
        else Text("{{ xung_ho }} {{ ho_ten }}", "{{ name }}")
    )
    units = Text("các đơn vị có liên quan", "the units concerned") if listed else RECEIVES[side]
    last = Text(
        "{{{{ co_quan_trinh }}}}, {units} và {people} chịu trách nhiệm thi hành Quyết định này.",
        "The {{{{ proposer }}}}, {units} and {people} carry out this decision.",
    ).format(units=units, people=people)
    lines = [f"**{article} 1.** {line}" if i == 0 else line for i, line in enumerate(first.split("\n"))]
    lines += [f"**{article} 2.** {AFTER[kind].of(lang)}", f"**{article} 3.** {last.of(lang)}"]
    return "".join(p(line, indent=True) for line in lines)


def _end(lang: Lang) -> str:
    to = Text("Như Điều 3;", "As in Article 3;").of(lang)
    kept = Text("Lưu hồ sơ.", "File.").of(lang)
    return signature(lang, [to, kept])
