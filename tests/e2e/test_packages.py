"""A stranger's course from a trainer to the catalogue, on the real platform, and what ends."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from stack.demo_content.packages import NAME, publish_package
from stack.packaging import PATH, bring, packed, publish, structure, withdraw
from stack.story.front import Front, Person, eventually
from tests.fakes.attached_files import EICAR

pytestmark = pytest.mark.feature("F20")


@pytest.fixture(scope="module")
def trainer(front: Front) -> Person:
    return front.sign_in_demo("trainer")


@pytest.fixture(scope="module")
def second(front: Front) -> Person:
    return front.sign_in_demo("trainer2")


def offered(front: Front) -> dict[str, dict[str, Any]]:
    found = front.ask("GET", "/v1/courses?page_size=100").json()["courses"]
    return {each["course_id"]: each for each in found}


def seen(front: Front, by: Person, package: dict[str, Any]) -> str:
    path = f"{PATH}/{package['package_id']}/previews"
    return str(front.ask("POST", path, by=by, body={"unit": 0}).json()["url"])


def got(url: str, **headers: str) -> requests.Response:
    """Ask as a browser does, which takes *.localhost for this machine without asking anybody."""
    parts = urlsplit(url)
    here = f"http://127.0.0.1:{parts.port}{parts.path}"
    return requests.get(here, headers={"Host": parts.netloc, **headers}, timeout=10)


def test_a_package_is_published_by_a_second_trainer_and_stands_on_its_own_origin(
    front: Front, trainer: Person, second: Person
) -> None:
    made = bring(front, trainer, "gates.zip", packed({"big.bin": bytes(3 * 1024 * 1024 // 4)}))
    assert ("PROPOSED", 1, "Gates") == (made["state"], made["unit_count"], made["title"])
    own = {"read_digest": made["digest"]}
    path = f"{PATH}/{made['package_id']}/publication"
    front.ask("POST", path, by=trainer, body=own, expect=403)
    assert made["course_id"] not in offered(front)

    url = seen(front, second, made)
    assert f"{made['package_id']}.localhost" == urlsplit(url).hostname
    shown = got(url)
    assert (200, "text/html; charset=utf-8") == (shown.status_code, shown.headers["Content-Type"])
    assert "Keep the gates clear" in shown.text
    assert "connect-src 'self'" in shown.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in shown.headers
    script = url.replace("index.html", "unit.js")
    part = got(script, Range="bytes=0-7")
    assert (206, b"document") == (part.status_code, part.content)
    assert 404 == got(url.replace("index.html", "../index.html")).status_code
    other = bring(front, trainer, "other.zip", packed())
    elsewhere = url.replace(made["package_id"], other["package_id"])
    assert 404 == got(elsewhere).status_code, "a path of one package opens no other"

    out = publish(front, second, made)
    seen_soon(lambda: made["course_id"] in offered(front))
    following = bring(front, second, "gates2.zip", packed({"new": b"x"}), made["course_id"])
    published = publish(front, trainer, following)
    assert 2 == published["course_version"]
    seen_soon(lambda: 2 == offered(front)[made["course_id"]]["version"])

    withdraw(front, trainer, published)
    seen_soon(lambda: 1 == offered(front)[made["course_id"]]["version"])
    withdraw(front, trainer, out)
    seen_soon(lambda: made["course_id"] not in offered(front))
    assert 404 == got(url).status_code, "a path ends with its package"


def seen_soon(look: Callable[[], bool]) -> None:
    eventually(look, bool, 10, "the catalogue does not follow")


def test_the_demonstrations_package_is_published_once_and_stays_stopped(
    front: Front, trainer: Person
) -> None:
    eventually(
        lambda: publish_package(front),
        lambda said: said == "1 there",
        60,
        "nobody published the demonstration's package",
    )
    (package,) = named(front, trainer)
    assert ("PUBLISHED", "Awareness (as a package)") == (package["state"], package["title"])
    seen_soon(lambda: package["course_id"] in offered(front))
    assert "Awareness" in {each["title"] for each in offered(front).values()}

    withdraw(front, trainer, package)
    assert "1 there" == publish_package(front)
    assert ["WITHDRAWN"] == [each["state"] for each in named(front, trainer)]


def named(front: Front, by: Person) -> list[dict[str, Any]]:
    """Return the packages of the demonstration's name."""
    found = front.ask("GET", f"{PATH}?page_size=100", by=by).json()["packages"]
    return [each for each in found if each["name"] == NAME]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"not a package", "NOT_A_PACKAGE"),
        (packed({"unit.js": EICAR.encode()}), "INFECTED"),
        (packed({"../../out.html": b"x"}), "LEADS_OUT"),
        (packed({"zeros": bytes(5_000_000)}), "COMPRESSION_BOMB"),
        (packed({"INDEX.html": b"x"}), "DUPLICATE_NAME"),
        (packed({"cmi5.xml": structure("gone.html")}), "MISSING_FILE"),
        (packed({"cmi5.xml": b"<courseStructure/>"}), "BAD_MANIFEST"),
    ],
)
def test_a_bad_package_is_refused_by_name_and_recorded(
    front: Front, trainer: Person, body: bytes, why: str
) -> None:
    made = bring(front, trainer, "bad.zip", body)
    assert ("REFUSED", why) == (made["state"], made["refusal"])
    path = f"{PATH}/{made['package_id']}/previews"
    front.ask("POST", path, by=trainer, body={"unit": 0}, expect=409)


def test_nobody_else_brings_or_sees_packages(front: Front) -> None:
    shop = front.sign_in_demo("shop")
    said = {"name": "a.zip", "size": 5}
    front.ask("POST", PATH, by=shop, body=said, key=True, expect=403)
    front.ask("GET", PATH, by=shop, expect=403)
