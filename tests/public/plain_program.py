"""A case with crossing rules as one plain integer program a level, solved by SciPy's HiGHS: written from the tables alone."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Office:
    """People in units and titles: who is a woman, where each serves, scores, seats, pairs to keep apart, two soft quotas."""

    units: int
    titles: int
    woman: tuple[bool, ...]
    serves: tuple[int, ...]
    score: dict[tuple[int, int, int], int]
    target: dict[tuple[int, int], int]
    apart: tuple[tuple[int, int], ...]
    share: float  # of women in each unit, soft
    most: int  # people who may move, hard

    @classmethod
    def drawn(cls, seed: int, density: float = 0.35) -> Office:
        """Return the office of one seed: 30 to 200 people, seats for most of them, a share `density` of places listed."""
        rng = Random(f"plain {seed}")
        units, titles, people = rng.randint(3, 8), rng.randint(1, 3), rng.randint(30, 200)
        per = max(1, round(0.8 * people / (units * titles)))
        return cls(
            units,
            titles,
            tuple(rng.random() < 0.35 for _ in range(people)),
            tuple(rng.randrange(units) for _ in range(people)),
            {
                (p, u, t): rng.randint(-20, 100)
                for p in range(people)
                for u in range(units)
                for t in range(titles)
                if rng.random() < density
            },
            {(u, t): rng.randint(max(1, per - 2), per + 2) for u in range(units) for t in range(titles)},
            tuple((a, b) for a, b in (rng.sample(range(people), 2) for _ in range(people // 6))),
            rng.choice((0.4, 0.45, 0.5)),
            round(people * rng.uniform(0.5, 0.8)),
        )

    def tables(self) -> Tables:
        """Return the office as the tables a script would give."""
        return {
            "units": [{"unit_code": f"U{u}", "name": f"Xã Số {u}", "province": "Hải Phòng"} for u in range(self.units)],
            "titles": [{"title_code": f"T{t}", "name": f"Title {t}", "group": "leader"} for t in range(self.titles)],
            "seats": [{"unit_code": f"U{u}", "title_code": f"T{t}", "target": n} for (u, t), n in self.target.items()],
            "cadres": [
                {
                    "cadre_id": f"P{p:03d}",
                    "name": f"Person {p}",
                    "sex": "female" if woman else "male",
                    "current_unit": f"Xã Số {self.serves[p]}",
                }
                for p, woman in enumerate(self.woman)
            ],
            "scores": [
                {"cadre_id": f"P{p:03d}", "unit_code": f"U{u}", "title_code": f"T{t}", "score": s}
                for (p, u, t), s in self.score.items()
            ],
            "relations": [
                {"cadre_a": f"P{a:03d}", "cadre_b": f"P{b:03d}", "kind": "different_unit"} for a, b in self.apart
            ],
            "rules": [
                {"rule": "suitability", "on": "yes", "params": "only_scored=yes; explicit=yes"},
                {"rule": "together", "on": "yes"},
                {
                    "rule": "women_in_leadership",
                    "on": "yes",
                    "mode": "soft",
                    "params": f"share={self.share}; scope=unit",
                },
                {"rule": "move_cap", "on": "yes", "mode": "hard", "params": f"most={self.most}"},
                *({"rule": name, "on": "no"} for name in ("moves", "travel")),
            ],
            "settings": [{"key": "plan_date", "value": "2025-07-01"}],
        }

    def optimum(self) -> tuple[float, float, float]:
        """Return the fewest vacancies, then the least lack of women, then the greatest total score."""
        spots = list(self.score)
        seats = list(self.target)
        n, m = len(spots), len(seats)
        seat_at = {seat: i for i, seat in enumerate(seats)}
        rows: list[tuple[dict[int, float], float, float]] = []
        of_person: dict[int, list[int]] = {}
        of_seat: dict[int, list[int]] = {}
        for k, (p, u, t) in enumerate(spots):
            of_person.setdefault(p, []).append(k)
            of_seat.setdefault(seat_at[u, t], []).append(k)
        rows += [(dict.fromkeys(mine, 1.0), 0.0, 1.0) for mine in of_person.values()]
        rows += [  # vacancies stand behind the places, what each unit lacks in women behind them
            (dict.fromkeys(of_seat.get(s, []), 1.0) | {n + s: 1.0}, *(float(self.target[seats[s]]),) * 2)
            for s in range(m)
        ]
        for u in range(self.units):
            here = {k: float(self.woman[p]) - self.share for k, (p, v, _) in enumerate(spots) if v == u}
            rows.append((here | {n + m + u: 1.0}, 0.0, np.inf))
            for a, b in self.apart:
                both = {k: 1.0 for k, (p, v, _) in enumerate(spots) if v == u and p in (a, b)}
                rows.append((both, -np.inf, 1.0))
        rows.append(({k: 1.0 for k, (p, u, _) in enumerate(spots) if u != self.serves[p]}, -np.inf, float(self.most)))
        width = n + m + self.units
        vacancy, lack, worth = np.zeros(width), np.zeros(width), np.zeros(width)
        vacancy[n : n + m] = 1.0
        lack[n + m :] = 1.0
        worth[:n] = [-self.score[spot] for spot in spots]
        whole = np.concatenate([np.ones(n), np.zeros(width - n)])
        upper = np.concatenate([np.ones(n), np.full(width - n, np.inf)])
        reached = []
        for cost in (vacancy, lack, worth):
            r = np.concatenate([np.full(len(row), i) for i, (row, _, _) in enumerate(rows)])
            c = np.concatenate([list(row) for row, _, _ in rows]).astype(np.int64)
            v = np.concatenate([list(row.values()) for row, _, _ in rows])
            matrix = csr_array((v, (r.astype(np.int64), c)), shape=(len(rows), width))
            limits = LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows])
            found = milp(
                cost, constraints=limits, integrality=whole, bounds=Bounds(0, upper), options={"mip_rel_gap": 0}
            )
            assert found.status == 0, found.message
            reached.append(float(found.fun))
            rows.append(({k: float(x) for k, x in enumerate(cost) if x}, -np.inf, float(found.fun) + 1e-6))
        return reached[0], reached[1], -reached[2]
