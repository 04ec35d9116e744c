"""Files appear whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from optimizer.sheets.atomic import replacing

if TYPE_CHECKING:
    from pathlib import Path


def test_target_changes_only_when_the_block_has_ended(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    with replacing(target) as landing:
        landing.path.write_text("new")
        assert landing.path.parent == tmp_path
        assert landing.path.suffix == ".xlsx"
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert landing.landed == target
    assert not landing.moved_aside
    assert os.listdir(tmp_path) == ["plan.xlsx"]


def _write_half(target: Path, error: type[BaseException]) -> None:
    with replacing(target) as landing:
        landing.path.write_text("half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_failure_leaves_the_target_and_no_rubbish(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    with pytest.raises(error):
        _write_half(target, error)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["plan.xlsx"]


def test_landing_is_unknown_before_the_end(tmp_path: Path) -> None:
    with replacing(tmp_path / "plan.xlsx") as landing, pytest.raises(RuntimeError):
        _ = landing.landed


def _hold(monkeypatch: pytest.MonkeyPatch, *held: Path) -> None:
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target in held:
            raise PermissionError(13, "in use", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


def test_locked_target_gets_a_numbered_neighbour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "plan.xlsx"
    target.write_text("old")
    _hold(monkeypatch, target)
    with replacing(target) as landing:
        landing.path.write_text("new")
    assert landing.landed == tmp_path / "plan_2.xlsx"
    assert landing.moved_aside
    assert (target.read_text(), landing.landed.read_text()) == ("old", "new")
    assert sorted(os.listdir(tmp_path)) == ["plan.xlsx", "plan_2.xlsx"]


def test_a_neighbour_that_exists_is_never_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, second = tmp_path / "plan.xlsx", tmp_path / "plan_2.xlsx"
    target.write_text("old")
    second.write_text("reviewed")
    _hold(monkeypatch, target)
    with replacing(target) as landing:
        landing.path.write_text("new")
    assert landing.landed == tmp_path / "plan_3.xlsx"
    assert second.read_text() == "reviewed"


def test_a_missing_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    started = False
    with pytest.raises(FileNotFoundError), replacing(tmp_path / "nowhere" / "plan.xlsx"):
        started = True
    assert not started


def test_the_file_has_the_rights_any_new_file_has(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.write_text("")
    with replacing(tmp_path / "plan.xlsx") as landing:
        landing.path.write_text("new")
    assert landing.landed.stat().st_mode == usual.stat().st_mode
