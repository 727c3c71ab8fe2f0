"""CreateStreamTicket: for whom, for how long, and with which key."""

from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import OctKey

from isp.alerts.v1 import alerts_pb2 as rpc
from isp.alerts.v1.alerts_pb2_grpc import AlertsServiceStub
from kernel.ports import RandomIds
from services.alerts.domain.errors import TicketRefused
from services.alerts.outbound.ticket_signer import TicketSigner
from tests.contract.alerts.desk import TICKET_KEY
from tests.fakes.serving import Caller, Served

STREAM = TicketSigner(OctKey.import_key(TICKET_KEY), RandomIds())
"""What the stream opens tickets with."""


def a_ticket(alerts: AlertsServiceStub, by: Caller | None = None) -> rpc.CreateStreamTicketResponse:
    metadata = by.metadata if by else ()
    return alerts.CreateStreamTicket(rpc.CreateStreamTicketRequest(), metadata=metadata)


def ends(given: rpc.CreateStreamTicketResponse) -> datetime:
    return given.expires_at.ToDatetime(tzinfo=UTC)


def test_a_ticket_is_bound_to_the_caller_and_their_rights_version(
    alerts: AlertsServiceStub, server: Served
) -> None:
    who = server.caller(rights_version=7)
    given = a_ticket(alerts, who)
    ticket = STREAM.open(given.ticket, datetime.now(UTC))
    assert (who.subject, 7) == (ticket.subject, ticket.rights_version)
    assert "http://stream.test/v1/alerts/stream" == given.stream_url


def test_without_a_token_the_ticket_is_for_nobody(alerts: AlertsServiceStub) -> None:
    ticket = STREAM.open(a_ticket(alerts).ticket, datetime.now(UTC))
    assert (None, 0) == (ticket.subject, ticket.rights_version)


def test_a_services_ticket_is_for_nobody(alerts: AlertsServiceStub, server: Served) -> None:
    given = a_ticket(alerts, server.service("identity"))
    assert STREAM.open(given.ticket, datetime.now(UTC)).subject is None


def test_a_ticket_is_good_for_thirty_seconds(alerts: AlertsServiceStub) -> None:
    before = datetime.now(UTC)
    given = a_ticket(alerts)
    life = ends(given) - before
    assert timedelta(seconds=28) <= life <= timedelta(seconds=31)
    with pytest.raises(TicketRefused):
        STREAM.open(given.ticket, ends(given))


def test_a_ticket_opens_the_stream_until_the_moment_that_was_said(
    alerts: AlertsServiceStub,
) -> None:
    """Asked often: a ticket that ends earlier does so by a part of a second."""
    for _ in range(5):
        given = a_ticket(alerts)
        just_before = ends(given) - timedelta(microseconds=1)
        assert STREAM.open(given.ticket, just_before).subject is None


def test_two_tickets_are_never_the_same(alerts: AlertsServiceStub, server: Served) -> None:
    who = server.caller()
    assert a_ticket(alerts, who).ticket != a_ticket(alerts, who).ticket


def test_a_ticket_of_another_key_opens_nothing(alerts: AlertsServiceStub) -> None:
    """The control of the tests above."""
    other = TicketSigner(OctKey.import_key("another-" * 4), RandomIds())
    with pytest.raises(TicketRefused):
        other.open(a_ticket(alerts).ticket, datetime.now(UTC))
