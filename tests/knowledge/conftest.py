"""How the vignettes came out, at the end of a run: how often the answer was more, or less, than the story asks for."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found: dict[str, list[str]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, how in getattr(report, "user_properties", ()):
                if name == "triage":
                    found.setdefault(how, []).append(report.nodeid.partition("[")[2].rstrip("]"))
    if not found:
        return
    counts = Counter({how: len(names) for how, names in found.items()})
    terminalreporter.section("vignettes")
    terminalreporter.line(
        f"{counts.total()} vignettes: {counts['right']} as told, {counts['over']} over-triaged, "
        f"{counts['under']} under-triaged"
    )
    for how in ("under", "over"):
        for name in found.get(how, ()):
            terminalreporter.line(f"  {how}: {name}")
