"""The mail about what saved searches match: to the account's address, not in its quiet hours."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ports import RandomIds
from kernel.standing import Standing
from services.identity.domain.events import MatchesPutOff
from services.identity.domain.matches_mail import matches_mail
from services.identity.domain.quiet_hours import QuietHours
from services.identity.usecases.mail_matches import MailMatches
from services.identity.usecases.send_mails import SendMails
from tests.fakes.identity_servers import MemoryMailServer
from tests.unit.identity.asking import peopled

DUE = {"event_id": "e", "subject": "owner", "count": 2, "stop_token": "t/+", "since_us": 7}
NIGHT = QuietHours(22 * 60, 7 * 60)


@pytest.fixture
def mail(unit_of_work, clock, stores) -> MailMatches:
    peopled(stores)
    return MailMatches(unit_of_work=unit_of_work, clock=clock, ids=RandomIds())


def waiting(stores) -> list[tuple[str, str]]:
    found = []
    while each := stores.mails.claim(datetime(2030, 1, 1, tzinfo=UTC)):
        found.append((each.to, each.template))
        stores.mails.sent(each, datetime(2030, 1, 1, tzinfo=UTC))
    return found


def test_the_account_is_mailed_once(mail, stores) -> None:
    for _ in range(2):
        mail(**DUE)
    assert [("owner@cafe.example", "saved-search-matches")] == waiting(stores)


def test_nobody_who_is_not_known_is(mail, stores) -> None:
    mail(**DUE | {"subject": "nobody"})
    assert [] == waiting(stores)


def test_in_quiet_hours_it_is_put_off_to_their_end(mail, stores, clock) -> None:
    at = clock.now()
    minute = at.hour * 60 + at.minute
    stores.quiet_hours.keep("owner", QuietHours(minute - 60, minute + 60))
    mail(**DUE)
    assert [] == waiting(stores)
    (put_off,) = [each for each in stores.outbox.events if isinstance(each, MatchesPutOff)]
    assert ("owner", 7) == (put_off.subject, put_off.since_us)
    assert put_off.until > at


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ((2026, 11, 24, 21, 59), None),
        ((2026, 11, 24, 22, 0), (2026, 11, 25, 7, 0)),
        ((2026, 11, 25, 6, 59), (2026, 11, 25, 7, 0)),
        ((2026, 11, 25, 7, 0), None),
        ((2026, 7, 1, 21, 30), (2026, 7, 2, 6, 0)),
        ((2026, 10, 24, 22, 0), (2026, 10, 25, 7, 0)),
    ],
)
def test_quiet_hours_end_by_the_clock_in_london(now, end) -> None:
    wanted = datetime(*end, tzinfo=UTC) if end else None
    assert wanted == NIGHT.end_at(datetime(*now, tzinfo=UTC))


@pytest.mark.parametrize(("language", "site"), [("en", ""), ("cy", "/cy")])
def test_it_says_how_many_and_how_to_stop_and_names_nothing(language: str, site: str) -> None:
    said = {"count": "2", "stop_token": "t/+"}
    subject, text, stop = matches_mail(language, "https://isp.example", said)
    assert f"https://isp.example{site}/saved-searches/stop?token=t%2F%2B" == stop
    assert subject
    for each in (stop, f"https://isp.example{site}/account/saved-searches", ": 2."):
        assert each in text


@pytest.fixture
def server() -> MemoryMailServer:
    return MemoryMailServer()


@pytest.fixture
def send(unit_of_work, clock, server):
    return SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.example"
    )


def put_off(stores) -> list[MatchesPutOff]:
    return [each for each in stores.outbox.events if isinstance(each, MatchesPutOff)]


def test_it_is_sent_with_its_stop_link(mail, send, stores, server) -> None:
    mail(**DUE)
    send()
    ((to, _, text),) = server.sent
    assert "owner@cafe.example" == to
    assert "have not seen: 2." in text
    assert ["https://isp.example/saved-searches/stop?token=t%2F%2B"] == server.unsubscribes
    assert [] == put_off(stores)


def test_what_waited_long_for_the_server_is_not_sent_but_looked_at_again(
    mail, send, stores, server, clock
) -> None:
    """It says that there is something to read, and by then there may be nothing."""
    mail(**DUE)
    server.away = True
    send()
    server.away = False
    clock.pass_(minutes=11)
    send()
    assert [] == server.sent
    (again,) = put_off(stores)
    assert ("owner", 7, clock.now()) == (again.subject, again.since_us, again.until)
    assert 0 == send()


def test_quiet_hours_that_began_meanwhile_count(mail, send, stores, server, clock) -> None:
    mail(**DUE)
    minute = clock.now().hour * 60 + clock.now().minute
    stores.quiet_hours.keep("owner", QuietHours(minute - 60, minute + 60))
    send()
    assert [] == server.sent
    assert [clock.now() + timedelta(hours=1)] == [each.until for each in put_off(stores)]


def test_who_is_suspended_meanwhile_gets_none(mail, send, stores, server) -> None:
    mail(**DUE)
    person = stores.subscribers.get("owner")
    stores.subscribers.save(
        replace(person, standing=Standing.SUSPENDED, rights_version=person.rights_version + 1)
    )
    send()
    assert ([], []) == (server.sent, put_off(stores))
