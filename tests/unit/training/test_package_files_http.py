"""Files of a package over HTTP: on its own origin, by a launch path, within a policy."""

from uuid import UUID, uuid4

import pytest
from werkzeug.test import Client

from chassis.errors import StorageUnavailable
from services.training.domain.package import Package, PackageFile
from services.training.domain.package_errors import PackageNotFound
from services.training.domain.package_origin import PackageOrigins
from services.training.inbound.package_files_http import PackageFilesApp
from services.training.inbound.packages_http import PackagesApp
from tests.fakes.training import NOON

ONE = UUID("7b0f5d0e-9a53-4c0a-8f3c-0d5b0a2f6c11")
ORIGINS = PackageOrigins("http://*.localhost:8639")
BODY = b"0123456789"


class _Read:
    def __init__(self) -> None:
        self.fails: Exception | None = None

    def __call__(self, *, package_id: UUID, token: str, path: str):
        if self.fails:
            raise self.fails
        if (package_id, token) != (ONE, "good") or path.startswith("none"):
            raise PackageNotFound("none")
        made = Package.begun(package_id, uuid4(), name="a", size=1, by="x", at=NOON)
        file = PackageFile(path=path, number=3, size=len(BODY))
        return made, file, lambda start, length: iter([BODY[start : start + length]])


@pytest.fixture
def read() -> _Read:
    return _Read()


@pytest.fixture
def ask(read):
    files = PackageFilesApp(read_package_file=read, site="https://isp.example")
    client = Client(PackagesApp(origins=ORIGINS, parts={"/": files}))

    def asked(path: str, method: str = "GET", **headers: str):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.open(path, method=method, base_url=ORIGINS.of(ONE), headers=named)

    return asked


def test_a_page_runs_and_reaches_nothing_but_its_own_origin(ask) -> None:
    answer = ask("/good/a/index.html")
    assert (200, BODY) == (answer.status_code, answer.data)
    said = answer.headers
    assert "text/html; charset=utf-8" == said["Content-Type"]
    policy = {
        name: sources
        for name, _, sources in (
            each.partition(" ") for each in said["Content-Security-Policy"].split("; ")
        )
    }
    assert "'self'" == policy["default-src"] == policy["connect-src"] == policy["form-action"]
    assert "'none'" == policy["object-src"]
    assert "'self' https://isp.example" == policy["frame-ancestors"]
    assert not any("http" in each for name, each in policy.items() if name != "frame-ancestors")
    assert "nosniff" == said["X-Content-Type-Options"]
    assert "no-referrer" == said["Referrer-Policy"], "the launch path is in the address"
    assert "private, no-store" == said["Cache-Control"]
    assert "same-origin" == said["Cross-Origin-Resource-Policy"]
    for none in ("Set-Cookie", "Access-Control-Allow-Origin", "Content-Disposition"):
        assert none not in said


@pytest.mark.parametrize("path", ["/good/a.exe", "/good/noending", "/good/a.php"])
def test_a_file_of_another_type_is_saved_and_not_guessed(ask, path) -> None:
    said = ask(path).headers
    assert "application/octet-stream" == said["Content-Type"]
    assert "attachment" == said["Content-Disposition"]


@pytest.mark.parametrize("path", ["/bad/index.html", "/good/none.html", "/", "/good"])
def test_nothing_opens_without_a_path_of_ours(ask, path) -> None:
    read = ask(path) if path != "/good" else ask("/bad")
    assert 404 == read.status_code
    assert BODY not in read.data
    assert read.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("asked", "status", "body", "said"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=0-1,3-4", 200, BODY, None),
        ("lines=1-2", 200, BODY, None),
    ],
)
def test_a_part_of_a_film_is_read(ask, asked, status, body, said) -> None:
    answer = ask("/good/film.mp4", Range=asked)
    assert (status, body) == (answer.status_code, answer.data)
    assert said == answer.headers.get("Content-Range")


def test_a_part_that_is_not_there_is_refused(ask) -> None:
    answer = ask("/good/film.mp4", Range="bytes=10-")
    assert (416, "bytes */10") == (answer.status_code, answer.headers["Content-Range"])


def test_a_part_of_another_file_is_not_mixed_in(ask) -> None:
    answer = ask("/good/film.mp4", Range="bytes=2-4", If_Range='"another"')
    assert (200, BODY) == (answer.status_code, answer.data)


def test_a_file_is_only_read(ask) -> None:
    assert (200, b"") == ((head := ask("/good/a.html", "HEAD")).status_code, head.data)
    for method in ("POST", "PUT", "DELETE"):
        assert 405 == ask("/good/a.html", method).status_code


def test_a_storage_that_is_away_is_said_without_its_words(ask, read) -> None:
    read.fails = StorageUnavailable("the storage says Secret")
    answer = ask("/good/a.html")
    assert 503 == answer.status_code
    assert "Secret" not in answer.text
