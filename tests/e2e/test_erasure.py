"""A person who is erased is in no database, backup, stream, log, index or session any more."""

import asyncio
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
import redis
import requests

from chassis.jetstream import NatsAccount
from chassis.jetstream import connect as connect_nats
from stack.harness import Harness
from stack.mail import mail_for
from stack.postgres import SERVICES, connect
from stack.signin import Browser
from stack.story.asking import a_question
from stack.story.front import Front, Person, eventually, link_in
from stack.story.steps import PASSWORD, an_alert, approved_alert

ANSWERED_SECONDS = 90
STREAMS = ("IDENTITY", "ALERTS", "CONTENT", "TRAINING", "ENGAGEMENT", "USAGE")
DATABASES = (*SERVICES, "keycloak")
EXPORTED = {*SERVICES, "keycloak"}


class Canary:
    """Somebody whose every word is found again wherever it was written."""

    def __init__(self) -> None:
        mark = uuid4().hex[:10]
        self.email = f"canary-{mark}@cage.example"
        self.given, self.family = f"Yolanda{mark}", f"Serin{mark}"
        self.organisation = f"Cage {mark}"
        self.street, self.words = f"{mark} Perch Lane", f"singing {mark}"
        self.phone = f"token-{mark}"
        self.subject = ""
        self.mark = mark

    @property
    def needles(self) -> list[bytes]:
        """What tells who it was, as text and as a dump writes bytes."""
        said = [self.mark.encode()]
        return said + [each.hex().encode() for each in said]


def lives(front: Front, platform: Harness, canary: Canary) -> Person:
    """The canary registers and leaves traces in every service."""
    application = {
        "email": canary.email,
        "given_name": canary.given,
        "family_name": canary.family,
        "organisation_name": canary.organisation,
        "regions": ["LON"],
        "sectors": ["retail"],
    }
    front.ask("POST", "/v1/registrations", body=application, key=True, expect=202)
    token = parse_qs(urlsplit(link_in(front.wait_for_mail(canary.email))).query)["token"][0]
    front.ask("POST", "/v1/registrations/confirm", body={"token": token}, expect=202)
    Browser().set_password(link_in(front.wait_for_mail(canary.email, 2)), PASSWORD)
    person = front.sign_in(canary.email, PASSWORD)
    canary.subject = front.ask("GET", "/v1/me", by=person).json()["subject"]
    place = {
        "name": canary.organisation,
        "address_lines": [canary.street, "London"],
        "postcode": "sw1a1aa",
        "type": "shop",
        "capacity": 20,
    }
    front.ask("POST", "/v1/me/premises", by=person, body=place, key=True, expect=201)
    device = {"token": canary.phone, "platform": "ANDROID", "name": canary.words}
    eventually(
        lambda: front.status("GET", "/v1/questions", by=person),
        lambda status: status == 200,
        15,
        "the canary is known everywhere",
    )
    front.ask("POST", "/v1/me/devices", by=person, body=device, key=True, expect=201)
    question = a_question(title=canary.words, text=f"Why {canary.words}?")
    front.ask("POST", "/v1/questions", by=person, body=question, key=True, expect=201)
    body = {"tier": "VERIFIED"}
    front.ask("POST", "/v1/me/verification", by=person, body=body, key=True, expect=201)
    course = front.ask("GET", "/v1/courses", by=person).json()["courses"][0]["course_id"]
    front.ask("POST", f"/v1/courses/{course}/enrolments", by=person, key=True, expect=201)
    eventually(lambda: known_to_alerts(platform, canary), bool, 20, "its address known to alerts")
    warned(front, canary)
    return person


def known_to_alerts(platform: Harness, canary: Canary) -> bool:
    """Tell whether alerts has the address: whoever comes later gets no alert."""
    with connect(platform.port("postgres"), platform.secret("postgres"), "alerts") as record:
        there = "SELECT 1 FROM channels WHERE channel = 'EMAIL' AND address = %s"
        return record.execute(there, [canary.email]).fetchone() is not None


def warned(front: Front, canary: Canary) -> None:
    """An alert goes out, and is sent to the canary's address."""
    author, approver = front.sign_in_demo("author"), front.sign_in_demo("approver")
    before = mails_to(front, canary)
    issued, _ = approved_alert(front, author, approver, an_alert("Canaries are looked for"))
    eventually(lambda: mails_to(front, canary), lambda n: n > before, 30, "the canary is warned")
    path = f"/v1/alerts/{issued['alert_id']}"
    etag = front.ask("GET", path, by=approver).headers["ETag"]
    end = {"reason": "end of the search"}
    front.ask("POST", f"{path}/withdrawal", by=approver, body=end, if_match=etag)


def mails_to(front: Front, canary: Canary) -> int:
    return len(mail_for(front.mails, canary.email))


def ask_to_erase(front: Front, platform: Harness, canary: Canary, *, without: str = "") -> str:
    """The officer enters a letter; the 72 hours for second thoughts are let pass in the record.

    `without` is a holder that is made out to have answered.
    """
    body = {
        "email": canary.email,
        "kind": "ERASURE",
        "received": "LETTER",
        "received_on": f"{datetime.now(UTC):%Y-%m-%d}",
    }
    officer = front.sign_in_demo("privacy")
    made = front.ask("POST", "/v1/privacy-requests", by=officer, body=body, key=True, expect=201)
    request_id = str(made.json()["request_id"])
    with connect(platform.port("postgres"), platform.secret("postgres"), "identity") as record:
        for number in (1, 2) if without else ():
            record.execute(
                "INSERT INTO privacy_receipts (request_id, holder, round, due_at, answered_at)"
                " VALUES (%s, %s, %s, now(), now())",
                [request_id, without, number],
            )
        record.execute(
            "UPDATE privacy_requests SET begins_at = now() WHERE request_id = %s", [request_id]
        )
    return request_id


def answered(front: Front, request_id: str) -> dict[str, Any]:
    """Wait until the request is answered; return it."""

    def look() -> dict[str, Any]:
        officer = front.sign_in_demo("privacy")
        path, token = "/v1/privacy-requests?only_open=false&page_size=100", ""
        while True:
            found = front.ask("GET", f"{path}&page_token={token}", by=officer).json()
            for each in found["requests"]:
                if each["request_id"] == request_id:
                    return cast("dict[str, Any]", each)
            token = found["next_page_token"]

    done: dict[str, Any] = eventually(
        look, lambda found: found["state"] == "ANSWERED", ANSWERED_SECONDS, "an answer"
    )
    return done


def dumps(platform: Harness) -> Iterator[tuple[str, bytes]]:
    """A backup of each database, as pg_dump makes it."""
    program, port = platform.platform.servers.postgres / "pg_dump", platform.port("postgres")
    for name in DATABASES:
        made = subprocess.run(
            [program, "--host=localhost", f"--port={port}", "--username=postgres", name],
            env={**os.environ, "PGPASSWORD": platform.secret("postgres")},
            capture_output=True,
            check=True,
            timeout=120,
        )
        yield f"backup of {name}", made.stdout


def streams(platform: Harness) -> Iterator[tuple[str, bytes]]:
    """What NATS keeps on disk, message by message."""
    for path in sorted((platform.platform.folder / "nats").rglob("*.blk")):
        yield f"stream {path.parts[-3]}", path.read_bytes()


def logs(platform: Harness) -> Iterator[tuple[str, bytes]]:
    for path in sorted(Path(platform.platform.folder).glob("*.log")):
        yield f"log {path.name}", path.read_bytes()


def sessions(platform: Harness) -> Iterator[tuple[str, bytes]]:

    store = redis.Redis(port=platform.port("valkey"))
    for key in store.scan_iter():
        if store.type(key) == b"string":
            yield "sessions", bytes(key) + cast("bytes", store.get(key) or b"")


def index(platform: Harness) -> Iterator[tuple[str, bytes]]:
    url = f"http://localhost:{platform.port('elasticsearch')}/_all/_search?size=10000"
    yield "index", requests.get(url, timeout=20).content


def traces(platform: Harness, canary: Canary) -> set[str]:
    """Where the canary is found."""
    places = (dumps, streams, logs, sessions, index)
    return {
        where
        for look in places
        for where, content in look(platform)
        if any(needle in content for needle in canary.needles)
    }


def let_a_week_pass(platform: Harness) -> None:
    """Let pass what goes by age: the streams' seven days (the server's own doing), and Keycloak's.

    Keycloak clears its events by a task of its own each quarter of an hour: it is told to now.
    """
    asyncio.run(_shorten(platform))
    keycloak = f"http://localhost:{platform.port('keycloak')}"
    token = requests.post(
        f"{keycloak}/realms/master/protocol/openid-connect/token",
        data={
            "grant_type": "password",
            "client_id": "admin-cli",
            "username": "admin",
            "password": platform.secret("keycloak_admin"),
        },
        timeout=20,
    ).json()["access_token"]
    realm = requests.get(
        f"{keycloak}/admin/realms/isp", headers={"Authorization": f"Bearer {token}"}, timeout=20
    ).json()
    assert 0 < realm["eventsExpiration"] <= 604_800
    for what in ("events", "admin-events"):
        requests.delete(
            f"{keycloak}/admin/realms/isp/{what}",
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        ).raise_for_status()


async def _shorten(platform: Harness) -> None:
    account = NatsAccount(
        url=f"nats://localhost:{platform.port('nats')}",
        user="migrate",
        password=platform.secret("nats_migrate"),
    )
    client = await connect_nats(account)
    js = client.jetstream()
    before = {name: (await js.stream_info(name)).config for name in STREAMS}
    for kept in before.values():
        assert kept.max_age is not None
        assert 0 < kept.max_age <= 604_800
        await js.update_stream(kept.evolve(max_age=1, duplicate_window=1))
    await asyncio.sleep(5)
    for kept in before.values():
        await js.update_stream(kept)
    await client.close()


@pytest.mark.feature("F06")
def test_an_erased_canary_is_found_nowhere_and_was_found_everywhere_before(
    front: Front, platform: Harness
) -> None:
    canary = Canary()
    lives(front, platform, canary)
    before = traces(platform, canary)
    for where in ("identity", "alerts", "engagement", "keycloak"):
        assert f"backup of {where}" in before, f"the search itself finds nothing in {where}"
    assert any(each.startswith("stream") for each in before)
    done = answered(front, ask_to_erase(front, platform, canary))
    asked = {(each["holder"], each["round"]) for each in done["receipts"]}
    assert {(name, number) for name in EXPORTED for number in (1, 2)} == asked
    let_a_week_pass(platform)
    assert set() == traces(platform, canary)


@pytest.mark.feature("F06")
def test_a_service_that_was_not_asked_is_found_out(front: Front, platform: Harness) -> None:
    """The control of the test above: somebody is erased everywhere but in one service."""
    canary = Canary()
    lives(front, platform, canary)
    answered(front, ask_to_erase(front, platform, canary, without="engagement"))
    let_a_week_pass(platform)
    assert {"backup of engagement"} == traces(platform, canary)


@pytest.mark.feature("F06")
def test_a_copy_has_what_every_service_holds_and_is_its_persons_alone(front: Front) -> None:
    person = front.sign_in_demo("shop")
    mine = "/v1/me/privacy-requests"
    made = front.ask("POST", mine, by=person, body={"kind": "EXPORT"}, key=True, expect=202).json()
    eventually(
        lambda: front.ask("GET", mine, by=person).json()["requests"][0],
        lambda found: found["state"] == "ANSWERED",
        ANSWERED_SECONDS,
        "the copy",
    )
    place = f"{mine}/{made['request_id']}/export"
    with zipfile.ZipFile(io.BytesIO(front.ask("GET", place, by=person).content)) as packed:
        files = {each["file"] for each in json.loads(packed.read("manifest.json"))["files"]}
        assert {f"{name}.json" for name in EXPORTED} == files
        account = json.loads(packed.read("keycloak.json"))
        text = packed.read("identity.json").decode()
    assert ["users"] == [each["table"] for each in account if each["table"] == "users"]
    assert "secretData" not in json.dumps(account)
    assert person.name in re.sub(r"@.*", "", text) or "shop@" in text
    assert 404 == front.status("GET", place, by=front.sign_in_demo("owner"))
    password_alone = front.sign_in_demo("shop", "aal1")
    assert 401 == front.status("GET", place, by=password_alone)
