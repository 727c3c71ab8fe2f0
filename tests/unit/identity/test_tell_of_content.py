"""Somebody is told by mail of requests for accessible formats, and for access."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.content.v1 import access_pb2
from isp.content.v1 import content_events_pb2 as pb
from kernel.ports import RandomIds
from kernel.standing import Standing
from services.identity.domain.quiet_hours import QuietHours
from services.identity.inbound.events import consumptions
from services.identity.usecases.mail_matches import MailMatches
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.tell_of_content import TellOfContent
from tests.fakes.identity import profile, subscriber
from tests.fakes.identity_servers import MemoryMailServer

EVENT = str(uuid4())


@pytest.fixture
def person(stores):
    found = subscriber("reader", profile=profile(email="reader@b.example", language="cy"))
    stores.subscribers.add(found)
    return found


@pytest.fixture
def heard(unit_of_work, clock):
    tell = TellOfContent(unit_of_work=unit_of_work, clock=clock)
    mail = MailMatches(unit_of_work=unit_of_work, clock=clock, ids=RandomIds())
    heard = {each.message: each for each in consumptions(tell, mail)}

    def hear(message, event_id=EVENT):
        heard[type(message)].handle(
            IncomingEvent(event_id=event_id, aggregate_id="r", aggregate_version=1, message=message)
        )

    return hear


def mails(stores):
    return [each.what for each in stores.mails.waiting]


def test_an_event_is_one_mail_though_it_comes_twice(heard, stores, person) -> None:
    for _ in range(2):
        heard(pb.FormatRequestAnswered(request_id="r", subject="reader"))
    (mail,) = mails(stores)
    assert (UUID(EVENT), "reader@b.example", "cy", "format-answered", {"whose": "reader"}) == (
        mail.mail_id,
        mail.to,
        mail.language,
        mail.template,
        mail.variables,
    )


def test_an_editor_is_told_by_when_it_was_due(heard, stores, person) -> None:
    heard(pb.FormatRequestOverdue(request_id="r", subject="reader", due_on="2026-12-02"))
    (mail,) = mails(stores)
    assert ("format-overdue", "2026-12-02T12:00:00+00:00") == (
        mail.template,
        mail.variables["until"],
    )


def test_who_is_gone_or_suspended_gets_none(heard, stores, person) -> None:
    heard(pb.FormatRequestAnswered(request_id="r", subject="nobody"))
    stores.subscribers.save(
        replace(person, standing=Standing.SUSPENDED, rights_version=person.rights_version + 1)
    )
    heard(pb.FormatRequestAnswered(request_id="r", subject="reader"))
    assert [] == mails(stores)


def access(status: str, owner: str = "owner") -> pb.AccessRequestChanged:
    value = access_pb2.AccessRequestStatus.Value(f"ACCESS_REQUEST_STATUS_{status}")
    return pb.AccessRequestChanged(
        request_id="r", version=1, subject="reader", owner=owner, status=value
    )


@pytest.fixture
def owner(stores):
    found = subscriber(
        "owner", profile=profile(email="owner@b.example"), roles=frozenset({"editor"})
    )
    stores.subscribers.add(found)
    return found


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("WAITING", [("owner@b.example", "access-asked")]),
        ("PROPOSED", []),
        ("GRANTED", [("reader@b.example", "access-answered")]),
        ("REFUSED", [("reader@b.example", "access-answered")]),
        ("LAPSED", [("reader@b.example", "access-answered")]),
        ("GIVEN_UP", []),
        ("REVOKED", [("reader@b.example", "access-ended")]),
        ("ENDED", [("reader@b.example", "access-ended")]),
    ],
)
def test_of_access_each_hears_what_is_news_to_them(
    heard, stores, person, owner, status: str, told
) -> None:
    heard(access(status))
    assert told == [(each.to, each.template) for each in mails(stores)]


def test_where_no_owner_decides_editors_are_mailed_once_an_hour(
    heard, stores, person, owner, clock
) -> None:
    clock.moment = clock.now().replace(minute=0)
    asked = access("WAITING", owner="")
    asked.editors.extend(["owner", "gone"])
    for _ in range(3):
        heard(asked, event_id=str(uuid4()))
        clock.pass_(minutes=20)
    assert [("owner@b.example", "access-asked-editors")] == [
        (each.to, each.template) for each in mails(stores)
    ]
    heard(asked, event_id=str(uuid4()))
    assert 2 == len(mails(stores))


def test_a_reminder_is_mailed_once_a_day_and_names_nothing(
    heard, send, stores, server, person, owner, clock
) -> None:
    clock.moment = clock.now().replace(hour=0)
    for hour in (1, 8, 20):
        clock.moment = clock.now().replace(hour=hour)
        for subject in ("reader", "owner", "gone"):
            heard(pb.ReceiptReminded(subject=subject), event_id=str(uuid4()))
    send()
    assert {"reader@b.example", "owner@b.example"} == {to for to, *_ in server.sent}
    assert 2 == len(server.sent)
    (english,) = [text for to, _, text in server.sent if to == "owner@b.example"]
    assert "https://isp.test/account/to-confirm\n" in english
    clock.pass_(days=1)
    heard(pb.ReceiptReminded(subject="reader"), event_id=str(uuid4()))
    send()
    assert 3 == len(server.sent)


@pytest.fixture
def server() -> MemoryMailServer:
    return MemoryMailServer()


@pytest.fixture
def send(unit_of_work, clock, server):
    return SendMails(
        unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url="https://isp.test"
    )


def test_it_goes_to_the_address_and_in_the_language_of_the_moment(
    heard, send, stores, server, person
) -> None:
    heard(access("GRANTED"))
    moved = profile(email="new@b.example", language="en")
    stores.subscribers.save(
        replace(person, profile=moved, rights_version=person.rights_version + 1)
    )
    send()
    ((to, subject, text),) = server.sent
    assert ("new@b.example", "There is news of your request to read a document") == (to, subject)
    assert "https://isp.test/account/access\n" in text


def test_quiet_hours_are_waited_for(heard, send, stores, server, clock, person) -> None:
    minute = clock.now().hour * 60 + clock.now().minute
    stores.quiet_hours.keep("reader", QuietHours(minute - 60, minute + 60))
    heard(access("ENDED"))
    send()
    assert [] == server.sent
    clock.pass_(minutes=59)
    send()
    assert [] == server.sent
    clock.pass_(minutes=1)
    send()
    assert ["reader@b.example"] == [to for to, *_ in server.sent]


@pytest.mark.parametrize("what", ["suspended", "gone"])
def test_who_is_suspended_or_gone_by_then_gets_none(
    heard, send, stores, server, person, what: str
) -> None:
    heard(access("GRANTED"))
    if what == "gone":
        del stores.subscribers.kept["reader"]
    else:
        stores.subscribers.save(
            replace(person, standing=Standing.SUSPENDED, rights_version=person.rights_version + 1)
        )
    assert [1, 0] == [send(), send()], "it waits no more"
    assert [] == server.sent


def test_an_owner_who_edits_no_more_is_not_told_that_somebody_asks(
    heard, send, stores, server, owner
) -> None:
    heard(access("WAITING"))
    send()
    assert ["owner@b.example"] == [to for to, *_ in server.sent]
    heard(access("WAITING"), event_id=str(uuid4()))
    stores.subscribers.save(
        replace(owner, roles=frozenset(), rights_version=owner.rights_version + 1)
    )
    send()
    assert 1 == len(server.sent)
