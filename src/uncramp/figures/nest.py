"""One person as SVG: every limb a nest of groups, every joint a turn within the group before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from . import motion
from .geometry import minus, turned
from .outline import number
from .palette import colour
from .pose import Person
from .shape import Part, Shapes
from .solve import Bone, Bones, base

TRUNK = ("lumbar", "thorax")
CHAINS = {
    **{f"{s}_leg": tuple(f"{s}_{b}" for b in ("thigh", "shank", "foot", "toes")) for s in ("near", "far")},
    **{
        f"{s}_arm": (*TRUNK, *(f"{s}_{b}" for b in ("upper_arm", "forearm", "hand", "fingers")))
        for s in ("near", "far")
    },
    "trunk": (*TRUNK, "neck", "head", "features"),
    "lit": (*TRUNK, "neck", "head"),
    "band": ("band",),
}
"""What is drawn as one nest of groups, every joint a turn within the one before: a bone cannot change its length."""
ORDER = ("far_leg", "far_arm", "trunk", "near_leg", "lit", "band", "near_arm")
HANDS = {"flat": ("hand",), "fist": ("fist",), "open": ("palm", "fingers")}
FEET = {"shoes": ("shoe",), "bare": ("foot", "toes")}
OPTIONAL = {part for row in (*HANDS.values(), *FEET.values()) for part in row}
SHADE = {"skin": "skin2", "short": "short2", "shoe": "shoe2", "shirt": "shirt2", "sleeve": "shirt2"}
TWO_SIDED = {"thigh", "shank", "foot", "toes", "upper_arm", "forearm", "hand", "fingers"}


@dataclass
class Sheet:
    """One SVG being written: paths that stand in it more than once are written once."""

    ident: str
    at: int
    seconds: float
    defs: dict[str, str] = field(default_factory=dict)
    chains: int = 0

    def path(self, part: Part, fill: str, squeeze: float) -> str:
        """A use of a part's path in one colour."""
        key = self.defs.setdefault(part.path, f"{self.ident}{len(self.defs)}")
        paint = f'fill="{colour(fill)}"' if fill else ""
        if part.stroke:
            paint = f'fill="none" stroke="{colour(part.stroke)}" stroke-width="{number(part.width)}"'
        scale = f' transform="scale(1 {squeeze:.2f})"' if squeeze != 1 else ""
        paint += ' stroke="none"' if part.id == "sleeve" else ""  # cloth needs no edge
        return f'<use href="#{key}" {paint}{scale}/>'.replace(" />", "/>").replace("  ", " ")

    def written(self, body: str) -> str:
        """The definitions and the body; a path that is used only once goes where it is used."""
        for path, key in list(self.defs.items()):
            use = f'<use href="#{key}"'
            if body.count(use) == 1:
                body = body.replace(use, f'<path d="{path}"')
                del self.defs[path]
        defs = "".join(f'<path id="{key}" d="{path}"/>' for path, key in self.defs.items())
        return (f"<defs>{defs}</defs>" if defs else "") + body


@dataclass(frozen=True)
class Actor:
    """One person with the bones of every frame that is drawn."""

    person: Person
    shapes: Shapes
    frames: Sequence[Bones]
    lit: float
    """How strongly the muscles shine in a still; moving, they come and go by themselves."""
    front: bool

    def fill(self, part: Part, bone: str) -> str:
        """The colour of a part: far limbs stand in the shade."""
        return SHADE.get(part.fill, part.fill) if bone.startswith("far_") and not self.front else part.fill

    def parts(self, bone: str) -> list[Part]:
        side, kind = bone.partition("_")[0], base(bone)
        hand = HANDS[self.person.hands.get(side, "flat")] if kind in ("hand", "fingers") else ()
        foot = FEET[self.person.feet] if kind in ("foot", "toes") else ()
        here = [part for part in self.shapes.parts.values() if part.bone == kind]
        return [part for part in here if part.id not in OPTIONAL or part.id in hand or part.id in foot]


def _local(frames: Sequence[Bones], bone: str, parent: str) -> list[Bone]:
    """A bone in its parent's frame. All chains begin at the hip, which moves but does not turn."""
    made = []
    for frame in frames:
        under = Bone(frame["lumbar"].at, 0) if parent == "hip" else frame[parent]
        made.append(Bone(turned(minus(frame[bone].at, under.at), -under.turn), frame[bone].turn - under.turn))
    if bone not in ("band", "features"):  # a joint does not wander in its parent's frame: rounding must not make it
        made = [Bone(made[0].at, one.turn) for one in made]
    return made


def _muscle(actor: Actor, sheet: Sheet, bone: str, squeeze: float) -> str:
    written = ""
    side = bone.partition("_")[0]
    for name in actor.person.muscles:
        own, _, plain = name.rpartition(".")
        muscle = actor.shapes.muscles[plain]
        if muscle.bone != base(bone) or (base(bone) in TWO_SIDED and side != (own or "near")):
            continue
        scale = f' transform="scale(1 {squeeze:.2f})"' if squeeze != 1 else ""
        shine = f' opacity="{actor.lit:.2g}"' if actor.lit < 1 else ""
        pulse = ""
        if len(actor.frames) > 1 and actor.lit < 1:
            pulse = (
                f'<animate attributeName="opacity" dur="{number(sheet.seconds)}s" repeatCount="indefinite" '
                'keyTimes="0;.3;.7;.94;1" values=".4;1;1;.4;.4"/>'
            )
            shine = ""
        fibres = (
            f'<path d="{muscle.fibres}" fill="none" stroke="{colour("fibre")}" stroke-width="1.4"/>'
            if muscle.fibres
            else ""
        )
        written += f'<g{shine}{scale}>{pulse}<path d="{muscle.path}" fill="{colour("hot")}"/>{fibres}</g>'
    return written


def _worn(actor: Actor, bone: str) -> str:
    """Packs, rollers and cups that move with a bone."""
    written = ""
    for on, part, x, y, turn in actor.person.worn:
        if on == bone:
            found = actor.shapes.parts[part]
            written += (
                f'<path d="{found.path}" fill="{colour(found.fill)}" transform="translate({number(x)} {number(y)})'
            )
            written += f'rotate({number(turn)})"/>' if turn else '"/>'
    return written


def _band(length: float) -> str:
    way = f'<path d="M0 0V{number(length)}" stroke-linecap="round" '
    return f'{way}stroke="{colour("line")}" stroke-width="7"/>{way}stroke="{colour("towel")}" stroke-width="5"/>'


def _inside(actor: Actor, sheet: Sheet, chain: str, bone: str, child: str, paint: str) -> str:
    """What a bone's group holds: its own parts, its muscles, and the bones that hang on it."""
    squeeze = actor.person.lengths.get(bone, 1)
    if chain == "band":
        return _band(actor.person.band.length) if actor.person.band else ""
    if chain == "lit":
        return _muscle(actor, sheet, bone, squeeze) + child
    if bone in TRUNK and chain != "trunk":
        return child
    drawn = {False: "", True: ""}
    for part in actor.parts(bone):
        fill = actor.fill(part, bone)
        drawn[part.late] += sheet.path(part, "" if fill == paint else fill, squeeze)
    lit = _muscle(actor, sheet, bone, squeeze) if base(bone) in TWO_SIDED else ""
    return drawn[False] + lit + child + drawn[True] + _worn(actor, bone)


def _chain(actor: Actor, sheet: Sheet, chain: str, paint: str, within: str = "") -> str:
    """A chain of bones as nested groups; `within` is drawn first inside the thorax (the far arm)."""
    bones = CHAINS[chain]
    written = ""
    for index in reversed(range(len(bones))):
        bone, parent = bones[index], bones[index - 1] if index else "hip"
        attribute, animations = motion.placed(_local(actor.frames, bone, parent), sheet.at, sheet.seconds)
        first = within if bone == "thorax" else ""
        written = _inside(actor, sheet, chain, bone, first + written, paint)
        if written and (attribute or animations):
            written = f"<g{attribute}>{animations}{written}</g>"
    return written


def person(actor: Actor, sheet: Sheet) -> str:
    order = [
        chain
        for chain in actor.person.order or ORDER
        if chain != "band" or (actor.person.band and actor.person.band.length)
    ]
    written = ""
    for chain in order:
        far = chain.startswith("far_") and not actor.front
        paint = "shirt" if chain == "trunk" else "skin2" if far else "skin"
        piece = _chain(actor, sheet, chain, paint)
        if not piece:
            continue
        tint = f' fill="{colour(paint)}"' if chain not in ("lit", "band") else ""
        if chain == "near_arm" or (actor.front and chain == "far_arm"):
            # a paper-coloured edge under the near arm, so that skin over skin can be read
            sheet.chains += 1
            name = f"{sheet.ident}a{sheet.chains}"
            written += (
                f'<use href="#{name}" stroke="{colour("paper")}" stroke-width="3"/><g id="{name}"{tint}>{piece}</g>'
            )
        else:
            written += f"<g{tint}>{piece}</g>" if tint else piece
    hips = [Bone(frame["lumbar"].at, 0) for frame in actor.frames]
    attribute, animations = motion.placed(hips, sheet.at, sheet.seconds)
    written = f"<g{attribute}>{animations}{written}</g>"
    if actor.person.flip is not None:
        written = f'<g transform="matrix(-1 0 0 1 {number(2 * actor.person.flip)} 0)">{written}</g>'
    return written
