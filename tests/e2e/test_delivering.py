"""Alerts by mail and text, through the front, with the real mail sink and text simulator."""

import re
from typing import Any
from uuid import uuid4

import pytest

from stack import postgres
from stack.harness import Harness
from stack.story import following, shop
from stack.story.following import follow
from stack.story.front import Front, Person, eventually, text_of
from stack.story.steps import approval_of, approved_alert, confirm_welsh, submit, submitted_alert
from stack.texts import DROPPED

NO_SUCH_PHONE = "+447700900002"


@pytest.mark.feature("F13")
@pytest.mark.feature("F01")
def test_mail_and_text_reach_those_whom_it_is_for_and_so_does_the_end(front: Front) -> None:
    said: list[str] = []
    follow(front, said.append)
    assert any("in the shop's mail" in line for line in said)
    assert any("on the phone" in line for line in said)
    assert any("who stopped heard nothing" in line for line in said)
    assert any(re.search(r"[1-9]\d* mail sent, [1-9]\d* text arrived", line) for line in said)
    assert any("was told so" in line for line in said)


@pytest.fixture(scope="module")
def author(front: Front) -> Person:
    return front.sign_in_demo("author")


@pytest.fixture(scope="module")
def approver(front: Front) -> Person:
    return front.sign_in_demo("approver")


def test_a_phone_that_does_not_exist_gets_no_second_text(
    front: Front, author: Person, approver: Person
) -> None:
    shop.subscribe_by_text(front, NO_SUCH_PHONE)
    first, second = (f"Demonstration {uuid4().hex[:8]}" for _ in range(2))
    out, _ = approved_alert(front, author, approver, following.about("WAL", first))
    following.text_about(front, NO_SUCH_PHONE, first)
    assert 1 <= following.counted(front, approver, out["alert_id"], "SMS", "PERMANENT")
    again, _ = approved_alert(front, author, approver, following.about("WAL", second))
    eventually(
        lambda: runs(front, approver, again["alert_id"]),
        lambda found: found[0]["finished_at"] is not None,
        10,
        "everyone found",
    )
    texts = [each["text"] for each in front.texts_for(NO_SUCH_PHONE)]
    assert 1 == sum(first in each for each in texts)
    assert 0 == sum(second in each for each in texts)
    following.withdraw(front, approver, out["alert_id"])
    following.withdraw(front, approver, again["alert_id"])


def test_a_text_whose_answer_was_lost_is_not_repeated_once_the_receipt_says_that_it_arrived(
    front: Front, author: Person, approver: Person
) -> None:
    shop.subscribe_by_text(front, DROPPED)
    words = f"Demonstration {uuid4().hex[:8]}"
    out, _ = approved_alert(front, author, approver, following.about("WAL", words))
    following.text_about(front, DROPPED, words)
    eventually(
        lambda: texts_stand(front, approver, out["alert_id"]),
        lambda found: found <= {"DELIVERED", "PERMANENT"},
        20,
        "all texts settled",
    )
    assert 1 == sum(words in each["text"] for each in front.texts_for(DROPPED))
    following.withdraw(front, approver, out["alert_id"])


@pytest.mark.feature("F11")
@pytest.mark.feature("F12")
def test_an_update_follows_whoever_was_sent_what_it_replaces_by_the_channels_that_were_approved(
    front: Front, author: Person, approver: Person
) -> None:
    """As many messages as were counted before it was approved; and the end follows as well."""
    address, number = f"shop-{uuid4().hex[:10]}@corner.example", shop.a_phone(front)
    shop.subscribe_by_mail(front, address)
    shop.subscribe_by_text(front, number)
    first, second = (f"Demonstration {uuid4().hex[:8]}" for _ in range(2))
    by_mail = {"channels": ["EMAIL"]}
    waiting = submitted_alert(front, author, following.about("LON", first) | by_mail)
    read = approval_of(front, approver, waiting)
    messages = front.ask("GET", f"/v1/alerts/{waiting['alert_id']}/reach", by=approver).json()
    front.ask("POST", f"/v1/alerts/{waiting['alert_id']}/approval", by=approver, body=read)
    following.mail_about(front, address, first)
    assert [messages["messages"]] == [
        each["queued"] for each in finished(front, approver, waiting["alert_id"])
    ]
    draft = front.ask(
        "POST",
        f"/v1/alerts/{waiting['alert_id']}/updates",
        by=author,
        body=following.about("WAL", second) | by_mail,
        key=True,
        expect=201,
    )
    place = draft.headers["Location"]
    update = submit(front, author, place, draft.headers["ETag"])
    confirm_welsh(front, update)
    said = approval_of(front, approver, update)
    front.ask("POST", f"{place}/approval", by=approver, body=said)
    assert "takes the place" in following.mail_about(front, address, second)
    finished(front, approver, update["alert_id"])
    following.withdraw(front, approver, update["alert_id"])
    assert second in following.mail_about(front, address, "issued in error")
    for words in (first, second):
        following.nothing_about(front, words, [], [number])


def test_a_mail_server_that_is_dead_loses_no_mail(
    front: Front, platform: Harness, author: Person, approver: Person
) -> None:
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    shop.subscribe_by_mail(front, address)
    words = f"Demonstration {uuid4().hex[:8]}"
    platform.kill("mail")
    try:
        out, _ = approved_alert(front, author, approver, following.about("LON", words))
        assert 1 <= following.counted(front, approver, out["alert_id"], "EMAIL", "QUEUED")
    finally:
        platform.restart("mail")
    about = eventually(
        lambda: [each for each in map(text_of, platform.mail_for(address)) if words in each],
        lambda found: len(found) > 0,
        20,
        "the mail",
    )
    assert 1 == len(about)
    following.withdraw(front, approver, out["alert_id"])


def test_identity_tells_of_everyone_again_and_nobody_hears_twice(
    front: Front, platform: Harness, author: Person, approver: Person
) -> None:
    """After alerts lost what it knew, as when its database was made anew."""
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    shop.subscribe_by_mail(front, address)
    there = lambda: known(platform, address)  # noqa: E731 - asked twice
    eventually(there, bool, 10, "the address in alerts")
    with in_alerts(platform) as connection:
        connection.execute("DELETE FROM channels")
        connection.execute("DELETE FROM recipients")
    platform.platform.run("identity", "republish")
    words = f"Demonstration {uuid4().hex[:8]}"
    eventually(there, bool, 20, "the address in alerts again")
    out, _ = approved_alert(front, author, approver, following.about("LON", words))
    following.mail_about(front, address, words)
    following.withdraw(front, approver, out["alert_id"])
    following.mail_about(front, address, "issued in error")
    about = [each for each in map(text_of, platform.mail_for(address)) if words in each]
    assert 2 == len(about)


def in_alerts(platform: Harness) -> Any:
    return postgres.connect(platform.port("postgres"), platform.secret("postgres"), "alerts")


def known(platform: Harness, address: str) -> bool:
    with in_alerts(platform) as connection:
        found = connection.execute("SELECT 1 FROM channels WHERE address = %s", (address,))
        return found.fetchone() is not None


def finished(front: Front, by: Person, alert_id: str) -> Any:
    return eventually(
        lambda: runs(front, by, alert_id),
        lambda found: all(each["finished_at"] is not None for each in found),
        10,
        "everyone found",
    )


def runs(front: Front, by: Person, alert_id: str) -> Any:
    return front.ask("GET", f"/v1/alerts/{alert_id}/deliveries", by=by).json()["runs"]


def texts_stand(front: Front, by: Person, alert_id: str) -> set[str]:
    """Return how the texts about an alert stand; those who have an account get mails besides."""
    found = front.ask("GET", f"/v1/alerts/{alert_id}/deliveries", by=by).json()["counts"]
    return {each["state"] for each in found if each["channel"] == "SMS"} or {"none yet"}
