"""The first person's word that a threat level changes."""

import pytest

from chassis.errors import IdempotencyKeyReused, Invalid
from services.alerts.domain.threat_change import ChangeStatus
from services.alerts.domain.threat_errors import ThreatLevelChangeUnderWay, ThreatLevelUnchanged
from services.alerts.domain.threat_levels import ThreatLevel
from services.alerts.usecases.propose_threat_level import ProposeThreatLevel
from tests.fakes.alerts import NOON, person
from tests.fakes.alerts import key as a_key
from tests.fakes.plumbing import FreshIds
from tests.fakes.threat_levels import approved, in_force, proposal, proposed

HUB = person("hub", "hub-officer")


def key(value="k", body=b"1" * 32):
    return a_key(value, body, "ProposeThreatLevel")


@pytest.fixture
def propose(unit_of_work, clock):
    return ProposeThreatLevel(unit_of_work=unit_of_work, clock=clock, ids=FreshIds())


def test_a_proposal_changes_no_level_and_goes_on_record(propose, stores) -> None:
    change = propose(HUB, proposal=proposal(), key=key())
    assert (ChangeStatus.PROPOSED, NOON) == (change.status, change.proposed.at)
    assert {} == stores.threat_levels.standing()
    ((actor, action, resource, digest, detail),) = stores.audit.rows
    assert ("hub", "alerts:propose-threat-level") == (actor, action)
    assert (str(change.change_id), change.digest) == (resource, digest)
    assert ("SUBSTANTIAL", "REF-1") == (detail["level"], detail["authority_reference"])
    assert ["alerts.threat-level-proposed"] == [each.metric for each in stores.outbox.events]


def test_the_same_key_makes_one_proposal_and_another_body_is_refused(propose, stores) -> None:
    first = propose(HUB, proposal=proposal(), key=key())
    assert first == propose(HUB, proposal=proposal(), key=key())
    with pytest.raises(IdempotencyKeyReused):
        propose(HUB, proposal=proposal(), key=key(body=b"2" * 32))
    assert 1 == len(stores.threat_levels.kept)


def test_a_series_has_one_proposal_at_a_time(propose, stores) -> None:
    stores.threat_levels.add(proposed(NOON))
    with pytest.raises(ThreatLevelChangeUnderWay):
        propose(HUB, proposal=proposal(level=ThreatLevel.SEVERE), key=key())
    assert [] == stores.audit.rows == stores.outbox.events


def test_what_stands_already_is_not_proposed(propose, stores) -> None:
    stores.threat_levels.add(standing := approved(NOON))
    with pytest.raises(ThreatLevelUnchanged):
        propose(HUB, proposal=proposal(), key=key())
    change = propose(HUB, proposal=proposal(level=ThreatLevel.LOW), key=key())
    assert in_force(standing) == change.follows


def test_a_proposal_without_a_reason_is_refused_by_name(propose, stores) -> None:
    with pytest.raises(Invalid):
        propose(HUB, proposal=proposal(reason=""), key=key())
    assert {} == stores.threat_levels.kept
