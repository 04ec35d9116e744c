"""The browser on this computer, if there is one."""

from __future__ import annotations

import shutil


def find_browser() -> str:
    """Return the name of a Chromium, blank where there is none."""
    return next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), "")
