"""The check page and "My details" as the tests use them."""

from __future__ import annotations

from typing import Any

from asking import opening, pick, tick_line

CALF = {"Where is it": "Calf (back of the lower leg)"}
LINE = "Hard to wake"


def begun(open_phone: Any, **how: Any) -> Any:
    page = open_phone("check.html", **how)
    page.locator("form.ask").wait_for()
    return page


def emergency(page: Any) -> None:
    """Answer until the card of an emergency stands there."""
    opening(page)
    tick_line(page, LINE)
    pick(page, "No")
    pick(page, "Yes")


def level(page: Any) -> str:
    return str(page.locator(".care").first.get_attribute("data-level"))


STINGS = {"age_years": 40, "bite_sting_24h": True, "kind": "painful_cramp"}
NEW_CRAMP = {"age_years": 40, "site_calf": True, "limb_swollen_one_side": True}


def details_of(open_phone: Any, **how: Any) -> Any:
    page = open_phone("details.html", **how)
    page.locator("select").first.wait_for()
    return page


PROFILE = """async () => {
  const at = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
  const diary = await (await import(at + 'diary/store.js')).openDiary();
  const { current } = await import(at + 'diary/current.js');
  const { profile } = await import(at + 'diary/shown.js');
  const found = profile(current(await diary.all()));
  diary.close();
  return found;
}"""


def kept_profile(page: Any) -> dict[str, Any]:
    """What the diary says of the person: fact -> value."""
    found: dict[str, Any] = page.evaluate(PROFILE)
    return found


def saved(page: Any) -> None:
    page.get_by_text("Kept on this device.").wait_for()
