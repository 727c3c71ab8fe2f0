"""Beginning to warn an address that was proved."""

from uuid import uuid4

import pytest

from kernel.principals import ANONYMOUS
from services.identity.domain.errors import SubscriptionRequestNotFound, WrongCode
from services.identity.domain.events import RecipientChanged
from services.identity.domain.subscription_request import MOST_TRIES, code_name
from services.identity.usecases.confirm_subscription import ByCode, ByLink, ConfirmSubscription
from tests.fakes.subscriptions import (
    CARDIFF,
    PHONE,
    PSEUDONYMS,
    SHOP,
    a_request,
    a_subscription,
)


@pytest.fixture
def confirm(unit_of_work, clock, ids):
    use_case = ConfirmSubscription(
        unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids
    )
    return lambda by: use_case(ANONYMOUS, by=by)


def asked(stores, *, link="tok", **given):
    made = a_request(token=link, **given)
    stores.subscription_requests.add(made)
    return made


def asked_by_phone(stores, code="123456"):
    request_id = uuid4()
    proof = PSEUDONYMS.of(code_name(request_id, code)).encode()
    return asked(stores, contact=PHONE, request_id=request_id, proof=proof)


def test_a_link_begins_the_warnings_and_tells_alerts_and_the_person(confirm, stores) -> None:
    request = asked(stores)
    begun = confirm(ByLink("tok"))
    assert (SHOP, {"LON"}, True) == (begun.contact, begun.regions, begun.active)
    assert RecipientChanged(begun) in stores.outbox.events
    (mail,) = stores.mails.waiting
    assert ("subscribed", begun.stop_token) == (
        mail.what.template,
        mail.what.variables["stop_token"],
    )
    assert stores.subscription_requests.get(request.request_id).confirmed_at is not None


def test_a_code_begins_the_warnings_too(confirm, stores) -> None:
    request = asked_by_phone(stores)
    assert PHONE == confirm(ByCode(request.request_id, "123456")).contact
    assert ["subscribed"] == [text.what.template for text in stores.texts.kept]


def test_confirming_again_gives_the_same_answer_and_sends_nothing(confirm, stores) -> None:
    asked(stores)
    assert confirm(ByLink("tok")) == confirm(ByLink("tok"))
    assert (1, 2) == (len(stores.mails.waiting), len(stores.outbox.events))


def test_a_link_that_was_stopped_since_does_not_begin_again(confirm, stores, clock) -> None:
    asked(stores)
    begun = confirm(ByLink("tok"))
    stores.subscriptions.save(begun.stopped(clock.now()))
    with pytest.raises(SubscriptionRequestNotFound):
        confirm(ByLink("tok"))
    assert not stores.subscriptions.kept[begun.subscription_id].active


@pytest.mark.parametrize("by", [ByLink("other"), ByCode(uuid4(), "123456")])
def test_what_was_never_given_is_not_found(confirm, stores, by) -> None:
    asked(stores)
    with pytest.raises(SubscriptionRequestNotFound):
        confirm(by)


def test_a_link_is_good_for_a_day(confirm, stores, clock) -> None:
    asked(stores)
    clock.pass_(hours=24)
    assert confirm(ByLink("tok")).active
    asked(stores, link="older")
    clock.pass_(seconds=1)
    with pytest.raises(SubscriptionRequestNotFound):
        confirm(ByLink("older"))


def test_a_code_is_good_for_half_an_hour(confirm, stores, clock) -> None:
    request = asked_by_phone(stores)
    clock.pass_(minutes=30, seconds=1)
    with pytest.raises(SubscriptionRequestNotFound):
        confirm(ByCode(request.request_id, "123456"))


def test_a_code_is_guessed_five_times_and_no_more(confirm, stores) -> None:
    request = asked_by_phone(stores)
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongCode):
            confirm(ByCode(request.request_id, "000000"))
    with pytest.raises(SubscriptionRequestNotFound):
        confirm(ByCode(request.request_id, "123456"))
    assert {} == stores.subscriptions.kept


def test_the_fifth_try_may_be_the_right_one(confirm, stores) -> None:
    request = asked_by_phone(stores)
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(WrongCode):
            confirm(ByCode(request.request_id, "000000"))
    assert confirm(ByCode(request.request_id, "123456")).active


def test_a_second_postcode_joins_the_first(confirm, stores) -> None:
    there = a_subscription()
    stores.subscriptions.add(there)
    asked(stores, postcode=CARDIFF)
    both = confirm(ByLink("tok"))
    assert (there.subscription_id, {"LON", "WAL"}, 2) == (
        both.subscription_id,
        both.regions,
        both.version,
    )


def test_the_directory_of_the_moment_counts(confirm, stores) -> None:
    asked(stores)
    stores.postcodes.kept["SW1A 1AA"] = "SE"
    assert {"SE"} == confirm(ByLink("tok")).regions


def test_the_usage_event_names_the_region_alone(confirm, stores) -> None:
    asked(stores)
    confirm(ByLink("tok"))
    used = stores.outbox.events[-1]
    assert ("identity.subscription_confirmed", {"LON"}, None) == (
        used.metric,
        used.caller.regions,
        used.caller.subject,
    )
