"""Handing a draft to the approvers."""

import pytest

from chassis.errors import StaleVersion
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Status
from services.alerts.domain.errors import AlertNotFound, AudienceEmpty, IllegalTransition
from services.alerts.domain.sharing import digest_of_warnings
from services.alerts.domain.sharing_errors import WarningsNotSeen
from services.alerts.usecases.get_sharing_warnings import GetSharingWarnings
from services.alerts.usecases.submit_alert import SubmitAlert
from tests.fakes.alerts import AUTHOR, READER, MemoryReach, drafted, issued, person, submitted


@pytest.fixture
def submit(unit_of_work, clock):
    return SubmitAlert(unit_of_work=unit_of_work, clock=clock)


def test_a_draft_is_handed_over(submit, stores) -> None:
    stores.alerts.add(draft := drafted())
    assert Status.SUBMITTED is submit(AUTHOR, alert_id=draft.alert_id, expected_version=1).status
    assert "alerts:submit" == stores.audit.rows[0][1]


def test_another_version_than_was_read_is_refused(submit, stores) -> None:
    stores.alerts.add(draft := drafted())
    with pytest.raises(StaleVersion):
        submit(AUTHOR, alert_id=draft.alert_id, expected_version=2)


def test_it_is_handed_over_once(submit, stores) -> None:
    stores.alerts.add(waiting := submitted())
    with pytest.raises(IllegalTransition):
        submit(AUTHOR, alert_id=waiting.alert_id, expected_version=waiting.version)


def test_a_draft_that_the_caller_may_not_know_of_is_not_found(submit, stores) -> None:
    strict = Marking(tlp=Tlp.AMBER_STRICT, minimum_tier=Tier.VERIFIED, closed_group="ports")
    stores.alerts.add(draft := drafted(by="somebody", marking=strict))
    for stranger in (READER, person("other", "alert-author")):
        with pytest.raises(AlertNotFound):
            submit(stranger, alert_id=draft.alert_id, expected_version=1)


AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


def test_an_alert_that_nobody_would_get_is_not_handed_over(submit, stores) -> None:
    stores.reach = MemoryReach([])
    stores.alerts.add(draft := drafted(marking=AMBER))
    with pytest.raises(AudienceEmpty):
        submit(AUTHOR, alert_id=draft.alert_id, expected_version=1)
    assert draft == stores.alerts.get(draft.alert_id)


def test_what_everyone_may_read_is_handed_over_though_nobody_has_an_account(submit, stores) -> None:
    stores.reach = MemoryReach([])
    stores.alerts.add(draft := drafted())
    assert 0 == submit(AUTHOR, alert_id=draft.alert_id, expected_version=1).reach


SCOTLAND = (AudienceRow(Mode.INCLUDE, Kind.REGION, "SCO"),)


def test_what_is_unusual_must_have_been_seen_as_it_is_now(submit, stores, unit_of_work) -> None:
    stores.alerts.add(issued())
    stores.alerts.add(draft := drafted(audience=SCOTLAND))
    asked = {"alert_id": draft.alert_id, "expected_version": 1}
    for seen in (b"", b"0" * 32):
        with pytest.raises(WarningsNotSeen):
            submit(AUTHOR, **asked, seen=seen)
    assert (draft, []) == (stores.alerts.get(draft.alert_id), stores.audit.rows)
    warnings = GetSharingWarnings(unit_of_work=unit_of_work)(AUTHOR, alert_id=draft.alert_id)
    digest = digest_of_warnings(warnings)
    assert digest == submit(AUTHOR, **asked, seen=digest).warnings_seen
    assert ["NEW_REGIONS"] == stores.audit.rows[0][4]["unusual"]


def test_where_nothing_is_unusual_nothing_is_kept_of_it(submit, stores) -> None:
    stores.alerts.add(draft := drafted())
    asked = {"alert_id": draft.alert_id, "expected_version": 1, "seen": b"0" * 32}
    assert submit(AUTHOR, **asked).warnings_seen is None
    assert "unusual" not in stores.audit.rows[0][4]
