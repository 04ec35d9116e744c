"""Measurements beside other ways of doing the work; `python -m tests.benchmarks.run` prints them."""
