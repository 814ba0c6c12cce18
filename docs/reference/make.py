"""Write the pages that come from the knowledge: `python docs/reference/make.py`, or only those named after it.

Those of the safety case (`safety/claims`...) go to docs/safety, all others to docs/reference.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pages import PAGES, written
from pages.safety import SAFETY
from uncramp.kb import load

DOCS = Path(__file__).parents[1]


def main() -> None:
    kb, pages = load(), PAGES | SAFETY
    for name in sys.argv[1:] or pages:
        if name not in pages:
            sys.exit(f"make.py: there is no page `{name}`; allowed: {', '.join(pages)}")
        file = DOCS / f"{name if name in SAFETY else f'reference/{name}'}.md"
        file.write_text(written(kb, pages[name]), encoding="utf-8")


if __name__ == "__main__":
    main()
