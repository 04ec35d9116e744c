"""README and docs say what the program does now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer.cli.docs import pages
from optimizer.cli.exits import MEANINGS
from optimizer.cli.main import commands

ROOT = Path(__file__).parents[2]
SETUP = ['pip install -e . && placement demo', 'pip install -e ".[dev]" && pytest']  # fmt: skip


@pytest.mark.parametrize("name", sorted(pages()))
def test_made_pages_are_current(name: str) -> None:
    current = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert current == pages()[name], "run: python -m optimizer.cli.docs"


def test_the_readme_has_exactly_the_two_set_up_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    found = [line for block in blocks for line in block.splitlines() if line.startswith("pip ")]
    assert found == SETUP


def test_continuous_integration_takes_the_commands_from_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "README.md" in script
    assert not any(command in script for command in SETUP)


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_commands_and_links_of_a_readme_exist(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in re.findall(r"\bplacement ([a-z]+)\b", text):
        assert command in commands(), command
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("http") or (ROOT / link).exists(), link


def test_the_readme_names_every_exit_code() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for code, meaning in MEANINGS.items():
        assert f"| {int(code)} | {meaning.en} |" in text


def test_the_picture_of_the_readme_is_small() -> None:
    assert (ROOT / "docs" / "images" / "plan.png").stat().st_size < 300_000


def test_every_dependency_is_accounted_for() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").lower()
    listed = re.findall(r'^    "([A-Za-z0-9_.-]+)>=', project, re.M)
    assert len(listed) > 10
    for name in listed:
        assert f"| {name.lower()} |" in told, name
