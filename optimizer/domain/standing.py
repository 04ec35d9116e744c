"""Which of two titles stands higher, and whether a title would be a promotion for somebody (R29)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BeforeValidator

from optimizer.findings import Finding
from optimizer.text import Text, fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.case import Case
    from optimizer.domain.entities import Cadre, Title

GROUP_ORDER = {"leader": 0, "manager": 1, "specialist": 2}
_SHOWN = 5  # titles without a rank named in one remark

_UNLISTED_WORDS = {"higher": "higher", "cao hon": "higher", "equal": "equal", "ngang": "equal", "ngang bang": "equal"}


def _unlisted(value: Any) -> Any:
    return _UNLISTED_WORDS.get(fold(value), value) if isinstance(value, str) else value


# What a leader's or manager's title is to somebody whose present post is none of the Titles sheet.
Unlisted = Annotated[Literal["higher", "equal"], BeforeValidator(_unlisted)]
UNLISTED_EN = (
    "What a leader's or manager's title counts as for somebody whose present post is not on the Titles sheet: "
    "higher, or equal (not asked)."
)
UNLISTED_VI = (
    "Với người có chức danh hiện nay không nằm trong trang Chức danh, chức danh lãnh đạo, quản lý được coi là: "
    "higher (cao hơn) hoặc equal (ngang, không xét)."
)


def above(title: Title, other: Title) -> bool:
    """Return whether `title` stands higher than `other`: by rank where both have one (1 is the highest), else by group.

    Where neither says it, no title stands higher.
    """
    if title.rank is not None and other.rank is not None:
        return title.rank < other.rank
    if title.group is None or other.group is None:
        return False
    return GROUP_ORDER[title.group] < GROUP_ORDER[other.group]


def covers(planned: Title, title: Title) -> bool:
    """Return whether who is planned for `planned` is so for `title`: the same one, or one known to rank no lower."""
    if planned.title_code == title.title_code:
        return True
    if planned.rank is not None and title.rank is not None:
        return planned.rank <= title.rank
    return above(planned, title)


def is_equal(planned: Title, title: Title) -> bool:
    """Return whether two titles are one, or known to rank alike."""
    return planned.title_code == title.title_code or (planned.rank is not None and planned.rank == title.rank)


def is_promotion(case: Case, cadre: Cadre, title: Title, unlisted: str) -> bool:
    """Return whether `title` stands higher than the title somebody holds now.

    Whose present post is not on the Titles sheet has no rank to compare: then `unlisted` says whether every leader's and
    manager's title counts as higher.
    """
    present = case.title_by_code.get(cadre.current_title_code or "")
    if present is None:
        return unlisted == "higher" and title.group in ("leader", "manager")
    return above(title, present)


def is_no_higher(case: Case, cadre: Cadre, title: Title) -> bool:
    """Return whether `title` is known to stand no higher than the title somebody holds now (R21)."""
    present = case.title_by_code.get(cadre.current_title_code or "")
    return present is not None and covers(present, title)


def unranked(case: Case, rule: str) -> Iterator[Finding]:
    """Yield a remark where titles have no rank: a rule about higher seats then compares them by their groups alone."""
    blank = [t for t in case.titles if t.rank is None]
    if not blank:
        return
    names = ", ".join(t.name for t in blank[:_SHOWN]) + (", …" if len(blank) > _SHOWN else "")
    text = Text(
        "{count} chức danh chưa ghi thứ bậc nên việc cao hay thấp hơn chỉ xét theo nhóm chức danh: {names}.",
        "{count} [title has|titles have] no rank, so which stands higher is judged by their groups alone: {names}.",
    ).format(count=len(blank), names=names)
    fix = Text(
        "Ghi cột Thứ bậc ở trang Chức danh (1 là cao nhất).", "Fill rank on the Titles sheet (1 is the highest)."
    )
    subject = (("title", blank[0].title_code), ("rule", rule))
    yield Finding("titles_without_rank", "info", text, fix, case.address(blank[0], "rank"), "", subject)
