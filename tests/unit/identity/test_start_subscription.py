"""Asking for alerts without an account."""

import pytest

from chassis.errors import IdempotencyKeyReused
from kernel.principals import ANONYMOUS
from services.identity.domain.consent import wording
from services.identity.domain.errors import PostcodeNotCovered
from services.identity.domain.postcode import Postcode
from services.identity.domain.subscription_request import MOST_MESSAGES_A_DAY, token_proof
from services.identity.usecases.start_subscription import StartSubscription
from tests.fakes.identity import key
from tests.fakes.subscriptions import LONDON, PHONE, PSEUDONYMS, SHOP, a_subscription


@pytest.fixture
def start(unit_of_work, clock, ids):
    use_case = StartSubscription(
        unit_of_work=unit_of_work, pseudonyms=PSEUDONYMS, clock=clock, ids=ids
    )

    def start(contact=SHOP, postcode=LONDON, value="k", body=b"1" * 32):
        return use_case(
            ANONYMOUS,
            contact=contact,
            postcode=postcode,
            language="cy",
            wording=wording("cy"),
            key=key("StartSubscription", value, body),
        )

    return start


def test_a_mail_waits_with_a_token_of_which_only_the_digest_is_kept(start, stores) -> None:
    request_id = start()
    (waiting,) = stores.mails.waiting
    token = waiting.what.variables["token"]
    assert (SHOP.address, "subscription", "cy", "London") == (
        waiting.what.to,
        waiting.what.template,
        waiting.what.language,
        waiting.what.variables["regions"],
    )
    kept = stores.subscription_requests.get(request_id)
    assert token_proof(token) == kept.proof
    assert token not in str(stores.subscription_requests.kept)


def test_a_text_waits_with_six_digits_that_no_one_can_look_up(start, stores) -> None:
    request_id = start(PHONE)
    (text,) = stores.texts.kept
    code = text.what.variables["code"]
    assert (6, True) == (len(code), code.isdigit())
    assert text.what.good_until is not None
    assert code not in str(stores.subscription_requests.get(request_id))


def test_the_consent_is_kept_with_who_when_and_the_exact_words(start, stores, clock) -> None:
    kept = stores.subscription_requests.get(start())
    assert (SHOP, clock.moment, wording("cy")) == (kept.contact, kept.created_at, kept.wording)


@pytest.mark.parametrize("contact", [SHOP, PHONE])
def test_a_known_address_makes_the_same_rows(start, stores, contact) -> None:
    stores.subscriptions.add(a_subscription(contact))
    start(contact)
    assert (1, 1, 1) == (
        len(stores.subscription_requests.kept),
        len(stores.audit.rows),
        len(stores.mails.waiting) + len(stores.texts.kept),
    )


@pytest.mark.parametrize("contact", [SHOP, PHONE])
def test_one_address_is_not_flooded_and_nobody_can_tell(start, stores, clock, contact) -> None:
    answers = {start(contact, value=str(number)) for number in range(MOST_MESSAGES_A_DAY + 3)}
    assert MOST_MESSAGES_A_DAY + 3 == len(answers)
    assert MOST_MESSAGES_A_DAY == len(stores.mails.waiting) + len(stores.texts.kept)
    clock.pass_(days=1, seconds=1)
    start(contact, value="tomorrow")
    assert MOST_MESSAGES_A_DAY + 1 == len(stores.mails.waiting) + len(stores.texts.kept)


def test_the_same_key_asks_once(start, stores) -> None:
    assert start() == start()
    assert 1 == len(stores.subscription_requests.kept)
    with pytest.raises(IdempotencyKeyReused):
        start(body=b"2" * 32)


def test_outside_our_regions_nothing_is_kept(start, stores) -> None:
    with pytest.raises(PostcodeNotCovered):
        start(postcode=Postcode("JE1 1AA"))
    assert ({}, []) == (stores.subscription_requests.kept, stores.mails.waiting)


def test_what_analysts_count_names_nobody(start, stores) -> None:
    start()
    (event,) = stores.outbox.events
    assert ("identity.subscription_asked", "EMAIL") == (event.metric, event.detail)
    assert SHOP.address not in str(event)
