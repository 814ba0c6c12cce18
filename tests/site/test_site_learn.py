"""What holds of the pages to read: each thing has one, each link leads somewhere, and no script is needed."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from reading import Reading
from serving import served

from uncramp.kb import Knowledge
from uncramp.kb.families import families
from uncramp.site.build import site
from uncramp.site.pages import folder_of, pages
from uncramp.site.words import page_texts

KILOBYTE = 1000
Pages = dict[str, Reading]


@pytest.fixture(scope="module")
def built(kb: Knowledge) -> dict[str, bytes]:
    return dict(site(kb))


@pytest.fixture(scope="module")
def every_page(built: dict[str, bytes]) -> Pages:
    return {path: Reading(path, text.decode()) for path, text in built.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def to_read(every_page: Pages, kb: Knowledge) -> Pages:
    """The pages of the part to read, in every language, and the one for a wrong address."""
    paths = {
        folder_of(language) + page.path
        for language in kb.languages
        for page in pages(kb, page_texts(kb, language))
        if page.template.startswith("learn/")
    }
    return {path: page for path, page in every_page.items() if path in paths | {"404.html"}}


def in_each_language(kb: Knowledge, path: str) -> Iterator[str]:
    return (folder_of(language) + path for language in kb.languages)


@pytest.mark.parametrize(
    ("kind", "folder"), [("remedy", "remedy"), ("claim", "claim"), ("source", "source"), ("topic", "topic")]
)
def test_every_one_has_a_page_in_every_language(kb: Knowledge, every_page: Pages, kind: str, folder: str) -> None:
    wanted = {path for entry in getattr(kb.pack, kind) for path in in_each_language(kb, f"{folder}/{entry.id}.html")}
    assert wanted
    assert wanted - every_page.keys() == set()


@pytest.mark.parametrize(
    ("kind", "folder", "files"), [("rule", "rules", "triage"), ("contraindication", "cautions", "contraindications")]
)
def test_every_rule_stands_on_the_page_of_its_family(
    kb: Knowledge, every_page: Pages, kind: str, folder: str, files: str
) -> None:
    known = [entry.id for entry in getattr(kb.pack, kind)]
    found = families(files, known)
    assert sorted(id for family in found for id in family.members) == sorted(known)
    missing = [
        (path, id)
        for family in found
        for path in in_each_language(kb, f"{folder}/{family.id}.html")
        for id in family.members
        if id not in every_page[path].ids
    ]
    assert missing == []


def test_every_internal_link_leads_to_a_page_and_a_place_that_exist(every_page: Pages) -> None:
    broken = []
    for path, page in every_page.items():
        for link in page.links:
            address, _, anchor = link["href"].partition("#")
            address = address.partition("?")[0]
            if re.match(r"[a-z]+:", address):
                continue
            base = "/" if address.startswith("/") else posixpath.dirname(path)
            to = posixpath.normpath(posixpath.join(base, address)).lstrip("/") if address else path
            if to not in every_page or (anchor and anchor not in every_page[to].ids):
                broken.append((path, link["href"]))
    assert broken == []


def test_every_page_has_one_heading_above_all_others_a_title_and_a_language(to_read: Pages) -> None:
    odd = [
        path
        for path, page in to_read.items()
        if page.headings["h1"] != 1 or not page.title.removesuffix(" - uncramp").strip() or not page.lang
    ]
    assert odd == []


def test_no_two_places_of_a_page_have_the_same_id(to_read: Pages) -> None:
    twice = {path: [id for id, times in page.ids.items() if times > 1] for path, page in to_read.items()}
    assert {path: ids for path, ids in twice.items() if ids} == {}


def test_no_page_asks_another_origin_for_anything(every_page: Pages, built: dict[str, bytes]) -> None:
    outside = [
        (path, asked) for path, page in every_page.items() for asked in page.asked if re.match(r"\w+:|//", asked)
    ]
    assert outside == []
    sheets = [text.decode() for path, text in built.items() if path.endswith(".css")]
    assert sheets
    assert not [sheet for sheet in sheets if re.search(r"url\(\s*['\"]?(?:\w+:)?//|@import", sheet)]


def test_a_link_that_leaves_says_so_and_tells_the_other_site_nothing(to_read: Pages, kb: Knowledge) -> None:
    leaving = [link for page in to_read.values() for link in page.links if link["href"].startswith("http")]
    dois = [source for source in kb.pack.source if source.doi]
    assert len(leaving) >= len(kb.languages) * len(dois)
    assert [link["href"] for link in leaving if link.get("rel") != "noreferrer external"] == []


def test_every_page_says_that_no_clinician_has_reviewed_it(to_read: Pages, kb: Knowledge) -> None:
    for language in kb.languages:
        texts = kb.texts(language=language)
        says = (texts("site.foot"), texts("cli.disclaimer"))
        own = [page for page in to_read.values() if page.lang.startswith(language)]
        assert own
        assert [page.path for page in own if not any(text in page.text for text in says)] == []


def test_what_was_written_from_memory_says_so_wherever_it_stands(kb: Knowledge, every_page: Pages) -> None:
    recalled = kb.texts()("evidence.recalled")
    for family in families("triage", [rule.id for rule in kb.pack.rule]):
        rules = [rule for rule in kb.pack.rule if rule.id in family.members and rule.evidence == "recalled"]
        assert every_page[f"rules/{family.id}.html"].text.count(recalled) == len(rules)
    silent = [
        remedy.id
        for remedy in kb.pack.remedy
        if (recalled in every_page[f"remedy/{remedy.id}.html"].text) is not (remedy.evidence == "recalled")
    ]
    assert silent == []


def test_english_that_stands_in_for_another_language_is_marked_as_english(kb: Knowledge, every_page: Pages) -> None:
    for source in kb.pack.source:
        assert " ".join(source.title.split()) in every_page[f"es/source/{source.id}.html"].said_in("en")
    for claim in kb.pack.claim:
        page = every_page[f"es/claim/{claim.id}.html"]
        assert all(one in page.said_in("en") for one in claim.where)
        for field, text in (("says", claim.says), ("instead", claim.instead)):
            assert kb.texts(language="es").entry("claim", claim.id, field, text) not in page.said_in("en")


def test_a_claim_is_quoted_in_the_language(kb: Knowledge, every_page: Pages) -> None:
    for claim in kb.pack.claim:
        said = kb.texts(language="es").entry("claim", claim.id, "says", claim.says)
        page = every_page[f"es/claim/{claim.id}.html"]
        assert said in page.said_in("es")
        assert claim.says not in page.said_in("en")


def test_everything_said_about_who_must_not_stands_on_the_page_of_the_remedy(kb: Knowledge, every_page: Pages) -> None:
    texts = page_texts(kb, "en")
    for remedy in kb.pack.remedy:
        text = every_page[f"remedy/{remedy.id}.html"].text
        for one in kb.against[remedy.id]:
            first = re.split(r"[^\w ,.'()-]", texts.entry("contraindication", one.id, "says", one.says))[0]
            assert " ".join(first.split()) in text, (remedy.id, one.id)


def test_no_reference_intake_stands_on_the_page_of_drinks_that_anybody_can_open(
    kb: Knowledge, every_page: Pages
) -> None:
    intakes = [ml for one in kb.pack.intake for ml in (one.total_ml, one.drinks_ml) if ml]
    assert intakes
    for path in in_each_language(kb, "drinks.html"):
        text = every_page[path].text
        assert [ml for ml in intakes if re.search(rf"\b{ml // 1000}[.,]{ml % 1000 // 100}\b|\b{ml}\b", text)] == []


def test_every_family_of_rules_and_every_shared_condition_has_a_name(kb: Knowledge) -> None:
    texts = kb.texts()
    named = [f"meaning.{one.id}" for one in kb.pack.definition]
    for folder, kind in (("triage", "rule"), ("contraindications", "contraindication")):
        named += [f"family.{one.id}" for one in families(folder, [entry.id for entry in getattr(kb.pack, kind)])]
    assert [key for key in named if not texts.has(key)] == []


def test_nothing_is_left_of_a_template_in_any_page(to_read: Pages) -> None:
    left = re.compile(r"\{\{|\{%|\bNone\b(?! of)|Markup\(|&lt;span|\{[a-z_]+\}|\ue000")
    assert [(path, found[0]) for path, page in to_read.items() if (found := left.search(page.text))] == []


def test_the_pages_have_no_styles_and_no_scripts_inside(to_read: Pages) -> None:
    inside = {"style", "onclick", "onload", "onerror", "onsubmit"}
    assert [path for path, page in to_read.items() if page.attributes & inside] == []


def test_no_page_to_read_is_large(built: dict[str, bytes], to_read: Pages) -> None:
    assert [(path, len(built[path])) for path in to_read if len(built[path]) > 150 * KILOBYTE] == []


def test_the_same_knowledge_gives_the_same_bytes(kb: Knowledge, built: dict[str, bytes]) -> None:
    assert dict(site(kb)) == built


def test_the_index_leads_to_every_topic_by_each_of_its_words(kb: Knowledge, every_page: Pages) -> None:
    page = every_page["index-a-z.html"]
    missing = [word for topic in kb.pack.topic for word in topic.words if word not in page.said_in("en-GB")]
    assert missing == []


def test_the_page_for_a_wrong_address_has_nothing_inside_that_a_strict_policy_forbids(built: dict[str, bytes]) -> None:
    text = built["404.html"].decode()
    assert not re.search(r"<style|style=|\son\w+=", text)
    assert all(element == "></script>" for element in re.findall(r"<script[^>]*src=\"[^\"]*\"(.*)", text))
    assert "default-src 'none'; script-src 'self'" in text


# ---- in a browser


@pytest.mark.parametrize("folder", ["", "pages/uncramp/"])
@pytest.mark.parametrize("wrong", ["wrong.html", "remedy/wrong.html", "es/remedy/wrong.html", "a/b/c/d/wrong.js"])
def test_a_wrong_address_leads_home_from_any_depth_under_a_strict_policy(
    browser: Any, app_folder: Path, tmp_path: Path, folder: str, wrong: str
) -> None:
    if folder:
        (tmp_path / folder).parent.mkdir(parents=True)
        (tmp_path / folder).symlink_to(app_folder, target_is_directory=True)
    page = browser.new_page()
    with served(tmp_path if folder else app_folder) as host:
        page.goto(f"{host}{folder}{wrong}")
        link = page.locator(f"a[href='{host}{folder}index.html']")
        link.wait_for()
        link.click()
        page.locator("#places").wait_for()
        home = page.url
    page.close()
    assert home == f"{host}{folder}index.html"


def test_typing_another_name_of_a_cramp_finds_what_a_cramp_is(open_phone: Any) -> None:
    page = open_phone("learn.html")
    page.get_by_role("searchbox").fill("Charley horse")
    page.get_by_role("link", name="What is a cramp?").first.wait_for()
    assert "topic/cramp.html" in page.locator("[data-results] a").first.get_attribute("href")
    page.get_by_role("searchbox").fill("xyzxyz")
    page.locator("[data-results]").wait_for(state="hidden")
    assert page.get_by_role("status").inner_text().strip()


def test_without_scripts_the_search_leads_to_the_index(open_phone: Any) -> None:
    page = open_phone("learn.html", java_script_enabled=False)
    page.get_by_role("button", name="A to Z").click()
    assert page.get_by_role("heading", level=1).inner_text() == "All, A to Z"
    assert page.get_by_role("link", name="charley horse").is_visible()


LOOKED_AT = (
    "learn.html", "index-a-z.html", "helps-during.html", "remedy/calf_stretch_seated.html", "es/remedy/heat_pack.html",
    "rules/spine.html", "cautions/cold_heat.html", "food.html", "drinks.html", "danger.html", "about.html",
    "claim/ice_relieves_at_once.html", "source/r5.html", "numbers.html", "questions.html", "rules/meanings.html",
)  # fmt: skip


@pytest.mark.parametrize("path", LOOKED_AT)
def test_a_page_to_read_fits_the_smallest_phone_with_large_letters(open_phone: Any, path: str) -> None:
    page = open_phone(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate("document.documentElement.style.fontSize = '150%'")
    assert page.locator("main").evaluate("main => main.scrollWidth - main.clientWidth") == 0


def test_axe_finds_nothing_on_the_pages_to_read_by_day_and_by_night(open_phone: Any, axe: Any) -> None:
    page = open_phone("learn.html")
    found = {}
    for path in LOOKED_AT:
        page.goto(path)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme)
            found[f"{path} {theme}"] = axe(page)
    assert json.dumps({path: rows for path, rows in found.items() if rows}, indent=1) == "{}"
