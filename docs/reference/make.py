"""Write the pages that come from the knowledge: `python docs/reference/make.py`, or only those named after it."""

from __future__ import annotations

import sys
from pathlib import Path

from pages import PAGES, written
from uncramp.kb import load

HERE = Path(__file__).parent


def main() -> None:
    kb = load()
    for name in sys.argv[1:] or PAGES:
        if name not in PAGES:
            sys.exit(f"make.py: there is no page `{name}`; allowed: {', '.join(PAGES)}")
        (HERE / f"{name}.md").write_text(written(kb, name), encoding="utf-8")


if __name__ == "__main__":
    main()
