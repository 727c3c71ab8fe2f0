"""Events as they come from NATS."""

from uuid import uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.kernel.v1 import kernel_pb2
from isp.usage.v1 import usage_pb2
from kernel.tiers import Tier
from services.analytics.domain.usage import Usage
from services.analytics.inbound.events import DURABLE, SUBJECT, CountUsage, consumptions
from services.analytics.usecases.record_usage import RecordUsage
from tests.fakes.analytics import NOON

EVENT_ID = uuid4()


def recorded(**given: object) -> IncomingEvent[usage_pb2.UsageRecorded]:
    message = usage_pb2.UsageRecorded(
        **{
            "metric": "alerts.issued",
            "pseudonym": "p",
            "tier": kernel_pb2.TIER_VERIFIED,
            "region": "LON",
            "sector": "retail",
            "detail": "Severe",
        }
        | given
    )
    message.occurred_at.FromDatetime(NOON)
    return IncomingEvent(
        event_id=str(EVENT_ID),
        aggregate_id=str(EVENT_ID),
        aggregate_version=1,
        message=message,
        subject="isp.usage.v1.UsageRecorded.alerts",
    )


@pytest.fixture
def count(unit_of_work, keeping) -> CountUsage:
    return CountUsage(RecordUsage(unit_of_work=unit_of_work, keeping=keeping))


def test_what_was_told_is_what_is_counted_under_the_service_that_told_it(count, stores) -> None:
    count(recorded())
    expected = Usage(
        event_id=EVENT_ID,
        service="alerts",
        metric="alerts.issued",
        occurred_at=NOON,
        pseudonym="p",
        tier=Tier.VERIFIED,
        region="LON",
        sector="retail",
        detail="Severe",
    )
    assert [expected] == list(stores.usages.kept.values())


def test_a_tier_that_nobody_has_is_parked_at_once(count, stores) -> None:
    with pytest.raises(ValueError, match="0"):
        count(recorded(tier=0))
    assert {} == stores.usages.kept


def test_the_consumer_reads_all_services_and_nothing_else(unit_of_work, keeping) -> None:
    record = RecordUsage(unit_of_work=unit_of_work, keeping=keeping)
    specs = {each.durable: each.spec for each in consumptions(lambda _: None, record)}
    assert {"analytics-PrincipalChanged", DURABLE} == specs.keys()
    assert ("USAGE", "isp.usage.v1.UsageRecorded.*") == (specs[DURABLE].stream, SUBJECT)
    assert SUBJECT == specs[DURABLE].subject
