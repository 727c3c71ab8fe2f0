"""Putting a threat level into force as a second person."""

from uuid import uuid4

import pytest

from services.alerts.domain.errors import IssuingFrozen, SelfApproval, VersionChanged
from services.alerts.domain.events import ThreatLevelChanged
from services.alerts.domain.freeze import Freeze
from services.alerts.domain.threat_errors import ThreatLevelChangeNotFound
from services.alerts.domain.threat_levels import ThreatSeries
from services.alerts.usecases.approve_threat_level import ApproveThreatLevel
from tests.fakes.alerts import APPROVER, NOON, person
from tests.fakes.threat_levels import in_force, proposed


@pytest.fixture
def approve(unit_of_work, clock):
    return ApproveThreatLevel(unit_of_work=unit_of_work, clock=clock)


@pytest.fixture
def waiting(stores):
    change = proposed(NOON, by="first")
    stores.threat_levels.add(change)
    return change


def test_a_second_person_puts_into_force_exactly_what_they_read(approve, stores, waiting) -> None:
    approved = approve(APPROVER, change_id=waiting.change_id, read=waiting.digest)
    level = in_force(approved)
    assert {ThreatSeries.NATIONAL: level} == stores.threat_levels.standing()
    changed, used = stores.outbox.events
    assert ThreatLevelChanged(level) == changed
    assert ("alerts.threat-level-changed", "SUBSTANTIAL") == (used.metric, used.detail)
    actor, action, resource, digest, _ = stores.audit.rows[0]
    assert ("approver", "alerts:approve-threat-level") == (actor, action)
    assert (str(waiting.change_id), waiting.digest) == (resource, digest)


def test_who_proposed_it_cannot_approve_it(approve, stores, waiting) -> None:
    """Nothing that one person alone can do reaches the public."""
    with pytest.raises(SelfApproval):
        approve(person("first", "duty-officer"), change_id=waiting.change_id, read=waiting.digest)
    assert ({}, [], []) == (
        stores.threat_levels.standing(),
        stores.outbox.events,
        stores.audit.rows,
    )


def test_a_stale_digest_changes_nothing(approve, stores, waiting) -> None:
    with pytest.raises(VersionChanged):
        approve(APPROVER, change_id=waiting.change_id, read=b"0" * 32)
    assert {} == stores.threat_levels.standing()


def test_while_all_issuing_is_stopped_no_level_changes(approve, stores, waiting) -> None:
    """An account in wrong hands must not set a threat level either."""
    freeze = Freeze.begun(uuid4(), by="ada", why="An account was taken.", at=NOON)
    stores.freezes.add(freeze)
    stores.freezes.save(frozen := freeze.confirm(by="bea", at=NOON))
    with pytest.raises(IssuingFrozen):
        approve(APPROVER, change_id=waiting.change_id, read=waiting.digest)
    assert {} == stores.threat_levels.standing()
    stores.freezes.save(lifting := frozen.propose_lift(by="ada", why="It is ours.", at=NOON))
    stores.freezes.save(lifting.lift(by="bea", at=NOON))
    approve(APPROVER, change_id=waiting.change_id, read=waiting.digest)


def test_an_unknown_change_is_not_found(approve) -> None:
    with pytest.raises(ThreatLevelChangeNotFound):
        approve(APPROVER, change_id=uuid4(), read=b"0" * 32)


def test_when_the_commit_fails_no_level_has_changed(approve, stores, waiting, unit_of_work) -> None:
    def fail() -> None:
        raise ConnectionError

    unit_of_work.fail_at_commit = fail
    with pytest.raises(ConnectionError):
        approve(APPROVER, change_id=waiting.change_id, read=waiting.digest)
    assert ({}, []) == (stores.threat_levels.standing(), stores.outbox.events)
