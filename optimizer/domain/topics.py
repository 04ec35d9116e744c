"""The subjects rules and objectives are grouped by, wherever they are listed for people."""

from __future__ import annotations

from typing import Literal

from optimizer.text import Text

Topic = Literal["plan", "seats", "people", "pairs", "balance", "movement"]

TOPICS: dict[Topic, Text] = {
    "plan": Text("Chung cho phương án", "The plan as a whole"),
    "seats": Text("Ghế và khung chức danh", "Seats and the frame of titles"),
    "people": Text("Điều kiện của từng người", "What is asked of each person"),
    "pairs": Text("Quan hệ giữa hai người", "Pairs of people"),
    "balance": Text("Cơ cấu và cân đối đội ngũ", "Balance of the team"),
    "movement": Text("Điều động, biệt phái và khoảng cách", "Movement, secondment and distance"),
}
