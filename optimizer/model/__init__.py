"""The case as arrays: facts, candidates, row families."""
