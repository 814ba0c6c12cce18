"""The command line: `uncramp now`, `check`, `plan`, `explain`, `list`, `pack`, `lint`.

Each command imports what it needs when it runs: somebody with a cramp waits for `now`, not for the rest.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from uncramp import __version__
from uncramp.errors import UncrampError

app = typer.Typer(
    name="uncramp",
    help="Stop a muscle cramp, spasm or twitch now, and keep the next one away.",
    epilog="Not a diagnosis, and no clinician has reviewed the rules yet. In an emergency call your emergency number.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
FolderArg = Annotated[
    Path | None, typer.Argument(help="A knowledge folder; the one that comes with uncramp if left out.")
]


@app.callback()
def everywhere() -> None:
    pass


@app.command()
def lint(folder: FolderArg = None, json: Json = False) -> None:
    """Check a knowledge folder: each finding with its file and line. Exit status 2 if there is one."""
    from uncramp.cli.knowledge import lint_command

    lint_command(folder, json=json)


def main() -> None:
    """Run the command line; what the user can mend is one line on stderr and exit status 2."""
    try:
        app()
    except UncrampError as error:
        sys.stderr.write(f"uncramp: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
