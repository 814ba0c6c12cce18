"""The colours of the figures: CSS variables with a fallback, by day and by night."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files


@cache
def colours() -> dict[str, tuple[str, str]]:
    """Every colour by its name: by day, by night."""
    data = tomllib.loads(files(__package__).joinpath("shapes", "palette.toml").read_text(encoding="utf-8"))
    return {name: (day, night) for name, (day, night) in data["colour"].items()}


@cache
def skins() -> dict[str, tuple[str, str]]:
    """Tones of skin and hair to choose from: name -> (skin, its shade)."""
    data = tomllib.loads(files(__package__).joinpath("shapes", "palette.toml").read_text(encoding="utf-8"))
    return {name: (skin, shade) for name, (skin, shade) in data["skin"].items()}


def colour(name: str) -> str:
    """A colour as an attribute of the drawing: the page may set the variable, the fallback is the day's."""
    return f"var(--uc-{name},{colours()[name][0]})"


def css(selector: str = ":root") -> str:
    """The variables as a style sheet that follows the reader's light or dark scheme."""
    rows = "".join(f"--uc-{name}:light-dark({day},{night});" for name, (day, night) in colours().items())
    return f"{selector}{{{rows}}}"
