"""Sending what waits in the mail outbox."""

from uuid import uuid4

import pytest

from services.identity.usecases.ports import Mail
from services.identity.usecases.send_mails import SendMails
from tests.fakes.identity import MemoryMailServer, subscriber


@pytest.fixture
def server() -> MemoryMailServer:
    return MemoryMailServer()


@pytest.fixture
def send(unit_of_work, clock, server):
    return SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="http://isp.test"
    )


def _mail(to: str, language: str = "en") -> Mail:
    return Mail(
        mail_id=uuid4(),
        to=to,
        language=language,
        template="registration",
        variables={"token": "tok", "given_name": "{Cafe}"},
    )


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_new_address_gets_its_link_and_the_token_is_forgotten(
    send, stores, server, language
) -> None:
    stores.mails.add(_mail("new@cafe.example", language))
    assert 1 == send()
    ((to, _, text),) = server.sent
    assert ("new@cafe.example", True) == (to, "http://isp.test/register/confirm?token=tok" in text)
    assert "{Cafe}" in text
    assert {} == stores.mails.finished[0].variables


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_known_address_is_told_so_and_gets_no_token(send, stores, server, language) -> None:
    stores.subscribers.add(subscriber("x"))
    stores.mails.add(_mail("X@cafe.example", language))
    send()
    assert "tok" not in server.sent[0][2]


def test_a_mail_that_is_not_taken_is_tried_again(send, stores, server, clock) -> None:
    stores.mails.add(_mail("new@cafe.example"))
    server.away = True
    assert 0 == send()
    server.away = False
    assert 0 == send()
    clock.pass_(seconds=6)
    assert 1 == send()
