"""What every store of identity must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from kernel.pages import Place
from kernel.standing import Standing
from kernel.tiers import Tier
from services.identity.domain.application import Application, token_digest
from services.identity.domain.errors import (
    SubscriberNotFound,
    VerificationNotFound,
    VerificationOpen,
)
from services.identity.domain.verification_lifecycle import Outcome
from services.identity.usecases.waiting_ports import HOPELESS, Mail, Task, TaskKind
from tests.fakes.identity import NOON, WITH_CONTACTS, case, profile, subscriber

Open = Callable[[], AbstractContextManager[Any]]
LATER = NOON.replace(year=2100)


class IdentityStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_those_who_are_there_are_found_in_one_look(self, unit_of_work: Open) -> None:
        people = [subscriber("known-a"), subscriber("known-b")]
        with unit_of_work() as tx:
            for each in people:
                tx.subscribers.add(each)
        with unit_of_work() as tx:
            found = tx.subscribers.known({"known-a", "known-b", "gone"})
            assert {"known-a": people[0], "known-b": people[1]} == found
            assert {} == tx.subscribers.known(set())

    def test_a_person_comes_back_the_same(self, unit_of_work: Open) -> None:
        kept = subscriber(
            tier=Tier.VERIFIED,
            roles=frozenset({"editor"}),
            standing=Standing.SUSPENDED,
            valid_after=NOON,
            suspended_by="officer",
        )
        with unit_of_work() as tx:
            tx.subscribers.add(kept)
        with unit_of_work() as tx:
            assert kept == tx.subscribers.get(kept.subject, lock=True)
            assert kept == tx.subscribers.find_by_email(kept.profile.email.upper())
            assert tx.subscribers.find_by_email("nobody@cafe.example") is None
            assert kept in tx.subscribers.everyone()

    def test_who_was_not_warned_yet_is_found_until_that_is_kept(self, unit_of_work: Open) -> None:
        person, other, away = (subscriber(str(uuid4())) for _ in range(3))
        with unit_of_work() as tx:
            tx.subscribers.add(replace(person, profile=profile(email="one@cafe.example")))
            tx.subscribers.add(replace(other, profile=profile(email="two@cafe.example")))
            gone = replace(away, standing=Standing.SUSPENDED)
            tx.subscribers.add(replace(gone, profile=profile(email="three@cafe.example")))
        with unit_of_work() as tx:
            found = [each.subject for each in tx.subscribers.not_warned(size=10)]
            assert sorted([person.subject, other.subject]) == found
            assert 1 == len(tx.subscribers.not_warned(size=1))
            tx.subscribers.warned(person.subject, NOON)
        with unit_of_work() as tx:
            assert [other.subject] == [e.subject for e in tx.subscribers.not_warned(size=10)]
            tx.subscribers.save(tx.subscribers.get(person.subject).raised_to(Tier.VERIFIED))
        with unit_of_work() as tx:  # what else is kept of them leaves it as it is
            assert [other.subject] == [e.subject for e in tx.subscribers.not_warned(size=10)]

    def test_an_unknown_person_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx, pytest.raises(SubscriberNotFound):
            tx.subscribers.get(str(uuid4()))

    def test_rights_are_saved_once_a_version(self, unit_of_work: Open) -> None:
        person = subscriber()
        with unit_of_work() as tx:
            tx.subscribers.add(person)
            tx.subscribers.save(person.raised_to(Tier.VERIFIED))
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.subscribers.save(person.suspended(by="officer", at=NOON))

    def test_an_application_is_found_by_its_token_alone(self, unit_of_work: Open) -> None:
        digest = token_digest(uuid4().hex)
        made = Application(
            application_id=uuid4(), profile=profile(), token_digest=digest, created_at=NOON
        )
        with unit_of_work() as tx:
            tx.applications.add(made)
            assert tx.applications.find(token_digest("other")) is None
            tx.applications.save(made.confirmed(NOON))
        with unit_of_work() as tx:
            assert replace(made, confirmed_at=NOON) == tx.applications.find(digest)
            assert 0 == tx.applications.forget(made.created_at)
            assert 1 == tx.applications.forget(made.created_at + timedelta(seconds=1))
            assert tx.applications.find(digest) is None

    def test_a_person_has_one_open_case(self, unit_of_work: Open) -> None:
        person = subscriber(subject := str(uuid4()))
        first = case(subject)
        decided = first.decided(
            by="second", grant=False, read=first.evidence_digest, reason="r", at=NOON
        )
        with unit_of_work() as tx:
            tx.subscribers.add(person)
            assert (person, None) == tx.subscribers.with_newest_outcome(subject)
            tx.verifications.add(first)
        with unit_of_work() as tx, pytest.raises(VerificationOpen):
            tx.verifications.add(case(subject))
        with unit_of_work() as tx:
            tx.verifications.save(decided)
            assert (person, Outcome.REFUSED) == tx.subscribers.with_newest_outcome(subject)
            again = replace(case(subject), opened_at=NOON + timedelta(days=1))
            tx.verifications.add(again)
        with unit_of_work() as tx:
            assert (person, Outcome.OPEN) == tx.subscribers.with_newest_outcome(subject)
            assert decided == tx.verifications.get(first.verification_id)

    def test_a_case_comes_back_with_the_digest_that_was_read(self, unit_of_work: Open) -> None:
        kept = case(str(uuid4()), WITH_CONTACTS)
        with unit_of_work() as tx:
            tx.verifications.add(kept)
        with unit_of_work() as tx:
            found = tx.verifications.get(kept.verification_id, lock=True)
            assert (kept, kept.evidence_digest) == (found, found.evidence_digest)
            with pytest.raises(StaleVersion):
                tx.verifications.save(found)

    def test_an_unknown_case_is_not_found(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            with pytest.raises(SubscriberNotFound):
                tx.subscribers.with_newest_outcome("nobody")
            with pytest.raises(VerificationNotFound):
                tx.verifications.get(uuid4())

    def test_open_cases_come_oldest_first_and_none_is_missed(self, unit_of_work: Open) -> None:
        far = NOON - timedelta(days=3000)
        cases = [
            replace(case(str(uuid4())), opened_at=far + timedelta(minutes=number // 2))
            for number in range(5)
        ]
        with unit_of_work() as tx:
            for each in cases:
                tx.verifications.add(each)
        seen: list[Any] = []
        place = None
        with unit_of_work() as tx:
            while len(seen) < len(cases):
                page = tx.verifications.open_page(after=place, size=2)
                seen += page
                place = Place(page[-1].opened_at, page[-1].verification_id)
        wanted = sorted(cases, key=lambda c: (c.opened_at, c.verification_id))
        assert wanted == seen[: len(wanted)]

    def test_a_task_waits_until_it_is_done(self, unit_of_work: Open) -> None:
        task = Task(task_id=uuid4(), subject="reader", kind=TaskKind.SYNC)
        with unit_of_work() as tx:
            tx.tasks.add(task)
        with unit_of_work() as tx:
            assert task == tx.tasks.claim(LATER)
            tx.tasks.later(task, LATER + timedelta(days=1), "away")
            assert tx.tasks.claim(LATER) is None
        with unit_of_work() as tx:
            assert replace(task, tries=1) == tx.tasks.claim(LATER + timedelta(days=1))
            tx.tasks.done(task)
            assert tx.tasks.claim(LATER + timedelta(days=2)) is None

    def test_a_change_of_an_account_is_known_while_it_waits(self, unit_of_work: Open) -> None:
        """Not an invitation, not another's, and not one that fails again and again."""
        kinds = (TaskKind.SYNC, TaskKind.DELETE, TaskKind.INVITE)
        tasks = {each: Task(task_id=uuid4(), subject=each.name, kind=each) for each in kinds}

        def changing() -> list[str]:
            with unit_of_work() as tx:
                return [each.name for each in kinds if tx.tasks.changes(each.name)]

        assert [] == changing()
        with unit_of_work() as tx:
            for each in tasks.values():
                tx.tasks.add(each)
        assert ["SYNC", "DELETE"] == changing()
        with unit_of_work() as tx:
            tx.tasks.done(tasks[TaskKind.DELETE])
            for _ in range(HOPELESS):
                tx.tasks.later(tasks[TaskKind.SYNC], LATER, "refused")
        assert [] == changing()

    def test_a_sent_mail_is_not_sent_again(self, unit_of_work: Open) -> None:
        mail = Mail(
            mail_id=uuid4(),
            to="a@b.example",
            language="en",
            template="registration",
            variables={"token": "t"},
        )
        with unit_of_work() as tx:
            tx.mails.add(mail)
        with unit_of_work() as tx:
            assert mail == tx.mails.claim(LATER)
            tx.mails.later(mail, LATER + timedelta(days=1), "away")
            assert tx.mails.claim(LATER) is None
            tx.mails.sent(tx.mails.claim(LATER + timedelta(days=1)), NOON)
        with unit_of_work() as tx:
            assert tx.mails.claim(LATER + timedelta(days=2)) is None

    def test_a_mail_is_taken_back_before_it_comes_or_while_it_waits(
        self, unit_of_work: Open
    ) -> None:
        said = {"to": "a@b.example", "language": "en", "template": "session-soon"}
        waits, comes, went = (
            Mail(mail_id=uuid4(), **said, variables={"whose": "p"}) for _ in range(3)
        )
        with unit_of_work() as tx:
            for each in (waits, went):
                tx.mails.add_once(each)
            tx.mails.sent(went, NOON)
        with unit_of_work() as tx:
            for each in (waits, comes, went):
                tx.mails.take_back(each.mail_id, LATER)
                tx.mails.take_back(each.mail_id, LATER)
        with unit_of_work() as tx:
            tx.mails.add_once(comes)
            assert tx.mails.claim(LATER) is None
            assert 1 <= tx.mails.forget_sent(NOON + timedelta(days=1))  # the one that went
            assert 2 <= tx.mails.forget_sent(LATER + timedelta(days=1))
