"""The OpenAPI document is valid, complete, and says of every act exactly what the act takes."""

from __future__ import annotations

import json

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from yiwang.api.act_inputs import public_acts
from yiwang.api.main import written_document
from yiwang.matters.domain.acts import SPECS


@pytest.fixture(scope="module")
def document():
    return json.loads(written_document())


def operations(document):
    return [(path, method, operation) for path, methods in document["paths"].items() for method, operation in methods.items()]


def test_it_is_valid_openapi_31(document):
    assert document["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_it_is_served(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Yiwang 一网 API"


def test_every_operation_says_who_may_and_how_it_fails(document):
    for path, method, operation in operations(document):
        if path == "/api/v1/problems":
            continue
        assert operation["security"] == [{"Bearer": [operation["security"][0]["Bearer"][0]]}], path
        expected = {"400", "401", "403", "404", "429", "503"} | ({"409", "411", "413", "415", "422"} if method == "post" else set())
        assert expected <= set(operation["responses"]), path
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                assert response["content"] == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
        assert operation.get("description") and operation["operationId"], path


def test_operation_ids_are_unique(document):
    names = [operation["operationId"] for _, _, operation in operations(document)]
    assert len(names) == len(set(names))


def test_every_act_has_its_own_path_and_exact_input(document):
    for spec in public_acts():
        operation = document["paths"][f"/api/v1/matters/{{number}}/acts/{spec.act}"]["post"]
        name = operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        data = document["components"]["schemas"][name]["properties"]["data"]
        assert set(data["properties"]) == {field.name for field in spec.inputs}
        assert set(data.get("required", [])) == {field.name for field in spec.inputs if field.required}
    assert not any("{act}" in path for path in document["paths"])
    assert len([path for path in document["paths"] if "/acts/" in path]) == len(public_acts()) < len(SPECS)


def test_registration_says_what_it_takes(document):
    body = document["paths"]["/api/v1/matters"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    intake = document["components"]["schemas"][body["$ref"].rsplit("/", 1)[1]]
    assert set(intake["required"]) == {"category", "place", "narrative"}
    assert "parties" in intake["properties"]
