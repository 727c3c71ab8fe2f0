"""Packages over HTTP: each at its own origin, no cookie, and a policy that shuts all."""

from uuid import UUID

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from chassis.configuration import BadSetting, Settings
from services.training.config_packages import package_origins
from services.training.domain.package_origin import PackageOrigins
from services.training.inbound.packages_http import PACKAGE, PackagesApp

ONE = UUID("7b0f5d0e-9a53-4c0a-8f3c-0d5b0a2f6c11")
ORIGINS = PackageOrigins("http://*.localhost:8639")


@Request.application
def shows(request: Request) -> Response:
    """Answer with whose origin it is, and try to set a cookie."""
    answer = Response(f"{request.environ[PACKAGE]} {request.path}", mimetype="text/plain")
    answer.set_cookie("session", "x")
    return answer


@Request.application
def policy(request: Request) -> Response:
    return Response("p", headers={"Content-Security-Policy": "default-src 'self'"})


@pytest.fixture
def client() -> Client:
    parts = {"/": shows, "/xapi/": policy, "/fetch": policy}
    return Client(PackagesApp(origins=ORIGINS, parts=parts))


def test_a_package_is_found_by_its_host(client) -> None:
    answer = client.get("/a/b.html", base_url=ORIGINS.of(ONE))
    assert f"{ONE} /a/b.html" == answer.text


@pytest.mark.parametrize(
    "host",
    [
        "localhost:8639",
        f"{ONE}.localhost",
        f"{ONE}.evil.example:8639",
        f"{ONE}.{ONE}.localhost:8639",
        f"{ONE.hex}.localhost:8639",
        "isp.localhost:8639",
        "",
    ],
)
def test_any_other_host_is_none_of_ours(client, host) -> None:
    answer = client.get("/a/b.html", headers={"Host": host})
    assert 404 == answer.status_code
    assert str(ONE) not in answer.text


def test_the_longest_beginning_of_a_path_counts(client) -> None:
    for path in ("/xapi/statements", "/fetch"):
        assert "p" == client.get(path, base_url=ORIGINS.of(ONE)).text
    assert "/fetched" in client.get("/fetched", base_url=ORIGINS.of(ONE)).text


def test_no_cookie_is_set_and_nothing_is_sniffed_framed_or_run(client) -> None:
    said = client.get("/a", base_url=ORIGINS.of(ONE)).headers
    assert "Set-Cookie" not in said
    assert "nosniff" == said["X-Content-Type-Options"]
    assert "no-referrer" == said["Referrer-Policy"]
    assert said["Content-Security-Policy"].startswith("default-src 'none'")
    own = client.get("/xapi/about", base_url=ORIGINS.of(ONE)).headers
    assert ["default-src 'self'"] == own.getlist("Content-Security-Policy")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://localhost:8639", "http://localhost:8600"),
        ("http://a.*.localhost", "http://localhost:8600"),
        ("https://*", "https://isp.example"),
        ("https://*.isp.example", "https://isp.example"),
        ("https://*.isp.example:8443", "https://isp.example"),
        ("https://*.packages.isp.example", "https://isp.example"),
        ("http://*.localhost:8600", "http://localhost:8600"),
        ("", "https://isp.example"),
    ],
)
def test_what_is_no_origin_of_its_own_for_each_package_is_refused(url, site) -> None:
    with pytest.raises(BadSetting) as refused:
        package_origins(Settings({"TRAINING_PACKAGES_URL": url, "ISP_PUBLIC_URL": site}))
    assert "TRAINING_PACKAGES_URL" == refused.value.name


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("http://*.localhost:8639", "http://localhost:8600"),
        ("https://*.isp-packages.example", "https://isp.example"),
        ("https://*.other-isp.example", "https://isp.example"),
    ],
)
def test_what_can_set_no_cookie_for_the_site_is_taken(url, site) -> None:
    said = {"TRAINING_PACKAGES_URL": url, "ISP_PUBLIC_URL": site}
    assert url == package_origins(Settings(said)).pattern


def test_the_origin_of_a_package_has_its_id_in_the_place_of_the_star() -> None:
    said = {
        "TRAINING_PACKAGES_URL": "https://*.packages.example/",
        "ISP_PUBLIC_URL": "https://isp.example",
    }
    assert f"https://{ONE}.packages.example" == package_origins(Settings(said)).of(ONE)
