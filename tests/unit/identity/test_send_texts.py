"""Sending what waits in the outbox of text messages."""

from datetime import timedelta
from uuid import uuid4

import pytest

from services.identity.usecases.send_texts import SendTexts
from services.identity.usecases.subscription_ports import Text
from tests.fakes.subscriptions import PHONE, MemoryTextMessages, a_subscription, digest


@pytest.fixture
def provider() -> MemoryTextMessages:
    return MemoryTextMessages()


@pytest.fixture
def send(unit_of_work, clock, provider):
    return SendTexts(
        unit_of_work=unit_of_work,
        text_messages=provider,
        clock=clock,
        public_url="http://isp.test",
    )


def a_text(template="subscription", language="en", to=PHONE.address, **given) -> Text:
    said = {
        "regions": "London",
        "code": "123456",
        "stop_token": "st0p",
        "contact_digest": digest(PHONE),
    }
    return Text(
        text_id=uuid4(), to=to, language=language, template=template, variables=said, **given
    )


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("subscription", ["123456", "London"]),
        ("subscribed", ["London", "STOP", "999", "/alerts/by-post-code/stop?token=st0p"]),
        ("stopped", ["/alerts/by-post-code"]),
        ("unread", ["999", "STOP", "token=st0p"]),
    ],
)
def test_a_text_says_what_it_must_in_the_persons_language(
    send, stores, provider, template, words, language
) -> None:
    text = a_text(template, language)
    stores.texts.add(text)
    assert 1 == send()
    ((to, said, reference),) = provider.taken
    assert (PHONE.address, str(text.text_id)) == (to, reference)
    assert all(word in said for word in words)


def test_what_was_sent_is_forgotten_and_the_providers_id_kept(send, stores) -> None:
    stores.texts.add(a_text())
    send()
    (kept,) = stores.texts.kept
    assert ({}, "provider-1") == (kept.what.variables, kept.provider_id)
    assert 0 == send()


def test_a_text_that_is_not_taken_is_tried_again_under_the_same_reference(
    send, stores, provider, clock
) -> None:
    text = a_text()
    stores.texts.add(text)
    provider.away = True
    assert 0 == send()
    provider.away = False
    assert 0 == send()
    clock.pass_(seconds=6)
    assert 1 == send()
    assert [str(text.text_id)] == [reference for _, _, reference in provider.taken]


def test_a_number_that_is_none_holds_up_nobody(send, stores, provider) -> None:
    provider.refused = {"+447700900002"}
    stores.texts.add(a_text(to="+447700900002"))
    stores.texts.add(a_text())
    assert 2 == send()
    assert [PHONE.address] == [to for to, _, _ in provider.taken]
    assert "no text to this number" in stores.texts.kept[0].why


def test_a_code_that_is_too_old_is_not_sent(send, stores, provider, clock) -> None:
    stores.texts.add(a_text(good_until=clock.now() + timedelta(minutes=30)))
    clock.pass_(minutes=31)
    assert 1 == send()
    assert ([], "too late") == (provider.taken, stores.texts.kept[0].why)


@pytest.mark.parametrize("stopped", [None, True, False])
def test_a_stop_link_goes_only_to_who_gets_alerts(send, stores, provider, clock, stopped) -> None:
    if stopped is not None:
        there = a_subscription(PHONE, language="cy")
        stores.subscriptions.add(there.stopped(clock.now()) if stopped else there)
    stores.texts.add(a_text("stop"))
    assert 1 == send()
    assert (stopped is False) == bool(provider.taken)
    if provider.taken:
        assert there.stop_token in provider.taken[0][1]
        assert "atebwch STOP" in provider.taken[0][1]
