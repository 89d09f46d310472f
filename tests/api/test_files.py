"""A file is sent first and taken by the act or registration that names it."""

from __future__ import annotations

from io import BytesIO

import pytest

from tests.api.test_matters import INTAKE, act
from tests.files.conftest import picture
from yiwang.api.schemas import Matter, Registered, Uploaded

PNG = picture("PNG")


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


def upload(program, octets: bytes, name: str = "现场.png", kind: str = "application/octet-stream", **more):
    return program.client.generic(
        "POST", f"/api/v1/files?name={name}", octets, content_type=kind, headers=program.headers(None, {}), **more
    )


def test_upload_register_attach(town, caller):
    from yiwang.infra import clock
    from yiwang.policy import queries as policy

    program = caller("coordinator")
    sent = Uploaded.model_validate_json(upload(program, PNG).content)
    assert (sent.name, sent.kind, sent.size > 0) == ("现场.png", "image/png", True)
    category = next(node.code for node in policy.pack("categories", clock.now()).body.leaves if "help" in node.natures)
    done = Registered.model_validate_json(program.post("/matters", INTAKE | {"category": category, "files": [sent.id]}).content)
    other = Uploaded.model_validate_json(upload(program, PNG, "二.png").content)
    assert act(program, done.number, "attach", {"files": [other.id], "visible": True}).status_code == 200
    page = Matter.model_validate_json(program.get(f"/matters/{done.number}").content)
    assert [(file.name, file.visible) for file in page.files] == [("现场.png", True), ("二.png", True)]
    again = act(program, done.number, "attach", {"files": [sent.id]})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "no_such_file")


def test_what_is_not_taken(town, caller):
    program = caller("coordinator")
    for answer, status, code in (
        (upload(program, b"MZ\x90\x00" + b"\0" * 200, "a.exe"), 422, None),
        (upload(program, PNG, kind="image/png"), 415, "wrong_media_type"),
        (upload(program, PNG, CONTENT_LENGTH=str(30 * 1024 * 1024), **{"wsgi.input": BytesIO(PNG)}), 413, "too_large"),
        (upload(program, PNG, CONTENT_LENGTH=str(len(PNG) + 50), **{"wsgi.input": BytesIO(PNG)}), 400, None),
        (
            program.client.post("/api/v1/files", PNG, content_type="application/octet-stream", headers=program.headers(None, {})),
            422,
            "bad_input",
        ),
    ):
        assert answer.status_code == status, answer.content.decode()
        assert code is None or answer.json()["code"] == code
