"""Draws the icons of the phone app from its sign: `python docs/pictures/icons.py`; needs chromium and Playwright."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

STATIC = Path(__file__).parents[2] / "src/uncramp/site/static"
SIZES = {
    "icon-192.png": (192, 0.0),
    "icon-512.png": (512, 0.0),
    "icon-maskable.png": (512, 0.12),
    "icon-touch.png": (180, 0.06),
}
"""Pixels, and the margin that a system may cut off or round."""


def main() -> None:
    sign = (STATIC / "icon.svg").read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for name, (size, margin) in SIZES.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            inner = round(size * (1 - 2 * margin))
            ground = "#0b161c" if margin else "transparent"
            page.set_content(
                f"<body style='margin:0;background:{ground};display:grid;place-items:center;height:{size}px'>"
                f"<div style='width:{inner}px;height:{inner}px'>{sign}</div>"
            )
            page.screenshot(path=STATIC / name, omit_background=not margin)
        browser.close()


if __name__ == "__main__":
    main()
