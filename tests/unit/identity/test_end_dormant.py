"""Telling people that their account closes, and closing it."""

import json
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.bootstrap_standing import report_dormant
from services.identity.domain.events import PrincipalChanged, RecipientChanged
from services.identity.domain.subscription import Subscription
from services.identity.usecases.account_alerts import contact_of
from services.identity.usecases.end_dormant import EndDormant
from services.identity.usecases.end_tier_terms import Deed
from services.identity.usecases.waiting_ports import TaskKind
from tests.fakes.identity import NOON, subscriber
from tests.fakes.subscriptions import PSEUDONYMS
from tests.unit.identity.seated import a_seat_with

DAY = timedelta(days=1)
LAST = date(2026, 11, 24)
CLOSES = datetime(2027, 11, 24, tzinfo=UTC)


@pytest.fixture
def end(unit_of_work, clock, ids):
    def _end(at, *, dry=False):
        clock.moment = at
        said = {"unit_of_work": unit_of_work, "pseudonyms": PSEUDONYMS, "clock": clock}
        return EndDormant(**said, ids=ids, dry=dry)()

    return _end


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
    return [each.what.template for each in stores.mails.waiting]


def test_two_notices_and_then_the_account_closes(end, person, stores) -> None:
    days = [31, 30, 29, 7, 1, 0, -1]
    done = [[each.deed for each in end(CLOSES - each * DAY)] for each in days]
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
    (done,) = end(CLOSES)
    assert not done.alerts
    assert [] == [e for e in stores.outbox.events if isinstance(e, RecipientChanged)]
    assert ["account-closed"] == mails(stores)


def test_who_came_back_keeps_the_account(end, person, stores) -> None:
    end(CLOSES - 7 * DAY)
    stores.sightings.note("owner", (CLOSES - DAY).date())
    assert [] == list(end(CLOSES))
    assert Standing.ACTIVE is stores.subscribers.get("owner").standing


def test_whoever_goes_leaves_their_seats(end, person, stores) -> None:
    seat = a_seat_with(stores, "owner")
    end(CLOSES)
    assert frozenset() == stores.seats.get(seat.seat_id).people


def test_a_suspended_account_waits_for_who_decides_about_it(end, stores) -> None:
    stores.subscribers.add(subscriber("away", standing=Standing.SUSPENDED))
    stores.sightings.note("away", LAST)
    assert [] == list(end(CLOSES + DAY))


def test_a_dry_run_says_the_same_and_does_nothing(end, person, stores) -> None:
    with_alerts(stores, person)
    for at in (CLOSES - 30 * DAY, CLOSES):
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
    report_dormant(unit_of_work, PSEUDONYMS)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    until = "2017-02-28T00:00:00+00:00"
    old = {"subject": "old", "deed": "END", "until": until, "days": None, "alerts": False}
    assert [old, {"warnings": 0, "ends": 1}] == lines
    assert Standing.ACTIVE is stores.subscribers.get("old").standing
