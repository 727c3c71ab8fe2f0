"""What every store of teasers, requests and grants must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from chassis.errors import StaleVersion
from kernel.access import may_read
from kernel.markings import Marking, Tlp
from kernel.principals import ANONYMOUS, Principal
from kernel.tiers import Tier
from services.content.domain.access_errors import AccessRequestNotFound
from services.content.domain.access_request import UNDECIDED, AccessStatus, Why
from services.content.domain.errors import DocumentNotFound
from services.content.domain.teaser import shows_teaser
from tests.fakes.content import AMBER, EDITOR, NOON, READER, looked_after, published
from tests.fakes.content_access import asked, granted
from tests.unit.kernel.test_access import markings, principals

Open = Callable[[], AbstractContextManager[Any]]
TEASED = {"marking": AMBER, "teaser": "There is more about this."}
MEMBER = replace(READER, closed_groups=frozenset({"ports"}))
GRANTED = {AccessStatus.GRANTED}
OTHER = Principal(subject="other", tier=Tier.TRUSTED, roles=frozenset({"editor"}))


class AccessStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            # Two classes run the suite, each on its own store.
            HealthCheck.differing_executors,
        ],
    )
    @given(reader=principals(), marking=markings())
    def test_a_teaser_is_shown_as_the_domain_says(
        self, unit_of_work: Open, reader: Principal, marking: Marking
    ) -> None:
        document = published(marking=marking, teaser="There is more.")
        with unit_of_work() as tx:
            tx.documents.add(document)
            if shows_teaser(document, reader):
                assert document == tx.access.teaser(document.document_id, reader)
            else:
                with pytest.raises(DocumentNotFound):
                    tx.access.teaser(document.document_id, reader)
            listed = {each.document_id for each in tx.access.teasers(reader, after=None, size=1000)}
        wanted = shows_teaser(document, reader) and not may_read(reader, marking)
        assert wanted == (document.document_id in listed)

    def test_what_has_no_teaser_or_is_withdrawn_is_not_there(self, unit_of_work: Open) -> None:
        plain, gone = published(marking=AMBER), published(**TEASED)
        with unit_of_work() as tx:
            tx.documents.add(plain)
            tx.documents.add(gone)
            tx.documents.save(gone.withdraw(by="editor", at=NOON))
        with unit_of_work() as tx:
            for each in (plain.document_id, gone.document_id, uuid4()):
                with pytest.raises(DocumentNotFound):
                    tx.access.teaser(each, READER)
            assert [] == list(tx.access.teasers(READER, after=None, size=10))

    def test_teasers_page_by_id(self, unit_of_work: Open) -> None:
        documents = [published(**TEASED) for _ in range(3)]
        with unit_of_work() as tx:
            for each in documents:
                tx.documents.add(each)
        ids = sorted(each.document_id for each in documents)
        with unit_of_work() as tx:
            first = tx.access.teasers(ANONYMOUS, after=None, size=2)
            rest = tx.access.teasers(ANONYMOUS, after=first[-1].document_id, size=2)
        assert ids == [each.document_id for each in (*first, *rest)]

    def test_what_is_kept_comes_back_and_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        document = looked_after(**TEASED)
        closed = replace(AMBER, closed_group="ports")
        whole = granted(looked_after(marking=closed, teaser="More."), MEMBER)
        request = asked(document)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.access.add(request)
            tx.access.add(whole)
        with unit_of_work() as tx:
            assert request == tx.access.get(request.request_id, lock=True)
            assert whole == tx.access.get(whole.request_id)
            ended = whole.over(Why.MARKING, NOON + timedelta(hours=1))
            tx.access.save(ended)
        with unit_of_work() as tx:
            assert ended == tx.access.get(whole.request_id)
            with pytest.raises(StaleVersion):
                tx.access.save(whole.over(Why.TIME, NOON))
            with pytest.raises(AccessRequestNotFound):
                tx.access.get(uuid4())
            mine = [request, ended]
            assert {each.request_id for each in mine} == {
                each.request_id for each in tx.access.of("reader", lock=True)
            }
            assert [] == list(tx.access.of("other"))
            assert [request] == list(tx.access.of_document(document.document_id))

    def test_a_grant_is_found_for_its_reader_document_and_time_alone(
        self, unit_of_work: Open
    ) -> None:
        document, other = looked_after(**TEASED), looked_after(**TEASED)
        welsh = looked_after(**TEASED, language="cy", translation_of=document.document_id)
        grant = granted(document, READER, days=2)
        with unit_of_work() as tx:
            for each in (document, other, welsh):
                tx.documents.add(each)
            tx.access.add(grant)
            tx.access.add(asked(other))
        with unit_of_work() as tx:
            find = tx.access.granted
            assert (grant, document) == find("reader", document.document_id, NOON)
            assert (grant, welsh) == find("reader", welsh.document_id, NOON)
            late = NOON + timedelta(days=2)
            assert find("reader", document.document_id, late - timedelta(seconds=1))
            assert find("reader", document.document_id, late) is None
            assert find("other", document.document_id, NOON) is None
            for each in (other.document_id, uuid4()):
                assert find("reader", each, NOON) is None

    def test_a_grant_of_a_translation_holds_for_what_it_translates(
        self, unit_of_work: Open
    ) -> None:
        document = looked_after(**TEASED)
        welsh = looked_after(**TEASED, language="cy", translation_of=document.document_id)
        grant = granted(welsh, READER)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.documents.add(welsh)
            tx.access.add(grant)
        with unit_of_work() as tx:
            assert (grant, document) == tx.access.granted("reader", document.document_id, NOON)

    def test_the_queue_is_of_who_decides(self, unit_of_work: Open) -> None:
        trusted = {"teaser": "More.", "marking": Marking(tlp=Tlp.AMBER, minimum_tier=Tier.TRUSTED)}
        verified = replace(READER, tier=Tier.VERIFIED)
        theirs, nobodys = looked_after("editor", **TEASED), looked_after("gone", **TEASED)
        high = looked_after("editor", **trusted)
        waits, free = asked(theirs), asked(nobodys, at=NOON + timedelta(minutes=1))
        mine = asked(theirs, by="editor")
        proposed = asked(high).agreed(
            by="editor", days=3, because="Yes.", at=NOON, reader=verified, document=high
        )
        given = granted(theirs, READER)
        with unit_of_work() as tx:
            for each in (theirs, nobodys, high):
                tx.documents.add(each)
            for each in (waits, free, mine, proposed, given):
                tx.access.add(each)
            self.know(tx, EDITOR)
        with unit_of_work() as tx:

            def queue(who: Principal, statuses: Any = UNDECIDED) -> list[Any]:
                return [each.request_id for each, _ in tx.access.queue(who, statuses, size=9)]

            assert [waits.request_id, free.request_id] == queue(EDITOR)
            assert {free.request_id, proposed.request_id} == set(queue(OTHER))
            assert [given.request_id] == queue(EDITOR, GRANTED)
            assert [] == queue(OTHER, GRANTED)
            assert [] == queue(replace(OTHER, tier=Tier.REGISTERED))
            (first, document), *_ = tx.access.queue(EDITOR, UNDECIDED, size=1)
            assert (waits, theirs) == (first, document)

    def test_what_is_over_is_due_once(self, unit_of_work: Open) -> None:
        document, gone = looked_after(**TEASED), looked_after(**TEASED)
        grant, waits = granted(document, READER, days=1), asked(gone, by="second")
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.documents.add(gone)
            tx.access.add(grant)
            tx.access.add(waits)
            assert tx.access.next_due(NOON) is None
            assert grant == tx.access.next_due(NOON + timedelta(days=1))
            tx.access.save(grant.over(Why.TIME, NOON + timedelta(days=1)))
            assert tx.access.next_due(NOON + timedelta(days=29)) is None
            assert waits == tx.access.next_due(NOON + timedelta(days=30))
            tx.documents.save(gone.withdraw(by="owner", at=NOON))
            assert waits == tx.access.next_due(NOON)

    def test_what_is_over_is_forgotten_and_nothing_else(self, unit_of_work: Open) -> None:
        document = looked_after(**TEASED)
        over = asked(document).given_up(NOON)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.access.add(over)
            tx.access.add(waits := asked(document))
            assert 0 == tx.access.forget(before=NOON)
            assert 1 == tx.access.forget(before=NOON + timedelta(seconds=1))
            assert [waits] == list(tx.access.of("reader"))

    def test_a_person_goes_and_who_decided_gets_another_name(self, unit_of_work: Open) -> None:
        document = looked_after(**TEASED)
        grant = granted(document, READER)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.access.add(grant)
            assert [grant] == list(tx.access.decided_by("owner"))
            assert 1 == tx.access.erase("owner", "somebody")
            assert 0 == tx.access.erase("owner", "somebody")
            assert "somebody" == tx.access.get(grant.request_id).decided_by
            assert 1 == tx.access.erase("reader", "nobody")
            assert [] == list(tx.access.of("reader"))

    def know(self, tx: Any, who: Principal) -> None:
        """Let the store know somebody's account."""
        raise NotImplementedError
