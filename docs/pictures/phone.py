"""Pictures of the phone app for README and docs/phone-app.md: `python docs/pictures/phone.py`; needs chromium.

`phone.png` shows four screens side by side; `phone-relief.png` moves (an APNG): from the first page to the stretch.
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
import tempfile
import zlib
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests/site"))

from playwright.sync_api import sync_playwright  # noqa: E402
from serving import served  # noqa: E402

from uncramp.kb import load  # noqa: E402
from uncramp.site import build  # noqa: E402

PHONE = {"width": 390, "height": 800}
SCALE = 0.7
"""Of the moving picture: small enough for a README."""


def opened(browser: Any, address: str, path: str = "", **options: Any) -> Any:
    context = browser.new_context(
        viewport=PHONE, has_touch=True, locale="en-GB", service_workers="block", base_url=address, **options
    )
    page = context.new_page()
    page.goto(path)
    page.wait_for_load_state("networkidle")
    return page


def screens(browser: Any, address: str) -> Iterator[bytes]:
    page = opened(browser, address, color_scheme="dark")
    yield page.screenshot()
    page.locator("#places a").first.tap()
    page.locator("[data-none]").wait_for()
    page.wait_for_load_state("networkidle")
    yield page.screenshot()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    page.get_by_role("button", name="Next").tap()
    page.get_by_role("button", name="Next").tap()
    page.wait_for_timeout(2200)
    yield page.screenshot()
    page.context.close()
    page = opened(browser, address, "learn.html")
    yield page.screenshot()
    page.context.close()


def side_by_side(browser: Any, shots: list[bytes]) -> bytes:
    images = "".join(f'<img src="data:image/png;base64,{b64encode(shot).decode()}">' for shot in shots)
    page = browser.new_page(viewport={"width": len(shots) * 300 + 20, "height": 620}, device_scale_factor=1.5)
    page.set_content(
        "<style>body{margin:0;padding:10px;display:flex;gap:10px;background:#dcebec}"
        f"img{{width:285px;border-radius:18px;border:1px solid #77796f}}</style>{images}"
    )
    page.wait_for_timeout(300)
    found: bytes = page.screenshot(full_page=True)
    page.close()
    return found


def moving(browser: Any, address: str) -> list[tuple[bytes, int]]:
    """The frames of the moving picture, each with how long it stands, in milliseconds."""
    page = opened(browser, address, color_scheme="dark", device_scale_factor=SCALE)
    frames = [(page.screenshot(), 1500)]
    page.locator("#places a").first.tap()
    page.locator("[data-none]").wait_for()
    page.wait_for_load_state("networkidle")
    frames.append((page.screenshot(), 1200))
    page.locator("[data-none]").scroll_into_view_if_needed()
    frames.append((page.screenshot(), 1200))
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    frames.append((page.screenshot(), 1000))
    page.get_by_role("button", name="Next").tap()
    page.get_by_role("button", name="Next").tap()
    for _ in range(10):
        page.wait_for_timeout(450)
        frames.append((page.screenshot(), 500))
    page.context.close()
    return frames


def animated(frames: list[tuple[bytes, int]]) -> bytes:
    """An APNG of PNG files of one size: https://www.w3.org/TR/png-3/."""
    size = None
    out = [b"\x89PNG\r\n\x1a\n"]
    number = 0
    for nth, (png, stands) in enumerate(frames):
        parts = dict[bytes, bytes]()
        for kind, body in chunks(png):
            parts[kind] = parts.get(kind, b"") + body
        if size is None:
            size = parts[b"IHDR"]
            out += [chunk(b"IHDR", size), chunk(b"acTL", struct.pack(">II", len(frames), 0))]
        assert parts[b"IHDR"] == size, "all frames have one size"
        width, height = struct.unpack(">II", size[:8])
        out.append(chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, stands, 1000, 0, 0)))
        number += 1
        if nth == 0:
            out.append(chunk(b"IDAT", parts[b"IDAT"]))
        else:
            out.append(chunk(b"fdAT", struct.pack(">I", number) + parts[b"IDAT"]))
            number += 1
    return b"".join([*out, chunk(b"IEND", b"")])


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        build(load(), Path(folder) / "app")
        binary = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=binary, args=["--no-sandbox", "--disable-gpu"])
        with served(Path(folder) / "app") as address:
            (HERE / "phone.png").write_bytes(side_by_side(browser, list(screens(browser, address))))
            (HERE / "phone-relief.png").write_bytes(animated(moving(browser, address)))
        browser.close()


if __name__ == "__main__":
    main()
