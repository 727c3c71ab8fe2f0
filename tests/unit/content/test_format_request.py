"""The clock of a request for an accessible format, and where one may go."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import Invalid, StaleVersion
from kernel.web_addresses import AddressRules
from kernel.working_days import Nation, day_of, is_working_day
from services.content.domain.format_errors import (
    FormatRequestClaimed,
    FormatRequestEnded,
    FormatRequestNotClaimed,
)
from services.content.domain.format_request import (
    Answer,
    Asked,
    Format,
    FormatRequest,
    FormatStatus,
    Offer,
)
from services.content.domain.upkeep import Revision
from tests.fakes.content import NOON, content, published
from tests.unit.content.formats import LARGE, LINK

DOCUMENT = published()


def made(at: datetime = NOON, asked: Asked = LARGE) -> FormatRequest:
    return FormatRequest.made(uuid4(), DOCUMENT, asked, by="reader", at=at)


@pytest.mark.parametrize(
    ("at", "nation", "due"),
    [
        (datetime(2026, 11, 24, 12, tzinfo=UTC), Nation.ENGLAND, date(2026, 12, 1)),
        (datetime(2026, 11, 24, 12, tzinfo=UTC), Nation.SCOTLAND, date(2026, 12, 2)),
        (datetime(2026, 12, 23, 9, tzinfo=UTC), Nation.WALES, date(2027, 1, 4)),
        (datetime(2027, 7, 9, 9, tzinfo=UTC), Nation.NORTHERN_IRELAND, date(2027, 7, 19)),
        (datetime(2028, 2, 25, 9, tzinfo=UTC), Nation.ENGLAND, date(2028, 3, 3)),
        # half past midnight in London: the next day already
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), Nation.ENGLAND, date(2026, 7, 8)),
    ],
)
def test_an_answer_is_due_on_the_fifth_working_day(at: datetime, nation: Nation, due: date) -> None:
    request = made(at, replace(LARGE, nation=nation))
    assert due == request.due_on
    assert not request.overdue(request.due_at - timedelta(seconds=1))
    assert request.overdue(request.due_at)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001 - aware by timezones
    st.sampled_from(Nation),
)
def test_it_is_due_on_a_working_day_within_a_fortnight(at: datetime, nation: Nation) -> None:
    due = made(at, replace(LARGE, nation=nation)).due_on
    assert is_working_day(due, nation)
    assert timedelta(days=5) <= due - day_of(at) <= timedelta(days=14)


def test_editors_hear_once_each_working_day_until_it_ends() -> None:
    request = made()  # due on Tuesday, 1 December
    wednesday = datetime(2026, 12, 2, 9, tzinfo=UTC)
    assert not request.to_be_told(wednesday - timedelta(days=1))
    assert request.to_be_told(wednesday)
    told = request.told(wednesday)
    assert not told.to_be_told(wednesday + timedelta(hours=3))
    assert told.to_be_told(wednesday + timedelta(days=1))
    assert not told.to_be_told(datetime(2026, 12, 5, 9, tzinfo=UTC))  # a Saturday
    assert not told.closed("", by=None, read=1, at=NOON).to_be_told(wednesday + timedelta(days=1))


def test_it_is_claimed_by_one_released_and_answered_by_who_claimed_it() -> None:
    request = made()
    claimed = request.claimed(by="editor", read=1)
    with pytest.raises(FormatRequestClaimed):
        claimed.claimed(by="colleague", read=2)
    with pytest.raises(FormatRequestNotClaimed):
        claimed.answered(LINK, DOCUMENT, by="colleague", read=2, at=NOON)
    with pytest.raises(FormatRequestNotClaimed):
        request.released(read=1)
    released = claimed.released(read=2)
    assert (FormatStatus.OPEN, None, request.due_at) == (
        released.status,
        released.claimed_by,
        released.due_at,
    )
    answered = claimed.answered(LINK, DOCUMENT, by="editor", read=2, at=NOON)
    assert (FormatStatus.ANSWERED, LINK, 1) == (answered.status, answered.answer, answered.made_for)


def test_what_ended_changes_no_more_and_what_changed_is_read_again() -> None:
    request = made()
    ended = request.closed("Twice.", by="editor", read=1, at=NOON)
    for change in (
        lambda: ended.claimed(by="editor", read=2),
        lambda: ended.released(read=2),
        lambda: ended.answered(LINK, DOCUMENT, by="editor", read=2, at=NOON),
        lambda: ended.closed("", by=None, read=2, at=NOON),
    ):
        with pytest.raises(FormatRequestEnded):
            change()
    with pytest.raises(StaleVersion):
        request.claimed(by="editor", read=2)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        (Asked(format=Format.OTHER_LANGUAGE, nation=Nation.WALES), "wanted_language"),
        (replace(LARGE, language="Polish"), "wanted_language"),
        (replace(LARGE, format=Format.OTHER_LANGUAGE, language="x" * 61), "wanted_language"),
        (replace(LARGE, note="x" * 501), "note"),
        (replace(LARGE, note="a\x07b"), "note"),
    ],
)
def test_what_is_wrong_is_named(asked: Asked, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(asked=asked)
    assert [field] == [each.field for each in refused.value.violations]


def test_contacts_are_taken_out_of_the_note() -> None:
    request = made(asked=replace(LARGE, note=" Write to me@corner.example \n18 points "))
    assert "Write to […] \n18 points" == request.asked.note


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (Answer(), "answer"),
        (Answer(link="https://a.example/x", reason="Both."), "answer"),
        (Answer(attachment_id=uuid4(), link="https://a.example/x"), "answer"),
        (Answer(link="http://a.example/x"), "answer.link"),
        (Answer(link="javascript:alert(1)"), "answer.link"),
        (Answer(link="https://127.0.0.1/x"), "answer.link"),
        (Answer(reason="x" * 501), "answer.reason"),
    ],
)
def test_an_answer_is_exactly_one_good_thing(answer: Answer, field: str) -> None:
    assert [field] == [each.field for each in answer.violations(AddressRules())]


def test_an_offer_is_stale_when_a_change_matters_and_not_before() -> None:
    offer = Offer(format=Format.BRAILLE, language="", answer=LINK, made_for=1, made_at=NOON)
    same = DOCUMENT.revise(content(summary="A comma."), by="editor", at=NOON)
    changed = same.revise(
        content(), by="editor", at=NOON, revision=Revision(note="New distances.", material=True)
    )
    assert [False, False, True] == [offer.stale(each) for each in (DOCUMENT, same, changed)]


def test_a_reason_makes_nothing() -> None:
    claimed = made().claimed(by="editor", read=1)
    refused = claimed.answered(Answer(reason="No."), DOCUMENT, by="editor", read=2, at=NOON)
    assert refused.made_for is None
