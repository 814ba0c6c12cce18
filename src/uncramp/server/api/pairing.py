"""Pairing a phone: the browser of this machine asks for a code, the phone exchanges it for a token of its own."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from uncramp.diary.check import UUID
from uncramp.diary.making import stamp
from uncramp.server.access import Known, Session
from uncramp.server.bodies import JsonRoute
from uncramp.server.codes import LASTING, Codes
from uncramp.server.guard import Doors
from uncramp.server.local import Here, Local
from uncramp.server.problems import BODY, Refused, documented

router = APIRouter(tags=["pairing"], route_class=JsonRoute)


class Offer(BaseModel):
    """What a phone needs: where to go, and a code that works once and soon."""

    code: str
    address: str = Field(description="the app's own copy on this server; open it on the phone")
    expires_in: int = Field(description="seconds")


class NewDevice(BaseModel):
    """A phone that wants to be paired."""

    model_config = ConfigDict(extra="forbid", strict=True)
    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=60, description="by which the person knows the phone again")


class Token(BaseModel):
    """What the phone shows from now on, as `Authorization: Bearer TOKEN`. It is told this once."""

    device: str
    token: str


class DeviceOut(BaseModel):
    """A paired phone; `seen_at` is exact to the hour."""

    id: str
    name: str
    paired_at: str
    seen_at: str | None


class DevicesOut(BaseModel):
    """All paired phones."""

    devices: list[DeviceOut]


def codes_of(request: Request, here: Local) -> Codes:
    """The codes of the running app. They are not kept: a restart makes them worthless."""
    state = request.app.state
    if not hasattr(state, "codes"):
        state.codes = Codes(lambda: here.now().timestamp())
    found: Codes = state.codes
    return found


def address_of(doors: Doors, host: str) -> str:
    """Where a phone finds this server: under the name it is known by elsewhere, if it has one."""
    asked = doors.origin_of(host)
    if asked and not doors.hosts:
        return asked
    return asked if asked and host.lower().removesuffix(":443") in doors.hosts else f"https://{min(doors.hosts)}"


@router.post("/pairing", responses=documented(401, 503))
def offer(request: Request, here: Here, _: Session) -> Offer:
    """A new code. Only the browser that uncramp opened may ask for one."""
    address = address_of(here.doors, request.headers["host"])
    return Offer(code=codes_of(request, here).new(), address=address, expires_in=LASTING)


@router.post("/devices", responses=documented(401, 429, 503, *BODY))
def pair(new: NewDevice, request: Request, here: Here) -> Token:
    """Exchange a code for a token."""
    match codes_of(request, here).use(new.code):
        case "too_often":
            raise Refused(429, "too many wrong codes", hint="wait ten minutes", headers={"Retry-After": str(LASTING)})
        case "wrong":
            raise Refused(401, "this code is wrong, was used, or is older than ten minutes", hint="ask for a new one")
        case "right":
            device, token = here.devices.add(_one_line(new.name), stamp(here.now()))
            return Token(device=device.id, token=token)


@router.get("/devices", responses=documented(401, 503))
def devices(here: Here, _: Session) -> DevicesOut:
    """The phones that are paired."""
    return DevicesOut(
        devices=[
            DeviceOut(id=one.id, name=one.name, paired_at=one.paired_at, seen_at=one.seen_at)
            for one in here.devices.all()
        ]
    )


@router.delete("/devices/{id}", status_code=204, responses=documented(401, 403, 404, 422, 503))
def turn_out(id: Annotated[str, Path(pattern=f"^{UUID.pattern}$")], here: Here, asker: Known) -> None:
    """Let a phone in no more. A phone may say this of itself alone."""
    if asker.kind == "device" and asker.device != id:
        raise Refused(403, "a phone can only unpair itself")
    if not here.devices.remove(id):
        raise Refused(404, "no such phone is paired")


def _one_line(name: str) -> str:
    """A name without what could break a line or a database."""
    return "".join(char if char.isprintable() else " " for char in name).strip() or "?"
