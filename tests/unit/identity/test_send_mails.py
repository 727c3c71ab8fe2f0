"""Sending what waits in the mail outbox."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from services.identity.domain.verification_mails import VERIFICATION_MAILS, verification_mail
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.waiting_ports import Mail
from tests.fakes.identity import subscriber
from tests.fakes.identity_servers import MemoryMailServer
from tests.fakes.subscriptions import SHOP, a_subscription, digest

WHERE = {
    "en": "http://isp.test/alerts/by-post-code",
    "cy": "http://isp.test/cy/alerts/by-post-code",
}


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


def _about_alerts(template: str, language: str = "en", **variables: str) -> Mail:
    return Mail(
        mail_id=uuid4(),
        to=SHOP.address,
        language=language,
        template=template,
        variables={"regions": "London", **variables},
    )


@pytest.mark.parametrize("language", ["en", "cy"])
def test_a_mail_about_alerts_carries_its_link(send, stores, server, language) -> None:
    stores.mails.add(_about_alerts("subscription", language, token="tok"))
    send()
    ((_, _, text),) = server.sent
    assert f"{WHERE[language]}/confirm?token=tok" in text
    assert "London" in text
    assert [None] == server.unsubscribes


@pytest.mark.parametrize("language", ["en", "cy"])
def test_who_gets_alerts_can_stop_by_one_click(send, stores, server, language) -> None:
    stores.mails.add(_about_alerts("subscribed", language, stop_token="st0p"))
    send()
    ((_, subject, text),) = server.sent
    link = f"{WHERE[language]}/stop?token=st0p"
    assert ([link], True) == (server.unsubscribes, "London" in subject)
    assert link in text
    assert "999" in text


@pytest.mark.parametrize("stopped", [None, True, False])
def test_a_stop_link_goes_only_to_who_gets_alerts(send, stores, server, clock, stopped) -> None:
    if stopped is not None:
        there = a_subscription(language="cy")
        stores.subscriptions.add(there.stopped(clock.now()) if stopped else there)
    stores.mails.add(_about_alerts("stop", contact_digest=digest(SHOP)))
    assert 1 == send()
    assert (stopped is False) == bool(server.sent)
    if server.sent:
        assert there.stop_token in server.sent[0][2]
        assert "Helo" in server.sent[0][2]


def test_who_stopped_is_told_so(send, stores, server) -> None:
    stores.mails.add(_about_alerts("stopped"))
    send()
    assert "stopped" in server.sent[0][1]


@pytest.mark.parametrize("template", sorted(VERIFICATION_MAILS.keys() - {"credentials-changed"}))
@pytest.mark.parametrize("language", ["en", "cy"])
def test_mails_about_verification_lead_to_its_page_and_say_days_of_london(
    template: str, language: str
) -> None:
    """A term that ends late in the evening of UTC in summer ends on the next day in London."""
    until = datetime(2028, 7, 31, 23, 30, tzinfo=UTC).isoformat()
    subject, text = verification_mail(template, language, "https://isp.example", {"until": until})
    prefix = "/cy" if language == "cy" else ""
    assert f"https://isp.example{prefix}/account/verification\n" in text
    assert ("01/08/2028" in subject + text) == (template == "tier-ending")
    assert "{" not in subject + text
    assert ("(Cyfieithiad heb ei adolygu.)" in text) == (language == "cy")


def test_a_mail_about_verification_is_sent_as_such(send, stores, server) -> None:
    stores.mails.add(
        Mail(
            mail_id=uuid4(),
            to="owner@cafe.example",
            language="cy",
            template="verification-refused",
            variables={},
        )
    )
    assert 1 == send()
    ((to, subject, text),) = server.sent
    assert ("owner@cafe.example", "Gwrthodwyd eich cais i gael eich dilysu") == (to, subject)
    assert "http://isp.test/cy/account/verification" in text
