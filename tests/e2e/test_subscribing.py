"""Alerts without an account, through the front, with the real mail sink and text simulator."""

import re
from uuid import uuid4

import pytest
import requests

from stack.harness import Harness
from stack.story import shop
from stack.story.front import Front, link_in

SUBSCRIPTIONS = "/v1/alert-subscriptions"


def asking(front: Front, channel: str, address: str) -> dict[str, str]:
    words = front.ask("GET", f"{SUBSCRIPTIONS}/consent-wording").json()
    return {
        "channel": channel,
        "address": address,
        "postcode": "SW1A 1AA",
        "wording_version": words["wording_version"],
    }


@pytest.mark.feature("F01")
def test_a_shop_without_an_account_subscribes_and_stops_as_easily(front: Front) -> None:
    said: list[str] = []
    shop.ask_without_account(front, said.append)
    assert any("warned about London" in line for line in said)
    assert any("one click" in line for line in said)
    assert any("texted STOP" in line for line in said)


@pytest.mark.feature("F01")
def test_every_mail_can_be_stopped_by_one_click_of_the_mail_program(
    front: Front, platform: Harness
) -> None:
    """RFC 8058."""
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    stop = shop.subscribe_by_mail(front, address)
    first, second = platform.mail_for(address)
    assert first["List-Unsubscribe"] is None
    assert f"<{stop}>" == second["List-Unsubscribe"]
    assert "List-Unsubscribe=One-Click" == second["List-Unsubscribe-Post"]
    assert address == second["To"]


def test_a_known_address_is_answered_the_very_same(front: Front) -> None:
    known, new = (f"shop-{uuid4().hex[:10]}@corner.example" for _ in range(2))
    shop.subscribe_by_mail(front, known)
    for path, extra in ((SUBSCRIPTIONS, ["request_id"]), (f"{SUBSCRIPTIONS}/stop-requests", [])):
        bodies = []
        for address in (known, new):
            body = asking(front, "EMAIL", address)
            if not extra:
                body = {"channel": "EMAIL", "address": address}
            said = front.ask("POST", path, body=body, key=True, expect=202).json()
            bodies.append({name: value for name, value in said.items() if name not in extra})
        assert bodies[0] == bodies[1]
    link = link_in(front.wait_for_mail(known, 4))
    assert "/alerts/by-post-code/stop?token=" in link


@pytest.mark.feature("F01")
def test_who_asks_is_forgotten_at_once(front: Front, platform: Harness) -> None:
    address = f"shop-{uuid4().hex[:10]}@corner.example"
    stop = shop.subscribe_by_mail(front, address)
    pressed = requests.post(stop, data={"forget_now": "yes"})
    assert "forgotten" in pressed.text
    token = stop.partition("token=")[2]
    again = front.ask("POST", f"{SUBSCRIPTIONS}/stop", body={"token": token})
    assert {"stopped": True} == again.json()
    assert 2 == len(platform.mail_for(address))


def test_a_provider_that_is_dead_loses_no_text(front: Front, platform: Harness) -> None:
    number = shop.a_phone(front)
    platform.kill("sms")
    try:
        asked = front.ask(
            "POST", SUBSCRIPTIONS, body=asking(front, "SMS", number), key=True, expect=202
        ).json()
    finally:
        platform.restart("sms")
    code = re.search(r"\b\d{6}\b", front.wait_for_text(number, seconds=30))
    assert code is not None
    proof = {"request_id": asked["request_id"], "code": code.group()}
    made = front.ask("POST", f"{SUBSCRIPTIONS}/confirmation", body=proof).json()
    assert [{"code": "LON", "name": "London"}] == made["regions"]


@pytest.mark.parametrize("secret", [None, "Bearer wrong", "Basic c2VjcmV0"])
def test_a_stranger_cannot_stop_anyones_alerts(front: Front, secret: str | None) -> None:
    number = shop.a_phone(front)
    shop.subscribe_by_text(front, number)
    headers = {} if secret is None else {"Authorization": secret}
    body = {"source_number": number.lstrip("+"), "message": "STOP"}
    answer = requests.post(f"{front.gateway}/v1/callbacks/sms", json=body, headers=headers)
    assert (401, "CALLBACK_REFUSED") == (answer.status_code, answer.json()["reason"])
    front.send_text(number, "hello?")
    assert "999" in front.wait_for_text(number, 3)


@pytest.mark.parametrize(
    ("spoiled", "field"),
    [
        ({"postcode": "nowhere"}, "postcode"),
        ({"postcode": "JE1 1AA"}, "postcode"),
        ({"address": "nobody"}, "address"),
        ({"channel": "PIGEON"}, "channel"),
        ({"wording_version": "1999"}, "wording_version"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_each_wrong_field_is_named(front: Front, spoiled: dict[str, str], field: str) -> None:
    body = asking(front, "EMAIL", f"{uuid4().hex}@corner.example") | spoiled
    said = front.ask("POST", SUBSCRIPTIONS, body=body, key=True, expect=400).json()
    assert [field] == [each["field"] for each in said["errors"]]
