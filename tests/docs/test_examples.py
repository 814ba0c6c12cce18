"""What the documents show is what the program does: every console block is run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)[^)]*\)")


def steps(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


@pytest.mark.parametrize("page", [page for page in PAGES if BLOCK.search(page.read_text())], ids=lambda page: page.name)
def test_what_a_page_shows_is_what_comes_out(page: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "uncramp"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m uncramp "$@"\n')
    program.chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path), "COLUMNS": "80"}
    env |= {"LANG": "C.UTF-8", "UNCRAMP_KNOWLEDGE": str(ROOT / "src/uncramp/knowledge")}
    env.pop("LC_ALL", None)
    for block in BLOCK.findall(page.read_text()):
        for command, wanted in steps(block):
            shell = ["/bin/bash", "-c", command]
            ran = subprocess.run(shell, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60, check=False)
            shown = (ran.stdout + ran.stderr).splitlines()
            lines = [line.rstrip() for line in wanted if line.strip() not in ("", "...")]
            printed = [line.rstrip() for line in shown if line.strip()]
            if "..." in (line.strip() for line in wanted):
                missing = [line for line in lines if line not in printed]
                assert not missing, f"`{command}` no longer prints {missing}"
            else:
                assert printed[: len(lines)] == lines, f"`{command}` prints something else"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_is_in_the_reference() -> None:
    from uncramp.cli import parser

    commands = next(action.choices for action in parser()._actions if action.choices)
    told = (ROOT / "docs/reference/command-line.md").read_text()
    assert commands
    for name, command in commands.items():
        assert f"uncramp {name}" in told
        for action in command._actions:
            for option in action.option_strings:
                if option.startswith("--") and option != "--help":
                    assert option in told, f"`uncramp {name} {option}` is not in docs/reference/command-line.md"
