"""Mails to learners: once, in their language, not in their quiet hours, and no old news."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.training.v1 import training_events_pb2 as pb
from kernel.standing import Standing
from services.identity.domain.quiet_hours import QuietHours
from services.identity.domain.training_mails import TRAINING_MAILS, training_mail
from services.identity.inbound.training_events import training_consumptions
from services.identity.usecases.mail_learner import MailLearner
from services.identity.usecases.send_mails import SendMails
from services.identity.usecases.take_mail_back import TakeMailBack
from tests.fakes.identity import profile, subscriber
from tests.fakes.identity_servers import MemoryMailServer

EVENT, ABOUT = str(uuid4()), str(uuid4())
SITE = "https://isp.example"


@pytest.fixture
def person(stores):
    found = subscriber("learner", profile=profile(email="l@b.example", language="cy"))
    stores.subscribers.add(found)
    return found


@pytest.fixture
def hear(unit_of_work, clock):
    (consumed,) = training_consumptions(
        MailLearner(unit_of_work=unit_of_work), TakeMailBack(unit_of_work=unit_of_work, clock=clock)
    )

    def hear(mail=pb.LEARNER_MAIL_MOVED_UP, event_id=EVENT, days=1, **given):
        message = pb.LearnerMailDue(
            subject="learner", mail=mail, title="Awareness", title_cy="Ymwybyddiaeth", about=ABOUT
        )
        message.MergeFrom(pb.LearnerMailDue(**given))
        message.moment.FromDatetime(clock.now() + timedelta(days=days))
        consumed.handle(
            IncomingEvent(event_id=event_id, aggregate_id="l", aggregate_version=1, message=message)
        )

    return hear


@pytest.fixture
def server():
    return MemoryMailServer()


@pytest.fixture
def send(unit_of_work, clock, server):
    return SendMails(unit_of_work=unit_of_work, mail_server=server, clock=clock, public_url=SITE)


def test_an_event_is_one_mail_in_the_learners_language(hear, send, server, person) -> None:
    for _ in "12":
        hear()
    assert 1 == send()
    (sent,) = server.sent
    assert "Mae gennych le" in str(sent)
    assert "Ymwybyddiaeth" in str(sent)
    assert f"{SITE}/cy/learn/sessions/{ABOUT}" in str(sent)
    hear()
    assert 0 == send()


def test_in_quiet_hours_it_waits_for_their_end(hear, send, stores, clock, person) -> None:
    minute = clock.now().hour * 60 + clock.now().minute
    stores.quiet_hours.keep("learner", QuietHours(minute - 60, minute + 60))
    hear()
    send()
    assert [] == send.mail_server.sent
    clock.pass_(hours=2)
    send()
    assert 1 == len(send.mail_server.sent)


def test_what_is_over_when_it_would_be_sent_is_no_news(hear, send, clock, person) -> None:
    hear()
    clock.pass_(days=1)
    send()
    assert [] == send.mail_server.sent


def test_who_is_gone_is_not_mailed(hear, stores) -> None:
    stores.subscribers.add(subscriber("learner", standing=Standing.CLOSED))
    hear()
    assert [] == stores.mails.waiting


def test_who_is_suspended_is_told_once_they_are_not_any_more(
    hear, send, stores, clock, person
) -> None:
    """A reminder that training counts as told is told, or is no news by then."""
    stores.subscribers.kept["learner"] = replace(person, standing=Standing.SUSPENDED)
    hear(days=2)
    hear(pb.LEARNER_MAIL_COURSE_UNFINISHED, str(uuid4()), days=-14)
    hear(pb.LEARNER_MAIL_SESSION_SOON, str(uuid4()), days=1)
    for _ in "123":
        send()
        clock.pass_(hours=8)
    clock.pass_(hours=1)
    send()
    assert [] == send.mail_server.sent
    stores.subscribers.kept["learner"] = person
    clock.pass_(hours=1)
    send()
    moved, unfinished = map(str, send.mail_server.sent)
    assert "Mae gennych le" in moved
    assert "wedi'i orffen" in unfinished
    assert [] == stores.mails.waiting  # the session began meanwhile


@pytest.mark.parametrize("standing", [Standing.CLOSED, Standing.SUSPENDED])
def test_who_leaves_while_a_mail_waits_is_not_mailed(
    hear, send, stores, clock, person, standing
) -> None:
    hear()
    stores.subscribers.kept["learner"] = replace(person, standing=standing)
    send()
    assert [] == send.mail_server.sent


@pytest.mark.parametrize("first", ["reminder", "cancellation"])
def test_a_reminder_of_what_was_cancelled_in_quiet_hours_is_never_sent(
    hear, send, stores, clock, person, first: str
) -> None:
    """In whichever order the two come; the cancellation itself is told when the hours end."""
    minute = clock.now().hour * 60 + clock.now().minute
    stores.quiet_hours.keep("learner", QuietHours(minute - 60, minute + 60))
    reminder = (pb.LEARNER_MAIL_SESSION_SOON, EVENT)
    cancelled = (pb.LEARNER_MAIL_SESSION_CANCELLED, str(uuid4()))
    if first == "reminder":
        hear(*reminder)
        send()
    for _ in "12":
        hear(*cancelled, takes_back=[EVENT])
    if first == "cancellation":
        hear(*reminder)
    clock.pass_(hours=2)
    send()
    (sent,) = send.mail_server.sent
    assert "ei chanslo" in str(sent)


def test_who_gives_their_place_up_is_not_mailed_at_all(hear, send, stores, clock, person) -> None:
    minute = clock.now().hour * 60 + clock.now().minute
    stores.quiet_hours.keep("learner", QuietHours(minute - 60, minute + 60))
    hear(pb.LEARNER_MAIL_SESSION_SOON)
    hear(pb.LEARNER_MAIL_NO_MORE, str(uuid4()), takes_back=[EVENT])
    clock.pass_(hours=2)
    send()
    assert ([], []) == (send.mail_server.sent, stores.mails.waiting)


def test_a_mail_that_was_sent_is_not_taken_back_and_stays_sent(
    hear, send, stores, clock, person
) -> None:
    hear()
    send()
    before = stores.mails.sent_at[UUID(EVENT)]
    clock.pass_(hours=1)
    hear(pb.LEARNER_MAIL_NO_MORE, str(uuid4()), takes_back=[EVENT])
    assert before == stores.mails.sent_at[UUID(EVENT)]


def test_what_is_asked_for_by_a_day_is_news_until_its_end(hear, send, clock, person) -> None:
    """Its moment is noon of the day."""
    hear(pb.LEARNER_MAIL_COURSE_ASKED, days=-0.49)
    send()
    assert 1 == len(send.mail_server.sent)
    hear(pb.LEARNER_MAIL_COURSE_ASKED, str(uuid4()), days=-0.5)
    send()
    assert 1 == len(send.mail_server.sent)


def test_who_is_not_known_and_what_is_not_known_is_no_mail(hear, stores, person) -> None:
    hear(subject="nobody")
    hear(mail=99, event_id=str(uuid4()))
    assert [] == stores.mails.waiting


@pytest.mark.parametrize("template", TRAINING_MAILS)
@pytest.mark.parametrize("language", ["en", "cy"])
def test_each_mail_says_what_and_where_in_both_languages(template: str, language: str) -> None:
    said = {"about": ABOUT, "moment": "2027-07-01T09:30:00+00:00", "stop_token": "t/+"}
    subject, text, stop = training_mail(template, language, SITE, said | {"title": "Awareness"})
    assert "Awareness" in text
    assert "{" not in subject + text
    assert f"{SITE}{'/cy' if language == 'cy' else ''}/learn/" in text
    if "session" in template:
        assert "01/07/2027" in text
        assert "10:30" in text  # by the clock in London
    else:
        assert stop is not None
        assert stop in text
        assert stop.endswith("/learn/reminders/stop?token=t%2F%2B")
    _, nameless, _ = training_mail(template, language, SITE, said | {"title": ""})
    assert ("a course" if language == "en" else "cwrs") in nameless


@pytest.mark.parametrize(("language", "hedged"), [("en", "if it is still"), ("cy", "os yw'n dal")])
def test_no_mail_promises_a_course_that_may_be_withdrawn(language: str, hedged: str) -> None:
    said = {"about": ABOUT, "moment": "2027-07-01T09:30:00+00:00", "stop_token": "t"}
    assert hedged in training_mail("certificate-ends", language, SITE, said)[1]
