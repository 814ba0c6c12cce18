"""The command line: `uncramp now`, `check`, `plan`, `explain`, `list`, `pack`, `lint`.

Each command imports what it needs when it runs: somebody with a cramp waits for `now`, not for the rest.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from uncramp.errors import UncrampError, UsageError

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
Knowledge = Annotated[
    Path | None, typer.Option("--knowledge", metavar="DIR", help="Use another knowledge folder, an edited copy say.")
]
Region = Annotated[
    str | None, typer.Option("--region", help="Whose numbers to show: uk, ie, us, ca, eu, au, nz, other.")
]
Language = Annotated[str | None, typer.Option("--lang", help="Language of the texts.")]
About = Annotated[str | None, typer.Option("--for", help="Whom it is about: self, child or other.")]
PersonFile = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="A person as JSON or TOML; asks questions if left out.")
]
NOBODY = "there is no terminal to ask questions on"


@app.callback(invoke_without_command=True)
def everywhere(
    version: Annotated[bool, typer.Option("--version", help="Show the version of the program and leave.")] = False,
) -> None:
    if version:
        from uncramp import __version__

        typer.echo(f"uncramp {__version__}")
        raise typer.Exit


@app.command()
def now(
    site: Annotated[str | None, typer.Argument(help="Where: calf, foot, thigh-back, hand, neck, back, ...")] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Print the steps without timing.")] = False,
    json: Json = False,
    about: About = None,
    knowledge: Knowledge = None,
    region: Region = None,
    lang: Language = None,
) -> None:
    """A cramp now: danger signs first, then relief step by step."""
    from uncramp.cli.setting import setting

    found = setting(knowledge, region, lang, about)
    answers = found.first_answers()
    if json or plain or not _somebody_there():
        from uncramp.cli.quick import as_json
        from uncramp.cli.quick import plain as as_text

        if site is None:
            raise UsageError("which place?", allowed=", ".join(q.id.replace("_", "-") for q in found.kb.pack.quick))
        (as_json if json else as_text)(found, site, answers)
    else:
        from uncramp.cli.now import guide

        guide(found, site, answers)


@app.command()
def check(
    file: PersonFile = None,
    json: Json = False,
    lines: Annotated[bool, typer.Option("--lines", help="One JSON person a line in, one decision a line out.")] = False,
    about: About = None,
    knowledge: Knowledge = None,
    region: Region = None,
    lang: Language = None,
) -> None:
    """How urgent it is, why, and what to do: for the person in a file, or by asking."""
    from uncramp.cli.judge import ask_and_show, decide_lines, show_one
    from uncramp.cli.setting import setting

    found = setting(knowledge, region, lang, about)
    if lines:
        decide_lines(found, file or "-")
    elif file is None:
        _need_somebody()
        ask_and_show(found, json=json, whole=False)
    else:
        show_one(found, file, json=json, whole=False)


@app.command()
def plan(
    file: PersonFile = None,
    json: Json = False,
    about: About = None,
    knowledge: Knowledge = None,
    region: Region = None,
    lang: Language = None,
) -> None:
    """The plan: now, the next days, and to keep the next one away."""
    from uncramp.cli.judge import ask_and_show, show_one
    from uncramp.cli.setting import setting

    found = setting(knowledge, region, lang, about)
    if file is None:
        _need_somebody()
        ask_and_show(found, json=json, whole=True)
    else:
        show_one(found, file, json=json, whole=True)


@app.command()
def explain(
    name: Annotated[str, typer.Argument(help="The id or code of a rule, remedy, contraindication, claim or fact.")],
    json: Json = False,
    knowledge: Knowledge = None,
    region: Region = None,
    lang: Language = None,
) -> None:
    """What an entry says, why, how sure that is, and where it comes from."""
    from uncramp.cli.knowledge import explain_command
    from uncramp.cli.setting import setting

    explain_command(setting(knowledge, region, lang), name, json=json)


@app.command(name="list")
def list_(
    kind: Annotated[str, typer.Argument(help="remedies, rules, facts, claims, sources, ...")] = "remedies",
    json: Json = False,
    knowledge: Knowledge = None,
    region: Region = None,
    lang: Language = None,
) -> None:
    """All entries of a kind, one a line."""
    from uncramp.cli.knowledge import list_command
    from uncramp.cli.setting import setting

    list_command(setting(knowledge, region, lang), kind, json=json)


@app.command()
def pack(knowledge: Knowledge = None) -> None:
    """The whole knowledge as one canonical JSON text."""
    from uncramp.kb import canonical, load

    sys.stdout.buffer.write(canonical(load(knowledge).pack) + b"\n")


@app.command()
def lint(
    folder: Annotated[Path | None, typer.Argument(help="A knowledge folder; uncramp's own if left out.")] = None,
    json: Json = False,
    knowledge: Knowledge = None,
) -> None:
    """Check a knowledge folder: each finding with its file and line. Exit status 2 if there is one."""
    from uncramp.cli.knowledge import lint_command

    lint_command(folder or knowledge, json=json)


def _somebody_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _need_somebody() -> None:
    if not _somebody_there():
        raise UsageError(NOBODY, hint="give a file with a person, or - for standard input")


def main() -> None:
    """Run the command line; what the user can mend is one line on stderr and exit status 2."""
    try:
        app()
    except UncrampError as error:
        sys.stderr.write(f"uncramp: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        sys.exit(130)
