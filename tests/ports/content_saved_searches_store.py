"""What every store of saved searches, and of who is mailed of them, must do; and of gaps."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.errors import StaleVersion
from services.content.domain.document import Kind
from services.content.domain.gap import Gap
from services.content.domain.saved_search import MOST_MATCHES, MOST_UNSEEN, SavedSearchNotFound
from services.content.domain.saved_search_mail import Mailing, MailOrder
from services.content.domain.search import Query
from tests.fakes.content import AMBER, NOON, published
from tests.fakes.content_saved import saved_search

Open = Callable[[], AbstractContextManager[Any]]
WHOLE = Query(
    text="vans",
    sectors=frozenset({"retail", "stadiums"}),
    regions=frozenset({"LON"}),
    kinds=frozenset({Kind.BULLETIN, Kind.GUIDANCE}),
    language="cy",
    tags=frozenset({"vans"}),
)


class SavedSearchesStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_to_its_owner_alone(self, unit_of_work: Open) -> None:
        mine, other = saved_search(query=WHOLE, name="B"), saved_search(name="A")
        foreign = saved_search("other")
        with unit_of_work() as tx:
            for each in (mine, other, foreign):
                tx.saved_searches.add(each)
        with unit_of_work() as tx:
            store = tx.saved_searches
            assert mine == store.get(mine.saved_search_id, owner="reader", lock=True)
            assert [other, mine] == list(store.of("reader"))
            for each in (foreign.saved_search_id, uuid4()):
                with pytest.raises(SavedSearchNotFound):
                    store.get(each, owner="reader")

    def test_a_version_is_saved_once(self, unit_of_work: Open) -> None:
        saved = saved_search()
        with unit_of_work() as tx:
            tx.saved_searches.add(saved)
            changed = saved.changed(name="New", query=WHOLE)
            tx.saved_searches.save(changed)
        with unit_of_work() as tx:
            assert [changed] == list(tx.saved_searches.of("reader"))
            with pytest.raises(StaleVersion):
                tx.saved_searches.save(saved.changed(name="Other", query=WHOLE))

    def test_filters_pass_as_they_do_in_a_search(self, unit_of_work: Open) -> None:
        document = published(
            sectors=frozenset({"retail"}), regions=frozenset({"LON", "WAL"}), tags=("vans", "a")
        )
        for_all = published(sectors=frozenset(), regions=frozenset())
        passing = [
            {},
            {"sectors": frozenset({"retail", "stadiums"})},
            {"regions": frozenset({"LON"})},
            {"kinds": frozenset({Kind.GUIDANCE})},
            {"language": "en-GB"},
            {"tags": frozenset({"vans"})},
        ]
        failing = [
            {"sectors": frozenset({"stadiums"})},
            {"regions": frozenset({"SCT"})},
            {"kinds": frozenset({Kind.BRIEFING})},
            {"language": "cy"},
            {"tags": frozenset({"vans", "other"})},
        ]
        good = [saved_search(query=Query(text="x", **each)) for each in passing]
        bad = [saved_search(query=Query(text="x", **each)) for each in failing]
        with unit_of_work() as tx:
            for each in (*good, *bad):
                tx.saved_searches.add(each)
        with unit_of_work() as tx:
            assert {each.saved_search_id for each in good} == {
                each.saved_search_id for each in tx.saved_searches.everyone(document)
            }
            whole = {each.saved_search_id for each in tx.saved_searches.everyone(for_all)}
            assert {bad[0].saved_search_id, bad[1].saved_search_id} <= whole

    def test_words_match_as_in_a_search(self, unit_of_work: Open) -> None:
        document, hidden = published(), published(marking=AMBER)
        with unit_of_work() as tx:
            tx.documents.add(document)
            tx.documents.add(hidden)
        with unit_of_work() as tx:
            says = tx.saved_searches.says
            assert says(document, Query(text="vehicle"))
            assert says(hidden, Query(text="vehicle"))
            assert says(document, Query(language="en-GB"))
            assert not says(document, Query(text="submarines"))

    def test_a_match_is_kept_once_and_seen_once(self, unit_of_work: Open) -> None:
        saved, first, second = saved_search(), uuid4(), uuid4()
        with unit_of_work() as tx:
            store, whose = tx.saved_searches, saved.saved_search_id
            store.add(saved)
            assert store.match(whose, first, at=NOON)
            assert not store.match(whose, first, at=NOON + timedelta(hours=1))
            store.see(whose)
            assert store.match(whose, second, at=NOON + timedelta(hours=2))
        with unit_of_work() as tx:
            store = tx.saved_searches
            assert [(second, False), (first, True)] == [
                (each.document_id, each.seen) for each in store.matches(whose)
            ]
            assert {whose: [second]} == {
                key: list(ids) for key, ids in store.unseen("reader").items()
            }
            assert {} == dict(store.unseen("other"))

    def test_of_too_many_unseen_the_latest_are_looked_at(self, unit_of_work: Open) -> None:
        searches = [saved_search() for _ in range(3)]
        with unit_of_work() as tx:
            for number, each in enumerate(searches):
                tx.saved_searches.add(each)
                at = NOON + timedelta(days=number)
                for _ in range(MOST_MATCHES):
                    tx.saved_searches.match(each.saved_search_id, uuid4(), at=at)
        with unit_of_work() as tx:
            unseen = tx.saved_searches.unseen("reader")
            kept = [len(unseen[each.saved_search_id]) for each in searches]
            assert [MOST_UNSEEN - 2 * MOST_MATCHES, MOST_MATCHES, MOST_MATCHES] == kept

    def test_of_too_many_matches_the_latest_stay(self, unit_of_work: Open) -> None:
        saved = saved_search()
        ids = [uuid4() for _ in range(MOST_MATCHES + 3)]
        with unit_of_work() as tx:
            tx.saved_searches.add(saved)
            for number, each in enumerate(ids):
                at = NOON + timedelta(minutes=number)
                assert tx.saved_searches.match(saved.saved_search_id, each, at=at)
        with unit_of_work() as tx:
            found = tx.saved_searches.matches(saved.saved_search_id)
            assert list(reversed(ids[3:])) == [each.document_id for each in found]

    def test_what_is_deleted_takes_its_matches_with_it(self, unit_of_work: Open) -> None:
        one, two, foreign = saved_search(), saved_search(), saved_search("other")
        with unit_of_work() as tx:
            for each in (one, two, foreign):
                tx.saved_searches.add(each)
                tx.saved_searches.match(each.saved_search_id, uuid4(), at=NOON)
            tx.saved_searches.remove(one.saved_search_id)
            assert [] == list(tx.saved_searches.matches(one.saved_search_id))
        with unit_of_work() as tx:
            assert 1 == tx.saved_searches.forget("reader")
            assert 0 == tx.saved_searches.forget("reader")
            assert [] == list(tx.saved_searches.matches(two.saved_search_id))
            assert [foreign] == list(tx.saved_searches.of("other"))


class GapsStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_a_text_is_kept_with_its_third_sighting_and_goes_with_them(
        self, unit_of_work: Open
    ) -> None:
        day = date(2026, 11, 24)
        with unit_of_work() as tx:
            for bucket in (1, 1, 2):
                tx.gaps.sighted("swarms", digest=b"s", bucket=bucket, on=day)
            assert [] == list(tx.gaps.listed(day))
            tx.gaps.sighted("swarms", digest=b"s", bucket=1, on=day - timedelta(days=1))
            tx.gaps.sighted("other", digest=b"o", bucket=1, on=day)
        with unit_of_work() as tx:
            earlier = day - timedelta(days=1)
            assert [Gap("swarms", 3, day)] == list(tx.gaps.listed(earlier))
            assert [] == list(tx.gaps.listed(day))
            assert 2 == tx.gaps.forget(day)
            assert 0 == tx.gaps.forget(day)
            assert [] == list(tx.gaps.listed(earlier))


def order(subject: str, token: str, **said: Any) -> MailOrder:
    usual = {"mailing": Mailing.DAILY, "told_until": NOON}
    return MailOrder(subject=subject, stop_token=token, **usual | said)


class MailOrdersStoreSuite:
    """Run with a fixture `unit_of_work` that opens transactions on an empty store."""

    def test_what_is_kept_comes_back_and_is_replaced(self, unit_of_work: Open) -> None:
        first = order("reader", "one", due_at=NOON)
        later = order(
            "reader", "one", mailing=Mailing.AT_ONCE, told_until=NOON + timedelta(microseconds=1)
        )
        with unit_of_work() as tx:
            assert tx.mail_orders.of("reader") is None
            tx.mail_orders.keep(first)
            assert first == tx.mail_orders.of("reader", lock=True)
            tx.mail_orders.keep(later)
        with unit_of_work() as tx:
            assert later == tx.mail_orders.of("reader")
            assert tx.mail_orders.of("other") is None

    def test_the_first_that_is_due_comes_first(self, unit_of_work: Open) -> None:
        moments = {"a": None, "b": NOON, "c": NOON - timedelta(minutes=1)}
        with unit_of_work() as tx:
            for whose, at in moments.items():
                tx.mail_orders.keep(order(whose, whose, due_at=at))
            before = NOON - timedelta(minutes=1, microseconds=1)
            assert tx.mail_orders.next_due(before) is None
            found = tx.mail_orders.next_due(NOON)
            assert found is not None
            assert "c" == found.subject
            tx.mail_orders.keep(found.told(NOON))
            assert "b" == tx.mail_orders.next_due(NOON).subject

    def test_a_token_ends_its_own_alone(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.mail_orders.keep(order("reader", "one"))
            tx.mail_orders.keep(order("other", "two"))
            assert tx.mail_orders.end("three") is None
            assert "reader" == tx.mail_orders.end("one")
            assert tx.mail_orders.end("one") is None
            assert tx.mail_orders.of("reader") is None
            assert [1, 0] == [tx.mail_orders.forget("other") for _ in range(2)]
