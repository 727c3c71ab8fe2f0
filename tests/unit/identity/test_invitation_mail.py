"""What the mail of an invitation says is decided when it is sent."""

from dataclasses import replace

import pytest

from services.identity.domain.organisation_mails import organisation_mail
from services.identity.usecases.membership import post
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.waiting_ports import Mail
from tests.fakes.identity_servers import MemoryMailServer
from tests.unit.identity.membership import (
    HALL,
    MEMBER,
    NOBODY,
    invited,
    peopled,
)


@pytest.fixture
def server():
    return MemoryMailServer()


@pytest.fixture
def send(unit_of_work, clock, stores, server):
    peopled(stores)
    return SendMails(
        unit_of_work=unit_of_work,
        mail_server=server,
        clock=clock,
        public_url="https://isp.example",
    )


def test_who_has_no_account_is_told_to_register(send, stores, ids, server) -> None:
    there = replace(invited(stores, token="link"), email="new@hall.example")
    stores.invitations.save(there)
    post(stores, ids, there, "link", "cy")
    assert 1 == send()
    [(to, _, text)] = server.sent
    assert "new@hall.example" == to
    assert "https://isp.example/cy/invitation?token=link" in text
    assert "chofrestru" in text
    assert "Hall" in text


def test_who_has_one_is_told_to_sign_in_in_their_language(send, stores, ids, server) -> None:
    post(stores, ids, invited(stores, token="link"), "link", "cy")
    send()
    [(_, _, text)] = server.sent
    assert "accept it with your account" in text
    assert "admin Owner invites you to join Hall" in text


@pytest.mark.parametrize("spoil", ["withdrawn", "resent", "member"])
def test_what_has_no_sense_any_more_is_not_sent(send, stores, ids, server, spoil) -> None:
    whom = MEMBER if spoil == "member" else NOBODY
    there = invited(stores, whom, token="link")
    post(stores, ids, there, "link", "en")
    if spoil == "withdrawn":
        stores.invitations.withdraw_of(HALL)
    if spoil == "resent":
        stores.invitations.save(replace(there, token_digest=b"another"))
    send()
    assert [] == server.sent
    assert not stores.mails.waiting


@pytest.mark.parametrize("template", ["colleague-joined", "organisation-removed"])
def test_the_other_mails_lead_to_a_page(send, stores, ids, server, template) -> None:
    said = {"to": "admin@hall.example", "language": "en", "variables": {}}
    stores.mails.add(Mail(mail_id=ids.new(), template=template, **said))
    send()
    assert "https://isp.example/account" in server.sent[0][2]


@pytest.mark.parametrize(
    "name", ["Win at http://evil.example", "evil.example", "www evil", "a@b", "x" * 81]
)
def test_a_name_that_could_carry_an_address_is_left_out(name) -> None:
    said = {"who": name, "organisation": name, "token": "t"}
    _, text = organisation_mail("invitation-unknown", "en", "https://isp.example", said)
    assert name not in text
    assert "somebody invites you to join their organisation" in text
    _, text = organisation_mail("invitation-known", "en", "", said | {"organisation": "St. John"})
    assert "St. John" in text
