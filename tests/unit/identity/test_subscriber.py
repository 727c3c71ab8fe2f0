"""Every change of rights has the next version."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Refusal
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.errors import (
    RestoredBySuspender,
    SelfSuspension,
    SubscriberNotActive,
    SubscriberNotSuspended,
)
from tests.fakes.identity import NOON, subscriber

ACTS = {
    "raise": lambda p, _: p.raised_to(Tier.VERIFIED),
    "suspend": lambda p, by: p.suspended(by=by, at=NOON),
    "restore": lambda p, by: p.restored(by=by, at=NOON),
    "erase": lambda p, _: p.erased(unused="p", at=NOON),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(["a", "b"]))))
def test_every_change_has_the_next_version_and_erasure_is_for_good(tried) -> None:
    person = subscriber("x")
    for name, by in tried:
        try:
            changed = ACTS[name](person, by)
        except Refusal:
            continue
        assert changed.rights_version == person.rights_version + (changed is not person)
        if person.standing is Standing.CLOSED:
            assert changed is person
        person = changed


def test_a_tier_is_never_lowered_by_a_grant() -> None:
    assert Tier.TRUSTED is subscriber(tier=Tier.TRUSTED).raised_to(Tier.VERIFIED).tier


def test_nobody_suspends_themselves() -> None:
    person = subscriber()
    with pytest.raises(SelfSuspension):
        person.suspended(by=person.subject, at=NOON)


def test_a_suspension_refuses_tokens_from_before_and_its_end_does_too() -> None:
    suspended = subscriber().suspended(by="officer", at=NOON)
    assert (Standing.SUSPENDED, NOON) == (suspended.standing, suspended.valid_after)
    later = NOON + timedelta(hours=1)
    restored = suspended.restored(by="second", at=later)
    assert (Standing.ACTIVE, later) == (restored.standing, restored.valid_after)


def test_whoever_suspended_cannot_restore() -> None:
    suspended = subscriber().suspended(by="officer", at=NOON)
    with pytest.raises(RestoredBySuspender):
        suspended.restored(by="officer", at=NOON)


def test_what_is_not_so_cannot_be_undone() -> None:
    with pytest.raises(SubscriberNotSuspended):
        subscriber().restored(by="officer", at=NOON)
    with pytest.raises(SubscriberNotActive):
        subscriber(standing=Standing.SUSPENDED).raised_to(Tier.VERIFIED)


def test_erasure_leaves_nothing_that_tells_who_it_was() -> None:
    before = subscriber("x")
    after = before.erased(unused="p", at=NOON)
    said = str(after)
    for word in (before.profile.email, "Cafe", "Owner", "LON", "retail"):
        assert word not in said
    assert ("x", Tier.PUBLIC, Standing.CLOSED) == (after.subject, after.tier, after.standing)
