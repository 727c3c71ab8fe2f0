"""What an endpoint is told of an alert that its owner may not read: the public part, or nothing."""

import json
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.domain.delivery import Delivery, State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.recipient import Channel
from services.alerts.domain.wording import Translation
from services.alerts.usecases.queue_deliveries import QueueDeliveries
from services.alerts.usecases.send_deliveries import MAY_NOT_HEAR
from services.alerts.usecases.send_webhooks import SendWebhooks
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import MemoryPoster, owner_account, registered

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
NOTICE = ("alert_id", "url", "thread", "cap_status", "restricted", "action_line", "expires_at")
"""What a post says of what may not be named."""

SECRET = {
    "marking": AMBER,
    "urgency": Urgency.IMMEDIATE,
    "headline": "Not for all",
    "description": "Secret words.",
    "action_line": "Go inside.",
    "translations": (
        Translation(
            language="cy-GB",
            headline="Secret",
            description="Secret",
            instruction="Secret",
            action_line="Ewch i mewn.",
        ),
    ),
}
"""An Immediate alert of which everyone may know its action line alone."""


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


def out(stores, queue, **given) -> None:
    """Issue an alert and turn it into deliveries."""
    alert = issued(**given)
    stores.alerts.kept[alert.alert_id] = alert
    stores.dispatches.add(Dispatch.of(alert, at=NOON))
    while queue() is not None:
        pass


def waiting(stores, alert: Alert) -> None:
    """Let a post about an alert wait for an endpoint of the venue's."""
    to = registered(stores).webhook_id
    stores.alerts.kept[alert.alert_id] = alert
    stores.deliveries.add([Delivery.queued(uuid4(), alert, to, Channel.WEBHOOK, at=NOON)])


def ended(alert, end):
    """Return an alert after its end, of which two people wrote what is not for everyone."""
    if end == "withdrawn":
        return alert.withdraw(by="approver", why="Secret", at=NOON)
    if end == "expired":
        return alert.expire(at=alert.content.expires_at)
    proposed = alert.propose_all_clear(by="author", text="Secret", authority_reference="Secret")
    return proposed.give_all_clear(by="approver", read=proposed.proposal_digest, at=NOON)


LESS = pytest.mark.parametrize(
    "now",
    [
        owner_account(tier=Tier.REGISTERED),
        owner_account(active=False),
        owner_account(organisation_id="elsewhere"),
        owner_account(roles=frozenset()),
    ],
    ids=["downgraded", "suspended", "left", "no longer permitted"],
)
"""What an owner may be at the moment of sending who might read it before."""


@LESS
def test_who_may_not_hear_of_it_at_the_moment_of_sending_gets_nothing(
    send, queue, stores, poster, now
) -> None:
    """As by mail: that there is something may be the secret, and so may what to do."""
    registered(stores)
    out(stores, queue, marking=AMBER, headline="Not for all", action_line="Do it.")
    stores.recipients.accounts["venue"] = now
    send()
    assert [] == poster.taken
    (row,) = stores.deliveries.kept.values()
    assert (State.DROPPED, MAY_NOT_HEAR) == (row.state, row.why)


@LESS
def test_of_what_is_immediate_who_may_not_read_it_gets_the_public_part(
    send, queue, stores, poster, now
) -> None:
    registered(stores)
    out(stores, queue, **SECRET)
    stores.recipients.accounts["venue"] = now
    send()
    ((_, _, body),) = poster.taken
    said = json.loads(body)["data"]
    assert {*NOTICE, "language", "translations", "severity", "urgency"} == said.keys()
    assert (True, "Go inside.") == (said["restricted"], said["action_line"])
    assert ("Severe", "Immediate") == (said["severity"], said["urgency"])
    assert [{"language": "cy-GB", "action_line": "Ewch i mewn."}] == said["translations"]
    assert "Not for all" not in body
    assert "Secret" not in body


@pytest.mark.parametrize("end", ["withdrawn", "all-clear", "expired"])
def test_the_end_of_a_public_part_says_how_it_ended_in_fixed_words(
    send, stores, poster, end
) -> None:
    """Whatever shows the line must show that it was in error; why is not for everyone."""
    stores.recipients.accounts["venue"] = owner_account(tier=Tier.REGISTERED)
    waiting(stores, ended(issued(**SECRET), end))
    send()
    ((_, _, body),) = poster.taken
    said = json.loads(body)
    assert f"alert.{end}" == said["type"]
    text = {
        "withdrawn": "issued in error",
        "all-clear": "told you to do no longer applies",
        "expired": "no longer current",
    }
    assert text[end] in said["data"]["ending"]["text"]
    assert "" == said["data"]["ending"]["authority_reference"]
    assert "Secret" not in body


def test_the_end_of_what_can_wait_says_nothing_of_what_it_was(send, stores, poster) -> None:
    stores.recipients.accounts["venue"] = owner_account(tier=Tier.REGISTERED)
    over = ended(issued(**SECRET | {"urgency": Urgency.EXPECTED}), "withdrawn")
    waiting(stores, over)
    send()
    ((_, _, body),) = poster.taken
    said = json.loads(body)["data"]
    assert {*NOTICE} == said.keys()
    assert "" == said["action_line"]
