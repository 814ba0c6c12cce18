"""The command line: `uncramp now`, `check`, `plan`, `log`, `diary`, `explain`, `site`, `diff`, `lint`...

Each command imports what it needs when it runs: somebody with a cramp waits for `now`, not for the rest.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from uncramp.cli.command import Add, Options, Run, with_setting
from uncramp.cli.diary_commands import add_diary
from uncramp.cli.report_commands import add_report
from uncramp.cli.serve import add_serve
from uncramp.cli.trends_commands import add_trends
from uncramp.cli.trial_commands import add_trial
from uncramp.errors import UncrampError, UsageError

if TYPE_CHECKING:
    from uncramp.cli.setting import Setting

EPILOGUE = "Not a diagnosis, and no clinician has reviewed the rules yet. In an emergency call your emergency number."


# a command that has a module of its own ends in `_`: importing the module would overwrite the function
def now_(options: Options) -> int:
    """A cramp now: danger signs first, then relief step by step."""
    from uncramp.cli.setting import setting

    found = setting(options)
    answers = found.first_answers()
    if options.json or options.plain or not _somebody_there():
        from uncramp.cli.quick import as_json, plain

        if options.site is None:
            raise UsageError("which place?", allowed=", ".join(q.id.replace("_", "-") for q in found.kb.pack.quick))
        (as_json if options.json else plain)(found, options.site, answers)
    else:
        from uncramp.cli.now import guide

        guide(found, options.site, answers, diary=not options.no_diary)
    return 0


def check(options: Options) -> int:
    """How urgent it is, why, and what to do: for the person in a file, or by asking."""
    from uncramp.cli.judge import decide_lines
    from uncramp.cli.setting import setting

    if options.lines:
        return decide_lines(setting(options), options.file or "-")
    return _judge(options, whole=False)


def plan(options: Options) -> int:
    """The plan: now, the next days, and to keep the next one away."""
    return _judge(options, whole=True)


def _judge(options: Options, *, whole: bool) -> int:
    from uncramp.cli.judge import ask_and_show, show_one
    from uncramp.cli.setting import setting

    found = setting(options)
    if options.file is None:
        if not _somebody_there():
            raise UsageError(
                "there is no terminal to ask questions on", hint="give a file with a person, or - for standard input"
            )
        ask_and_show(found, json=options.json, whole=whole, diary=not options.no_diary)
    else:
        show_one(found, options.file, json=options.json, whole=whole)
    return 0


@with_setting
def food_(setting: Setting, options: Options) -> None:
    """Food that holds potassium, magnesium, calcium or water: what suits, and who must be careful."""
    from uncramp.cli.food import food_command

    food_command(setting, options.file, options.nutrient, json=options.json)


@with_setting
def drinks_(setting: Setting, options: Options) -> None:
    """Drinks, thirst first: what suits, who must be careful, and the sums after sport."""
    from uncramp.cli.drinks import drinks_command

    drinks_command(setting, options)


@with_setting
def explain(setting: Setting, options: Options) -> None:
    """What an entry says, why, how sure that is, and where it comes from."""
    from uncramp.cli.knowledge import explain_command

    explain_command(setting, options.name, json=options.json)


@with_setting
def list_(setting: Setting, options: Options) -> None:
    """All entries of a kind, one a line."""
    from uncramp.cli.knowledge import list_command

    list_command(setting, options.kind, json=options.json)


@with_setting
def claims_(setting: Setting, options: Options) -> None:
    """What the two founding articles claim, one claim a line, and how far the ledger covers them."""
    from uncramp.cli.claims import claims_command

    claims_command(setting, json=options.json)


def pack(options: Options) -> int:
    """The whole knowledge as one canonical JSON text."""
    from uncramp.kb import canonical, load

    sys.stdout.buffer.write(canonical(load(options.knowledge).pack) + b"\n")
    return 0


def site_(options: Options) -> int:
    """The phone app, as a folder that any HTTPS host serves, or as one file."""
    from uncramp.cli.site import site_command

    site_command(options.knowledge, options.folder, options.single, options.lang, json=options.json)
    return 0


def export_(options: Options) -> int:
    """The conditions as text for other engines: JSON, CEL, FHIRPath or SQL."""
    from uncramp.cli.export import export_command
    from uncramp.kb import load

    export_command(load(options.knowledge), options.to, options.kind, options.output)
    return 0


def corpus_(options: Options) -> int:
    """Make people on whom every interpreter of the knowledge must agree, with what is expected of each."""
    from uncramp.cli.corpus import corpus_command

    return corpus_command(options.folder, options.knowledge, json=options.json)


def prove_(options: Options) -> int:
    """Hold the safety claims against everybody there could be. Exit status 1 if one does not hold."""
    from uncramp.cli.prove import prove_command

    return prove_command(options.knowledge, options.claim, jobs=options.jobs, json=options.json)


def diff_(options: Options) -> int:
    """What another knowledge answers otherwise, and to whom. Exit status 1 if somebody's level is lower."""
    from uncramp.cli.diff import diff_command

    compared = {"release": options.release, "allow_lower": options.allow_lower, "json": options.json}
    return diff_command(options.old, options.new, options.knowledge, **compared)


def lint(options: Options) -> int:
    """Check a knowledge folder: each finding with its file and line. Exit status 2 if there is one."""
    from uncramp.cli.knowledge import lint_command

    return lint_command(options.folder or options.knowledge, json=options.json)


def catalogue(options: Options) -> int:
    """Every text for people as a gettext catalogue, to translate with any translator's tool."""
    from uncramp.cli.knowledge import catalogue_command

    return catalogue_command(options.language, options.knowledge)


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are ours: one line, with what is allowed."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"`{self.prog} --help` shows what can be said")


def parser() -> Parser:
    """Every command with its options."""
    top = Parser(
        prog="uncramp",
        description="Stop a muscle cramp, spasm or twitch now, and keep the next one away.",
        epilog=EPILOGUE,
    )
    top.add_argument("--version", action="store_true", help="show the version and leave")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)

    add = _adding(commands)
    command = add("now", now_)
    command.add_argument("site", nargs="?", help="where: calf, foot, thigh-back, hand, neck, back, ...")
    command.add_argument("--plain", action="store_true", help="print the steps without timing")
    _about(command)
    for name, run in (("check", check), ("plan", plan)):
        command = add(name, run)
        command.add_argument("file", nargs="?", metavar="FILE|-", help="a person as JSON or TOML; asks if left out")
        _about(command)
        if run is check:
            command.add_argument("--lines", action="store_true", help="a JSON person a line in, a decision a line out")
    command = add("food", food_)
    command.add_argument("file", nargs="?", metavar="FILE|-", help="a person as JSON or TOML; the table if left out")
    command.add_argument("--nutrient", metavar="NAME", help="most of it first: potassium, magnesium, calcium or water")
    command = add("drinks", drinks_)
    command.add_argument("file", nargs="?", metavar="FILE|-", help="a person as JSON or TOML; everybody if left out")
    command.add_argument("--weight-before", metavar="KG", help="the sums after sport: weight before, such as 70.4")
    command.add_argument("--weight-after", metavar="KG", help="weight after, dry")
    command.add_argument("--drunk", type=int, metavar="ML", help="what was drunk in between, in millilitres")
    command.add_argument("--minutes", type=int, metavar="N", help="minutes between the two weighings")
    _for_trials(commands)
    add_diary(add)
    add_serve(add)
    add_report(add)
    add_trends(add)
    _for_reading(add)
    _for_editing(add)
    return top


def _adding(commands: argparse._SubParsersAction[Parser]) -> Add:
    """How a command comes in: what it says of itself is the first line of its docstring."""

    def add(name: str, run: Run) -> argparse.ArgumentParser:
        said = (run.__doc__ or "").splitlines()[0]
        command = commands.add_parser(name, help=said, description=said, epilog=EPILOGUE)
        command.set_defaults(run=run)
        _shared(command)
        return command

    return add


def _shared(command: argparse.ArgumentParser) -> None:
    """The options of every command."""
    command.add_argument("--json", action="store_true", help="answer in JSON")
    command.add_argument("--knowledge", type=Path, metavar="DIR", help="another knowledge folder, an edited copy say")
    command.add_argument("--region", help="whose numbers to show: uk, ie, us, ca, eu, au, nz, other")
    command.add_argument("--lang", help="language of the texts")


def _for_trials(commands: argparse._SubParsersAction[Parser]) -> None:
    """`uncramp trial ...`: a few commands under one name."""
    said = "Find out what works for one person: a trial of one's own."
    trial = commands.add_parser("trial", help=said, description=said, epilog=EPILOGUE)
    parts = trial.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser, required=True)

    add_trial(_adding(parts))


def _for_reading(add: Add) -> None:
    """The commands that show or write out what the knowledge says."""
    add("explain", explain).add_argument("name", help="id or code of a rule, remedy, contraindication, claim or fact")
    add("list", list_).add_argument(
        "kind", nargs="?", default="remedies", help="remedies, rules, facts, claims, sources, ..."
    )
    add("claims", claims_)
    add("pack", pack)
    command = add("site", site_)
    command.add_argument("folder", nargs="?", type=Path, metavar="DIR", help="the folder to write, new or an older app")
    command.add_argument("--single", type=Path, metavar="FILE", help="write one HTML file instead, in one language")
    command = add("export", export_)
    command.add_argument("--to", default="json", metavar="FORMAT", help="json, cel, fhirpath or sql; json if left out")
    command.add_argument("--kind", default="rule", metavar="KIND", help="whose conditions; rule if left out")
    command.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to a file instead")


def _for_editing(add: Add) -> None:
    """The commands for those who change the knowledge."""
    add("corpus", corpus_).add_argument("folder", type=Path, metavar="DIR", help="where its files go")
    command = add("prove", prove_)
    command.add_argument("claim", nargs="*", help="a safety claim, such as P08; all if left out")
    command.add_argument("--jobs", type=int, metavar="N", help="how many at a time; as many as there are processors")
    command = add("diff", diff_)
    command.add_argument("old", nargs="?", metavar="OLD", help="a knowledge folder or a git revision")
    command.add_argument("new", nargs="?", metavar="NEW", help="what it has become; the knowledge in use if left out")
    command.add_argument("--release", action="store_true", help="compare with the newest release instead of OLD")
    command.add_argument("--allow-lower", action="store_true", help="a lower level does not make the status 1")
    add("catalogue", catalogue).add_argument("language", help="the language, such as es")
    add("lint", lint).add_argument("folder", nargs="?", type=Path, help="a knowledge folder; uncramp's own if left out")


def _about(command: argparse.ArgumentParser) -> None:
    command.add_argument("--for", dest="about", metavar="WHOM", help="whom it is about: self, child or other")
    command.add_argument("--no-diary", action="store_true", help="neither read your diary nor write into it")


def _somebody_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit status."""
    top = parser()
    options = top.parse_args(arguments)
    if options.version:
        from uncramp import __version__

        sys.stdout.write(f"uncramp {__version__}\n")
        return 0
    if "run" not in options:
        if _somebody_there():
            return run(["serve"])
        top.print_help()
        return 0
    command: Run = options.run
    return command(options)


def main() -> NoReturn:
    """The command `uncramp`; what the user can mend is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # what cannot be written is escaped: in JSON a `\\ud800` is still the same text
            stream.reconfigure(errors="backslashreplace")
    try:
        status = run()
        sys.stdout.flush()
    except UncrampError as error:
        sys.stderr.write(f"uncramp: {error}\n")
        status = 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        status = 130
    sys.exit(status)
