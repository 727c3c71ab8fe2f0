"""A private drill on the stream: only its own organisation's people see it."""

from dataclasses import replace

from isp.alerts.v1 import alerts_events_pb2
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.domain.drilling import ended
from services.alerts.domain.whereabouts import NO_HOLDINGS
from services.alerts.inbound.stream.entry import ENDED, ISSUED, entry_from
from services.alerts.messages import alert_to_pb
from tests.fakes.alerts import APPROVER, NOON
from tests.ports.drills_store import drill
from tests.unit.alerts.drilling import COLLEAGUE, LEAD, STRANGER


def test_only_its_own_people_see_it_and_its_end() -> None:
    begun = drill()
    over = ended(begun, by="lead", at=NOON)
    told = (
        (ISSUED, alerts_events_pb2.AlertIssued(alert=alert_to_pb(begun))),
        (ENDED, alerts_events_pb2.AlertEnded(alert=alert_to_pb(over))),
    )
    for subject, message in told:
        entry = entry_from(subject, "event", message.SerializeToString())
        assert not entry.open
        assert entry.personal  # no group of readers shares what it decides
        assert b"EXERCISE EXERCISE EXERCISE" in entry.wire
        readers = (LEAD, COLLEAGUE, STRANGER, APPROVER, ANONYMOUS)
        left = replace(COLLEAGUE, organisation_id=None, tier=Tier.TRUSTED)
        seen = entry.seen_as_each([(each, NO_HOLDINGS) for each in (*readers, left)])
        assert [entry, entry, None, None, None, None] == seen
