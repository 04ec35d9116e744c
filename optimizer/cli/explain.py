"""`placement explain`: why this person, why not that one, who else, why a seat is empty."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.conflicting import conflicts_told
from optimizer.cli.console import discreet
from optimizer.cli.exits import wrong_usage
from optimizer.cli.help import Option
from optimizer.cli.options import command as declared
from optimizer.cli.paths import OutFile, case_argument, file_option, never_an_input, roster_option
from optimizer.cli.plans import either_plan, sound_plan
from optimizer.cli.reading import sound_case
from optimizer.cli.reviewing import review_option, reviewed_case
from optimizer.text import Text, fold, name_key, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import Outcome
    from optimizer.review.explain import Explainer

SHOWN = 5
EXACT_UP_TO = 1_500  # placements possible up to which the first options are worked out anew without being asked
EXACT_SHOWN = 3


@declared(
    "explain",
    Text(
        "Giải thích một phương án: vì sao người này, vì sao không phải người kia, còn ai khác, vì sao ghế trống.\n"
        "--person: ghế được bố trí, từng điều kiện kèm ô dữ liệu, các mục tiêu, ghế tốt tiếp theo. "
        "--seat: ai giữ được ghế, xếp theo tác động, và quy tắc nào loại những người khác. "
        "Cả hai: vì sao người đó không giữ ghế đó. --vacancies: nguyên nhân của ghế trống, theo nhóm. "
        "--worth: thêm một ghế, một người hay một suất thì được gì. "
        "--conflicts: những gì không thể cùng giữ và cách sửa.",
        "Explain a plan: why this person, why not that one, who else, why a seat is empty.\n"
        "--person: the seat, each requirement with its cells, the objectives, the next best seats. "
        "--seat: who could hold it, ranked by what that does, and the rule that excludes each other. "
        "Both: why that person does not hold that seat. --vacancies: the reasons of empty seats, set by set. "
        "--worth: what one more seat, specialist or place in a quota would change. "
        "--conflicts: what cannot hold together, and how to mend it.",
    ),
    "placement explain inputs/case.xlsx outputs/plan.xlsx --person CB001\n"
    "placement explain inputs/case.xlsx outputs/plan.xlsx --seat 11311 BT\n"
    "placement explain inputs/case.xlsx outputs/plan.xlsx --vacancies\n"
    "placement explain inputs/case.xlsx --conflicts\n"
    "placement explain inputs/case.xlsx outputs/plan.xlsx --worth --certificate outputs/proof.json.gz",
    64,
    [
        case_argument(),
        either_plan(
            "plan",
            "PLAN.xlsx",
            Text(
                "Tệp phương án, do chương trình viết hoặc gõ tay; `current` là bố trí hiện nay.",
                "The plan workbook, written by the program or typed by hand; `current` is today's placement.",
            ),
            required=False,
        ),
        Option(
            ["--person"],
            Text("Mã hoặc họ tên của một cán bộ.", "The code or the name of a person."),
            metavar="PERSON",
        ),
        Option(
            ["--seat"],
            Text("Mã hoặc tên một đơn vị và một chức danh.", "The code or name of a unit and of a title."),
            metavar="UNIT TITLE",
            nargs=2,
            type=str,
        ),
        Option(["--vacancies"], Text("Vì sao ghế trống.", "Why seats are empty."), is_flag=True),
        Option(
            ["--conflicts"],
            Text(
                "Những quyết định, quy tắc, chỉ tiêu nào không thể cùng giữ, và các cách sửa rẻ nhất; không cần phương án.",
                "Which decisions, rules and numbers of seats cannot hold together, and the cheapest repairs; needs no plan.",
            ),
            is_flag=True,
        ),
        Option(
            ["--out"],
            Text("Ghi các mâu thuẫn và cách sửa ra tệp này.", "Write conflicts and repairs to this workbook."),
            metavar="CONFLICTS.xlsx",
            type=OutFile(),
        ),
        Option(
            ["--worth"],
            Text(
                "Thêm một ghế, một người có chuyên môn, hoặc nới một giới hạn thì được gì, so với phương án tốt nhất của hồ "
                "sơ.",
                "What one more seat, one more specialist or a limit moved by one would change, against the best plan of the "
                "case.",
            ),
            is_flag=True,
        ),
        file_option(
            ["--certificate"],
            "FILE.json.gz",
            Text(
                "Chứng chỉ của hồ sơ (solve --certificate): --worth dùng giá trong đó thay vì giải lại; --person và --seat "
                "nói thêm mỗi lựa chọn làm phương án kém đi ít nhất bao nhiêu.",
                "A certificate of the case (solve --certificate): --worth takes its prices instead of solving again; --person "
                "and --seat add what each option costs at the least.",
            ),
        ),
        Option(
            ["--top"],
            Text(f"Số lựa chọn hiện ra (mặc định {SHOWN}).", f"How many options to show (default {SHOWN})."),
            metavar="N",
            type=click.IntRange(1, 1000),
            default=SHOWN,
        ),
        Option(
            ["--exact"],
            Text(
                "Lập lại cả phương án cho N lựa chọn đầu (mặc định: 3 với hồ sơ nhỏ, 0 với hồ sơ lớn).",
                "Make the whole plan anew for the first N options (default: 3 in a small case, 0 in a large one).",
            ),
            metavar="N",
            type=click.IntRange(0, 100),
        ),
        roster_option(),
        review_option(),
    ],
)
def command(
    say: Say,
    case: Path,
    plan: Path | None,
    person: str | None,
    seat: tuple[str, str] | None,
    vacancies: bool,
    conflicts: bool,
    out: Path | None,
    worth: bool,
    certificate: Path | None,
    top: int,
    exact: int | None,
    rosters: tuple[Path, ...],
    reviews: tuple[Path, ...],
) -> int:
    """Explain the plan."""
    asked = bool(person or seat or vacancies or worth)
    _sensible(asked, plan, conflicts, out)
    from optimizer.catalogue import catalogue
    from optimizer.review.effects import Reoptimiser
    from optimizer.review.explain import Explainer
    from optimizer.review.levels import level_kinds

    if out is not None:
        never_an_input(out, (case, *rosters, *reviews, *([] if plan is None else [plan])))
    read, _ = sound_case(case, rosters)
    if reviews:  # what the reviews asked before the plan was made: decisions, rules, the plan to stay near
        read = reviewed_case(say, read, reviews).case
    told: dict[str, Any] = {}
    if conflicts:
        lines, told["conflicts"] = conflicts_told(say, read, top, exact, out)
        for line in lines:
            say.out(discreet(line.of(say.lang)))
    if plan is None or not asked:
        return say.done({"status": "explained", **told})
    made, findings = sound_plan(plan, read)
    say.show([f for f in findings if f.severity != "info"], err=True)
    active = catalogue(read)
    reoptimiser = Reoptimiser(read, level_kinds(read, active), _solve)
    bounds = None
    if certificate is not None and (person is not None or seat is not None):
        from optimizer.cli.worth import at_least

        bounds = at_least(say, read, active, made, certificate)
    explainer = Explainer(read, made, active, reoptimiser, at_least=bounds)
    if exact is None:
        exact = EXACT_SHOWN if len(explainer.board.candidates) <= EXACT_UP_TO else 0
    if person is not None or seat is not None:
        told |= _named(say, explainer, person, seat, top, exact)
    if vacancies:
        told["vacancies"] = _vacancies(say, explainer)
    if worth:
        from optimizer.cli.worth import worth as worth_told

        told["worth"] = worth_told(say, read, active, reoptimiser, certificate, top, exact)
    return say.done({"status": "explained", **told})


def _sensible(asked: bool, plan: Path | None, conflicts: bool, out: Path | None) -> None:
    """End the command where what is asked for does not go together."""
    if not asked and not conflicts:
        raise wrong_usage(
            Text("chưa nói cần giải thích điều gì.", "there is nothing to explain."),
            Text(
                "Thêm --person, --seat, --vacancies, --worth hoặc --conflicts.",
                "Add --person, --seat, --vacancies, --worth or --conflicts.",
            ),
        )
    if asked and plan is None:
        raise wrong_usage(
            Text("thiếu tệp phương án.", "the plan is missing."),
            Text("Ghi tệp phương án sau tệp hồ sơ.", "Give the plan workbook after the case."),
        )
    if out is not None and not conflicts:
        raise wrong_usage(
            Text("--out chỉ dùng cùng --conflicts.", "--out goes with --conflicts only."),
            Text("Thêm --conflicts hoặc bỏ --out.", "Add --conflicts, or leave --out out."),
        )


def _solve(case: Case) -> Outcome:
    """Return the best plan of a changed case: the way to the engine."""
    from optimizer.pipeline import propose

    return propose(case, gap=0.0)


def _named(
    say: Say, explainer: Explainer, person: str | None, seat: tuple[str, str] | None, top: int, exact: int
) -> dict[str, Any]:
    """Explain a person, a seat, or why the one does not hold the other."""
    from optimizer.domain.title_choice import titles_named
    from optimizer.reports import explained_data as data
    from optimizer.reports.explained import Explained
    from optimizer.sheets.posts import unit_names

    case, words = explainer.case, Explained(explainer)
    cadre = None
    if person is not None:
        from optimizer.sheets.pseudonyms import pseudonym_of

        ids = {c.cadre_id: c.name for c in case.cadres}
        cadre = case.cadre_by_id[_found(pseudonym_of(person), ids, Text("cán bộ", "person"))]
    if seat is None:
        assert cadre is not None
        told = explainer.person(cadre, top, exact)
        return {"person": data.person(told, explainer, say.lang) | _said(say, words.person(told))}
    units, titles = {u.unit_code: u.name for u in case.units}, {t.title_code: t.name for t in case.titles}
    unit = case.unit_by_code[_found(seat[0], units, Text("đơn vị", "unit"), lambda text: unit_names(case.places, text))]
    title = case.title_by_code[
        _found(seat[1], titles, Text("chức danh", "title"), lambda text: titles_named(case, text))
    ]
    if cadre is not None:
        why = explainer.why_not(cadre, unit, title, bool(exact))
        return {"why_not": data.why_not(why, explainer, say.lang) | _said(say, words.why_not(why))}
    row = case.seat_by_key.get((unit.unit_code, title.title_code))
    if row is None:
        text = Text("{unit} không có ghế {title}.", "{unit} has no seat {title}.")
        fix = Text("Xem trang Chỉ tiêu của hồ sơ.", "See the sheet Seats of the case.")
        raise wrong_usage(text.format(unit=unit.name, title=title.name), fix)
    ranked = explainer.seat(row, top, exact)
    return {"seat": data.seat(ranked, explainer) | _said(say, words.seat(ranked))}


def _vacancies(say: Say, explainer: Explainer) -> dict[str, Any]:
    from optimizer.reports import explained_data as data
    from optimizer.reports.explained_vacancies import ExplainedVacancies

    reasons = explainer.vacancies
    sentences = ExplainedVacancies(explainer).sentences(reasons)
    return {"sets": [data.vacancy(r, explainer) for r in reasons], **_said(say, sentences)}


def _said(say: Say, lines: Iterable[Text]) -> dict[str, list[str]]:
    """Print sentences and return them for `--json`."""
    said = list(lines)
    for line in said:
        say.out(line)
    return {"sentences": [line.of(say.lang).strip() for line in said]}


def _found(
    written: str, names: Mapping[str, str], what: Text, other: Callable[[str], Sequence[str]] | None = None
) -> str:
    """Return the code that is written, or the one whose name is; end the command where there is none or are several.

    Of codes, case and zeros in front are forgiven; `other` knows further ways to write a name.
    """
    from optimizer.sheets.pseudonyms import loose_code

    written = tidy(written)
    if written in names:
        return written
    key, loose = name_key(written), loose_code(written)
    called: Sequence[str] = [code for code, name in names.items() if name_key(name) == key]
    called = called or [code for code in names if loose_code(code) == loose] or (other(written) if other else ())
    if len(called) == 1:
        return called[0]
    if called:
        text = Text("“{written}” có thể là nhiều {what}.", "“{written}” may be more than one {what}.")
        fix = Text("Ghi mã: {codes}.", "Give the code: {codes}.").format(codes=", ".join(called[:10]))
        raise wrong_usage(text.format(written=written, what=what), fix)
    words = {fold(word): code for code, name in names.items() for word in (code, name)}
    near = [words[w] for w in difflib.get_close_matches(fold(written), list(words), 3, 0.6)]
    shown = ", ".join(f"{code} ({names[code]})" for code in dict.fromkeys(near))
    text = Text("không có {what} “{written}”.", "there is no {what} “{written}”.")
    fix = Text("Có phải ý bạn là {near}?", "Did you mean {near}?").format(near=shown) if shown else _SEE
    raise wrong_usage(text.format(written=written, what=what), fix)


_SEE = Text("Ghi mã hoặc tên như trong hồ sơ.", "Give the code or the name as it stands in the case.")
