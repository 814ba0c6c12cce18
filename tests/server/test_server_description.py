"""The API against its own description: whatever that allows is asked, and every answer is one that it names."""

from __future__ import annotations

import json
import os
from contextlib import suppress

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from server.conftest import HOME, Serve, local

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = int(os.environ.get("UNCRAMP_EXAMPLES", "6"))
"""Requests per operation and kind; a long run: UNCRAMP_EXAMPLES=2000 pytest tests/server/test_server_description.py"""


@pytest.fixture
def device(serve: Serve) -> TestClient:
    """A paired phone."""
    client = serve()
    _, token = local(client).devices.add("phone", "2026-11-20T08:00:00+01:00")
    client.headers["Authorization"] = f"Bearer {token}"
    return client


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_asked_the_answer_is_one_that_the_description_names(
    device: TestClient, mode: GenerationMode
) -> None:
    description = schemathesis.openapi.from_asgi("/api/v1/openapi.json", device.app, headers={"Host": HOME[7:]})
    asked: dict[str, int] = {}
    for found in description.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: schemathesis.Case) -> None:
            asked[case.operation.label] = asked.get(case.operation.label, 0) + 1
            headers = {"Authorization": device.headers["Authorization"], "Host": HOME[7:]}
            case.call_and_validate(base_url=HOME, headers=headers, checks=CHECKS)

        with suppress(Unsatisfiable):  # nothing wrong can be asked of one that takes nothing
            holds()
    every = {found.ok().label for found in description.get_all_operations()}
    assert set(asked) == (every if mode is GenerationMode.POSITIVE else every & set(asked))
    assert len(asked) > len(every) / 2


def test_every_operation_names_the_refusals_that_the_guard_can_give(stranger: TestClient) -> None:
    paths = stranger.get("/api/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for method, operation in operations.items():
            named = set(operation["responses"])
            assert named >= {"400", "403", "421"}, (path, method)
            if "requestBody" in operation:
                assert named >= {"408", "413", "415", "422"}, (path, method)
            if operation.get("security"):
                assert "401" in named, (path, method)


def test_the_description_asks_nothing_of_another_origin(stranger: TestClient) -> None:
    text = stranger.get("/api/v1/openapi.json").text
    assert "http://" not in text
    assert "https://" not in text
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert stranger.get(path).status_code == 404


def test_the_description_lists_every_fact_with_its_answers(stranger: TestClient) -> None:
    schemas = json.loads(stranger.get("/api/v1/openapi.json").text)["components"]["schemas"]
    facts = schemas["Facts"]["properties"]
    assert set(facts) == set(local(stranger).kb.facts)
    assert facts["site_calf"]["enum"] == [True, False, "unsure", None]
