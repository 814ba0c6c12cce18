"""What a diary shows over the weeks: findings with honest uncertainty, in numbers, sentences, tables and charts.

Pure: no database, clock or dice. `findings` needs no other package; only `charts` loads one, when a picture is drawn.
"""

from __future__ import annotations

from uncramp.trends.findings import Findings, findings

__all__ = ["Findings", "findings"]
