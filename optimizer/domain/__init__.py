"""Entities: frozen, typed, without any knowledge of Excel or of solvers."""
