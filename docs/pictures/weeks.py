"""The picture of docs/trends.md, from a made-up diary: `python docs/pictures/weeks.py`; needs no browser."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from trends.some_diary import a_life, day  # noqa: E402
from uncramp.kb import load  # noqa: E402
from uncramp.trends import findings  # noqa: E402
from uncramp.trends.charts import weeks_svg  # noqa: E402

DAYS = 100


def main() -> None:
    found = findings(a_life(DAYS, later=0.4, gaps=range(40, 54)), day(DAYS - 1), 12)
    drawing = weeks_svg(found, load().texts(language="en", region="other"), width=480, print=True)
    paper = '<rect width="100%" height="100%" fill="#fffdf9"/>'
    drawing = drawing.replace('class="trend"', 'font-family="sans-serif"', 1).replace("</desc>", f"</desc>{paper}", 1)
    (HERE / "weeks.svg").write_text(f"{drawing}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
