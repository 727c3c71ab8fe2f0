"""One writes to people through us, and sees no address."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from services.identity.domain.directory_errors import NobodyToTell, TooManyRelayed
from services.identity.domain.relay import Relay, RelayTo
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.send_relay_message import SendRelayMessage
from tests.fakes.identity import SUSPENDED, key, subscriber
from tests.fakes.identity_servers import MemoryMailServer
from tests.fakes.seats import COORDINATOR, LEAD, a_seat, sitting
from tests.unit.identity.membership import ADMIN, HALL, NOBODY, peopled

TO_LEAD = Relay(
    to=RelayTo.SECTOR_LEAD, region=LEAD.region, sector=LEAD.sector, text="Hello {there}."
)


@pytest.fixture
def send(unit_of_work, clock, ids, stores):
    peopled(stores)
    use_case = SendRelayMessage(unit_of_work=unit_of_work, clock=clock, ids=ids)

    def say(relay=TO_LEAD, under="k"):
        use_case(NOBODY, relay=relay, key=key("SendRelayMessage", under))
        return [each.what.to for each in stores.mails.waiting]

    return say


@pytest.fixture
def mailed(unit_of_work, clock):
    server = MemoryMailServer()
    send = SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.example"
    )

    def texts():
        send()
        return [text for _, _, text in server.sent]

    return texts


def lead(stores, subject="lead", **given):
    stores.subscribers.add(subscriber(subject, **given))
    stores.seats.add(a_seat(LEAD, holder=sitting(subject)))


@pytest.mark.parametrize("shared", [True, False])
def test_a_sector_lead_is_mailed_and_the_address_stands_there_by_consent_alone(
    send, stores, mailed, shared
) -> None:
    lead(stores)
    assert ["lead@cafe.example"] == send(replace(TO_LEAD, share_address=shared))
    [text] = mailed()
    assert "Hello {there}." in text
    assert "nobody Owner of their organisation" in text
    assert shared == ("nobody@hall.example" in text)
    assert "Hello" not in str(stores.audit.rows)


def test_the_same_key_sends_once_and_five_a_day_are_the_end(send, stores, clock) -> None:
    lead(stores)
    for number in (0, *range(5)):
        send(under=str(number))
    assert 5 == len(stores.mails.waiting)
    with pytest.raises(TooManyRelayed):
        send(under="more")
    clock.moment += timedelta(days=1, seconds=1)
    assert 6 == len(send(under="more"))


def test_who_stands_in_is_told_where_a_holders_term_is_over(send, stores, clock) -> None:
    stores.subscribers.add(subscriber("deputy"))
    over = replace(sitting("lead"), until=clock.now())
    stores.seats.add(a_seat(LEAD, holder=over, deputy=sitting("deputy")))
    assert ["deputy@cafe.example"] == send()


def test_a_regions_coordinators_are_told(send, stores) -> None:
    stores.subscribers.add(subscriber("region"))
    stores.seats.add(a_seat(COORDINATOR, holder=sitting("region")))
    to = Relay(to=RelayTo.COORDINATOR, region=COORDINATOR.region, text="Hello.")
    assert ["region@cafe.example"] == send(to)


def test_an_organisations_admins_are_told(send, stores) -> None:
    to = Relay(to=RelayTo.ORGANISATION, organisation_id=HALL, text="Hello.")
    assert [stores.subscribers.get(ADMIN.subject).profile.email] == send(to)


def test_nobody_can_be_told_where_nobody_sits(send, stores) -> None:
    lead(stores, standing=SUSPENDED)
    nowhere = Relay(to=RelayTo.ORGANISATION, organisation_id=uuid4(), text="Hello.")
    elsewhere = replace(TO_LEAD, region="WAL")
    for number, relay in enumerate((TO_LEAD, nowhere, elsewhere)):
        with pytest.raises(NobodyToTell):
            send(relay, under=str(number))
    assert [] == stores.relayed.sent
