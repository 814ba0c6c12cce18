"""The picture of docs/report.md, from an invented diary: `python docs/pictures/report.py`; needs Pango and pdftoppm."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from exchange.diaries import TODAY, night_cramps  # noqa: E402
from uncramp.exchange.report.choice import choice  # noqa: E402
from uncramp.exchange.report.content import report  # noqa: E402
from uncramp.exchange.report.pdf import printed  # noqa: E402
from uncramp.exchange.report.picture import picture  # noqa: E402
from uncramp.kb import load  # noqa: E402

QUESTIONS = ["Could my tablets be part of this?", "Should I have a blood test for my salts?"]


def main() -> None:
    kb = load()
    texts = kb.texts(region="uk")
    made = report(kb, texts, "en", night_cramps(kb), choice(questions=QUESTIONS), TODAY.isoformat(), picture)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.pdf"
        file.write_bytes(printed(made, texts).pdf)
        line = ["pdftoppm", "-r", "100", "-f", "1", "-l", "1", "-singlefile", "-png", str(file), str(HERE / "report")]
        subprocess.run(line, check=True, timeout=60)


if __name__ == "__main__":
    main()
