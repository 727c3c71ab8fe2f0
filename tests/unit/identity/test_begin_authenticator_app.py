"""What an authenticator app is given."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from services.identity.domain.errors import SubscriberNotFound
from services.identity.domain.second_factor import SECRET_LENGTH, shown_secret
from tests.fakes.identity import subscriber
from tests.unit.identity.factors import Adding, owner


@pytest.fixture
def adding(unit_of_work, clock, ids, stores) -> Adding:
    stores.subscribers.add(subscriber("owner"))
    return Adding.on(unit_of_work, clock, ids)


def test_the_address_says_secret_owner_and_platform_as_apps_read_them(adding) -> None:
    begun = adding.begin_app(owner(), link=adding.link())
    parts = urlsplit(begun.address)
    assert ("otpauth", "totp") == (parts.scheme, parts.netloc)
    assert "Information Sharing Platform:owner@cafe.example" == unquote(parts.path[1:])
    said = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert shown_secret(begun.secret) == said["secret"]
    assert ("6", "30", "SHA1") == (said["digits"], said["period"], said["algorithm"])


def test_each_secret_is_another(adding) -> None:
    link = adding.link()
    made = {adding.begin_app(owner(), link=link).secret for _ in range(20)}
    assert 20 == len(made)
    assert {SECRET_LENGTH} == {len(each) for each in made}


def test_who_is_nobody_here_begins_nothing(adding) -> None:
    with pytest.raises(SubscriberNotFound):
        adding.begin_app(owner(subject="nobody"), link="")
