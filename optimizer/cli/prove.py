"""`placement prove`: the bounds of a plan worked out again from case and certificate, without the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from optimizer.cli.exits import Exit, Failure
from optimizer.cli.options import command as declared
from optimizer.cli.paths import case_argument, file_argument, roster_option
from optimizer.cli.plans import sound_plan
from optimizer.cli.reading import sound_case
from optimizer.cli.reviewing import review_option, reviewed_case
from optimizer.text import Text

if TYPE_CHECKING:
    from pathlib import Path

    from optimizer.certificate import Checked
    from optimizer.certificate_file import Certificate
    from optimizer.cli.console import Say
    from optimizer.domain.case import Case


@declared(
    "prove",
    Text(
        "Tính lại mọi giới hạn của một phương án từ hồ sơ và chứng chỉ, không dùng bộ giải.\n"
        "Chứng chỉ (solve --certificate) chứa giá của ghế và của các giới hạn; chương trình cộng lại từng người một: không "
        "phương án nào tốt hơn giới hạn đó. Kèm phương án thì các giá trị cũng được bộ kiểm tra đo lại. "
        "Mã kết thúc 1 nếu chứng chỉ bị sửa, thuộc hồ sơ khác hoặc không chứng minh được điều đã ghi.",
        "Work out every bound of a plan again from case and certificate, without the solver.\n"
        "A certificate (solve --certificate) holds prices of seats and limits; they are added up person by person: no plan "
        "is better than that bound. With the plan, the checker measures its values again too. "
        "Exit code 1 where the certificate was changed, is another case's, or does not prove what it claims.",
    ),
    "placement prove inputs/case.xlsx outputs/proof.json.gz outputs/plan.xlsx",
    62,
    [
        case_argument(),
        file_argument(
            "certificate",
            "CERTIFICATE",
            Text("Chứng chỉ do solve --certificate ghi.", "The certificate that solve --certificate wrote."),
        ),
        file_argument(
            "plan",
            "PLAN.xlsx",
            Text("Phương án, nếu cần đo lại cả các giá trị.", "The plan, where its values are to be measured too."),
            required=False,
        ),
        roster_option(),
        review_option(),
    ],
)
def command(
    say: Say, case: Path, certificate: Path, plan: Path | None, rosters: tuple[Path, ...], reviews: tuple[Path, ...]
) -> int:
    """Work the bounds out again and say what is proved."""
    from optimizer.certificate import check
    from optimizer.certificate_file import read

    held = read(certificate)
    given, _ = sound_case(case, rosters)
    if reviews:
        given = reviewed_case(say, given, reviews).case
    say.note(Text("Tính lại các giới hạn …", "Working the bounds out again …"))
    checked, refused = check(given, held)
    if not refused and plan is not None:
        _measured(plan, given, held)
    for i, one in enumerate(checked):
        _tell(say, one, i == 0)
    if refused:
        text = Text("chứng chỉ không chứng minh được điều đã ghi.", "the certificate does not prove what it claims.")
        raise Failure(Exit.INPUT, "refused", text, findings=refused)
    say.out(
        Text(
            "Mọi giới hạn trong chứng chỉ đã được tính lại và đúng.",
            "Every bound of the certificate was worked out again and holds.",
        )
    )
    return say.done({"status": "proved", "measured": plan is not None, "levels": [_data(one, say) for one in checked]})


def _measured(plan: Path, case: Case, certificate: Certificate) -> None:
    """End the command where the plan does not reach the values that the certificate tells."""
    from optimizer.catalogue import catalogue
    from optimizer.checker import verify
    from optimizer.review.levels import TOLERANCE, level_values

    made, _ = sound_plan(plan, case)
    verdict = verify(case, made)
    levels = level_values(case, catalogue(case), verdict)
    reached = {level.name: level.value for level in levels}
    told = {level.name: level.value for level in certificate.levels}
    if not verdict.ok or any(abs(reached[n] - told[n]) > TOLERANCE * max(1.0, abs(told[n])) for n in told):
        raise Failure(
            Exit.INPUT,
            "other_plan",
            Text("phương án này không đạt các giá trị ghi trong chứng chỉ.", "this plan does not reach what it tells."),
            Text("Đưa phương án đã lập cùng chứng chỉ.", "Give the plan that was made with the certificate."),
        )


def _level(one: Checked, first: bool) -> tuple[Text, Text]:
    """Return a level's name and what is proved of it, in words."""
    from optimizer.domain.plan import LevelResult
    from optimizer.reports.words import level_text, proof

    held = one.level
    shown = LevelResult(held.name, one.sense, held.value, held.bound_value, seats=one.seats)
    return level_text(shown), proof(shown, first)


def _tell(say: Say, one: Checked, first: bool) -> None:
    mark = Text("đúng", "holds") if one.holds else Text("KHÔNG ĐÚNG", "DOES NOT HOLD")
    styled = click.style(mark.of(say.lang), fg="green" if one.holds else "red", bold=not one.holds)
    name, said = _level(one, first)
    say.out(f"{styled}  {name.of(say.lang)}. {said.of(say.lang)}")


def _data(one: Checked, say: Say) -> dict[str, Any]:
    name, _ = _level(one, False)
    return {
        "name": one.level.name,
        "title": name.of(say.lang),
        "value": one.level.value,
        "bound": one.level.bound_value,
        "cost": one.level.cost,
        "claimed": one.level.bound,
        "proved": one.proves,
        "by_search": one.level.by_search,
        "holds": one.holds,
    }
