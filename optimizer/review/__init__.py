"""Explaining, comparing, deciding again."""
