"""Proposing a partner's provider, and what a certificate is."""

import base64

import pytest

from services.identity.domain.partner_errors import TooManyPartners
from services.identity.domain.partner_provider import (
    MOST_PROVIDERS,
    ProviderProtocol,
    ProviderStatus,
    certificate_of,
)
from services.identity.usecases.propose_provider import ProposeProvider
from tests.fakes.identity import caller, key
from tests.fakes.providers import OIDC, a_provider

ADMIN = caller("admin", "platform-admin")
SAID = {"name": "The port", "protocol": ProviderProtocol.OIDC, "ends": OIDC, "secret": "a secret"}


@pytest.fixture
def propose(unit_of_work, clock, ids):
    return ProposeProvider(unit_of_work=unit_of_work, clock=clock, ids=ids)


def test_it_is_kept_and_its_secret_is_said_nowhere(propose, stores) -> None:
    made = propose(ADMIN, **SAID, key=key("A"))
    assert made == propose(ADMIN, **SAID, key=key("A"))
    assert (ProviderStatus.PROPOSED, 1) == (made.status, len(stores.providers.kept))
    assert [] == stores.tasks.waiting
    assert "a secret" not in repr(made) + repr(stores.audit.rows) + repr(stores.outbox.events)


def test_there_is_an_end_to_how_many(propose, stores) -> None:
    for _ in range(MOST_PROVIDERS):
        stores.providers.add(a_provider())
    with pytest.raises(TooManyPartners):
        propose(ADMIN, **SAID, key=key("A"))


def test_a_certificate_is_taken_with_its_marks_and_without() -> None:
    bare = base64.b64encode(b"\x30\x82" + b"x" * 90).decode()
    pem = f"-----BEGIN CERTIFICATE-----\n{bare[:64]}\n{bare[64:]}\n-----END CERTIFICATE-----\n"
    assert [bare, bare] == [certificate_of(bare), certificate_of(pem)]
    for other in ("", "no base64!", base64.b64encode(b"text").decode(), "MII" * 9000):
        assert certificate_of(other) is None
