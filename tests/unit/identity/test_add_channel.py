"""A further address is sent what proves it, and nobody learns who has it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import Invalid, StepUpRequired
from services.identity.domain.channel_errors import TooManyChannels
from services.identity.domain.contact import Channel, Contact
from services.identity.domain.errors import AccountsUnavailable
from services.identity.domain.subscription_request import MOST_MESSAGES_A_DAY
from services.identity.usecases.add_channel import AddChannel
from services.identity.usecases.proving_again import ProvingAgain
from tests.fakes.identity import key
from tests.fakes.subscriptions import PHONE, PSEUDONYMS, SHOP
from tests.unit.identity.telling_people import OWNER, held, told_owner

SECOND = Contact.mailbox("second@corner.example")


@pytest.fixture
def add(unit_of_work, clock, ids, stores, accounts):
    told_owner(stores)
    use_case = AddChannel(
        unit_of_work=unit_of_work,
        pseudonyms=PSEUDONYMS,
        proving_again=ProvingAgain(accounts=accounts, clock=clock),
        clock=clock,
        ids=ids,
    )

    def say(contact=PHONE, under="k", who=OWNER):
        return use_case(who, contact=contact, key=key("AddChannel", under))

    return say


def test_a_phone_gets_a_code_and_an_address_a_link(add, stores) -> None:
    request_id = add()
    [text] = [each.what for each in stores.texts.kept]
    assert (PHONE.address, 6) == (text.to, len(text.variables["code"]))
    assert text.variables["code"] not in str(stores.channel_requests.get(request_id))
    assert request_id == add()
    add(SECOND, "another")
    [mail] = [each.what for each in stores.mails.waiting]
    assert (SECOND.address, "channel") == (mail.to, mail.template)
    assert mail.variables["token"] not in str(stores.channel_requests.kept)


def test_the_address_of_the_account_is_no_further_one(add) -> None:
    with pytest.raises(Invalid):
        add(SHOP)


def test_five_is_the_end_of_it(add, stores) -> None:
    for number in range(5):
        contact = Contact(channel=Channel.SMS, address=f"+44770090010{number}")
        stores.subscriptions.add(held(contact))
    with pytest.raises(TooManyChannels):
        add()


def test_nobody_is_texted_without_end_and_nobody_learns_that(add, stores) -> None:
    for number in range(MOST_MESSAGES_A_DAY + 1):
        assert add(under=str(number))
    assert MOST_MESSAGES_A_DAY == len(stores.texts.kept)


def test_who_has_a_second_factor_proves_it_once_more(add, accounts, stores, clock) -> None:
    """A stolen password, or a browser left open, must not lead alerts elsewhere."""
    accounts.second_factors.add(OWNER.subject)
    old = replace(OWNER, acr="aal2", second_factor_at=clock.now() - timedelta(minutes=16))
    for who in (OWNER, old):
        with pytest.raises(StepUpRequired):
            add(who=who)
    assert {} == stores.channel_requests.kept
    assert add(who=replace(old, second_factor_at=clock.now()))


def test_nobody_passes_by_a_password_while_nobody_can_say_who_has_one(add, accounts) -> None:
    accounts.away = True
    with pytest.raises(AccountsUnavailable):
        add()
