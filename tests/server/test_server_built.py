"""The phone app that the server hands out is whole or not there, and is built once."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
import rich
from rich.console import Console

from uncramp.cli.serve import _waiting
from uncramp.kb import Knowledge
from uncramp.server import built as module
from uncramp.server.built import KEPT, STARTED, built
from uncramp.site.build import MARK, build
from uncramp.site.render import Progress


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where something was built; each has only its mark."""
    done: list[Path] = []

    def build(kb: Knowledge, folder: Path, *, served: bool, progress: Progress) -> None:
        assert served
        assert folder.name.startswith(STARTED)
        done.append(folder)
        (folder / MARK).write_text("{}", encoding="utf-8")

    monkeypatch.setattr(module, "build", build)
    return done


def test_how_far_it_is_goes_up_to_the_end(kb: Knowledge, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    build(kb, tmp_path / "app", served=True, progress=lambda done, of: told.append((done, of)))
    (steps,) = {of for _, of in told}
    assert [done for done, _ in told] == [*range(1, steps + 1)]
    assert steps > 1000, "fine enough to move all the time"


def test_in_a_terminal_a_percentage_is_seen_while_it_is_built(kb: Knowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr(rich, "_console", Console(file=shown, force_terminal=True, width=100))
    with _waiting(kb.texts()) as progress:
        progress(1, 4)
    assert "25%" in shown.getvalue()


def test_it_is_built_once(kb: Knowledge, tmp_path: Path, builds: list[Path]) -> None:
    assert built(kb, tmp_path) == built(kb, tmp_path)
    assert len(builds) == 1
    assert [folder.name for folder in tmp_path.iterdir()] == [module.version(kb)]


def test_one_that_is_half_built_is_never_served(kb: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(kb: Knowledge, folder: Path, *, served: bool, progress: Progress) -> None:
        (folder / "index.html").write_text("half", encoding="utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        built(kb, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_its_mark_is_built_anew(kb: Knowledge, tmp_path: Path, builds: list[Path]) -> None:
    torn = tmp_path / module.version(kb)
    torn.mkdir()
    (torn / "index.html").write_text("half", encoding="utf-8")
    assert not (built(kb, tmp_path) / "index.html").exists()
    assert len(builds) == 1


def test_another_knowledge_is_another_app(kb: Knowledge, tmp_path: Path, folder: Path) -> None:
    import uncramp.kb

    assert module.version(kb) != module.version(uncramp.kb.load(folder))


def test_older_ones_go_and_the_newest_few_stay_for_apps_that_still_run(
    kb: Knowledge, tmp_path: Path, builds: list[Path]
) -> None:
    for nth in range(5):
        old = tmp_path / f"old{nth}"
        old.mkdir()
        os.utime(old, (nth, nth))
    left = tmp_path / f"{STARTED}left"
    left.mkdir()
    os.utime(left, (0, 0))
    made = built(kb, tmp_path)
    assert {folder.name for folder in tmp_path.iterdir()} == {made.name, "old4", "old3"}
    assert len(list(tmp_path.iterdir())) == KEPT
