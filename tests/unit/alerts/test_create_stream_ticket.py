"""Tickets for the live stream."""

from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from kernel.principals import ANONYMOUS
from services.alerts.domain.errors import TicketRefused
from services.alerts.outbound.ticket_signer import TicketSigner
from services.alerts.usecases.create_stream_ticket import CreateStreamTicket
from tests.fakes.alerts import NOON, person
from tests.fakes.plumbing import FreshIds

KEY = OctKey.import_key("a key of at least thirty-two bytes, for tests")
SIGNER = TicketSigner(KEY, FreshIds())


@pytest.fixture
def create(clock):
    return CreateStreamTicket(tickets=SIGNER, clock=clock, stream_url="http://stream.test")


def test_a_ticket_is_bound_to_its_person_and_their_rights(create) -> None:
    text, url, ends = create(person("reader", rights_version=7))
    ticket = SIGNER.open(text, NOON)
    assert ("reader", 7, ends) == (ticket.subject, ticket.rights_version, ticket.expires_at)
    assert ("http://stream.test", timedelta(seconds=30)) == (url, ends - NOON)


def test_without_an_account_the_ticket_names_nobody(create) -> None:
    assert SIGNER.open(create(ANONYMOUS)[0], NOON).subject is None


def test_a_ticket_is_good_for_thirty_seconds(create) -> None:
    text = create(ANONYMOUS)[0]
    SIGNER.open(text, NOON + timedelta(seconds=29))
    with pytest.raises(TicketRefused):
        SIGNER.open(text, NOON + timedelta(seconds=30))


@pytest.mark.parametrize("spoil", ["", "x", "a.b.c", None])
def test_a_forged_ticket_opens_nothing(create, spoil: str | None) -> None:
    other = TicketSigner(OctKey.import_key("another key of more than thirty-two bytes"), FreshIds())
    text = other.sign(SIGNER.open(create(ANONYMOUS)[0], NOON)) if spoil is None else spoil
    with pytest.raises(TicketRefused):
        SIGNER.open(text, NOON)


def test_another_kind_of_token_under_the_same_key_is_no_ticket() -> None:
    claims = {"sub": "reader", "rv": 1, "exp": int(NOON.timestamp()) + 10}
    with pytest.raises(TicketRefused):
        SIGNER.open(jwt.encode({"alg": "HS256"}, claims, KEY), NOON)
