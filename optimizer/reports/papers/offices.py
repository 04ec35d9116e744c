"""Which offices a paper names: from the province of the case, or as the Settings sheet says."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from optimizer.domain.office_settings import OFFICE_SETTINGS
from optimizer.text import Text, fold, same, tidy

if TYPE_CHECKING:
    from optimizer.domain.case import Case
    from optimizer.reports.papers.sides import Side

CITIES = frozenset({"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"})  # run by the centre, since 2025
_CITY, _PROVINCE = ("thanh pho", "tp"), ("tinh",)
_DOTS = "……………"


@dataclass(frozen=True)
class Offices:
    """The offices of one province, as papers name them."""

    province: str  # without its kind: Hải Phòng
    city: bool
    given: dict[str, str]

    @property
    def whole(self) -> Text:
        """Return the province with its kind."""
        if not self.province:
            return same(_DOTS)
        kind = Text("thành phố {name}", "{name} City") if self.city else Text("tỉnh {name}", "{name} Province")
        return kind.format(name=self.province)

    @property
    def committee(self) -> Text:
        """Return the Party committee of the province."""
        if "party_committee" in self.given:
            return same(self.given["party_committee"])
        name = self.province or _DOTS
        kind = Text("Thành ủy", "City Party Committee") if self.city else Text("Tỉnh ủy", "Provincial Party Committee")
        return Text(f"{kind.vi} {name}", f"{name} {kind.en}")

    def proposer(self, side: Side) -> Text:
        """Return the office that proposes: the organization committee, or the department of home affairs."""
        if f"{side}_proposer" in self.given:
            return same(self.given[f"{side}_proposer"])
        if side == "party":
            kind = "Thành ủy" if self.city else "Tỉnh ủy"
            return Text(f"Ban Tổ chức {kind}", "Organization Committee")
        return Text("Sở Nội vụ", "Department of Home Affairs")

    def signer(self, side: Side) -> str:
        """Return the signer's name, blank where the case does not give it."""
        return self.given.get(f"{side}_signer", "")

    @property
    def drafter(self) -> str:
        """Return who drew up the lists, blank where the case does not say."""
        return self.given.get("drafter", "")


def offices(case: Case) -> Offices:
    """Return the offices of a case; its province is the one most of its units name."""
    named = Counter(tidy(u.province) for u in case.units if tidy(u.province))
    province = min(named, key=lambda name: (-named[name], name)) if named else ""
    words = province.split()
    city = False
    for prefixes, is_city in ((_CITY, True), (_PROVINCE, False)):
        for prefix in prefixes:
            n = len(prefix.split())
            if fold(" ".join(words[:n])) == prefix and len(words) > n:
                words, city = words[n:], is_city
    bare = " ".join(words)
    wanted = {fold(word): key for key, text in OFFICE_SETTINGS.items() for word in (key, text.vi, text.en)}
    given = {wanted[fold(k)]: tidy(v) for k, v in case.settings.values.items() if fold(k) in wanted and tidy(v)}
    return Offices(bare, city or fold(bare) in CITIES, given)
