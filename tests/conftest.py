"""What many tests share: the real knowledge, loaded once, and a small folder to break."""

from pathlib import Path

import pytest
from hypothesis import Phase, settings

import uncramp.kb
from uncramp.kb import Knowledge
from unit.small import write

settings.register_profile(
    "quick", max_examples=25, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)
"""For `just mutate-code`: the same few people each time, and the first one who tells is enough."""


@pytest.fixture(scope="session")
def kb() -> Knowledge:
    """The knowledge that comes with uncramp."""
    return uncramp.kb.load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small knowledge folder that loads; the test may break it."""
    return write(tmp_path / "small")
