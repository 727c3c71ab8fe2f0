"""Where a case may go: one table, walked over all pairs, and every other way refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from chassis.errors import Refusal
from kernel.tiers import Tier
from services.identity.domain.errors import CheckedBySameOfficer, ProfileNotMet, VerificationClosed
from services.identity.domain.verification import APPEAL_WITHIN, CLAIM_LASTS, Verification
from services.identity.domain.verification_errors import (
    AppealNeedsAnother,
    AppealTooLate,
    NothingToAppeal,
    SecondReviewerNeeded,
    SelfSponsorship,
    SponsorNotWanted,
    TooManyChecks,
    VerificationClaimed,
    VerificationNotClaimed,
)
from services.identity.domain.verification_lifecycle import TRANSITIONS, WAITING, Outcome
from tests.fakes.identity import NOON, WITH_CONTACTS, case
from tests.unit.identity.cases import H1A, at_each_place, decided, fraud, refused, trusted

ACTS: dict[str, Callable[[Verification], Verification]] = {
    "check": lambda it: it.with_check(fraud("another")),
    "grant": lambda it: decided(replace(it, checks=H1A), "fourth", grant=True, seated=True),
    "refuse": lambda it: decided(it, "fourth", grant=False),
    "appeal": lambda it: it.appealed(grounds="Look again.", at=NOON),
    "withdraw": lambda it: it.withdrawn(NOON),
    "claim": lambda it: it.claimed(by="fourth", at=NOON),
    "sponsor": lambda it: it.sponsored(by="friend", statement="I know them.", at=NOON),
}


@pytest.mark.parametrize(("place", "act"), list(product(Outcome, ACTS)), ids=str)
def test_every_act_at_every_place_goes_by_the_table_or_is_refused(place: Outcome, act: str) -> None:
    """Nothing is decided twice, and nothing comes back that is over."""
    before = at_each_place()[place]
    assert place is before.outcome
    try:
        after = ACTS[act](before)
    except Refusal:
        assert place not in WAITING or act in {"appeal", "sponsor"}
        return
    assert after.version == before.version + 1
    assert after.outcome is place or after.outcome in TRANSITIONS[place]
    assert place in WAITING or act == "appeal"


@pytest.mark.parametrize(("one", "other"), list(product(Outcome, Outcome)), ids=str)
def test_no_case_moves_but_by_the_table(one: Outcome, other: Outcome) -> None:
    there = at_each_place()[one]
    if other in TRANSITIONS[one]:
        assert other is there._moved_to(other).outcome
    else:
        with pytest.raises(VerificationClosed):
            there._moved_to(other)


def test_what_is_over_leads_nowhere_and_what_waits_leads_on() -> None:
    over = {each for each, ways in TRANSITIONS.items() if not ways}
    assert {Outcome.GRANTED, Outcome.UPHELD, Outcome.WITHDRAWN} == over
    assert WAITING.isdisjoint(over)
    assert set(Outcome) == TRANSITIONS.keys()


def test_the_highest_tier_takes_two_reviewers_beside_who_checked() -> None:
    """Nothing that one person alone can do gives TRUSTED."""
    proposed = decided(trusted(), "second", grant=True)
    assert (Outcome.PROPOSED, "second") == (proposed.outcome, proposed.proposed_by)
    with pytest.raises(SecondReviewerNeeded):
        decided(proposed, "second", grant=True)
    with pytest.raises(CheckedBySameOfficer):
        decided(proposed, "officer", grant=True)
    given = decided(proposed, "third", grant=True)
    assert (Outcome.GRANTED, "second", "third") == (
        given.outcome,
        given.proposed_by,
        given.decided_by,
    )


def test_a_proposal_is_taken_back_by_what_comes_after_it() -> None:
    proposed = decided(trusted(vouched=False), "second", grant=True, seated=True)
    checked = proposed.with_check(fraud(score=0))
    vouched = proposed.sponsored(by="friend", statement="I know them.", at=NOON)
    for after in (checked, vouched):
        assert (Outcome.OPEN, None, proposed.version + 1) == (
            after.outcome,
            after.proposed_by,
            after.version,
        )


def test_the_highest_tier_needs_somebody_who_vouches_or_a_seat() -> None:
    alone = trusted(vouched=False)
    with pytest.raises(ProfileNotMet, match="vouches"):
        decided(alone, "second", grant=True)
    assert Outcome.PROPOSED is decided(alone, "second", grant=True, seated=True).outcome
    lower = replace(alone, checks=WITH_CONTACTS)
    with pytest.raises(ProfileNotMet, match="profile"):
        decided(lower, "second", grant=True, seated=True)


def test_one_vouches_once_for_another_and_only_where_it_is_needed() -> None:
    with pytest.raises(SelfSponsorship):
        trusted(vouched=False).sponsored(by="owner", statement="Me.", at=NOON)
    for unwanted in (trusted(), case()):
        with pytest.raises(SponsorNotWanted):
            unwanted.sponsored(by="friend", statement="I know them.", at=NOON)


def test_an_appeal_goes_to_another_reviewer_and_is_the_last() -> None:
    appealed = refused().appealed(grounds="Look again.", at=NOON)
    with pytest.raises(AppealNeedsAnother):
        decided(appealed, "second", grant=False)
    upheld = decided(appealed, "third", grant=False)
    assert Outcome.UPHELD is upheld.outcome
    with pytest.raises(NothingToAppeal):
        upheld.appealed(grounds="Once more.", at=NOON)


def test_a_refusal_may_be_appealed_for_thirty_days() -> None:
    last = NOON + APPEAL_WITHIN
    assert Outcome.APPEALED is refused().appealed(grounds="Look.", at=last).outcome
    with pytest.raises(AppealTooLate):
        refused().appealed(grounds="Look.", at=last + timedelta(microseconds=1))


def test_a_claim_keeps_others_out_until_it_lapses() -> None:
    held = case().claimed(by="officer", at=NOON)
    lapse = NOON + CLAIM_LASTS
    with pytest.raises(VerificationClaimed):
        held.claimed(by="second", at=lapse - timedelta(microseconds=1))
    with pytest.raises(VerificationClaimed):
        held.with_check(fraud("second"))
    with pytest.raises(VerificationClaimed):
        decided(held, "second", grant=False)
    assert "second" == held.claimed(by="second", at=lapse).claimed_by
    assert lapse + CLAIM_LASTS == held.claimed(by="officer", at=lapse).claimed_until


def test_only_who_works_on_a_case_releases_it() -> None:
    held = case().claimed(by="officer", at=NOON)
    assert held.released(by="officer", at=NOON).claimed_by is None
    for by, at in (("second", NOON), ("officer", NOON + CLAIM_LASTS)):
        with pytest.raises(VerificationNotClaimed):
            held.released(by=by, at=at)


def test_a_claim_changes_nothing_of_what_was_read() -> None:
    opened = case("owner", WITH_CONTACTS)
    assert opened.evidence_digest == opened.claimed(by="second", at=NOON).evidence_digest


def test_who_vouches_is_part_of_what_was_read() -> None:
    assert trusted().evidence_digest != replace(trusted(), sponsorship=None).evidence_digest


def test_a_case_has_a_bounded_number_of_checks() -> None:
    full = case("owner", tuple(fraud() for _ in range(60)))
    with pytest.raises(TooManyChecks):
        full.with_check(fraud())


def test_a_decision_and_a_proposal_end_the_claim() -> None:
    held = trusted().claimed(by="second", at=NOON)
    assert decided(held, "second", grant=True).claimed_by is None
    assert Tier.TRUSTED is held.tier
