"""The protocol and the report of a trial in the local app, and what programs learn of it."""

from __future__ import annotations

import io
import json
import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from server.conftest import Clock
from server.trial_pages import REMEDY, begun, lived, text_of
from uncramp.kb import Knowledge
from uncramp.trials.design import looks


def test_protocol_and_report_follow_their_standards(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    spent = ["Background", "Objective", "Design", "Interventions", "Outcome", "Timeline", "Random order", "Blinding",
             "Data collection", "Statistical methods", "Harms", "Consent"]  # fmt: skip
    cent = ["In short", "Background", "Design", "Outcome", "Random order", "Blinding", "Statistical methods", "Nights",
            "Before the first period", "Numbers analysed", "Estimate", "Harms", "Limitations", "Generalisability",
            "Interpretation", "Registration"]  # fmt: skip
    for name, headings in (("protocol", spent), ("report", cent)):
        page = owner.get(f"/app/trials/{run.id}/{name}.html").text
        found = re.findall(r"<h3>(.*?)</h3>", page)
        places = [next(nth for nth, one in enumerate(found) if one.startswith(heading)) for heading in headings]
        assert places == sorted(places), f"{name}: {found}"
        assert run.design.body["mark"] in page
        assert "<style" not in page, "a page of the app holds no style inside"
    told = owner.get(f"/app/trials/{run.id}/protocol.json").json()
    assert json.dumps(told["protocol"], sort_keys=True, separators=(",", ":")) == run.design.body["protocol"]


def test_the_report_says_the_same_as_the_result_page(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    report = owner.get(f"/app/trials/{run.id}/report.html")
    result = re.search(r'class="big-say">(.*?)</p>', owner.get(f"/app/trials/{run.id}/result").text)
    assert result
    assert unescape(result[1]) in text_of(report)
    told = owner.get(f"/app/trials/{run.id}/report.json").json()["seen"]["result"]
    assert unescape(result[1]) in told["says"]
    assert owner.get("/api/v1/trials").json()["trials"][0]["seen"]["result"] == told


def test_the_documents_come_as_tagged_pdf(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    pytest.importorskip("weasyprint")
    run = begun(owner, kb, clock)
    lived(owner, run, clock, looks(run.protocol)[0])
    owner.post(f"/app/trials/{run.id}/look")
    answer = owner.get(f"/app/trials/{run.id}/report.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert "pdfuaid:part" in reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "Statistical methods" in "".join(page.extract_text() for page in reader.pages)


def test_programs_learn_what_it_is_the_turn_of(owner: TestClient, kb: Knowledge, clock: Clock) -> None:
    run = begun(owner, kb, clock)
    lived(owner, run, clock, 9)
    clock.wait(days=2)
    (found,) = owner.get("/api/v1/trials").json()["trials"]
    assert (found["id"], found["arm_a"], found["arm_b"]) == (run.id, "nothing_extra", REMEDY)
    assert found["missing"] == [run.night(11), run.night(10)]
    assert found["tonight"] == {"night": run.night(12), "stage": "running", "arm": run.plan[11].arm}
