"""What a committee reads and signs: the figures of a plan, annexes to print, and drafts of papers."""
