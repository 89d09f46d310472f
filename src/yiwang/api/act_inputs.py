"""The input of every act as JSON Schema, read from the acts' own specifications: the documents cannot drift from the code."""

from __future__ import annotations

from typing import Any

from yiwang.matters.domain.acts import SPECS, Act, ActSpec, Input, Kind, On
from yiwang.matters.domain.regulation import RULES

NUMBER_PATTERN = r"^\d{6}-\d{8}-[0-9A-Z]{4,6}-[0-9A-Z]$"

_BY_KIND: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string", "minLength": 1},
    Kind.LINE: {"type": "string", "minLength": 1},
    Kind.UNIT: {"type": "integer", "minimum": 1},
    Kind.UNITS: {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 1, "uniqueItems": True},
    Kind.CHOICE: {"type": "string"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DAYS: {"type": "integer", "minimum": 1},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.STARS: {"type": "integer", "minimum": 1, "maximum": 5},
    Kind.CATEGORY: {"type": "string"},
    Kind.MATTER: {"type": "string", "pattern": NUMBER_PATTERN},
    Kind.USER: {"type": "integer", "minimum": 1},
    Kind.FILES: {"type": "array", "items": {"type": "string", "format": "uuid"}, "minItems": 1, "uniqueItems": True},
    Kind.COUNT: {"type": "integer", "minimum": 0},
    Kind.PARTY: {"type": "integer", "minimum": 1},
    Kind.MONEY: {"type": "string", "pattern": r"^[0-9]{1,10}(\.[0-9]{1,2})?$"},
    Kind.PLACE: {"type": "string", "pattern": r"^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"},
}
_SUBJECT: dict[On, str] = {
    On.MATTER: "m",
    On.ORDER: "an order of the matter",
    On.REQUEST: "a request of the matter (contest, extension, suspension, correction, question)",
    On.WHISTLE: "a whistle of the matter",
    On.CARD: "a card of the matter",
    On.REVIEW: "a review of the matter",
    On.CLAIM: "a line of the claim sheet",
    On.CONFERENCE: "a conference on the matter",
}


def public_acts() -> tuple[ActSpec, ...]:
    """Return the acts a program may ask for: all but registering (its own door) and what the system does alone."""
    return tuple(spec for spec in SPECS.values() if not spec.system and spec.act is not Act.REGISTER)


def input_schema(field: Input) -> dict[str, Any]:
    """Return the schema of one input."""
    schema = dict(_BY_KIND[field.kind], title=field.zh, description=field.en)
    if field.choices:
        schema["description"] = f"{field.en}: a code of the list `{field.choices}` (GET /api/v1/acts lists them)."
    return schema


def body_schema(spec: ActSpec) -> dict[str, Any]:
    """Return the schema of the body of one act."""
    required = [field.name for field in spec.inputs if field.required]
    data: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: input_schema(field) for field in spec.inputs},
        "additionalProperties": False,
    }
    if required:
        data["required"] = required
    also_on = RULES[spec.act].also_on
    where = " or ".join(_SUBJECT[on] for on in (spec.on, also_on) if on is not None)
    subject = {"type": "string", "description": f"Key of what the act is done on: {where}."}
    if spec.on is On.MATTER:
        subject |= {"default": "m"} | ({"const": "m"} if also_on is None else {})
    body = {
        "type": "object",
        "title": f"{spec.zh} {spec.en}",
        "properties": {
            "subject": subject,
            "data": data,
            "seen_version": {
                "type": ["integer", "null"],
                "minimum": 1,
                "description": "The version you decided on. When the matter has moved since, nothing is done and 409 tells you.",
            },
        },
        "additionalProperties": False,
    }
    needed = (["subject"] if spec.on is not On.MATTER else []) + (["data"] if required else [])
    if needed:
        body["required"] = needed
    return body


def component_name(spec: ActSpec) -> str:
    """Return the name of an act's body among the components of the document."""
    return "Act" + "".join(word.capitalize() for word in spec.act.split("_"))


def components() -> dict[str, dict[str, Any]]:
    """Return the bodies of all acts by component name, and `AnyAct`, one of them."""
    bodies = {component_name(spec): body_schema(spec) for spec in public_acts()}
    return bodies | {"AnyAct": {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in bodies]}}
