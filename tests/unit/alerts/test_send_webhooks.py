"""Endpoints get what is due, after a last look at who answers for them."""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain import wording
from services.alerts.domain.alert import PUBLISHED
from services.alerts.domain.delivery import ENDPOINT_ATTEMPTS, Delivery, Outcome, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.exercise import MARK
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import FAILING_LONGEST, GONE, SILENT, Mode
from services.alerts.domain.webhook_message import TYPES, UPDATED
from services.alerts.domain.wording import CapStatus
from services.alerts.usecases.queue_deliveries import SUPERSEDED, QueueDeliveries
from services.alerts.usecases.send_webhooks import LOOKED_AT, SendWebhooks
from tests.fakes.alerts import EVERYTHING, NOON, issued, with_welsh
from tests.fakes.deliveries import MemoryMeasures
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import MemoryPoster, owner_account, registered

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


@pytest.fixture
def poster(clock) -> MemoryPoster:
    return MemoryPoster(clock)


@pytest.fixture
def send(unit_of_work, clock, poster) -> SendWebhooks:
    return SendWebhooks(
        unit_of_work=unit_of_work,
        poster=poster,
        measures=MemoryMeasures(),
        clock=clock,
        public_url="https://isp.example",
    )


@pytest.fixture
def queue(unit_of_work, clock) -> QueueDeliveries:
    return QueueDeliveries(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def out(stores, queue, **given):
    """Issue an alert and turn it into deliveries."""
    alert = issued(**given)
    return told(stores, queue, alert)


def told(stores, queue, alert):
    stores.alerts.kept[alert.alert_id] = alert
    stores.dispatches.add(Dispatch.of(alert, at=NOON))
    while queue() is not None:
        pass
    return alert


def updated(stores, queue, before, **given):
    """Issue an update and queue it."""
    changed = replace(before.content, **given)
    draft = with_welsh(
        before.update(uuid4(), changed, by="author", at=NOON).submit(by="author", reach=1)
    )
    update = draft.approve(by="approver", read=draft.digest, at=NOON)
    stores.alerts.kept[before.alert_id] = before.succeeded(by=update.alert_id, at=NOON)
    stores.alerts.kept[update.alert_id] = update
    stores.dispatches.add(Dispatch.of(update, at=NOON))
    while queue() is not None:
        pass
    return update


def waiting(stores, there, alert) -> Delivery:
    stores.alerts.kept[alert.alert_id] = alert
    row = Delivery.queued(uuid4(), alert, there.webhook_id, Channel.WEBHOOK, at=NOON)
    stores.deliveries.add([row])
    return row


def bodies(poster):
    return [json.loads(body) for _, _, body in poster.taken]


def test_an_alert_for_its_owner_is_posted_once_under_its_own_id(
    send, queue, stores, poster
) -> None:
    there = registered(stores)
    alert = out(stores, queue)
    assert (1, None) == (send(), send())
    ((webhook, message_id, body),) = poster.taken
    (row,) = stores.deliveries.kept.values()
    assert (there.webhook_id, row.delivery_id) == (webhook.webhook_id, message_id)
    assert State.SENT is row.state
    said = json.loads(body)
    assert ("alert.issued", "Demonstration") == (said["type"], said["data"]["headline"])
    assert str(alert.alert_id) == said["data"]["alert_id"]
    assert not said["data"]["restricted"]


def test_what_is_not_for_its_owner_is_not_posted(send, queue, stores, poster) -> None:
    registered(stores)
    stores.recipients.accounts["venue"] = owner_account(regions=frozenset({"WAL"}))
    out(stores, queue)
    assert send() is None
    assert [] == poster.taken


@pytest.mark.parametrize("status", [CapStatus.EXERCISE, CapStatus.ACTUAL])
def test_a_test_endpoint_gets_exercises_alone_and_a_live_one_none(
    send, queue, stores, poster, status
) -> None:
    live, test = registered(stores), registered(stores, mode=Mode.TEST)
    out(stores, queue, cap_status=status)
    send()
    exercise = status is CapStatus.EXERCISE
    wanted = test if exercise else live
    assert [wanted.webhook_id] == [webhook.webhook_id for webhook, _, _ in poster.taken]
    (said,) = bodies(poster)
    assert status.value == said["data"]["cap_status"]
    assert exercise is said["data"]["headline"].startswith("EXERCISE EXERCISE EXERCISE")


def test_a_test_of_the_channels_goes_to_no_endpoint(send, queue, stores, poster) -> None:
    """Not even to one whose address looks like a simulator's."""
    for mode in Mode:
        registered(stores, mode=mode, url="https://hooks.partner.example")
    out(stores, queue, cap_status=CapStatus.TEST)
    assert send() is None
    assert {} == stores.deliveries.kept


def test_an_alert_may_leave_out_endpoints(send, queue, stores, poster) -> None:
    registered(stores)
    out(stores, queue, channels=frozenset({wording.Channel.EMAIL}))
    assert send() is None
    assert {} == stores.deliveries.kept


def test_an_update_names_what_it_takes_the_place_of(send, queue, stores, poster) -> None:
    registered(stores)
    first = out(stores, queue)
    send()
    update = updated(stores, queue, first, headline="Van moved")
    send()
    issue, said = bodies(poster)
    assert ("alert.issued", "alert.updated") == (issue["type"], said["type"])
    assert "Van moved" == said["data"]["headline"]
    old, new = str(first.alert_id), str(update.alert_id)
    assert {"thread_id": old, "number": 1, "updates": None, "earlier": []} == issue["data"][
        "thread"
    ]
    assert {"thread_id": old, "number": 2, "updates": old, "earlier": [old]} == said["data"][
        "thread"
    ]
    assert new == said["data"]["alert_id"]


def test_an_update_that_its_owner_may_not_read_names_nothing_but_the_thread(
    send, queue, stores, poster
) -> None:
    registered(stores)
    stores.recipients.accounts["venue"] = owner_account(tier=Tier.REGISTERED)
    first = out(stores, queue)
    send()
    updated(stores, queue, first, marking=AMBER, headline="Not for all")
    send()
    said = bodies(poster)[-1]
    assert ("alert.updated", True) == (said["type"], said["data"]["restricted"])
    assert str(first.alert_id) == said["data"]["thread"]["updates"]
    assert "Not for all" not in json.dumps(said)


def test_what_an_update_took_the_place_of_is_not_posted(send, queue, stores, poster) -> None:
    there = registered(stores)
    first = out(stores, queue)
    (row,) = stores.deliveries.kept.values()
    stores.alerts.kept[first.alert_id] = first.succeeded(by=uuid4(), at=NOON)
    send()
    assert [] == poster.taken
    dropped = stores.deliveries.find(row.delivery_id)
    assert (State.DROPPED, SUPERSEDED) == (dropped.state, dropped.why)
    assert there.webhook_id == dropped.recipient_id


def test_an_update_and_every_end_has_a_type_of_its_own() -> None:
    assert PUBLISHED == TYPES.keys()
    assert 1 + len(PUBLISHED) == len({UPDATED, *TYPES.values()})


def test_welsh_and_the_area_are_posted_as_they_were_approved(send, queue, stores, poster) -> None:
    registered(stores, mode=Mode.TEST)
    out(stores, queue, **EVERYTHING | {"channels": wording.EVERY_CHANNEL})
    send()
    (said,) = bodies(poster)
    (welsh,) = said["data"]["translations"]
    assert ("cy-GB", f"{MARK}: Arddangosiad {MARK}") == (welsh["language"], welsh["headline"])
    circle = {"longitude": -2.359, "latitude": 51.381, "radius_km": 0.5}
    area = {"place": "Bath", "latitude": 51.381, "longitude": -2.359, "radius_metres": 500}
    area |= {"shapes": [{"circle": circle}], "geocodes": []}
    assert area == said["data"]["area"]
    assert "CAD 1234" not in json.dumps(said)


def test_what_is_for_named_eyes_alone_is_told_of_and_not_said(send, stores, poster) -> None:
    red = Marking(tlp=Tlp.RED, minimum_tier=Tier.VERIFIED, named_subjects=frozenset({"venue"}))
    waiting(stores, registered(stores), issued(marking=red, headline="For you alone"))
    send()
    (said,) = bodies(poster)
    assert (True, "") == (said["data"]["restricted"], said["data"]["action_line"])
    assert "headline" not in said["data"]


def test_an_end_is_told_to_who_was_sent_the_alert_and_nobody_else(
    send, queue, stores, poster
) -> None:
    had = registered(stores)
    alert = out(stores, queue)
    send()
    registered(stores)
    over = alert.withdraw(by="approver", why="wrong town", at=NOON)
    told(stores, queue, over)
    send()
    assert [had.webhook_id] * 2 == [webhook.webhook_id for webhook, _, _ in poster.taken]
    assert ["alert.issued", "alert.withdrawn"] == [said["type"] for said in bodies(poster)]
    assert "in error" in bodies(poster)[1]["data"]["ending"]["text"]


def test_a_late_original_never_arrives_after_its_end(send, stores, poster) -> None:
    alert = issued()
    row = waiting(stores, registered(stores), alert)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong", at=NOON))
    send()
    assert [] == poster.taken
    assert State.DROPPED is stores.deliveries.find(row.delivery_id).state


def test_an_endpoint_that_fails_rests_and_holds_up_nobody(send, stores, poster, clock) -> None:
    bad, good = registered(stores), registered(stores)
    rows = [waiting(stores, bad, issued()) for _ in range(3)]
    fine = waiting(stores, good, issued())
    poster.answers = [Outcome.LATER]
    send()
    states = [stores.deliveries.find(each.delivery_id) for each in (*rows, fine)]
    assert [1, 0, 0] == [each.attempts for each in states[:3]]
    assert State.SENT is states[3].state
    assert 1 == stores.webhooks.find(bad.webhook_id).failures
    clock.pass_(minutes=1)
    send()
    assert 4 == len(poster.taken)
    assert stores.webhooks.find(bad.webhook_id).failing_since is None


def test_an_unknown_outcome_is_tried_again_under_the_same_id_and_counted(
    send, stores, poster, clock
) -> None:
    row = waiting(stores, registered(stores), issued())
    poster.answers = [Outcome.UNKNOWN]
    send()
    clock.pass_(minutes=1)
    send()
    assert [row.delivery_id] * 2 == [message_id for _, message_id, _ in poster.taken]
    assert 1 == stores.deliveries.find(row.delivery_id).possible_repeats


def test_it_is_tried_over_hours_and_then_given_up_and_the_endpoint_disabled(
    send, stores, poster, clock
) -> None:
    there = registered(stores)
    row = waiting(stores, there, issued(expires_at=NOON + timedelta(days=2)))
    poster.answers = [Outcome.LATER] * 100
    while stores.deliveries.find(row.delivery_id).state is State.TEMPORARY or send():
        clock.pass_(minutes=5)
        if send() is None and stores.webhooks.find(there.webhook_id).disabled_at:
            break
    assert clock.now() - NOON >= FAILING_LONGEST
    off = stores.webhooks.find(there.webhook_id)
    assert SILENT == off.disabled_why
    tried = stores.deliveries.find(row.delivery_id)
    assert tried.attempts <= ENDPOINT_ATTEMPTS
    assert not stores.recipients.find(there.webhook_id).active


def test_an_endpoint_that_says_that_it_is_gone_is_disabled_at_once(
    send, queue, stores, poster
) -> None:
    there = registered(stores)
    row, next_one = (waiting(stores, there, issued()) for _ in range(2))
    poster.answers = [Outcome.NO_ADDRESS]
    send()
    assert [State.PERMANENT, State.DROPPED] == [
        stores.deliveries.find(each.delivery_id).state for each in (row, next_one)
    ]
    off = stores.webhooks.find(there.webhook_id)
    assert (GONE, 2) == (off.disabled_why, off.version)
    out(stores, queue)
    assert 2 == len(stores.deliveries.kept)


def test_a_deleted_endpoint_gets_nothing(send, stores, poster) -> None:
    there = registered(stores)
    row = waiting(stores, there, issued())
    stores.webhooks.delete(there.webhook_id)
    send()
    assert [] == poster.taken
    assert State.DROPPED is stores.deliveries.find(row.delivery_id).state


def test_what_the_look_is_too_old_for_goes_back_and_is_posted_next_time(
    send, stores, poster, clock
) -> None:
    there, other = registered(stores), registered(stores)
    first, second = (waiting(stores, each, issued()) for each in (there, other))
    post = poster.post

    def slow(*said):
        clock.moment += LOOKED_AT
        return post(*said)

    poster.post = slow
    send()
    assert [State.QUEUED, State.SENT] == sorted(
        (stores.deliveries.find(each.delivery_id).state for each in (first, second)),
        key=lambda state: state.value,
    )
    assert not stores.deliveries.held
    send()
    assert 2 == len({message_id for _, message_id, _ in poster.taken})


def test_of_a_sender_that_died_what_it_had_in_hand_may_have_been_posted(
    send, stores, poster
) -> None:
    there = registered(stores)
    row = waiting(stores, there, issued())

    def died(*_said):
        raise SystemExit

    poster.post = died
    with pytest.raises(SystemExit):
        send()
    left = stores.deliveries.find(row.delivery_id)
    assert (State.SENDING, NOON) == (left.state, left.begun_at)
