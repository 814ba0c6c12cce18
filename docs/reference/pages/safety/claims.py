"""The safety claims: each in one sentence, how it is held, over whom, what it leaves out, against which hazards."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import uncramp.safety.run  # noqa: F401  registers the claims
from pages.markdown import anchor, one_line, opening, table
from pages.safety.links import HELD, ROOT, hazard_link
from uncramp.kb import Knowledge
from uncramp.safety.claims import CLAIMS, Claim

COMMAND = "uncramp prove"
COVERAGE = ROOT / "docs/safety/claims.toml"
EVERYBODY = (
    "Everybody: every fact answered in any way, answered “not sure”, or not asked; what the answers imply is filled "
    "in, and ages that contradict each other are left out."
)
ABOUT = (
    "What is promised about everybody who could ever ask. This page says what is claimed, not what came out: "
    f"`{COMMAND}` proves or checks all of it (`{COMMAND} P08` one of them), and the tests do so in every run, so a "
    "claim that no longer holds fails the build. P01 to P32 have the numbers of the safety specification; L01 to L03 "
    "look for slips in the rules. Some claims are narrower than the specification asks, and say so under “leaves out”."
)
MEANS = (
    "**By proof** means: the deciding code is written out as formulas for the theorem prover Z3, with every answer "
    "left open, and Z3 looks for somebody of whom the claim does not hold. If there is one, they are shown, and "
    "replayed through the code that decides; if it shows that there is nobody, the claim is proved.",
    "",
    "**By a check** means: a list that has an end is gone through, case by case.",
    "",
    "What none of it covers:",
    "",
    "* **Whether the medicine is right.** A proof says that the rules do what they say, not that a rule is true.",
    "* **Whether the answers are.** Whoever answers a danger sign with no is believed.",
    "* **Whether the formulas are the code.** They were written a second time, by hand. Tests hold the two against "
    "each other on many people, and every counterexample is replayed; that is evidence, not proof. Z3 is trusted.",
    "* **What is shown.** Where words stand, and whether they are read or understood: other tests see some of it.",
)


def coverage() -> dict[str, dict[str, str]]:
    """Per claim what its proof or check goes over and what it leaves out, in words."""
    return tomllib.loads(Path(COVERAGE).read_text(encoding="utf-8"))


def claims_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The safety claims", ABOUT, (), "safety/claims")
    yield from MEANS
    yield ""
    ids = sorted(CLAIMS, key=lambda id: (id[0] == "L", id))
    yield from table(
        ("claim", "says", "held"), [(f"[{id}](#{id})", CLAIMS[id].says, HELD[CLAIMS[id].kind]) for id in ids]
    )
    told = coverage()
    for id in ids:
        yield from _claim(kb, CLAIMS[id], told[id])


def _claim(kb: Knowledge, claim: Claim, told: dict[str, str]) -> Iterator[str]:
    against = [one for one in kb.pack.hazard if claim.id in one.shown_by]
    module = claim.steps.__module__.rpartition(".")[2]
    yield from ("", f"## {anchor(claim.id)}{claim.id}", "", f"**{claim.says}**", "")
    code = f"[{module}.py](../../src/uncramp/safety/claims/{module}.py)"
    yield f"* Held: {HELD[claim.kind]}, which `{COMMAND} {claim.id}` runs ({code})"
    yield f"* Goes over: {told.get('goes_over', EVERYBODY)}"
    if claim.steps.__doc__:
        yield f"* In the words of the code: {one_line(claim.steps.__doc__)}"
    yield f"* Leaves out: {told['leaves_out']}"
    yield f"* Stands against: {', '.join(f'{hazard_link(one)} {one.title}' for one in against)}"
