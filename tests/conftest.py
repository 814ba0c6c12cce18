"""What many tests share: the real knowledge, loaded once, and a small folder to break."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings

import real_browser
import uncramp.kb
from uncramp.kb import Knowledge
from unit.small import write

settings.register_profile(
    "quick", max_examples=25, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)
"""For `just mutate-code`: the same few people each time, and the first one who tells is enough."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for another program, a browser say, may be tried twice; the summary names each second try.

    A machine that is busy lets a program wait longer than any test can know. What is wrong fails both times.
    """
    for item in items:
        if item.path.parent.name == "site" or item.path.stem.endswith(("_browser", "_running", "_terminal")):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def kb() -> Knowledge:
    """The knowledge that comes with uncramp."""
    return uncramp.kb.load()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for every test of a process: Playwright will not have two at a time."""
    with real_browser.begun() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge folder that loads; the test may break it."""
    return write(tmp_path / "small")
