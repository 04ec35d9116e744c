"""`explain --worth`: what one more of everything would change, from prices at once or by planning anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.cli.exits import Exit, Failure
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from optimizer.catalogue import Catalogue
    from optimizer.certificate_file import Certificate
    from optimizer.cli.console import Say
    from optimizer.domain.case import Case
    from optimizer.domain.plan import LevelResult, OneMore, Plan
    from optimizer.engine.duals import Proof
    from optimizer.model.problem import Problem
    from optimizer.review.at_least import AtLeast
    from optimizer.review.effects import Reoptimiser

NO_PLAN = Text("hồ sơ chưa có phương án nào để so.", "the case has no plan to compare with.")


def worth(
    say: Say, case: Case, active: Catalogue, reoptimiser: Reoptimiser, held: Path | None, top: int, exact: int
) -> dict[str, Any]:
    """Say what one more of everything would change against the best plan; the first `exact` of each kind by planning anew."""
    from optimizer.reports.one_more import as_data, sentences, shown_levels
    from optimizer.review.levels import level_kinds
    from optimizer.review.one_more import Again

    levels, lines = _solved(case) if held is None else _held(case, active, held)
    levels = shown_levels(levels)
    if exact:
        lines = Again(case, active, level_kinds(case, active), reoptimiser).exact(lines, exact)
    said = list(sentences(lines, levels, case, top))
    for line in said:
        say.out(line)
    return {
        "lines": [as_data(line, levels, case, say.lang) for line in lines],
        "sentences": [line.of(say.lang).strip() for line in said],
    }


def _solved(case: Case) -> tuple[Sequence[LevelResult], tuple[OneMore, ...]]:
    """Return the levels of the best plan and its prices' answers, the plan made now."""
    from optimizer.pipeline import propose

    outcome = propose(case, evidence=True, look_ahead=False)  # nothing else of the plan is told
    if outcome.plan is None:
        raise Failure(Exit.INFEASIBLE if outcome.status == "infeasible" else Exit.NO_PLAN, outcome.status, NO_PLAN)
    return outcome.levels, outcome.worth


def _held(case: Case, active: Catalogue, path: Path) -> tuple[Sequence[LevelResult], tuple[OneMore, ...]]:
    """Return the same from a certificate of the case, with nothing solved."""
    from optimizer.domain.plan import LevelResult, only_weight
    from optimizer.model.facts import Facts
    from optimizer.review.worth import worth_of_one_more

    certificate, problem, proofs = _prices(case, active, path)
    told = zip(certificate.levels, problem.levels, strict=False)  # the tie-break stands behind them
    levels = [
        LevelResult(c.name, it.sense, c.value, c.bound_value, tuple(it.parts), weight=only_weight(it.parts))
        for c, it in told
    ]
    return levels, worth_of_one_more(Facts(case), problem, proofs)


def at_least(say: Say, case: Case, active: Catalogue, plan: Plan, path: Path) -> AtLeast | None:
    """Return what the prices of a certificate say of seats at the least; None, and why, where it is of another plan."""
    from optimizer.domain.changes import fingerprint
    from optimizer.review.at_least import AtLeast

    certificate, problem, proofs = _prices(case, active, path)
    if certificate.plan == fingerprint(plan):
        return AtLeast(problem, proofs)
    say.note(
        Text(
            "Chứng chỉ là của một phương án khác: không kèm giới hạn nào.",
            "The certificate is of another plan: no bounds are told.",
        )
    )
    return None


def _prices(case: Case, active: Catalogue, path: Path) -> tuple[Certificate, Problem, tuple[Proof, ...]]:
    """Return a certificate of the case with the problem it speaks of and what its prices prove; refuse any other."""
    from optimizer.certificate import check
    from optimizer.certificate_file import read
    from optimizer.engine.assemble import assemble
    from optimizer.model.facts import Facts
    from optimizer.review.certify import proofs_of

    certificate = read(path)
    problem = assemble(Facts(case), active)
    _, refused = check(case, certificate, problem)
    if refused:
        text = Text("chứng chỉ không dùng được.", "the certificate cannot be used.")
        raise Failure(Exit.INPUT, "refused", text, findings=refused)
    return certificate, problem, proofs_of(case, problem, certificate)
