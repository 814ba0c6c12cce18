"""What people who ask are told about cramps, twitches and their causes."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import anchor, link_any, one_line, opening, provenance, said
from uncramp.kb import Knowledge

ABOUT = "What `uncramp explain` says to people who ask what it is and where it comes from."


def topics_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("What people are told when they ask", ABOUT, kb.pack.topic, "topics")
    for topic in kb.pack.topic:
        yield from ("", f"### {anchor(topic.id)}{said(topic.title)}", "")
        for text in topic.says:
            yield from (one_line(said(text)), "")
        if topic.words:
            yield f"* Asked for as: {', '.join(topic.words)}"
        if topic.details:
            yield f"* For clinicians: {one_line(topic.details)}"
        if topic.see:
            yield f"* See also: {', '.join(link_any(kb, id) for id in topic.see)}"
        yield from provenance(topic)
