"""A change of a threat level: two people, exactly what was read, and no end but the next."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.alerts.domain.errors import IllegalTransition, SelfApproval, VersionChanged
from services.alerts.domain.threat_change import ChangeStatus, ThreatLevelChange
from services.alerts.domain.threat_errors import ThreatLevelUnchanged
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel, ThreatSeries
from tests.fakes.alerts import NOON
from tests.fakes.threat_levels import approved, in_force, proposal, proposed

OVER: list[ThreatLevelChange] = [
    approved(NOON),
    proposed(NOON).withdraw(by="x", why="No.", at=NOON),
]


def test_who_proposed_a_change_cannot_approve_it() -> None:
    change = proposed(NOON, by="one")
    with pytest.raises(SelfApproval):
        change.approve(by="one", read=change.digest, at=NOON)


@pytest.mark.parametrize("change", OVER, ids=lambda each: each.status.value)
def test_a_decided_change_is_decided_for_good(change: ThreatLevelChange) -> None:
    with pytest.raises(IllegalTransition):
        change.approve(by="third", read=change.digest, at=NOON)
    with pytest.raises(IllegalTransition):
        change.withdraw(by="third", why="No.", at=NOON)


@pytest.mark.parametrize(
    "other",
    [
        {"series": ThreatSeries.NORTHERN_IRELAND},
        {"level": ThreatLevel.SEVERE},
        {"response": ResponseLevel.NORMAL},
        {"reason": "Another."},
        {"authority_reference": "REF-2"},
        {"since": NOON - timedelta(days=1)},
    ],
    ids=str,
)
def test_the_digest_is_over_everything_that_is_read(other: dict[str, Any]) -> None:
    change = proposed(NOON)
    changed = replace(change, proposal=proposal(**other))
    assert change.digest != changed.digest
    with pytest.raises(VersionChanged):
        changed.approve(by="second", read=change.digest, at=NOON)


def test_the_digest_says_which_level_it_follows() -> None:
    change = proposed(NOON)
    later = replace(change, follows=in_force(approved(NOON, level=ThreatLevel.LOW)))
    assert change.digest != later.digest


def test_levels_are_numbered_and_begin_with_the_approval_unless_said_otherwise() -> None:
    first = in_force(approved(NOON, level=ThreatLevel.LOW))
    earlier = NOON - timedelta(days=3)
    then = NOON + timedelta(days=1)
    second = in_force(approved(then, follows=replace(first, since=earlier), since=NOON))
    assert (1, NOON, NOON) == (first.number, first.since, first.set_at)
    assert (2, NOON, then) == (second.number, second.since, second.set_at)


def test_the_same_level_with_another_response_is_a_change_and_with_the_same_is_none() -> None:
    standing = in_force(approved(NOON))
    proposed(NOON, follows=standing, response=ResponseLevel.EXCEPTIONAL)
    with pytest.raises(ThreatLevelUnchanged):
        proposed(NOON, follows=standing)


def test_another_level_need_not_change_the_response() -> None:
    standing = in_force(approved(NOON))
    change = approved(NOON, follows=standing, level=ThreatLevel.CRITICAL)
    assert ResponseLevel.HEIGHTENED is in_force(change).response
    assert not change.usual


def test_what_is_only_proposed_or_was_given_up_is_not_in_force() -> None:
    change = proposed(NOON)
    assert change.in_force is None
    given_up = change.withdraw(by="x", why="No.", at=NOON)
    assert (None, ChangeStatus.WITHDRAWN, 2) == (
        given_up.in_force,
        given_up.status,
        given_up.version,
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 1001}, "reason"),
        ({"authority_reference": ""}, "authority_reference"),
        ({"authority_reference": "a\x00"}, "authority_reference"),
        ({"since": NOON + timedelta(seconds=1)}, "since"),
        ({"since": NOON - timedelta(days=365 * 30)}, "since"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_proposal_is_named(given: dict[str, Any], field: str) -> None:
    assert [field] == [each.field for each in proposal(**given).violations(NOON, None)]


def test_a_level_begins_after_the_one_before_it() -> None:
    standing = in_force(approved(NOON))
    for since, wrong in ((NOON, 1), (NOON + timedelta(hours=1), 0)):
        said = proposal(since=since).violations(NOON + timedelta(hours=2), standing)
        assert wrong == len(said)
