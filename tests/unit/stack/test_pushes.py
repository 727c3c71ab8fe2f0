"""The simulator of apps' notifications refuses what the provider refuses."""

import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey

from stack.pushes import (
    CLIENT,
    GRANT,
    LARGEST_MESSAGE,
    SCOPE,
    Simulator,
    pushes_for,
    service_account,
)

KEY = RSAKey.generate_key(2048, private=True)
TOKEN = "simulated-phone"


@pytest.fixture
def simulator(tmp_path) -> Simulator:
    return Simulator(folder=tmp_path, key=KEY)


def word(now: int = 4_000_000_000, key: RSAKey = KEY, **given: Any) -> dict[str, list[str]]:
    claims = {"iss": CLIENT, "scope": SCOPE, "aud": "http://localhost:1/token"} | given
    said = {"iat": now, "exp": now + 600} | claims
    signed = jwt.encode({"alg": "RS256"}, said, key, algorithms=["RS256"])
    return {"grant_type": [GRANT], "assertion": [signed]}


def test_a_good_word_gives_access_for_a_while(simulator) -> None:
    status, said = simulator.grant(word())
    assert (200, "Bearer") == (status, said["token_type"])
    assert simulator.admits(f"Bearer {said['access_token']}")
    assert not simulator.admits("Bearer x")
    simulator.revoke()
    assert not simulator.admits(f"Bearer {said['access_token']}")


@pytest.mark.parametrize(
    "given",
    [
        {"iss": "other"},
        {"scope": "mail"},
        {"aud": "http://localhost:1/other"},
        {"exp": 4_000_003_601},
        {"now": 1_000},
        {"key": RSAKey.generate_key(2048, private=True)},
    ],
)
def test_another_word_gives_none(simulator, given) -> None:
    assert 400 == simulator.grant(word(**given))[0]


@pytest.mark.parametrize(
    "form", [{}, {"grant_type": [GRANT]}, {"grant_type": [GRANT], "assertion": ["x.y.z"]}]
)
def test_what_is_no_word_gives_none(simulator, form) -> None:
    assert 400 == simulator.grant(form)[0]
    assert {} == simulator.granted


@pytest.mark.parametrize(
    "given",
    [
        {"token": "cXyz0123:APA91bOfNobody"},
        {"token": 7},
        {"topic": "all"},
        {"data": {"urgent": True}},
        {"data": {"google.x": "y"}},
        {"data": {"from": "y"}},
        {"data": []},
        {"data": {"body": "x" * LARGEST_MESSAGE}},
        {"android": {"ttl": "3600"}},
        {"android": {"ttl": "2419201s"}},
        {"android": {"priority": "urgent"}},
        {"apns": {"headers": {"apns-priority": 10}}},
        {"apns": {"headers": {"apns-priority": "7"}}},
        {"apns": {"headers": {"apns-collapse-id": "x" * 65}}},
        {"apns": {"payload": {"aps": {"alert": "€" * 1400}}}},
    ],
)
def test_a_message_that_is_none_is_refused(simulator, tmp_path, given) -> None:
    status, said, _ = simulator.take({"message": {"token": TOKEN} | given})
    assert (400, "INVALID_ARGUMENT") == (status, said["error"]["status"])
    assert [] == list(tmp_path.iterdir())


@pytest.mark.parametrize("said", [{}, {"message": []}, {"message": "x"}])
def test_what_is_no_message_at_all_is_refused(simulator, said) -> None:
    assert 400 == simulator.take(said)[0]


def test_what_a_phone_got_is_kept_oldest_first(simulator, tmp_path) -> None:
    for number in "123":
        status, said, _ = simulator.take({"message": {"token": TOKEN, "data": {"id": number}}})
        assert (200, True) == (status, said["name"].startswith("projects/isp-demonstration/"))
    got = [each["message"]["data"]["id"] for each in pushes_for(tmp_path, TOKEN)]
    assert ["1", "2", "3"] == got
    assert [] == pushes_for(tmp_path, "simulated-other")
    assert [] == pushes_for(tmp_path / "nowhere", TOKEN)


def test_the_account_has_the_names_that_google_s_file_has() -> None:
    said = json.loads(service_account("key", "http://push:8636"))
    names = {"type", "project_id", "private_key_id", "private_key", "client_email", "token_uri"}
    assert names == said.keys()
    assert "http://push:8636/token" == said["token_uri"]
