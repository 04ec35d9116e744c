"""Sample cases: real places, invented people."""
