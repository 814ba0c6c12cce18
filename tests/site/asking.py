"""Answers the questions of the check page as a person would, and waits for what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MOST = 60


def heading(page: Any) -> str:
    """The heading of the screen."""
    return str(page.locator("main h1").inner_text())


def go_on(page: Any) -> None:
    """Press "Continue" and wait for the next screen."""
    leaving(page, lambda: page.get_by_role("button", name="Continue").click())


def leaving(page: Any, act: Callable[[], None]) -> None:
    """Do something that leads to another screen, and wait until it is there."""
    page.locator("main h1").first.wait_for()
    page.locator("main h1").first.evaluate("heading => { heading.dataset.before = 'yes' }")
    act()
    page.locator("main h1[data-before]").wait_for(state="detached")
    page.locator("main h1").first.wait_for()


def pick(page: Any, *labels: str) -> None:
    """Tick or choose by label, then go on."""
    for label in labels:
        page.get_by_label(label, exact=True).check()
    go_on(page)


def tick_line(page: Any, words: str) -> None:
    """Tick the danger line with these words, then go on."""
    page.get_by_label(words).check()
    go_on(page)


def opening(page: Any, *, age: str = "44", sex: str = "Male") -> None:
    """Who it is about, up to the danger lines."""
    pick(page, "Me")
    page.locator("input.number").fill(age)
    go_on(page)
    pick(page, sex)
    if "pregnant" in heading(page):
        pick(page, "No")


def to_the_end(page: Any, answers: dict[str, str] | None = None, *, more: str = "Answer more") -> list[str]:
    """Say no to all that is asked, but for `answers` (a label by words of the heading); the headings that were seen."""
    seen = []
    for _ in range(MOST):
        if page.locator(".care").count():
            return seen
        title = heading(page)
        seen.append(title)
        wanted = next((label for words, label in (answers or {}).items() if words in title), None)
        if wanted:
            pick(page, wanted)
        elif page.get_by_label("None of these", exact=True).count():
            pick(page, "None of these")
        elif page.get_by_label("No", exact=True).count():
            pick(page, "No")
        elif page.locator("input.number").count():
            page.locator("input.number").fill("1")
            go_on(page)
        elif page.locator("input[type=radio]").count():
            page.locator("input[type=radio]").first.check()
            go_on(page)
        else:
            leaving(page, page.get_by_role("button", name=more).click)
    raise AssertionError(f"no result after {seen}")


def show_card(page: Any, facts: dict[str, Any], *, region: str = "uk") -> Any:
    """The care card of these answers, put into the page as other pages of the app put it."""
    page.evaluate(
        """async ([facts, region]) => {
          const folder = document.querySelector('script[type=module]').src.replace(/[^/]*$/, '');
          const { Knowledge } = await import(folder + 'knowledge.js');
          const { decide } = await import(folder + 'decide.js');
          const { fileText } = await import(folder + 'device/files.js');
          const { careCard } = await import(folder + 'view/care.js');
          const kb = new Knowledge(JSON.parse(await fileText('data/knowledge.json')));
          const texts = kb.texts({ region });
          const card = careCard(kb, texts, decide(kb, kb.answers(facts), texts), { today: '2026-02-27' });
          document.querySelector('main').replaceChildren(card);
        }""",
        [facts, region],
    )
    return page.locator(".care")
