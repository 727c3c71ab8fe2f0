"""Telling people that their account closes, and closing it."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.bootstrap_standing import report_dormant
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.events import PrincipalChanged, RecipientChanged
from services.identity.domain.privacy_request import (
    PrivacyRequest,
    PrivacyRequestKind,
    PrivacyRequestState,
    Received,
)
from services.identity.domain.subscription import Subscription
from services.identity.usecases.account_alerts import contact_of
from services.identity.usecases.end_dormant import EndDormant
from services.identity.usecases.end_tier_terms import Deed
from services.identity.usecases.erase_subject import EraseSubject
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, subscriber
from tests.fakes.identity_servers import MemoryMailServer
from tests.fakes.sightings import MemoryDormancyMeasures
from tests.fakes.subscriptions import PSEUDONYMS
from tests.unit.identity.seated import a_seat_with

DAY = timedelta(days=1)
LAST = date(2026, 11, 24)
CLOSES = datetime(2027, 11, 24, tzinfo=UTC)


@pytest.fixture
def failures():
    return MemoryDormancyMeasures()


@pytest.fixture
def end(unit_of_work, clock, ids, failures):
    def _end(at, *, dry=False, most=100):
        clock.moment = at
        said = {"unit_of_work": unit_of_work, "pseudonyms": PSEUDONYMS, "clock": clock}
        return EndDormant(**said, measures=failures, ids=ids, dry=dry, most=most)()

    return _end


@pytest.fixture
def post(unit_of_work, clock):
    """Hand what waits to the mail server, a moment later by the clock or at once."""
    server = MemoryMailServer()
    send = SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://x.example"
    )

    def _post(*, away=False):
        server.away = away
        for each in stores_waiting(unit_of_work):
            each.due = NOON
        send()
        return server

    return _post


def stores_waiting(unit_of_work):
    return unit_of_work.stores.mails.waiting


def told(stores, *subjects):
    """Both notices were sent in time, and the account closes on its day."""
    for subject in subjects:
        seen = stores.sightings.find(subject)
        stores.sightings.told(subject, seen.day, 30, seen.until - 30 * DAY)
        stores.sightings.told(subject, seen.day, 7, seen.until - 7 * DAY)


@pytest.fixture
def person(stores):
    made = subscriber("owner", tier=Tier.VERIFIED)
    stores.subscribers.add(made)
    stores.sightings.note("owner", LAST)
    return made


def with_alerts(stores, person):
    contact = contact_of(person)
    stores.subscriptions.add(
        made := Subscription.of_account(
            uuid4(),
            contact,
            PSEUDONYMS.of(contact.name),
            subject=person.subject,
            language="cy",
            stop_token="st0p",
            at=NOON,
        )
    )
    return made


def mails(stores):
    written = [each.template for each in stores.mails.finished]
    return written + [each.what.template for each in stores.mails.waiting]


def test_two_notices_and_then_the_account_closes(end, person, stores, post) -> None:
    done = []
    for days in (31, 30, 29, 7, 1, 0, -1):
        done.append([each.deed for each in end(CLOSES - days * DAY)])
        if days > 0:
            post()
    assert [[], [Deed.WARN], [], [Deed.WARN], [], [Deed.END], []] == done
    assert ["account-dormant", "account-dormant", "account-closed"] == mails(stores)
    left = stores.subscribers.get("owner")
    assert (Standing.CLOSED, Tier.PUBLIC, "") == (left.standing, left.tier, left.profile.given_name)
    assert PrincipalChanged(left) in stores.outbox.events
    assert [TaskKind.DELETE] == [each.what.kind for each in stores.tasks.waiting]
    assert ["owner"] == stores.personal_data.erased
    assert person.profile.email == stores.mails.waiting[-1].what.to
    assert "identity:close-dormant" == stores.audit.rows[-1][1]


def test_their_address_goes_on_with_public_alerts_about_their_regions(end, person, stores) -> None:
    told(stores, "owner")
    before = with_alerts(stores, person)
    (done,) = end(CLOSES)
    assert done.alerts
    (alone,) = [e.subscription for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert (before.subscription_id, None, person.profile.regions, True, 2) == (
        alone.subscription_id,
        alone.subject,
        alone.regions,
        alone.active,
        alone.version,
    )
    assert (before.contact, "cy") == (alone.contact, alone.language)
    assert ["account-closed-alerts"] == mails(stores)


def test_who_stopped_alerts_is_left_in_peace(end, person, stores) -> None:
    stopped = with_alerts(stores, person).stopped(NOON)
    stores.subscriptions.save(stopped)
    told(stores, "owner")
    (done,) = end(CLOSES)
    assert not done.alerts
    assert [] == [e for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert ["account-closed"] == mails(stores)


def test_who_came_back_keeps_the_account(end, person, stores) -> None:
    told(stores, "owner")
    stores.sightings.note("owner", (CLOSES - DAY).date())
    assert [] == list(end(CLOSES))
    assert Standing.ACTIVE is stores.subscribers.get("owner").standing


def test_whoever_goes_leaves_their_seats(end, person, stores) -> None:
    seat = a_seat_with(stores, "owner")
    told(stores, "owner")
    end(CLOSES)
    assert frozenset() == stores.seats.get(seat.seat_id).people


def test_a_suspended_account_waits_for_who_decides_about_it(end, stores) -> None:
    stores.subscribers.add(subscriber("away", standing=Standing.SUSPENDED))
    stores.sightings.note("away", LAST)
    told(stores, "away")
    assert [] == list(end(CLOSES + DAY))


def test_a_dry_run_says_the_same_and_does_nothing(end, person, stores) -> None:
    with_alerts(stores, person)
    for at in (CLOSES - 30 * DAY, CLOSES):
        if at == CLOSES:
            told(stores, "owner")
        before = (dict(stores.sightings.kept), dict(stores.subscribers.kept))
        said = end(at, dry=True)
        assert before == (stores.sightings.kept, stores.subscribers.kept)
        assert [] == mails(stores) == stores.outbox.events == stores.audit.rows
        assert list(said) == list(end(at, dry=True))
    assert list(said) == list(end(CLOSES))


def test_the_report_is_lines_of_json_and_changes_nothing(unit_of_work, stores, capsys) -> None:
    """Its clock is the machine's."""
    for subject, day in (("old", date(2016, 2, 29)), ("new", date(2999, 1, 1))):
        stores.subscribers.add(subscriber(subject))
        stores.sightings.note(subject, day)
        told(stores, subject)
    report_dormant(unit_of_work, PSEUDONYMS)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    until = "2017-02-28T00:00:00+00:00"
    old = {"subject": "old", "deed": "END", "until": until, "days": None}
    old |= {"alerts": False, "left_alone": 0}
    assert [old, {"warnings": 0, "ends": 1, "waits": 0}] == lines
    assert Standing.ACTIVE is stores.subscribers.get("old").standing


def with_phone(stores, person, number):
    contact = Contact(channel=Channel.SMS, address=number)
    stores.subscriptions.add(
        made := Subscription.of_account(
            uuid4(),
            contact,
            PSEUDONYMS.of(contact.name),
            subject=person.subject,
            language="en",
            stop_token=uuid4().hex,
            at=NOON,
        )
    )
    return made


def test_their_further_addresses_go_on_too_and_alerts_is_told_of_each(end, person, stores) -> None:
    """Otherwise alerts would send there what the account may read, for nobody's account."""
    with_alerts(stores, person)
    phone = with_phone(stores, person, "+447700900123")
    gone = with_phone(stores, person, "+447700900124").stopped(NOON)
    stores.subscriptions.save(gone)
    told(stores, "owner")
    (dry,) = end(CLOSES, dry=True)
    (done,) = end(CLOSES)
    assert dry == done
    assert 2 == done.left_alone
    changed = [e.subscription for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert {(each.subject, each.regions, each.active) for each in changed} == {
        (None, person.profile.regions, True)
    }
    assert phone.subscription_id in {each.subscription_id for each in changed}
    assert [] == list(stores.subscriptions.of_subject("owner"))
    assert not stores.subscriptions.find(gone.contact_digest).active


def test_a_notice_that_was_never_sent_never_counts(end, person, stores, post) -> None:
    """With the mail server away for months nobody's account closes; then both notices come."""
    end(CLOSES - 30 * DAY)
    post(away=True)
    assert [] == list(end(CLOSES - 7 * DAY))
    assert [] == list(end(CLOSES + 90 * DAY))
    assert Standing.ACTIVE is stores.subscribers.get("owner").standing
    post()
    assert [] == list(end(CLOSES + 112 * DAY))
    (last,) = end(CLOSES + 113 * DAY)
    assert (Deed.WARN, 7, CLOSES + 120 * DAY) == (last.deed, last.days, last.until)
    post(away=True)
    assert [] == list(end(CLOSES + 121 * DAY))
    post()
    assert [] == list(end(CLOSES + 127 * DAY))
    assert [Deed.END] == [each.deed for each in end(CLOSES + 128 * DAY)]


def test_after_a_long_pause_of_ours_nobody_closes_unannounced(end, person, post) -> None:
    late = CLOSES + 400 * DAY
    done = []
    for days in (0, 22, 23, 29, 30):
        done.append([(each.deed, each.days) for each in end(late + days * DAY)])
        post()
    assert [[(Deed.WARN, 30)], [], [(Deed.WARN, 7)], [], [(Deed.END, None)]] == done


def test_who_is_back_before_the_mail_is_sent_gets_none(end, person, stores, post) -> None:
    end(CLOSES - 30 * DAY)
    stores.sightings.note("owner", (CLOSES - 30 * DAY).date())
    assert [] == post().sent
    assert stores.sightings.find("owner").first_told_at is None


def a_request(kind, at):
    return PrivacyRequest.made(uuid4(), "owner", kind, at)


@pytest.mark.parametrize("kind", PrivacyRequestKind)
def test_an_open_request_about_their_data_is_answered_first(end, person, stores, kind) -> None:
    told(stores, "owner")
    stores.privacy_requests.add(asked := a_request(kind, CLOSES - DAY))
    assert [Deed.WAIT] == [each.deed for each in end(CLOSES)]
    stores.privacy_requests.save(asked := asked.begun())
    assert [Deed.WAIT] == [each.deed for each in end(CLOSES)]
    stores.privacy_requests.save(asked.answered(CLOSES))
    fetchable = kind is PrivacyRequestKind.EXPORT
    assert [Deed.WAIT if fetchable else Deed.END] == [each.deed for each in end(CLOSES + 6 * DAY)]
    rest = [each.deed for each in end(CLOSES + 7 * DAY)]
    assert ([Deed.END] if fetchable else []) == rest


def test_an_erasure_is_queued_that_asks_the_other_services(end, person, stores) -> None:
    told(stores, "owner")
    end(CLOSES)
    (queued,) = stores.privacy_requests.of_subject("owner", most=9)
    assert (PrivacyRequestKind.ERASURE, Received.DORMANCY, PrivacyRequestState.WAITING) == (
        queued.kind,
        queued.received,
        queued.state,
    )
    assert queued == stores.privacy_requests.to_begin(CLOSES)


def test_the_erasure_leaves_the_address_that_goes_on(
    end, person, stores, unit_of_work, clock, ids
) -> None:
    before = with_alerts(stores, person)
    phone = with_phone(stores, person, "+447700900123")
    told(stores, "owner")
    end(CLOSES)
    erase = EraseSubject(unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids)
    erase(subject="owner")
    erase(subject="owner")
    for each in (before, phone):
        left = stores.subscriptions.find(each.contact_digest)
        assert (True, None, each.contact) == (left.active, left.subject, left.contact)


def test_the_failure_of_one_is_counted_and_stops_nobody_else(end, person, stores, failures) -> None:
    for subject in ("after", "before"):
        stores.subscribers.add(subscriber(subject))
        stores.sightings.note(subject, LAST + DAY * (1 if subject == "after" else -1))
    told(stores, "owner", "after", "before")
    del stores.subscribers.kept["owner"]
    stores.sightings.people = {**stores.subscribers.kept, "owner": person}
    done = end(CLOSES + DAY, most=1)
    assert ["before", "after"] == [each.subject for each in done]
    assert ["SubscriberNotFound"] == [type(each).__name__ for each in failures.errors]
