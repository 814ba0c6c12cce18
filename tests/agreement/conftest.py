"""One Node process for all the tests of the phone app's scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from agreement.scripts import Ask, asking, node_program
from uncramp.kb import Knowledge, canonical


@pytest.fixture(scope="session")
def node(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks the scripts something, with the whole pack."""
    pack = tmp_path_factory.mktemp("pack") / "pack.json"
    pack.write_bytes(canonical(kb.pack))
    with asking(node_program(), pack) as ask:
        yield ask
