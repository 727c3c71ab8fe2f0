"""Whoever has the phone or the mailbox is told there: within their time and five tries."""

from datetime import timedelta
from uuid import uuid4

import pytest

from chassis.errors import StepUpRequired
from services.identity.domain.account_mails import account_mail
from services.identity.domain.channel_errors import (
    ChannelHeld,
    ChannelRequestNotFound,
    TooManyChannels,
)
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.errors import WrongCode
from services.identity.domain.events import RecipientChanged
from services.identity.usecases.add_channel import AddChannel
from services.identity.usecases.confirm_channel import ConfirmChannel
from services.identity.usecases.confirm_subscription import ByCode, ByLink
from services.identity.usecases.proving_again import ProvingAgain
from tests.fakes.identity import key
from tests.fakes.subscriptions import LONDON, PHONE, PSEUDONYMS, a_subscription
from tests.unit.identity.telling_people import OTHER, OWNER, held, told_owner

SECOND = Contact.mailbox("second@corner.example")


@pytest.fixture
def ask(unit_of_work, clock, ids, stores, accounts):
    told_owner(stores)
    add = AddChannel(
        unit_of_work=unit_of_work,
        pseudonyms=PSEUDONYMS,
        proving_again=ProvingAgain(accounts=accounts, clock=clock),
        clock=clock,
        ids=ids,
    )

    def say(contact=PHONE, who=OWNER):
        request_id = add(who, contact=contact, key=key("AddChannel", str(uuid4())))
        if contact.channel is Channel.EMAIL:
            return ByLink(stores.mails.waiting[-1].what.variables["token"])
        return ByCode(request_id, stores.texts.kept[-1].what.variables["code"])

    return say


@pytest.fixture
def confirm(unit_of_work, clock, ids, accounts):
    return ConfirmChannel(
        unit_of_work=unit_of_work,
        pseudonyms=PSEUDONYMS,
        proving_again=ProvingAgain(accounts=accounts, clock=clock),
        clock=clock,
        ids=ids,
    )


@pytest.mark.parametrize("contact", [PHONE, SECOND])
def test_a_proved_address_is_told_of_once(ask, confirm, stores, contact) -> None:
    proof = ask(contact)
    told = confirm(OWNER, by=proof)
    [there] = told.further
    assert (contact, "owner", ()) == (there.contact, there.subject, there.postcodes)
    assert RecipientChanged(there) in stores.outbox.events
    events = list(stores.outbox.events)
    assert [there] == list(confirm(OWNER, by=proof).further)
    assert events == stores.outbox.events


def test_what_was_asked_without_an_account_becomes_the_accounts(ask, confirm, stores) -> None:
    stores.subscriptions.add(before := a_subscription(PHONE))
    [there] = confirm(OWNER, by=ask()).further
    assert (before.subscription_id, (LONDON,), "owner", 2) == (
        there.subscription_id,
        there.postcodes,
        there.subject,
        there.version,
    )


def test_a_wrong_code_counts_and_five_end_it(ask, confirm) -> None:
    by = ask()
    wrong = ByCode(by.request_id, "x")
    for _ in range(5):
        with pytest.raises(WrongCode):
            confirm(OWNER, by=wrong)
    with pytest.raises(ChannelRequestNotFound):
        confirm(OWNER, by=by)


@pytest.mark.parametrize(
    ("contact", "good"),
    [(PHONE, timedelta(minutes=30)), (SECOND, timedelta(hours=24))],
)
def test_each_has_its_time(ask, confirm, clock, contact, good) -> None:
    by = ask(contact)
    clock.moment += good + timedelta(seconds=1)
    with pytest.raises(ChannelRequestNotFound):
        confirm(OWNER, by=by)


def test_nobody_confirms_for_another(ask, confirm) -> None:
    by = ask()
    with pytest.raises(ChannelRequestNotFound):
        confirm(OTHER, by=by)
    with pytest.raises(ChannelRequestNotFound):
        confirm(OWNER, by=ByLink("another"))


def test_an_address_is_one_accounts_alone(ask, confirm, stores) -> None:
    stores.subscriptions.add(held(PHONE, by="other"))
    with pytest.raises(ChannelHeld):
        confirm(OWNER, by=ask())
    with pytest.raises(ChannelHeld):
        confirm(OWNER, by=ask(Contact.mailbox("other@corner.example")))


def test_five_is_the_end_of_it(ask, confirm, stores) -> None:
    by = ask()
    for number in range(5):
        contact = Contact(channel=Channel.SMS, address=f"+44770090010{number}")
        stores.subscriptions.add(held(contact))
    with pytest.raises(TooManyChannels):
        confirm(OWNER, by=by)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_address_of_the_account_is_told_once_in_their_language(
    ask, confirm, stores, language
) -> None:
    stores.subscribers.kept["owner"] = stores.subscribers.get("owner").speaking(language)
    proof = ask()
    for _ in range(2):
        confirm(OWNER, by=proof)
    (mail,) = [each.what for each in stores.mails.waiting if each.what.template == "channel-added"]
    profile = stores.subscribers.get("owner").profile
    assert (profile.email, language) == (mail.to, mail.language)
    _, text = account_mail(mail.template, language, "https://isp.example", mail.variables)
    assert "https://isp.example" in text
    assert PHONE.address not in text


def test_who_has_a_second_factor_proves_it_to_confirm(ask, confirm, accounts, stores) -> None:
    proof = ask()
    accounts.second_factors.add(OWNER.subject)
    with pytest.raises(StepUpRequired):
        confirm(OWNER, by=proof)
    assert [] == stores.outbox.events
