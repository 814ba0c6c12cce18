"""One page of the app in one language, before it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from uncramp.kb import Knowledge, Texts


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one language. `path` is seen from the folder of the language; `script` names a module of `js/pages`."""

    path: str
    template: str
    title: str
    script: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    section: str = ""
    """Which entry of the navigation it belongs to."""
    shell: bool = False
    """Whether it has to be there without a network as soon as anything is: what somebody with a cramp needs."""


Maker = Callable[[Knowledge, Texts], Iterator[Page]]
