"""A kept session that cannot be used is no session: relief starts anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from uncramp.cli import relief
from uncramp.kb import Knowledge


@pytest.mark.parametrize("garbage", ["", "null", "[" * 100_000, '{"at": 1' + "0" * 400 + "}", '{"at": NaN}', "\x00"])
def test_garbage_in_the_place_of_a_session_is_no_session(
    kb: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, garbage: str
) -> None:
    file = tmp_path / "session.json"
    file.write_text(garbage, encoding="utf-8")
    monkeypatch.setattr(relief, "keep_file", lambda: file)
    assert relief.kept(kb) is None
