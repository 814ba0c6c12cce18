"""What every command shares: the knowledge, the language, the region and whom it is about."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass
from importlib.util import find_spec

from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import ENGLISH, Knowledge, Texts, load
from uncramp.logic import Fact as Value

ANSWERING = {"self": "self", "child": "child", "other": "other_adult"}


@dataclass(frozen=True)
class Setting:
    """The options of a command, resolved. `region` is None when neither the person nor the machine says it."""

    kb: Knowledge
    language: str
    region: str | None
    about: str = "self"

    def first_answers(self) -> Answers:
        """What the options themselves answer: the region, and whom it is about."""
        given: dict[str, Value] = {"answering_for": ANSWERING[self.about]}
        if self.region:
            given["region"] = self.region
        if self.about == "child":
            given["under_16"] = True
        return self.kb.settled(Answers(given))

    def texts(self, answers: Answers | None = None) -> Texts:
        """The words for this person: their own region and form of address go before the machine's."""
        known = answers.known if answers else {}
        region = self.region or known.get("region") or machine_region(self.kb) or "other"
        others = self.about != "self" or known.get("answering_for", "self") != "self"
        return self.kb.texts(language=self.language, region=str(region), others=others)


def setting(options: argparse.Namespace) -> Setting:
    """Load the knowledge and check the options; UncrampError names what is allowed."""
    kb = load(options.knowledge)
    about = getattr(options, "about", None) or "self"
    if options.region is not None and options.region not in kb.regions:
        raise UsageError(f"there is no region `{options.region}`", allowed=", ".join(kb.regions))
    if about not in ANSWERING:
        raise UsageError(f"`--for {about}` is nobody we know", allowed=", ".join(ANSWERING))
    found = Setting(kb, options.lang or ENGLISH, options.region, about)
    found.texts()
    return found


def needs_z3(doing: str) -> None:
    """UsageError where the prover is not installed: the commands for developers of rules want it, nobody else."""
    if find_spec("z3") is None:
        raise UsageError(f"{doing} needs Z3", hint="install it beside uncramp: pip install z3-solver")


def machine_region(kb: Knowledge) -> str | None:
    """The region of the machine's locale: `en_GB.UTF-8` is the United Kingdom."""
    name = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    country = name.partition(".")[0].partition("_")[2]
    return next((phone.id for phone in kb.pack.phone if country in phone.countries), None)
