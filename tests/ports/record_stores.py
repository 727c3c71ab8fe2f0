"""What the stores of messages, imports and the public log must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.alerts.domain.alert import Alert, Status
from services.alerts.domain.cap.importing import CapImport
from services.alerts.domain.cap.message import Reference
from services.alerts.domain.cap.terms import MsgType, Scope
from services.alerts.domain.errors import CapIdentifierReused
from services.alerts.domain.tree_head import SignedTreeHead, TreeHead
from services.alerts.inbound.cap_xml import read_cap
from tests.fakes.alerts import NOON, issued, updated

Open = Callable[[], AbstractContextManager[Any]]
AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)


def withdrawn(out: Alert) -> Alert:
    return out.withdraw(by="duty", why="Wrong town.", at=NOON + timedelta(hours=2))


def an_import(**given: Any) -> CapImport:
    return CapImport(
        **{
            "sender": "a@b.example",
            "identifier": str(uuid4()),
            "sent": NOON,
            "msg_type": MsgType.ALERT,
            "scope": Scope.PUBLIC,
            "restriction": "",
            "digest": b"d" * 32,
            "alert_id": uuid4(),
            "thread_id": uuid4(),
            "about": None,
        }
        | given
    )


class RecordStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    def test_an_issue_and_its_end_are_kept_as_they_went_out(self, unit_of_work: Open) -> None:
        out = issued()
        with unit_of_work() as tx:
            tx.alerts.add(out)
            first = tx.messages.record(out)
        with unit_of_work() as tx:
            ended = tx.messages.record(withdrawn(out))
        with unit_of_work() as tx:
            assert [first, ended] == tx.messages.of_alert(out.alert_id)
            assert first == tx.messages.find(f"isp-{out.alert_id}")
            assert [ended, first] == tx.messages.public(10)
            assert [ended] == tx.messages.public(1)
        assert first.code == ended.code
        assert (first.reference,) == read_cap(ended.document).references

    def test_of_large_documents_as_many_are_found_as_fit_and_one_always(
        self, unit_of_work: Open
    ) -> None:
        """An area may have 50,000 points: a hundred of them are more than an answer holds."""
        alerts = [issued(), issued(), issued()]
        with unit_of_work() as tx:
            for alert in alerts:
                tx.alerts.add(alert)
            first, second, third = [tx.messages.record(alert) for alert in alerts]
            for number, each in enumerate((first, second, third)):
                tx.log.append(number, each.identifier, {(0, number): b"a"})
        two = len(third.document) + len(second.document)
        with unit_of_work() as tx:
            assert [third, second, first] == tx.messages.public(10, largest=3 * two)
            assert [third, second] == tx.messages.public(10, largest=two)
            assert [third] == tx.messages.public(10, largest=two - 1)
            assert [third] == tx.messages.public(10, largest=1)
            assert [third] == tx.messages.public(1, largest=two)
            sizes = [len(each.document) for each in (first, second)]
            for start, largest, found in (
                (0, sum(sizes), [0, 1]),
                (0, sum(sizes) - 1, [0]),
                (1, 1, [1]),
                (2, 1, [2]),
                (3, 1, []),
            ):
                entries = tx.log.entries(start, 10, largest=largest)
                assert found == [each.index for each in entries]

    def test_an_alert_from_before_messages_were_kept_is_ended_all_the_same(
        self, unit_of_work: Open
    ) -> None:
        out = issued()
        with unit_of_work() as tx:
            tx.messages.record(withdrawn(out))
            first, ended = tx.messages.of_alert(out.alert_id)
        assert (Status.ISSUED, Status.WITHDRAWN) == (first.notice, ended.notice)
        assert (first.reference,) == read_cap(ended.document).references

    def test_an_update_refers_to_what_it_replaced_and_has_a_code_of_its_own(
        self, unit_of_work: Open
    ) -> None:
        out = issued()
        _, update = updated(out, at=NOON + timedelta(hours=1))
        with unit_of_work() as tx:
            first = tx.messages.record(out)
            second = tx.messages.record(update)
            ended = tx.messages.record(withdrawn(update))
        assert first.code != second.code == ended.code
        assert (first.reference,) == read_cap(second.document).references
        assert MsgType.UPDATE is read_cap(second.document).msg_type
        assert (first.reference, second.reference) == read_cap(ended.document).references

    def test_what_is_not_for_everyone_is_in_no_public_list(self, unit_of_work: Open) -> None:
        out = issued(marking=AMBER)
        with unit_of_work() as tx:
            tx.alerts.add(out)
            message = tx.messages.record(out)
            assert not message.public
            assert ("", b"") == (message.headline, message.document)
            assert [] == tx.messages.public(10) == tx.log.waiting(10)
            assert (message, out) == tx.messages.by_code(message.code)

    def test_a_code_finds_its_alert_as_it_stands_and_no_other_code_does(
        self, unit_of_work: Open
    ) -> None:
        out = issued()
        with unit_of_work() as tx:
            tx.alerts.add(out)
            message = tx.messages.record(out)
        ended = withdrawn(out)
        with unit_of_work() as tx:
            tx.alerts.save(ended)
            tx.messages.record(ended)
            assert (message, ended) == tx.messages.by_code(message.code)
            assert None is tx.messages.by_code("0000-0000-0000")
            assert None is tx.messages.by_code("")

    def test_what_came_in_is_found_by_its_name_and_by_references(self, unit_of_work: Open) -> None:
        came = an_import()
        restricted = an_import(scope=Scope.RESTRICTED, restriction="TLP:AMBER", about=uuid4())
        with unit_of_work() as tx:
            tx.cap_imports.add(came)
            tx.cap_imports.add(restricted)
        with unit_of_work() as tx:
            assert came == tx.cap_imports.find(came.sender, came.identifier)
            assert restricted == tx.cap_imports.find(restricted.sender, restricted.identifier)
            assert None is tx.cap_imports.find(came.sender, "other")
            named = Reference(came.sender, came.identifier, NOON)
            other = Reference(came.sender, came.identifier, NOON + timedelta(seconds=1))
            assert [came] == list(tx.cap_imports.named_by([named, other]))
            assert [] == list(tx.cap_imports.named_by([other]))
            assert [] == list(tx.cap_imports.named_by([]))

    def test_what_came_in_is_found_by_what_it_is_about_and_by_its_draft(
        self, unit_of_work: Open
    ) -> None:
        one, other = uuid4(), uuid4()
        first = an_import(about=one)
        later = an_import(about=other, sent=NOON + timedelta(hours=1))
        with unit_of_work() as tx:
            for each in (first, later, an_import(), an_import(about=uuid4())):
                tx.cap_imports.add(each)
        with unit_of_work() as tx:
            assert [later, first] == list(tx.cap_imports.about([one, other], most=9))
            assert [later] == list(tx.cap_imports.about([one, other], most=1))
            assert [] == list(tx.cap_imports.about([], most=9))
            assert first == tx.cap_imports.of_draft(first.alert_id)
            assert None is tx.cap_imports.of_draft(one)

    def test_the_same_name_is_taken_once(self, unit_of_work: Open) -> None:
        came = an_import()
        with unit_of_work() as tx:
            tx.cap_imports.add(came)
        again = an_import(identifier=came.identifier)
        with pytest.raises(CapIdentifierReused), unit_of_work() as tx:
            tx.cap_imports.add(again)

    def test_the_log_is_what_was_added_in_its_order(self, unit_of_work: Open) -> None:
        outs = [issued(), issued()]
        with unit_of_work() as tx:
            for out in outs:
                tx.messages.record(out)
        with unit_of_work() as tx:
            assert tx.log.hold()
            first, second = tx.log.waiting(10)
            assert [first] == tx.log.waiting(1)
            assert 0 == tx.log.size()
            tx.log.append(0, first.identifier, {(0, 0): b"a"})
            assert [second] == tx.log.waiting(10)
            tx.log.append(1, second.identifier, {(0, 1): b"b", (1, 0): b"ab"})
        with unit_of_work() as tx:
            assert (2, 1, None) == (
                tx.log.size(),
                tx.log.index_of(second.identifier),
                tx.log.index_of("other"),
            )
            assert {(0, 1): b"b", (1, 0): b"ab"} == dict(tx.log.nodes([(0, 1), (1, 0), (9, 9)]))
            assert {} == dict(tx.log.nodes([]))
            entries = tx.log.entries(0, 10)
            assert [first.document, second.document] == [each.document for each in entries]
            assert [1] == [each.index for each in tx.log.entries(1, 10)]
            assert [] == tx.log.entries(2, 10)

    def test_the_newest_head_is_the_one_signed_last(self, unit_of_work: Open) -> None:
        def head(size: int) -> SignedTreeHead:
            said = TreeHead(size=size, root=b"r" * 32, signed_at=NOON, audit_hash=b"")
            return SignedTreeHead(head=said, signature=b"s" * 64, public_key=b"k" * 32)

        with unit_of_work() as tx:
            assert None is tx.log.newest_head()
            tx.log.add_head(head(2))
            tx.log.add_head(head(1))
        with unit_of_work() as tx:
            assert head(1) == tx.log.newest_head()
