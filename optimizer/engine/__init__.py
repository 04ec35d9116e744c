"""Solving in levels."""
