"""Draw the picture of the README from the program itself: `python docs/pictures/make.py`."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console, RenderableType

import uncramp.kb
from uncramp.cli.relief import screen
from uncramp.cli.show import care_card
from uncramp.plan import plan
from uncramp.session import advance, prompt, start
from uncramp.triage import triage

HERE = Path(__file__).parent
PERSON = {"age_years": 54, "site_calf": True, "kind": "painful_cramp", "limb_swollen_one_side": True}
DAY = date(2026, 11, 21)


def relief_screen(kb: uncramp.kb.Knowledge, texts: uncramp.kb.Texts) -> RenderableType:
    """The second step of the sitting calf stretch, eight seconds before its end."""
    session = start(kb, ["calf_stretch_seated"], at=time.time())
    for _ in range(3):
        session = advance(kb, session, "next", at=time.time())
    now = replace(prompt(kb, session), ends=time.time() + 8)
    return screen(session, now, texts, 20, [])


def main() -> None:
    kb = uncramp.kb.load()
    texts = kb.texts(region="uk")
    answers = kb.answers(PERSON)
    found = triage(kb, answers)
    made = plan(kb, answers, found, today=DAY)
    console = Console(record=True, width=86, file=(HERE / "terminal.txt").open("w"), force_terminal=True)
    console.print("[bold]$[/bold] uncramp now calf        [dim]... none of the danger lines is true: n[/dim]\n")
    console.print(relief_screen(kb, texts))
    console.print("\n[bold]$[/bold] uncramp check person.json\n")
    console.print(care_card(kb, answers, found, made, texts))
    svg = console.export_svg(title="uncramp")
    # INVARIANT: the picture asks nothing of another origin, so the web font goes
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL).replace("Fira Code, monospace", "monospace")
    (HERE / "terminal.svg").write_text(svg.replace("fira code", "monospace"), encoding="utf-8")
    (HERE / "terminal.txt").unlink()


if __name__ == "__main__":
    main()
