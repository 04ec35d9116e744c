"""Tests that need a browser are not collected where there is none."""

from __future__ import annotations

from tests.papers.browser import find_browser

collect_ignore = [] if find_browser() else ["test_browser.py"]
