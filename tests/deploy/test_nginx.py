"""deploy/nginx.conf, asked over HTTP: who stays where, what it sends along, what it lets through and what it writes."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from uuid import uuid4

import pytest

from tests.deploy.site import REPLICAS, Site

PATHS = ("/_stcore/health", "/training?seed=3", "/_stcore/host-config", "/activations")


def test_a_visitor_stays_with_one_replica_and_visitors_spread(site: Site) -> None:
    asked = [{tuple(site.asked(visitor, path)) for path in PATHS} for visitor in (uuid4().hex for _ in range(24))]
    assert all(len(replicas) == 1 for replicas in asked)
    assert set().union(*asked) == {(replica,) for replica in REPLICAS}


def test_the_cookie_is_random_and_set_once(site: Site) -> None:
    answers = [site.ask("/"), site.ask("/"), site.ask("/", visitor="7"), site.ask("/", visitor="../" + "f" * 32)]
    given = [answer.cookie or "" for answer in answers]
    assert len(set(given)) == len(answers)
    for answer, cookie in zip(answers, given, strict=True):
        assert re.fullmatch("[0-9a-f]{32}", cookie)
        assert answer.headers["set-cookie"].endswith("Path=/; HttpOnly; SameSite=Lax")
        assert site.ask("/", visitor=cookie).cookie is None


def test_without_cookies_a_browser_stays_too(site: Site) -> None:
    for name in ("one", "two", "three"):
        seen = len(site.visits())
        for _ in range(4):
            site.ask("/_stcore/health", **{"User-Agent": name})
        site.until(lambda expected=seen + 4: len(site.visits()) == expected)  # type: ignore[misc]
        assert len({line.split()[6] for line in site.visits()[seen:]}) == 1


@pytest.mark.parametrize("path", ["/", "/training?seed=3", "/_stcore/health", "/static/none.js", "/metrics"])
def test_every_answer_has_the_headers(path: str, site: Site) -> None:
    answer = site.ask(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["server"] == "nginx"
    assert not re.search(rb"nginx/\d", answer.body)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'self'"
    assert "unsafe" not in policy["script-src"]


def test_the_policy_names_the_one_script_in_the_page(site: Site) -> None:
    page = site.ask("/")
    scripts = re.findall(rb"<script>(.*?)</script>", page.body, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script).digest()).decode() for script in scripts}
    assert hashes == set(re.findall(r"'sha256-([^']+)'", page.headers["content-security-policy"]))


def test_text_is_compressed_and_assets_are_asked_for_once(site: Site) -> None:
    script = re.search(rb'src="\.(/static/js/index[^"]+)"', site.ask("/").body)
    assert script
    path = script[1].decode()
    plain, packed = site.ask(path), site.ask(path, **{"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < 0.5 * len(plain.body)
    assert site.asked(uuid4().hex, path) == []


@pytest.mark.parametrize(
    "path",
    ["/metrics", "/health", "/_stcore/metrics", "/_stcore/agent/openapi.json", "/training/_stcore/script-health-check"],
)
def test_what_is_not_for_visitors_is_not_there(path: str, site: Site) -> None:
    assert site.ask(path).status == 404
    assert site.asked(uuid4().hex, path) == []


def test_a_download_is_looked_for_on_every_replica(site: Site) -> None:
    replicas = site.asked(uuid4().hex, "/media/none.csv")
    assert len(replicas) == len(REPLICAS)
    assert set(replicas) == set(REPLICAS)


def test_what_is_too_large_is_refused(site: Site) -> None:
    upload = f"/_stcore/upload_file/{uuid4()}/{uuid4()}"
    assert site.ask("/training", method="POST", body=bytes(70_000)).status == 413
    assert site.ask("/training?points=" + "1" * 20_000).status == 414
    assert site.ask(upload, method="PUT", body=bytes(7 << 20)).status == 413


@pytest.mark.parametrize(("method", "status"), [("PUT", 403), ("GET", 200)])  # no XSRF token; the page
def test_a_body_that_a_replica_does_not_read_fails_none_of_them(method: str, status: int, site: Site) -> None:
    for _ in range(10):
        upload = f"/_stcore/upload_file/{uuid4()}/{uuid4()}"
        assert site.ask(upload, method=method, body=bytes(5 << 20)).status == status
    asked = {tuple(site.asked(uuid4().hex)) for _ in range(24)}
    assert asked == {(replica,) for replica in REPLICAS}


def test_nothing_of_a_visitor_is_logged(site: Site) -> None:
    secret, visitor = "sigmoid(0.123*x)", uuid4().hex
    headers = {"Referer": f"{site.address}/training?formula={secret}", "User-Agent": secret, "X-Forwarded-For": secret}
    for path in ("/training?formula=", "/", "/_stcore/health?", "/static/", "/media/", "/_stcore/upload_file/", "/%0a"):
        site.ask(path + secret, visitor=visitor, **headers)
    (replica,) = site.asked(visitor)
    with site.without(replica):  # a failed replica is what nginx writes about most
        assert site.asked(visitor, f"/training?formula={secret}")[0] == replica
        site.ask(f"/training?formula={secret}", visitor=visitor, method="POST", body=secret.encode(), **headers)
    assert len(site.visits()) >= 9
    for told in (secret, "sigmoid", visitor, " 127.0.0.1 "):  # the last one is the visitor's address
        assert told not in site.printed()
    assert site.printed("nginx.e") == ""
