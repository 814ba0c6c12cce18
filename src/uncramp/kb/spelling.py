"""The English of the texts: everyday words, spelt as in Britain."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

TRADE_WORDS = {
    "abdom": "tummy", "analges": "painkiller", "bilateral": "on both sides", "dyspn": "hard to breathe",
    "faec": "poo", "fec": "poo", "haematur": "blood in the pee", "micturi": "pee", "myalgi": "sore muscles",
    "nocturnal": "at night", "oedema": "swelling", "paraesthes": "tingling", "stool": "poo", "syncop": "faint",
    "unilateral": "on one side", "urin": "pee",
}  # fmt: skip
"""How words of the trade begin that people should not have to read, and what to say instead."""

AMERICAN = {
    "aluminum": "aluminium", "analyz": "analys", "anemi": "anaemi", "apologiz": "apologis", "behavior": "behaviour",
    "canceled": "cancelled", r"catalogs?\b": "catalogue", "center": "centre", "color": "colour",
    "counselor": "counsellor", "cozy": "cosy", "defense": "defence", "diaper": "nappy", "diarrhea": "diarrhoea",
    "edema": "swelling", "emphasiz": "emphasis", "esophag": "food pipe", "estrogen": "oestrogen", "favor": "favour",
    "fetal": "foetal", "fetus": "foetus", "fiber": "fibre", "flavor": "flavour", r"fulfill(?:s|ment)?\b": "fulfil",
    r"gray(?:ish)?\b": "grey", "gynecolog": "gynaecolog", "harbor": "harbour", "hemat": "haemat", "hemo": "haemo",
    r"honor(?:s|ed)?\b": "honour", r"humor\b": "humour", "immuniz": "vaccin", "jewelry": "jewellery",
    "judgment": "judgement", "labeled": "labelled", r"labor(?:s|ed)?\b": "labour", "leukemi": "leukaemi",
    "licorice": "liquorice", r"liters?\b": "litre", "maneuver": "manoeuvre", r"meters?\b": "metre",
    "minimiz": "minimis", r"molds?\b": "mould", "neighbor": "neighbour", "normaliz": "normalis", r"odors?\b": "odour",
    "offense": "offence", "organiz": "organis", "orthoped": "orthopaed", "pajama": "pyjama", "paralyz": "paralys",
    "pediatric": "paediatric", "plow": "plough", "practicing": "practising", "realiz": "realis",
    "recogniz": "recognis", "signaling": "signalling", "skeptic": "sceptic", "specializ": "specialis",
    "stabiliz": "stabilis", "sulfate": "sulphate", "sulfite": "sulphite", "theater": "theatre",
    "traveled": "travelled", "traveler": "traveller", "traveling": "travelling", "tumor": "tumour", "utiliz": "use",
    r"vapors?\b": "vapour", r"vigor\b": "vigour", "yogurt": "yoghurt", "zucchini": "courgette",
}  # fmt: skip
"""How American spellings begin, and the British ones. Names of medicines may be both: people know them by either."""

NAMES = ("World Health Organization",)
"""What is spelt as its owner spells it."""


def not_our_english(text: str) -> Iterator[str]:
    """Each word of the trade, and each American spelling, with what to write instead."""
    for name in NAMES:
        text = text.replace(name, "")
    for pattern, words, why in _beginnings():
        for found in pattern.finditer(text):
            instead = next(instead for start, instead in words.items() if re.match(start, found[0], re.IGNORECASE))
            yield f"`{found[0]}...` is {why}: {instead}..."


@cache
def _beginnings() -> tuple[tuple[re.Pattern[str], Mapping[str, str], str], ...]:
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(words)})", re.IGNORECASE), words, why)
        for words, why in ((TRADE_WORDS, "a word of the trade"), (AMERICAN, "American spelling"))
    )
