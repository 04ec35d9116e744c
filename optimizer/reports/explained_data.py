"""Explanations as plain data for `--json`: codes and numbers, complete where sentences name the first few."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from optimizer.review.board import Post
    from optimizer.review.deficiency import Chain
    from optimizer.review.evidence import Cell, Judged
    from optimizer.review.explain import (
        Broken,
        Explainer,
        Option,
        PersonExplained,
        SeatExplained,
        VacancyReason,
        WhyNot,
    )
    from optimizer.text import Lang

Data = dict[str, Any]


def person(told: PersonExplained, explainer: Explainer, lang: Lang) -> Data:
    """Return why somebody is where they are."""
    return {
        "cadre": told.cadre.cadre_id,
        "seats": [
            {
                "unit": held.placement.unit_code,
                "title": held.placement.title_code,
                "requirements": [_judged(j, lang) for j in held.judged],
            }
            for held in told.seats
        ],
        "costs": {o.name: amount for o, amount in told.costs},
        "broken": [_broken(b, lang) for b in told.broken],
        "open_posts": told.open_posts,
        "nearest": [_option(o, explainer) for o in told.nearest],
        "seats_there": told.seats_there,
        "excluded_by": [{"rule": c.rule.name, "seats": c.seats, "only": c.only} for c in told.closing],
    }


def seat(told: SeatExplained, explainer: Explainer) -> Data:
    """Return who could hold a seat."""
    return {
        "unit": told.unit.unit_code,
        "title": told.title.title_code,
        "target": told.seat.target,
        "max": told.seat.max,
        "holders": told.holders,
        "eligible": told.eligible,
        "options": [_option(o, explainer) for o in told.options],
        "excluded": [
            {"rule": e.rule.name, "people": len(e.people), "ids": e.people, "only": e.only} for e in told.excluded
        ],
        "otherwise": told.otherwise,
    }


def why_not(told: WhyNot, explainer: Explainer, lang: Lang) -> Data:
    """Return what stands against one person in one seat."""
    return {
        "cadre": told.cadre.cadre_id,
        "unit": told.unit.unit_code,
        "title": told.title.title_code,
        "holds": told.holds,
        "broken": [_broken(b, lang) for b in told.broken],
        "mended": [_broken(b, lang) for b in told.mended],
        "option": None if told.option is None else _option(told.option, explainer),
        "requirements": [_judged(j, lang) for j in told.judged],
    }


def vacancy(told: VacancyReason, explainer: Explainer) -> Data:
    """Return why some seats are empty."""
    case, d = explainer.case, told.deficiency

    def seats(rows: Sequence[int]) -> list[Data]:
        return [{"unit": case.seats[s].unit_code, "title": case.seats[s].title_code} for s in rows]

    def serves(person: int) -> list[Data]:
        return [_post(post, explainer) for post in explainer.board.posts_by_person.get(person, ())]

    return {
        "vacant": seats(d.vacant),
        "seats": seats(d.seats),
        "people": [{"cadre": case.cadres[p].cadre_id, "serves": serves(p)} for p in d.people],
        "places": d.places,
        "capacity": d.capacity,
        "missing": d.missing,
        "short": d.short,
        "exact": d.exact,
        "chain": None if d.chain is None else _chain(d.chain, explainer),
        "one_requirement": [
            {"title": near.title_code, "rule": rule.name, "people": ids} for near in told.near for rule, ids in near.by_rule
        ],
    }  # fmt: skip


def _chain(chain: Chain, explainer: Explainer) -> Data:
    steps = [
        {
            "cadre": explainer.case.cadres[step.person].cadre_id,
            "from": None if step.comes_from is None else _post(step.comes_from, explainer),
            "to": _post(step.to, explainer),
        }
        for step in chain.steps
    ]
    return {"steps": steps, "breaks": chain.rules, "levels": _levels(chain.levels, explainer)}


def _option(option: Option, explainer: Explainer) -> Data:
    case, way = explainer.case, option.way
    return {
        "cadre": case.cadres[way.post.person].cadre_id,
        **_post(way.post, explainer),
        "gives_way": [case.cadres[p].cadre_id for p in way.leaving],
        "exchanged_with": [case.cadres[p].cadre_id for p in way.exchanged],
        "followed_by": [case.cadres[p].cadre_id for p in way.following],
        "breaks": way.rules,
        "figure": "swap",
        "levels": _levels(way.levels, explainer),
        "parts": dict(option.parts),
        "bound": None if option.bound is None else _levels(option.bound, explainer),
        "exact": None
        if option.exact is None
        else {
            "figure": "exact" if option.exact.proved else "not_proved",
            "possible": option.exact.levels is not None,
            "proved": option.exact.proved,
            "levels": None if option.exact.levels is None else _levels(option.exact.levels, explainer),
            "parts": dict(option.exact.parts),
        },
    }


def _levels(worse: Sequence[float], explainer: Explainer) -> Data:
    """Return how much each level's number changes, as the level shows it."""
    return {k.name: round(k.natural(w), 6) + 0.0 for k, w in zip(explainer.board.kinds, worse, strict=True)}


def _post(post: Post, explainer: Explainer) -> Data:
    facts = explainer.board.facts
    return {"unit": explainer.case.units[post.unit].unit_code, "titles": list(facts.roles[post.role])}


def _judged(j: Judged, lang: Lang) -> Data:
    return {
        "rule": j.rule.name,
        "state": j.state,
        "record": [_cell(c, lang) for c in j.person],
        "asked": [_cell(c, lang) for c in j.asked],
    }


def _cell(c: Cell, lang: Lang) -> Data:
    return {
        "column": c.column.of(lang),
        "value": c.value.of(lang),
        "file": c.where.file,
        "sheet": c.where.sheet,
        "cell": c.where.cell,
    }


def _broken(b: Broken, lang: Lang) -> Data:
    return {
        "rule": b.rule.name,
        "soft": b.soft,
        "amount": b.finding.amount,
        "message": b.finding.text.of(lang),
        "subject": [list(s) for s in b.finding.subject],
    }
