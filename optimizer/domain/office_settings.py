"""The rows that an office may add to the Settings sheet: who is named in papers, and who signs them."""

from __future__ import annotations

from optimizer.text import Text

# Each in either language, or by its key.
OFFICE_SETTINGS: dict[str, Text] = {
    "party_committee": Text("Cấp ủy", "Party committee"),
    "party_proposer": Text("Cơ quan tham mưu của cấp ủy", "Proposing Party office"),
    "party_signer": Text("Người ký khối Đảng", "Party signer"),
    "state_proposer": Text("Cơ quan tham mưu của chính quyền", "Proposing State office"),
    "state_signer": Text("Người ký khối chính quyền", "State signer"),
    "drafter": Text("Người lập biểu", "Drafter"),
}
