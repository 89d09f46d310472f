"""The OpenAPI 3.1 document: what the library reads off the operations, completed with bodies, headers and one path per act."""

from __future__ import annotations

import copy
from http import HTTPStatus
from typing import Any

import msgspec
from ninja import NinjaAPI

from yiwang.infra.problems import MEDIA_TYPE
from yiwang.matters.operations.intake import Intake

from . import act_inputs

_ACT_PATH = "/api/v1/matters/{number}/acts/{act}"
_REGISTER, _FILES = "/api/v1/matters", "/api/v1/files"
_OCTETS = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "minLength": 8, "maxLength": 160, "pattern": "^[!-~]+$"},
    "description": "Chosen by you, fresh per deed. A repeated request with the same key and body changes nothing and gets the first answer;"
    " with another body it is refused (422 key_reused). Kept 90 days per token.",
}
_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "default": "zh"},
    "description": "zh or en: the language of the sentences in problems.",
}


class Api(NinjaAPI):
    """The library's API with a document that says everything."""

    def get_openapi_schema(self, **kwargs: Any) -> Any:
        """Return the complete document."""
        document = super().get_openapi_schema(**kwargs)
        components = document["components"]
        components["schemas"] |= act_inputs.components() | _intake()
        components.setdefault("parameters", {}).update(IdempotencyKey=_KEY, Language=_LANGUAGE)
        document["paths"] = {path: _completed(methods) for path, methods in document["paths"].items()}
        document["paths"][_FILES]["post"]["requestBody"] = _OCTETS
        document["paths"][_REGISTER]["post"]["requestBody"] = _json_body("Intake")
        document["paths"] |= _one_path_per_act(document["paths"].pop(_ACT_PATH, None))
        return document


def _completed(methods: dict[str, Any]) -> dict[str, Any]:
    return {method: _operation(method, copy.deepcopy(operation)) for method, operation in methods.items()}


def _operation(method: str, operation: dict[str, Any]) -> dict[str, Any]:
    parameters = operation.setdefault("parameters", [])
    parameters.append({"$ref": "#/components/parameters/Language"})
    if method == "post":
        parameters.append({"$ref": "#/components/parameters/IdempotencyKey"})
    scope = operation.pop("x-scope", None)
    if scope:
        operation["security"] = [{"Bearer": [scope]}]
    operation["responses"] = {str(status): _response(int(status), response) for status, response in operation["responses"].items()}
    return operation


def _response(status: int, response: dict[str, Any]) -> dict[str, Any]:
    if status >= 400:
        response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
        response["description"] = HTTPStatus(status).phrase
    if status in (429, 503):
        response["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait."}}
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return response


def _json_body(component: str) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{component}"}}}}


def _intake() -> dict[str, Any]:
    """Return the body of a registration, read off the very struct it is turned into."""
    _, found = msgspec.json.schema_components([Intake], ref_template="#/components/schemas/{name}")
    for schema in found.values():
        schema["additionalProperties"] = False
    return found


def _one_path_per_act(template: dict[str, Any] | None) -> dict[str, Any]:
    """Write the one route of all acts as a path per act, each with exactly its own input."""
    if template is None:
        return {}
    paths = {}
    for spec in act_inputs.public_acts():
        operation = copy.deepcopy(template["post"])
        operation["operationId"] = f"act_{spec.act}"
        operation["summary"] = f"{spec.zh} {spec.en}"
        operation["parameters"] = [p for p in operation["parameters"] if p.get("name") != "act"]
        body = act_inputs.body_schema(spec)
        operation["requestBody"] = _json_body(act_inputs.component_name(spec))
        operation["description"] = f"{template['post'].get('description', '')}\n\nOn: {body['properties']['subject']['description']}"
        paths[_ACT_PATH.replace("{act}", spec.act)] = {"post": operation}
    return paths
