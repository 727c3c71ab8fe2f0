"""What every store of alerts without an account must do, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.errors import StaleVersion
from services.identity.domain.held import Look
from services.identity.domain.location import Location
from services.identity.domain.postcode import Postcode
from services.identity.domain.postcode_area import PostcodeArea
from services.identity.domain.postcode_directory import Entry
from services.identity.domain.subscription_request import token_proof
from services.identity.usecases.subscription_ports import Replaced, Text
from services.identity.usecases.waiting_ports import Mail
from tests.fakes.subscriptions import (
    CARDIFF,
    LONDON,
    NOON,
    PHONE,
    SHOP,
    a_request,
    a_subscription,
    digest,
)

Open = Callable[[], AbstractContextManager[Any]]
LATER = NOON.replace(year=2100)
NEVER = NOON.replace(year=1999)


def a_text(to: str = PHONE.address, template: str = "subscription") -> Text:
    return Text(
        text_id=uuid4(),
        to=to,
        language="cy",
        template=template,
        variables={"code": "123456"},
        good_until=NOON,
    )


class SubscriptionStoresSuite:
    """Run with a fixture `unit_of_work` that opens transactions on empty stores."""

    @pytest.mark.parametrize(
        "kept",
        [
            a_subscription(),
            a_subscription(PHONE, language="cy", regions=frozenset({"LON", "SE"})),
            a_subscription(postcodes=(LONDON, CARDIFF)),
            a_subscription(subject="somebody"),
            a_subscription().stopped(NOON),
            a_subscription().stopped(NOON).forgotten(),
        ],
        ids=["mail", "text", "two", "of an account", "stopped", "forgotten"],
    )
    def test_a_subscription_comes_back_the_same(self, unit_of_work: Open, kept: Any) -> None:
        with unit_of_work() as tx:
            tx.subscriptions.add(kept)
        with unit_of_work() as tx:
            assert kept == tx.subscriptions.find(kept.contact_digest)
            assert kept == tx.subscriptions.with_token(kept.stop_token)
            assert tx.subscriptions.find("other") is None
            assert tx.subscriptions.with_token("other") is None

    def test_an_address_has_one_subscription(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            tx.subscriptions.add(a_subscription())
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.subscriptions.add(a_subscription())

    def test_a_subscription_is_saved_once_a_version(self, unit_of_work: Open) -> None:
        there = a_subscription()
        with unit_of_work() as tx:
            tx.subscriptions.add(there)
            tx.subscriptions.save(there.stopped(NOON))
        with unit_of_work() as tx, pytest.raises(StaleVersion):
            tx.subscriptions.save(there.moved(frozenset({"SE"})))

    def test_pages_come_in_order_and_none_is_missed(self, unit_of_work: Open) -> None:
        made = [
            a_subscription(replace(SHOP, address=f"shop{number}@corner.example"))
            for number in range(5)
        ]
        with unit_of_work() as tx:
            for each in made:
                tx.subscriptions.add(each)
        seen: list[Any] = []
        with unit_of_work() as tx:
            after = UUID(int=0)
            while page := tx.subscriptions.page(after=after, size=2):
                seen += page
                after = page[-1].subscription_id
        assert sorted(made, key=lambda each: each.subscription_id) == seen

    def test_only_who_stopped_before_then_and_has_an_address_is_to_be_forgotten(
        self, unit_of_work: Open
    ) -> None:
        due = a_subscription().stopped(NOON)
        with unit_of_work() as tx:
            tx.subscriptions.add(due)
            tx.subscriptions.add(a_subscription(PHONE))
            gone = a_subscription(replace(SHOP, address="gone@corner.example"))
            tx.subscriptions.add(gone.stopped(NOON).forgotten())
        with unit_of_work() as tx:
            assert [] == tx.subscriptions.stopped_before(NOON, size=10)
            found = tx.subscriptions.stopped_before(NOON + timedelta(seconds=1), size=10)
            assert [due] == found

    def test_a_request_comes_back_with_its_words(self, unit_of_work: Open) -> None:
        made = a_request(token="tok")
        with unit_of_work() as tx:
            tx.subscription_requests.add(made)
        with unit_of_work() as tx:
            assert made == tx.subscription_requests.get(made.request_id)
            assert made == tx.subscription_requests.with_proof(token_proof("tok"))
            assert tx.subscription_requests.get(uuid4()) is None
            assert tx.subscription_requests.with_proof(token_proof("other")) is None
            tx.subscription_requests.save(made.tried().confirmed(NOON))
        with unit_of_work() as tx:
            found = tx.subscription_requests.get(made.request_id)
            assert (1, NOON) == (found.tries, found.confirmed_at)

    def test_requests_go_by_address_and_by_age(self, unit_of_work: Open) -> None:
        old = a_request(created_at=NOON - timedelta(days=9))
        confirmed = a_request(created_at=NOON - timedelta(days=9), confirmed_at=NOON)
        new, other = a_request(), a_request(PHONE)
        with unit_of_work() as tx:
            for each in (old, confirmed, new, other):
                tx.subscription_requests.add(each)
            assert 1 == tx.subscription_requests.forget_unconfirmed(NOON - timedelta(days=7))
            assert tx.subscription_requests.get(old.request_id) is None
            assert 1 == tx.subscription_requests.withdraw(digest(SHOP))
            assert tx.subscription_requests.get(new.request_id) is None
            assert 1 == tx.subscription_requests.forget(digest(SHOP))
            assert tx.subscription_requests.get(confirmed.request_id) is None
            assert other == tx.subscription_requests.get(other.request_id)

    def test_a_look_is_known_by_its_own_proof_once_it_is_opened(self, unit_of_work: Open) -> None:
        link = Look(proof=b"link", contact_digest=digest(SHOP), made_at=NOON)
        look = link.opened(b"look", NOON)
        with unit_of_work() as tx:
            tx.looks.add(link)
        with unit_of_work() as tx:
            assert link == tx.looks.with_proof(b"link")
            tx.looks.opened(look, b"link")
        with unit_of_work() as tx:
            assert tx.looks.with_proof(b"link") is None
            assert look == tx.looks.with_proof(b"look")

    def test_looks_go_by_address_and_by_age(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            for name, contact, at in (
                (b"old", SHOP, NOON - timedelta(days=2)),
                (b"new", SHOP, NOON),
                (b"other", PHONE, NOON),
            ):
                tx.looks.add(Look(proof=name, contact_digest=digest(contact), made_at=at))
            assert 1 == tx.looks.forget_before(NOON - timedelta(days=1))
            assert 1 == tx.looks.forget(digest(SHOP))
            assert tx.looks.with_proof(b"new") is None
            assert tx.looks.with_proof(b"other") is not None

    def test_a_look_shows_what_was_asked_and_sent_of_its_address_alone(
        self, unit_of_work: Open
    ) -> None:
        first, second = a_request(created_at=NOON - timedelta(days=1)), a_request()
        mail = {"language": "en", "variables": {}}
        with unit_of_work() as tx:
            for each in (second, first, a_request(PHONE)):
                tx.subscription_requests.add(each)
            for to, template in ((SHOP.address, "stop"), ("a@b.example", "stop")):
                tx.mails.add(Mail(mail_id=uuid4(), to=to, template=template, **mail))
            tx.mails.add(Mail(mail_id=uuid4(), to=SHOP.address, template="account", **mail))
            tx.texts.add(a_text())
        with unit_of_work() as tx:
            assert [first, second] == list(tx.looks.requests(digest(SHOP)))
            about = [each.about for each in tx.looks.messages(SHOP, ["stop", "subscription"])]
            by_text = [each.about for each in tx.looks.messages(PHONE, ["stop", "subscription"])]
            assert (["stop"], ["subscription"]) == (about, by_text)

    def test_a_text_waits_until_it_is_sent(self, unit_of_work: Open) -> None:
        text = a_text()
        with unit_of_work() as tx:
            tx.texts.add(text)
        with unit_of_work() as tx:
            assert text == tx.texts.claim(LATER)
            tx.texts.later(text, LATER + timedelta(days=1), "away")
            assert tx.texts.claim(LATER) is None
            tx.texts.sent(text, NOON, "provider-id")
        with unit_of_work() as tx:
            assert tx.texts.claim(LATER + timedelta(days=2)) is None

    def test_a_text_that_is_dropped_is_not_sent(self, unit_of_work: Open) -> None:
        text = a_text()
        with unit_of_work() as tx:
            tx.texts.add(text)
            tx.texts.dropped(text, NOON, "too late")
        with unit_of_work() as tx:
            assert tx.texts.claim(LATER) is None

    def test_messages_are_counted_and_forgotten_by_address_and_kind(
        self, unit_of_work: Open
    ) -> None:
        mail = {"language": "en", "variables": {}}
        with unit_of_work() as tx:
            for template in ("subscription", "subscription", "stop"):
                tx.texts.add(a_text(template=template))
                tx.mails.add(Mail(mail_id=uuid4(), to=SHOP.address, template=template, **mail))
            tx.texts.add(a_text(to="+447700900124"))
            tx.mails.add(Mail(mail_id=uuid4(), to="a@b.example", template="stop", **mail))
        for name, to in (("texts", PHONE.address), ("mails", SHOP.address)):
            with unit_of_work() as tx:
                kept = getattr(tx, name)
                assert 2 == kept.count(to, "subscription", NEVER)
                assert 0 == kept.count(to, "subscription", LATER)
                assert 0 == kept.count(to, "stopped", NEVER)
                assert 1 == kept.forget(to, ["stop", "stopped"])
                assert 2 == kept.forget(to, ["subscription"])
                assert 0 == kept.count(to, "subscription", NEVER)
                assert kept.claim(LATER) is not None

    def test_what_was_sent_long_ago_goes_and_what_waits_stays(self, unit_of_work: Open) -> None:
        mail = Mail(mail_id=uuid4(), to=SHOP.address, language="en", template="stop", variables={})
        sent, dropped, waits = a_text(), a_text(), a_text()
        with unit_of_work() as tx:
            for each in (sent, dropped, waits):
                tx.texts.add(each)
            tx.texts.sent(sent, NOON, "provider-id")
            tx.texts.dropped(dropped, NOON, "too late")
            tx.mails.add(mail)
            tx.mails.sent(mail, NOON)
        with unit_of_work() as tx:
            assert (0, 0) == (tx.texts.forget_sent(NOON), tx.mails.forget_sent(NOON))
            later = NOON + timedelta(seconds=1)
            assert (2, 1) == (tx.texts.forget_sent(later), tx.mails.forget_sent(later))
            assert waits == tx.texts.claim(LATER)

    def test_a_directory_takes_the_place_of_another(self, unit_of_work: Open) -> None:
        with unit_of_work() as tx:
            assert tx.postcodes.find(LONDON) is None
            first = [Entry(LONDON.text, "LON"), Entry(CARDIFF.text, "WAL")]
            assert Replaced(total=2, changed=2, removed=0) == tx.postcodes.replace(first)
        with unit_of_work() as tx:
            assert "WAL" == tx.postcodes.find(CARDIFF)
            second = [
                Entry("M1 1AE", "SE"),
                Entry(LONDON.text, "SE"),
                Entry("M1 1AE", "NW"),
            ]
            assert Replaced(total=2, changed=2, removed=1) == tx.postcodes.replace(iter(second))
        with unit_of_work() as tx:
            assert "SE" == tx.postcodes.find(LONDON)
            assert "NW" == tx.postcodes.find(Postcode("M1 1AE"))
            assert tx.postcodes.find(CARDIFF) is None
            assert Replaced(total=2, changed=0, removed=0) == tx.postcodes.replace(second[1:])

    def test_the_frame_around_those_that_begin_alike_has_no_others(
        self, unit_of_work: Open
    ) -> None:
        points = {
            "SW1A 1AA": (51.501, -0.142),
            "SW1A 2AA": (51.503, -0.128),
            "SW1 1AA": (51.49, -0.15),
            "SW2 1AA": (51.45, -0.12),
            "S1 1AA": (53.38, -1.47),
        }
        there = {
            postcode: Location(latitude=north, longitude=east)
            for postcode, (north, east) in points.items()
        }
        entries = [Entry(postcode, "LON", at) for postcode, at in there.items()]
        with unit_of_work() as tx:
            tx.postcodes.replace([*entries, Entry("SW1A 3AA", "LON")])
        with unit_of_work() as tx:
            assert (
                Location(latitude=51.501, longitude=-0.142),
                Location(latitude=51.503, longitude=-0.128),
            ) == tx.postcodes.frame(PostcodeArea("SW1A"))
            assert (there["S1 1AA"],) * 2 == tx.postcodes.frame(PostcodeArea("S"))
            assert (
                Location(latitude=51.45, longitude=-0.15),
                Location(latitude=51.503, longitude=-0.12),
            ) == tx.postcodes.frame(PostcodeArea("SW"))
            assert tx.postcodes.frame(PostcodeArea("CF")) is None

    def test_a_directory_that_breaks_while_it_is_read_changes_nothing(
        self, unit_of_work: Open
    ) -> None:
        def broken() -> Any:
            yield Entry(CARDIFF.text, "WAL")
            raise ValueError("half a file")

        with unit_of_work() as tx:
            tx.postcodes.replace([Entry(LONDON.text, "LON")])
        with pytest.raises(ValueError, match="half a file"), unit_of_work() as tx:
            tx.postcodes.replace(broken())
        with unit_of_work() as tx:
            assert "LON" == tx.postcodes.find(LONDON)
            assert tx.postcodes.find(CARDIFF) is None
