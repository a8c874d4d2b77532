"""Another site's page can neither talk to the server, nor read from it, nor upload to it."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlparse

import pytest

ELSEWHERE = "http://elsewhere.example"
HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
}


def answer(app: str, method: str, path: str, **headers: str) -> HTTPResponse:
    """Return what the server says to a request, of which the body is read."""
    connection = HTTPConnection(urlparse(app).netloc, timeout=10)
    connection.request(method, path, headers=headers)
    response = connection.getresponse()
    if response.status != 101:
        response.read()
    connection.close()
    return response


@pytest.mark.parametrize(("origin", "status"), [(None, 101), (ELSEWHERE, 403), ("null", 403)])
def test_only_the_app_s_own_pages_open_its_socket(app: str, origin: str | None, status: int) -> None:
    response = answer(app, "GET", "/_stcore/stream", Origin=origin or app, **HANDSHAKE)
    assert response.status == status


def test_an_answer_allows_no_other_site_to_read_it(app: str) -> None:
    for path in ("/_stcore/health", "/_stcore/host-config", "/"):
        assert answer(app, "GET", path, Origin=ELSEWHERE).getheader("Access-Control-Allow-Origin") is None


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_upload_needs_the_token_of_the_page(app: str, method: str) -> None:
    assert answer(app, method, "/_stcore/upload_file/session/file").status == 403
    assert answer(app, method, "/_stcore/upload_file/session/file", Cookie="_streamlit_xsrf=x").status == 403


def test_no_program_drives_the_app_but_by_its_page(app: str) -> None:
    headers = {"Content-Type": "application/json"}
    assert answer(app, "POST", "/_stcore/agent/interact", **headers).status == 403
