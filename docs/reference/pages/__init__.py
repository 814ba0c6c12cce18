"""The pages of the reference that are written from the knowledge: each gives its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from pages.api import api_page
from pages.claims import claims_page
from pages.contraindications import contraindications_page
from pages.diary import diary_page
from pages.facts import facts_page
from pages.foods import foods_page
from pages.medicines import medicines_page, pairs_page
from pages.numbers import numbers_page
from pages.remedies import remedies_page
from pages.rules import rules_page
from pages.sources import sources_page
from pages.start import start_page
from pages.topics import topics_page
from uncramp.kb import Knowledge

Page = Callable[[Knowledge], Iterator[str]]

TOLD: dict[str, tuple[str, Page]] = {
    "rules": ("danger signs and reasons for a visit, by body system", rules_page),
    "remedies": ("what is offered, for whom, how it is done", remedies_page),
    "contraindications": ("who must not, who asks first, what changes", contraindications_page),
    "pairs": ("what must not go together", pairs_page),
    "medicines": ("medicines that can cause it, and what else may play a part", medicines_page),
    "foods": ("foods, drinks, reference intakes", foods_page),
    "facts": ("every question, and what hangs on it", facts_page),
    "topics": ("what people are told when they ask", topics_page),
    "claims": ("what others say, and what we say instead", claims_page),
    "numbers": ("limits, expected effects, telephone numbers", numbers_page),
    "sources": ("where it comes from, and what to check first", sources_page),
}
"""Per page, what it holds and what writes it, in the order of the index."""

PAGES: dict[str, Page] = {name: page for name, (_, page) in TOLD.items()} | {
    "diary": diary_page,
    "api": api_page,
    "README": partial(start_page, about={name: text for name, (text, _) in TOLD.items()}),
}


def written(kb: Knowledge, page: Page) -> str:
    """The text of a page."""
    return "\n".join(page(kb)) + "\n"
