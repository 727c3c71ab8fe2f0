"""What the stores of cases, terms and questions must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kernel.tiers import Tier
from services.identity.domain.check import CheckKind
from services.identity.domain.errors import VerificationOpen
from services.identity.domain.provider_check import ProviderCheck, ProviderCheckState
from services.identity.domain.tier_term import TierTerm
from services.identity.domain.verification_lifecycle import WAITING, Outcome
from tests.fakes.identity import NOON, case, check, subscriber
from tests.unit.identity.cases import at_each_place

Open = Callable[[], AbstractContextManager[Any]]


def asked(**given: Any) -> ProviderCheck:
    """Return a question about a passport."""
    said: dict[str, Any] = {
        "provider_check_id": uuid4(),
        "verification_id": uuid4(),
        "subject": "owner",
        "kind": CheckKind.EVIDENCE,
        "document_type": "uk-passport",
        "issuer": "HM Passport Office",
        "document_number": "123456789",
        "number_digest": "digest",
        "asked_by": "officer",
        "asked_at": NOON,
        "due_at": NOON,
    }
    return ProviderCheck(**said | given)


class ProofingStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    @pytest.mark.parametrize("place", list(Outcome))
    def test_a_case_comes_back_the_same_from_each_place(
        self, unit_of_work: Open, place: Outcome
    ) -> None:
        kept = replace(
            at_each_place()[place], claimed_by="officer", claimed_until=NOON + timedelta(hours=1)
        )
        with unit_of_work() as tx:
            tx.subscribers.add(subscriber("owner"))
            tx.verifications.add(kept)
        with unit_of_work() as tx:
            found = tx.verifications.get(kept.verification_id, lock=True)
            assert (kept, kept.evidence_digest) == (found, found.evidence_digest)
            assert kept == tx.verifications.newest_of("owner", lock=True)
            assert (kept in tx.verifications.open_page(after=None, size=9)) == (place in WAITING)
            newest = tx.subscribers.with_newest_outcome("owner")[1]
            assert place is newest

    @pytest.mark.parametrize("place", sorted(WAITING, key=str))
    def test_a_person_has_one_case_that_waits(self, unit_of_work: Open, place: Outcome) -> None:
        with unit_of_work() as tx:
            tx.verifications.add(at_each_place()[place])
        with unit_of_work() as tx, pytest.raises(VerificationOpen):
            tx.verifications.add(case("owner"))

    def test_the_newest_case_is_the_one_opened_last(self, unit_of_work: Open) -> None:
        old = at_each_place()[Outcome.REFUSED]
        new = replace(case("owner"), opened_at=NOON + timedelta(days=1))
        with unit_of_work() as tx:
            assert tx.verifications.newest_of("owner") is None
            tx.verifications.add(old)
            tx.verifications.add(new)
        with unit_of_work() as tx:
            assert new == tx.verifications.newest_of("owner")

    def test_what_was_decided_long_ago_is_forgotten_and_nothing_else(
        self, unit_of_work: Open
    ) -> None:
        over = [
            replace(each, subject=place.name, decided_at=NOON + timedelta(days=number))
            for number, (place, each) in enumerate(at_each_place().items())
            if place not in WAITING
        ]
        waits = replace(at_each_place()[Outcome.APPEALED], subject="waits")
        with unit_of_work() as tx:
            for each in (*over, waits):
                tx.verifications.add(each)
            tx.provider_checks.add(asked(verification_id=over[0].verification_id))
        late = NOON + timedelta(days=99)
        with unit_of_work() as tx:
            ids = [each.verification_id for each in over]
            assert ids == list(tx.verifications.decided_before(late, most=9))
            assert ids[:2] == list(tx.verifications.decided_before(late, most=2))
            assert [] == list(tx.verifications.decided_before(over[0].decided_at, most=9))
            tx.verifications.forget(ids[0])
        with unit_of_work() as tx:
            assert ids[1:] == list(tx.verifications.decided_before(late, most=9))
            assert waits == tx.verifications.newest_of("waits")

    def test_claims_that_hold_are_counted(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            for subject in ("a", "b"):
                tx.verifications.add(case(subject).claimed(by="officer", at=NOON))
            tx.verifications.add(case("c").claimed(by="second", at=NOON))
        with unit_of_work() as tx:
            assert 2 == tx.verifications.claims_of("officer", NOON)
            assert 0 == tx.verifications.claims_of("officer", NOON + timedelta(hours=1))

    def test_a_document_is_known_again_under_another_name_alone(self, unit_of_work: Open) -> None:
        def shown(subject: str, number: str, minutes: int) -> Any:
            seen = check(
                CheckKind.EVIDENCE, document_type=f"of-{subject}", number_digest=number, strength=2
            )
            opened = case(subject, (seen,))
            return replace(opened, opened_at=NOON + timedelta(minutes=minutes))

        cases = [shown("a", "one", 2), shown("b", "one", 1), shown("c", "two", 0)]
        with unit_of_work() as tx:
            for each in cases:
                tx.verifications.add(each)
        with unit_of_work() as tx:
            found = tx.verifications.showing({"one", "three"}, without="c", most=9)
            assert ["of-b", "of-a"] == [each.document_type for each in found]
            assert cases[1].verification_id == found[0].verification_id
            assert NOON == found[0].recorded_at
            assert 1 == len(tx.verifications.showing({"one"}, without="a", most=9))
            assert 1 == len(tx.verifications.showing({"one"}, without="c", most=1))
            assert [] == list(tx.verifications.showing(set(), without="c", most=9))
            assert [] == list(tx.verifications.showing({""}, without="c", most=9))

    def test_a_term_is_kept_replaced_and_forgotten(self, unit_of_work: Open) -> None:
        first = TierTerm.granted("owner", Tier.VERIFIED, NOON, 24)
        second = TierTerm.granted("owner", Tier.TRUSTED, NOON, 12).with_warning(30)
        with unit_of_work() as tx:
            assert tx.tier_terms.find("owner") is None
            tx.tier_terms.save(first)
        with unit_of_work() as tx:
            assert first == tx.tier_terms.find("owner")
            tx.tier_terms.save(second)
        with unit_of_work() as tx:
            assert second == tx.tier_terms.find("owner")
            tx.tier_terms.remove("owner")
            assert tx.tier_terms.find("owner") is None

    def test_terms_are_due_as_their_own_rule_says(self, unit_of_work: Open) -> None:
        made = [
            replace(
                TierTerm.granted(f"{days}-{warned}", Tier.VERIFIED, NOON, 24),
                until=NOON + timedelta(days=days),
                warned=warned,
            )
            for days in (-1, 0, 1, 7, 8, 30, 31)
            for warned in (None, 30, 7)
        ]
        with unit_of_work() as tx:
            for each in made:
                tx.tier_terms.save(each)
        due = [t for t in made if t.over(NOON) or t.warning_due(NOON) is not None]
        wanted = sorted(due, key=lambda each: (each.until, each.subject))
        with unit_of_work() as tx:
            assert wanted == list(tx.tier_terms.due(NOON, most=99))
            assert wanted[:3] == list(tx.tier_terms.due(NOON, most=3))

    def test_a_question_waits_until_it_is_settled(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.provider_checks.add(question := asked())
            tx.provider_checks.add(asked(due_at=NOON + timedelta(days=1)))
        with unit_of_work() as tx:
            assert tx.provider_checks.claim(NOON - timedelta(seconds=1)) is None
            assert question == tx.provider_checks.claim(NOON)
            tx.provider_checks.save(later := question.unanswered(NOON))
        with unit_of_work() as tx:
            assert tx.provider_checks.claim(NOON) is None
            assert later == tx.provider_checks.claim(later.due_at)
            tx.provider_checks.save(done := later.settled(ProviderCheckState.ANSWERED))
        with unit_of_work() as tx:
            assert tx.provider_checks.claim(later.due_at) is None
            assert [done] == list(tx.provider_checks.of_case(question.verification_id))
            assert [] == list(tx.provider_checks.of_case(uuid4()))
