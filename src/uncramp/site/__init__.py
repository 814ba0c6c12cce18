"""The phone app: a folder of static pages and small scripts, made from the knowledge.

`build(kb, folder)` writes it; any HTTPS host can serve it, and so can uncramp itself.
"""

from __future__ import annotations

from uncramp.site.build import build

__all__ = ["build"]
