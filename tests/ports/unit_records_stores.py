"""What the stores of launched units must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.training.domain.cmi5_session import Verb
from services.training.domain.errors import StatementNotFound
from services.training.domain.package import Package
from services.training.domain.unit_documents import DocumentKind, DocumentPlace, UnitDocument
from services.training.usecases.records_ports import Heard, StatementQuery
from tests.fakes.packaged_courses import SITE, launched, registration, standing, statement
from tests.fakes.training import COURSE_ID, NOON, enrolment
from tests.ports.assessment_stores import withdrawal
from tests.ports.training_packages_store import FOUND

Open = Callable[[], AbstractContextManager[Any]]
SECOND = timedelta(seconds=1)
OWN = "https://author.example/verbs/looked"
HEARD = ((1, Verb.INITIALIZED), (2, OWN), (3, OWN))


def opened(unit_of_work: Open, by: str = "learner") -> UUID:
    """Keep an enrolment with its registration and a unit that nothing is on record of."""
    begun = enrolment(by)
    with unit_of_work() as tx:
        tx.enrolments.add(begun)
        assert tx.launches.open_registration(registration(begun.enrolment_id))
        tx.launches.keep_standing(begun.enrolment_id, standing())
    return begun.enrolment_id


class LaunchesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_registration_is_opened_once_and_satisfied(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        with unit_of_work() as tx:
            assert not tx.launches.open_registration(registration(of, actor="another"))
            assert registration(of) == tx.launches.registration(of, lock=True)
            tx.launches.satisfy(of, NOON)
        with unit_of_work() as tx:
            assert registration(of, satisfied_at=NOON) == tx.launches.registration(of)
            assert tx.launches.registration(uuid4()) is None
            assert [registration(of, satisfied_at=NOON)] == tx.launches.of_subject("learner")
            assert [] == tx.launches.of_subject("other")

    def test_what_is_on_record_of_units_comes_back(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        done = replace(standing(2, completed=True, waived=True), satisfied_at=NOON)
        with unit_of_work() as tx:
            tx.launches.keep_standing(of, standing(2, passed=True))
            tx.launches.keep_standing(of, done)
        with unit_of_work() as tx:
            assert {1: standing(), 2: done} == tx.launches.standings(of)
            assert {} == tx.launches.standings(uuid4())

    def test_a_session_comes_back_the_same_by_each_way(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        one = launched(of, mastery_score=Decimal("0.8125"))
        session_id = UUID(one.session.session_id)
        with unit_of_work() as tx:
            tx.launches.launch(one, b"fetch")
        with unit_of_work() as tx:
            assert one == tx.launches.by_fetch(b"fetch")
            assert one == tx.launches.session(session_id)
            assert tx.launches.by_token(b"token") is None
            tx.launches.give_token(session_id, b"token", NOON)
        with unit_of_work() as tx:
            fetched = replace(one, fetched_at=NOON)
            assert fetched == tx.launches.by_token(b"token")
            assert fetched == tx.launches.by_token(b"token", lock=False)
            assert tx.launches.by_fetch(b"token") is None
            assert tx.launches.session(uuid4()) is None
            assert [fetched] == tx.launches.sessions_of(of)

    def test_a_session_goes_on_until_it_is_over(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        first, second = launched(of), launched(of, at=NOON + SECOND)
        with unit_of_work() as tx:
            tx.launches.launch(second, b"2")
            tx.launches.launch(first, b"1")
            assert [first, second] == tx.launches.open_sessions(of, 1)
            assert [] == tx.launches.open_sessions(of, 2)
            gone = replace(first, session=first.session.abandon(NOON))
            tx.launches.save(gone)
        with unit_of_work() as tx:
            assert [second] == tx.launches.open_sessions(of, 1)
            assert [gone, second] == tx.launches.sessions_of(of)
            silent = [(UUID(second.session.session_id), of)]
            assert silent == tx.launches.silent_since(NOON + SECOND, 10)
            assert [] == tx.launches.silent_since(NOON, 10)
            assert [] == tx.launches.silent_since(NOON + SECOND, 0)

    def test_what_is_heard_is_kept_with_its_session_in_one(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        launch = launched(of)
        begins = statement(Verb.INITIALIZED, launch)
        own = statement(OWN, launch, 2)
        heard = launch.hear(begins, at=NOON).hear(own, at=NOON + SECOND)
        with unit_of_work() as tx:
            tx.launches.launch(launch, b"fetch")
            assert frozenset() == tx.launches.heard(heard, [begins, own], NOON)
            assert {own.statement_id} == tx.launches.heard(heard, [own], NOON + SECOND)
        with unit_of_work() as tx:
            found = tx.launches.session(UUID(launch.session.session_id))
            assert (heard, 2) == (found, found.statements)
            assert [] == tx.launches.silent_since(NOON, 10)
            kept = tx.statements.everything(of)
            assert [begins.document, own.document] == [each.document for each in kept]
            assert [NOON, NOON] == [each.stored_at for each in kept]

    def test_what_is_heard_without_a_lock_is_kept_unless_anything_came_between(
        self, unit_of_work: Open
    ) -> None:
        of = opened(unit_of_work)
        launch = launched(of)
        begins, own, later = (statement(verb, launch, n) for n, verb in HEARD)
        session_id = UUID(launch.session.session_id)
        with unit_of_work() as tx:
            tx.launches.launch(launch, b"fetch")
        heard = launch.hear(begins, at=NOON)
        with unit_of_work() as tx:
            begun = Heard(before=launch, after=heard, statement=begins)
            assert {begins.statement_id} == tx.launches.heard_together([begun], NOON)
        with unit_of_work() as tx:
            before = tx.launches.session(session_id)
            assert (heard, 1) == (before, before.statements)
            after = before.hear(own, at=NOON + SECOND)
        counted = replace(launch, statements=1)
        moved = replace(counted, heard_at=NOON - SECOND)
        for was, new in ((launch, own), (moved, own), (before, begins)):
            with unit_of_work() as tx:
                stale = Heard(before=was, after=after, statement=new)
                assert frozenset() == tx.launches.heard_together([stale], NOON + SECOND)
        with unit_of_work() as tx:
            assert heard == tx.launches.session(session_id)
            assert [begins.document] == [each.document for each in tx.statements.everything(of)]
            tx.statements.add("", later, NOON)
        goes_on = Heard(before=before, after=after, statement=own)
        with unit_of_work() as tx:
            assert frozenset() == tx.launches.heard_together([goes_on], NOON + SECOND)
        with unit_of_work() as tx:
            goes_on = replace(goes_on, before=replace(before, statements=2))
            kept = tx.launches.heard_together([goes_on], NOON + SECOND)
            assert {own.statement_id} == kept
            found = tx.launches.session(session_id)
            assert (after, 3) == (found, found.statements)
            assert 6 == tx.launches.forget("learner")

    def test_sessions_are_read_and_heard_together_each_as_it_is(self, unit_of_work: Open) -> None:
        ofs = [opened(unit_of_work, by) for by in ("one", "two", "three")]
        launches = [launched(of) for of in ofs]
        digests = [bytes([number]) for number in range(3)]
        with unit_of_work() as tx:
            for launch, digest in zip(launches, digests, strict=True):
                session_id = UUID(launch.session.session_id)
                tx.launches.launch(launch, b"fetch" + digest)
                tx.launches.give_token(session_id, digest, NOON)
        with unit_of_work() as tx:
            read = tx.launches.by_tokens([*digests, b"nobody's"])
            assert digests == sorted(read)
            assert read == {each: tx.launches.by_token(each) for each in digests}
            assert {} == tx.launches.by_tokens([])
        said = [statement(Verb.INITIALIZED, each) for each in launches]
        terminated = statement(Verb.TERMINATED, launches[1], 2)
        heard = [
            Heard(before=read[digest], after=read[digest].hear(each, at=NOON), statement=each)
            for digest, each in zip(digests, said, strict=True)
        ]
        gone = replace(heard[2], before=replace(heard[2].before, statements=7))
        with unit_of_work() as tx:
            kept = tx.launches.heard_together([heard[0], gone, heard[1]], NOON)
            assert {each.statement_id for each in said[:2]} == kept
        with unit_of_work() as tx:
            now = tx.launches.by_tokens(digests)
            assert [1, 1, 0] == [now[each].statements for each in digests]
            assert [each.after for each in heard[:2]] == [now[each] for each in digests[:2]]
            assert read[digests[2]] == now[digests[2]]
            end = now[digests[1]].hear(terminated, at=NOON + SECOND)
            ends = Heard(before=now[digests[1]], after=end, statement=terminated)
            assert {terminated.statement_id} == tx.launches.heard_together([ends], NOON + SECOND)
        with unit_of_work() as tx:
            assert end == tx.launches.by_token(digests[1])
            kept = tx.statements.everything(ofs[1])
            assert [NOON, NOON + SECOND] == [each.stored_at for each in kept]
            assert [said[1].document, terminated.document] == [each.document for each in kept]
            assert [str(ends.after.session.session_id)] * 2 == [each.session_id for each in kept]

    def test_a_session_knows_the_end_of_its_version(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        launch = launched(of)
        session_id = UUID(launch.session.session_id)
        with unit_of_work() as tx:
            tx.launches.launch(launch, b"fetch")
            tx.withdrawals.add(withdrawal(version=2))
        with unit_of_work() as tx:
            assert tx.launches.session(session_id).ends_at is None
            tx.withdrawals.add(ended := withdrawal())
        with unit_of_work() as tx:
            assert ended.ends_at == tx.launches.session(session_id).ends_at

    def test_a_package_that_is_taken_back_ends_its_sessions(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        launch = launched(of)
        session_id = UUID(launch.session.session_id)
        upload = Package.begun(uuid4(), COURSE_ID, name="a.zip", size=5, by="trainer", at=NOON)
        made = upload.looked_into(FOUND, digest="a" * 64, at=NOON)
        published = made.published(by="second", read="a" * 64, version=1, at=NOON)
        at = NOON + 9 * SECOND
        withdrawn = published.withdrawn(by="third", expected=published.version, at=at)
        with unit_of_work() as tx:
            tx.launches.launch(launch, b"fetch")
            tx.packages.add(upload)
            tx.packages.save(made)
            tx.packages.save(published)
        with unit_of_work() as tx:
            assert tx.launches.session(session_id).ends_at is None
            tx.packages.save(withdrawn)
        with unit_of_work() as tx:
            assert at == tx.launches.session(session_id).ends_at

    def test_refusals_are_counted_by_their_rule(self, unit_of_work: Open) -> None:
        of, other = opened(unit_of_work), opened(unit_of_work, "other")
        launch = launched(of)
        with unit_of_work() as tx:
            tx.launches.launch(launch, b"fetch")
            for rule in ("B", "A", "B"):
                tx.launches.refused(launch, rule, NOON)
        session_id = launch.session.session_id
        with unit_of_work() as tx:
            assert [(session_id, "A", 1), (session_id, "B", 2)] == tx.launches.refusals(of)
            assert [] == tx.launches.refusals(other)

    def test_all_of_a_learner_goes_and_nobody_elses(self, unit_of_work: Open) -> None:
        of, other = opened(unit_of_work), opened(unit_of_work, "other")
        for each in (of, other):
            launch = launched(each)
            with unit_of_work() as tx:
                tx.launches.launch(launch, str(each).encode())
                tx.statements.add(launch.session.session_id, statement(OWN, launch), NOON)
                tx.unit_documents.put(document(each))
        with unit_of_work() as tx:
            assert 5 == tx.launches.forget("learner")
            assert 0 == tx.launches.forget("learner")
        with unit_of_work() as tx:
            assert [] == tx.launches.sessions_of(of) == tx.statements.everything(of)
            assert tx.launches.registration(of) is None
            assert 1 == tx.unit_documents.count(other) == len(tx.statements.everything(other))


class StatementsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_statements_are_paged_in_the_order_in_which_they_came(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        launch = launched(of)
        many = [statement(OWN, launch, 9 - number) for number in range(5)]
        with unit_of_work() as tx:
            for number, each in enumerate(many):
                tx.statements.add(launch.session.session_id, each, NOON + number * SECOND)
        documents = [each.document for each in many]
        for ascending, expected in ((True, documents), (False, documents[::-1])):
            asked = StatementQuery(ascending=ascending)
            found: list[Any] = []
            with unit_of_work() as tx:
                while page := tx.statements.page(
                    of, asked, after=found[-1].sequence if found else None, size=2
                ):
                    found += page
            assert expected == [each.document for each in found]

    def test_statements_are_asked_for_by_what_they_say(self, unit_of_work: Open) -> None:
        of, other = opened(unit_of_work), opened(unit_of_work, "other")
        launch = launched(of)
        first, second = statement(OWN, launch), statement(Verb.INITIALIZED, launch, 2)
        with unit_of_work() as tx:
            tx.statements.add(launch.session.session_id, first, NOON)
            tx.statements.add(launch.session.session_id, second, NOON + SECOND)
            theirs = statement(OWN, launched(other))
            tx.statements.add("theirs", theirs, NOON)

        def asked(**query: Any) -> list[UUID]:
            with unit_of_work() as tx:
                said = StatementQuery(ascending=True, **query)
                return [
                    each.statement_id for each in tx.statements.page(of, said, after=None, size=9)
                ]

        both = [first.statement_id, second.statement_id]
        assert both == asked() == asked(activity_id=launch.activity_id)
        assert both[:1] == asked(verb_id=OWN) == asked(until=NOON)
        assert both[1:] == asked(since=NOON)
        grouping = launch.session.publisher_id
        assert [] == asked(activity_id=grouping)
        assert both == asked(activity_id=grouping, related=True)
        assert [] == asked(activity_id=SITE, related=True)

    def test_a_voided_statement_is_kept_and_no_longer_listed(self, unit_of_work: Open) -> None:
        of, other = opened(unit_of_work), opened(unit_of_work, "other")
        launch = launched(of)
        one = statement(OWN, launch)
        with unit_of_work() as tx:
            tx.statements.add(launch.session.session_id, one, NOON)
            assert not tx.statements.get(of, one.statement_id).voided
            tx.statements.void(one.statement_id)
        with unit_of_work() as tx:
            assert tx.statements.get(of, one.statement_id).voided
            assert [] == tx.statements.page(of, StatementQuery(), after=None, size=9)
            assert 1 == len(tx.statements.everything(of))
            for whose, which in ((other, one.statement_id), (of, uuid4())):
                with pytest.raises(StatementNotFound):
                    tx.statements.get(whose, which)

    def test_the_digests_of_those_that_are_there(self, unit_of_work: Open) -> None:
        launch = launched(opened(unit_of_work))
        one, another = statement(OWN, launch), statement(OWN, launch)
        with unit_of_work() as tx:
            tx.statements.add(launch.session.session_id, one, NOON)
        with unit_of_work() as tx:
            asked = [one.statement_id, another.statement_id]
            assert {one.statement_id: one.digest} == tx.statements.digests(asked)


def document(of: UUID, name: str = "bookmark", **given: Any) -> UnitDocument:
    """A document of a unit."""
    place = DocumentPlace(
        registration=of, kind=DocumentKind.STATE, activity_id=SITE, document_id=name
    )
    return UnitDocument(
        **{"place": place, "content_type": "text/plain", "content": b"3", "updated_at": NOON}
        | given
    )


class UnitDocumentsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_document_is_kept_replaced_and_dropped(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        first, second = document(of), document(of, content=b"\x00\xff", updated_at=NOON + SECOND)
        with unit_of_work() as tx:
            tx.unit_documents.put(first)
        with unit_of_work() as tx:
            assert first == tx.unit_documents.get(first.place, lock=True)
            tx.unit_documents.put(second)
        with unit_of_work() as tx:
            assert second == tx.unit_documents.get(first.place)
            assert [second] == tx.unit_documents.everything(of)
            assert tx.unit_documents.drop(first.place)
            assert not tx.unit_documents.drop(first.place)
            assert tx.unit_documents.get(first.place) is None

    def test_documents_are_named_by_place_and_time(self, unit_of_work: Open) -> None:
        of = opened(unit_of_work)
        later = document(of, "a", updated_at=NOON + SECOND)
        profile = document(of)
        profile = replace(profile, place=replace(profile.place, kind=DocumentKind.AGENT_PROFILE))
        with unit_of_work() as tx:
            for each in (document(of, "b"), later, profile):
                tx.unit_documents.put(each)
        with unit_of_work() as tx:
            names = tx.unit_documents.names
            assert ["a", "b"] == names(of, DocumentKind.STATE, SITE, None)
            assert ["a"] == names(of, DocumentKind.STATE, SITE, NOON)
            assert [] == names(of, DocumentKind.STATE, "elsewhere", None)
            assert ["bookmark"] == names(of, DocumentKind.AGENT_PROFILE, SITE, None)
            assert 3 == tx.unit_documents.count(of)
            assert 0 == tx.unit_documents.count(uuid4())
