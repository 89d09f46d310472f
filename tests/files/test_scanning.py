"""A virus scanner reads every upload; what it finds, and what it cannot read, is not taken."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest

from yiwang.files.models import Upload
from yiwang.files.scanning import answers
from yiwang.kernel.refusals import Refused

from .conftest import PDF
from .test_store import files_on_disk, put

pytestmark = pytest.mark.django_db
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Speaks clamd's INSTREAM and PING, and finds what it is told to find."""

    def __init__(self) -> None:
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.server.getsockname()[1]}"
        self.read: list[bytes] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as source:
                command = b""
                while not command.endswith(b"\0"):
                    command += source.read(1)
                line.sendall(b"PONG\0" if command == b"zPING\0" else self._scan(source))

    def _scan(self, source) -> bytes:
        content = b""
        while length := int.from_bytes(source.read(4)):
            content += source.read(length)
        self.read.append(content)
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    scanner = Clamd()
    settings.FILES_SCANNER = scanner.address
    yield scanner
    scanner.server.close()


def test_clean_files_pass_and_were_read_whole(clamd):
    content = PDF + bytes(200_000)
    assert put("材料.pdf", content).size == len(content)
    assert clamd.read == [content]
    assert answers(clamd.address)


def test_what_is_found_is_refused_and_nothing_is_left(clamd, settings):
    with pytest.raises(Refused, match="file_infected") as refused:
        put("材料.pdf", PDF + EICAR)
    assert refused.value.values["name"] == "材料.pdf"
    assert files_on_disk(settings) == []
    assert not Upload.objects.exists()


def test_without_an_answer_nothing_is_taken_unseen(clamd, settings):
    clamd.server.close()
    settings.FILES_SCANNER = "tcp://127.0.0.1:1"
    with pytest.raises(Refused, match="file_not_scanned"):
        put("材料.pdf", PDF)
    assert files_on_disk(settings) == []
    assert not answers(settings.FILES_SCANNER)
