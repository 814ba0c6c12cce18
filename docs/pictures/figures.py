"""Write docs/figures.md and its contact sheet figures.png: `python docs/pictures/figures.py`.

The page needs nothing but Python. The sheet needs Chromium (`CHROMIUM` names it, if it is not called chromium); without
it only the page is written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

from uncramp.figures import BODIES, bodymap, css, draw, names, pose, skins

HERE = Path(__file__).parent
PAGE = HERE.parent / "figures.md"
SHEET = HERE / "figures.png"
COLUMNS, CELL = 8, 71
HEIGHT = 1112
TONES = list(skins().values())


def page() -> str:
    """The page: what figures there are, and how they are used."""
    rows = [
        f"| `{name}` | {pose(name).title} | {', '.join(f'`{remedy}`' for remedy in pose(name).remedies)} |"
        for name in names()
    ]
    return "\n".join(
        [
            "<!-- Written by docs/pictures/figures.py; do not edit. -->",
            "# Figures",
            "",
            f"{len(rows)} figures, drawn from joint angles by `uncramp.figures`. No physiotherapist has seen them yet.",
            "",
            "![Every figure at its start and in the hold by day, and in the hold by night](pictures/figures.png)",
            "",
            "The lit muscle is the one that is stretched, held soft or treated. The treated side is the right one;",
            '`side="left"` mirrors the picture. There is no word in a picture: the page says left or right.',
            "",
            "```python",
            "from uncramp.figures import bodymap, draw, for_remedy, pose",
            "",
            'draw(pose("calf_wall"))  # moves: there, hold, back',
            'draw(pose("calf_wall"), "pair", side="left", body="full")  # start and hold side by side',
            'for_remedy("ice_pack")  # the names of its figures',
            'bodymap("front", chosen=["front-shin-left"])  # every place is a link of its own',
            "```",
            "",
            "`python -m uncramp.figures calf_wall hold left > x.svg` does the same for one picture.",
            "",
            "- **No motion wanted:** SMIL does not know of `prefers-reduced-motion`. Put `pair` and `move` on",
            "  the page and show one of them by a media query. `svg.pauseAnimations()` belongs to the pause button.",
            "  A viewer without animation sees the hold.",
            "- **Colours:** every colour is a CSS variable (`--uc-skin`...) with the day's value behind it;",
            f"  `css()` gives the sheet for day and night, `skins()` the tones: {', '.join(skins())}.",
            "- **Policy:** no script, no `style`, no address outside the picture: it passes `default-src 'self'`.",
            f"- **Builds:** {', '.join(BODIES)}; the bones are the same, so every hand still meets its target.",
            "",
            "A pose is a file in `src/uncramp/figures/poses`: hip, trunk, and for each limb a target or angles, for",
            "the start and the hold. `near` is the limb towards the viewer. Tests hold planted feet (half a unit),",
            "hands (three units), joint ranges, the frame, mirroring and size.",
            "",
            "| figure | shows | for |",
            "| --- | --- | --- |",
            *rows,
            "",
        ]
    )


def _cells(body: str, tones: list[tuple[str, str]], show: str) -> str:
    made = ""
    for index, name in enumerate(names()):
        skin, shade = tones[index % len(tones)]
        svg = draw(pose(name), show, body=body, ident=f"{body}{index}-")
        made += f'<figure style="--uc-skin:{skin};--uc-skin2:{shade}">{svg}<figcaption>{name}</figcaption></figure>'
    return made + "".join(f"<figure class=map>{bodymap(view)}</figure>" for view in ("front", "back"))


def sheet() -> str:
    """The contact sheet as one page: the lean build by day, the full one by night, in all tones of skin."""
    look = (
        f"{css()}*{{margin:0;box-sizing:border-box}}section{{display:flex;flex-wrap:wrap;gap:6px;padding:8px;"
        "align-items:end;"
        "background:light-dark(#f7f2ea,#0b161c);color:light-dark(#12262e,#f4ecdf);font:9px sans-serif}"
        f"figure{{width:{CELL * 2}px}}figure.map,.night figure{{width:{CELL}px}}"
        "svg{display:block;width:100%;max-height:118px}"
        ".day{color-scheme:light}.night{color-scheme:dark}"
    )
    day, night = _cells("lean", TONES, "pair"), _cells("full", TONES[::-1], "hold")
    # the variables are looked up where they are used, so each half gets its own
    return (
        f"<!doctype html><meta charset=utf-8><style>{look}{css('.day')}{css('.night')}</style>"
        f"<section class=day>{day}</section><section class=night>{night}</section>"
    )


def packed(png: bytes) -> bytes:
    """The same picture with its data packed as hard as can be: Chromium is in a hurry."""
    head, chunks, at = png[:8], [], 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + size]))
        at += size + 12
    data = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 9)
    kept = [chunks[0], (b"IDAT", data), chunks[-1]]
    return head + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big") for kind, body in kept
    )


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        sys.exit("figures.py: wrote docs/figures.md; the sheet needs Chromium: install it, or name it in CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sheet.html"
        file.write_text(sheet(), encoding="utf-8")
        size = f"--window-size={COLUMNS * (CELL * 2 + 6) + 12},{HEIGHT}"
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", size, f"--screenshot={SHEET}"]
        subprocess.run([chromium, *flags, file.as_uri()], check=True, capture_output=True)
    SHEET.write_bytes(packed(SHEET.read_bytes()))


if __name__ == "__main__":
    main()
