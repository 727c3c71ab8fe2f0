"""Somebody is told by mail of a request for an accessible format."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from chassis.consumers import IncomingEvent
from isp.content.v1 import content_events_pb2 as pb
from kernel.standing import Standing
from services.identity.inbound.events import format_consumptions
from services.identity.usecases.tell_of_formats import TellOfFormats
from tests.fakes.identity import profile, subscriber

EVENT = str(uuid4())


@pytest.fixture
def person(stores):
    found = subscriber("reader", profile=profile(email="reader@b.example", language="cy"))
    stores.subscribers.add(found)
    return found


@pytest.fixture
def heard(unit_of_work):
    answered, overdue = format_consumptions(TellOfFormats(unit_of_work=unit_of_work))

    def hear(message, event_id=EVENT):
        mine = answered if isinstance(message, pb.FormatRequestAnswered) else overdue
        mine.handle(
            IncomingEvent(event_id=event_id, aggregate_id="r", aggregate_version=1, message=message)
        )

    return hear


def mails(stores):
    return [each.what for each in stores.mails.waiting]


def test_an_event_is_one_mail_though_it_comes_twice(heard, stores, person) -> None:
    for _ in range(2):
        heard(pb.FormatRequestAnswered(request_id="r", subject="reader"))
    (mail,) = mails(stores)
    assert (UUID(EVENT), "reader@b.example", "cy", "format-answered", {}) == (
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
