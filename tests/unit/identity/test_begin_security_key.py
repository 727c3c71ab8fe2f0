"""What a browser makes a security key of, with the real ceremonies."""

import json
from typing import Final

import pytest

from services.identity.domain.second_factor_errors import FactorRefused
from services.identity.outbound.security_keys import SecurityKeys, shared_domain
from stack.authenticator import Authenticator
from tests.fakes.identity import subscriber
from tests.unit.identity.factors import Adding, owner

ORIGIN: Final = "https://isp.example"
KEYS: Final = SecurityKeys(ORIGIN, "isp.example")


def test_it_is_asked_for_by_the_link_and_names_the_owner(unit_of_work, clock, ids, stores) -> None:
    stores.subscribers.add(subscriber("owner"))
    adding = Adding.on(unit_of_work, clock, ids)
    said = json.loads(adding.begin_key(owner(), link=adding.link()))
    assert ("owner", "owner@cafe.example", []) == (said["user"], said["name"], said["have"])


def test_it_is_for_the_domain_that_keycloak_asks_as_and_not_made_twice() -> None:
    said = json.loads(KEYS.creation(b"c" * 56, "owner", "owner@cafe.example", [b"there"]))
    assert "isp.example" == said["rp"]["id"]
    assert 1 == len(said["excludeCredentials"])
    assert [-7, -257] == [each["alg"] for each in said["pubKeyCredParams"]], "those of the realm"


@pytest.mark.parametrize(
    ("ours", "keycloaks", "shared"),
    [
        ("https://isp.example", "https://sign-in.isp.example/realms/isp", "isp.example"),
        ("https://www.isp.example", "https://id.isp.example/realms/isp", "isp.example"),
        ("http://localhost:8600", "http://localhost:8610/realms/isp", "localhost"),
        ("https://isp.example", "https://isp.example/realms/isp", "isp.example"),
        ("https://isp.example", "https://id.elsewhere.example/realms/isp", "id.elsewhere.example"),
    ],
)
def test_the_domain_is_what_both_addresses_share(ours: str, keycloaks: str, shared: str) -> None:
    assert shared == shared_domain(ours, keycloaks)


def test_a_real_key_is_taken_for_its_challenge_and_address_alone() -> None:
    challenge = b"c" * 56
    options = KEYS.creation(challenge, "owner", "owner@cafe.example", [])
    answer = Authenticator(origin=ORIGIN, party="isp.example").made(options)
    assert challenge == KEYS.challenge_in(answer)
    assert KEYS.made(answer, challenge).public_key
    elsewhere = Authenticator(origin="https://evil.example", party="isp.example").made(options)
    for wrong, under in ((elsewhere, challenge), (answer, b"d" * 56), ("{}", challenge)):
        with pytest.raises(FactorRefused):
            KEYS.made(wrong, under)
    with pytest.raises(FactorRefused):
        KEYS.challenge_in("{}")
