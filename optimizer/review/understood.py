"""What was understood of a review, said before anything is solved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimizer.catalogue import known
from optimizer.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from optimizer.domain.rounds import Round
    from optimizer.review.apply import Reviewed


def understood(reviewed: Reviewed) -> Iterator[Text]:
    """Yield a few lines: which review it is, how much of each kind was asked, and what stands from before."""
    it = reviewed.round
    yield Text("Vòng rà soát {n}: {counts}.", "Review round {n}: {counts}.").format(n=it.number, counts=asked_text(it))
    if it.rules:
        names = [known()[name].text for name in it.rules]
        yield Text("Quy tắc được đổi: {names}.", "Rules changed: {names}.").format(
            names=Text(", ".join(n.vi for n in names), ", ".join(n.en for n in names))
        )
    if it.remarks:
        yield Text(
            "{n} ý kiến không kèm dấu quyết định: được ghi lại, không ràng buộc phương án.",
            "{n} without a mark: kept for the record, they bind nothing.",
        ).format(n=_n(len(it.remarks), "", "remark"))
    if reviewed.carried:
        yield Text(
            "{n} quyết định của các vòng trước vẫn có hiệu lực.", "{n} of earlier rounds still in force."
        ).format(n=_n(reviewed.carried, "", "decision"))
    if it.withdrawn:
        yield Text("{n} quyết định của các vòng trước được rút lại.", "{n} of earlier rounds taken back.").format(
            n=_n(it.withdrawn, "", "decision")
        )


def asked_text(it: Round) -> Text:
    """Return how much a review asked, in words: 37 locks, 12 bans, 4 changed seats, 2 changed rules."""
    parts = [
        _n(it.locks, "khóa", "lock"),
        _n(it.forbids, "cấm", "ban"),
        _n(it.seats, "đổi ghế", "changed seat"),
        _n(len(it.rules), "quy tắc được đổi", "changed rule"),
    ]
    if it.rows:
        parts.append(
            _n(
                it.rows,
                "dòng thêm ở trang Quyết định",
                "row added to the sheet Decisions",
                "rows added to the sheet Decisions",
            )
        )
    return Text(", ".join(p.vi for p in parts), ", ".join(p.en for p in parts))


def _n(number: int, vi: str, en: str, plural: str = "") -> Text:
    return Text(f"{number} {vi}".strip(), f"{number} {en if number == 1 else plural or en + 's'}")


def as_data(reviewed: Reviewed) -> dict[str, Any]:
    """Return the counts as plain data."""
    it = reviewed.round
    return {
        "round": it.number,
        "files": list(it.files),
        "authors": list(it.authors),
        "locks": it.locks,
        "bans": it.forbids,
        "changed_seats": it.seats,
        "added_rows": it.rows,
        "changed_rules": list(it.rules),
        "remarks": len(it.remarks),
        "carried": reviewed.carried,
        "withdrawn": it.withdrawn,
    }
