"""A batch of posts is as large as what is posted in time, and says to each what they may read."""

import json

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert
from services.alerts.domain.content import Urgency
from services.alerts.domain.delivery import Delivery
from services.alerts.domain.recipient import Channel
from services.alerts.domain.webhook import Webhook
from services.alerts.usecases.send_webhooks import FEWEST, LOOKED_AT, SendWebhooks
from tests.fakes.alerts import NOON, issued
from tests.fakes.deliveries import MemoryMeasures
from tests.fakes.plumbing import FreshIds
from tests.fakes.webhooks import MemoryPoster, owner_account, registered

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
IDS = FreshIds()


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


def waiting(stores, there: Webhook, alert: Alert) -> None:
    stores.alerts.kept[alert.alert_id] = alert
    row = Delivery.queued(IDS.new(), alert, there.webhook_id, Channel.WEBHOOK, at=NOON)
    stores.deliveries.add([row])


def test_a_batch_grows_while_all_of_it_is_posted_in_time_and_shrinks_when_it_is_not(
    send, stores, poster, clock
) -> None:
    alert = issued()
    for _ in range(7 * FEWEST):
        waiting(stores, registered(stores), alert)
    assert [FEWEST, 2 * FEWEST] == [send(), send()]
    post = poster.post

    def slow(*said):
        clock.moment += LOOKED_AT / 5
        return post(*said)

    poster.post = slow
    assert 4 * FEWEST == send()
    assert 3 * FEWEST + 5 == len(poster.taken)
    assert FEWEST == send()
    assert 3 * FEWEST + 10 == len(poster.taken)


def test_what_is_written_for_one_who_may_read_it_is_not_for_one_who_may_not(
    send, stores, poster
) -> None:
    """In one batch, whichever comes first."""
    stores.recipients.accounts["stranger"] = owner_account(organisation_id="elsewhere")
    alert = issued(marking=AMBER, headline="Not for all", urgency=Urgency.IMMEDIATE)
    for owner in ("venue", "stranger", "venue", "stranger"):
        waiting(stores, registered(stores, owner=owner), alert)
    send()
    said = {webhook.owner: json.loads(body)["data"] for webhook, _, body in poster.taken}
    assert [False, True] == [said[owner]["restricted"] for owner in ("venue", "stranger")]
    assert "headline" not in said["stranger"]
    assert 4 == len(poster.taken)
