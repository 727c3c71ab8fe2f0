"""Answers and calls for help as protobuf, and requests about them as domain words."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from chassis.errors import Invalid, Violation
from chassis.requests import Wrong
from isp.alerts.v1 import answers_pb2 as pb
from kernel.principals import Principal
from services.alerts.domain.answer import Answer, Answered
from services.alerts.domain.help import HelpOutcome, HelpRequest, HelpState, Staffing
from services.alerts.domain.situation import Sighting
from services.alerts.domain.wording import CapStatus
from services.alerts.messages import moment, word
from services.alerts.usecases.get_answer_link import Shown
from services.alerts.usecases.get_answers import Board
from services.alerts.usecases.help_seen import SeenRequest

LINK_LONGEST: Final = 200
QUEUE_LONGEST: Final = 20
KIND_LONGEST: Final = 40
_NUMBER: Final = re.compile(r"\+?[0-9][0-9 ]{4,17}[0-9]")


def link_from(token: str) -> str:
    """Return a link's token.

    Raises:
        Invalid: it is empty or too long to be one.
    """
    if not 1 <= len(token) <= LINK_LONGEST:
        raise Invalid(Violation("link", f"must have 1 to {LINK_LONGEST} characters"))
    return token


def answer_from(request: pb.AnswerByLinkRequest | pb.AnswerAlertRequest) -> tuple[Answer, str]:
    """Return what somebody answers, and the number on which they may be called back.

    Raises:
        Invalid: it is no answer, or no number.
    """
    wrong = Wrong()
    said = word(pb.Answer.DESCRIPTOR, request.answer, "ANSWER_")
    answer = wrong.word(Answer, said, "answer")
    number = request.call_back.strip()
    good = not number or _NUMBER.fullmatch(number) is not None
    wrong.unless(good, "call_back", "must be a telephone number, or empty")
    wrong.check()
    assert answer is not None
    return answer, number if answer is Answer.NEED_HELP else ""


def outcome_from(value: int) -> HelpOutcome:
    """Return what became of a call for help.

    Raises:
        Invalid: it is no outcome.
    """
    wrong = Wrong()
    said = word(pb.HelpOutcome.DESCRIPTOR, value, "HELP_OUTCOME_")
    outcome = wrong.word(HelpOutcome, said, "outcome")
    wrong.check()
    assert outcome is not None
    return outcome


def until_from(request: pb.StaffHelpQueueRequest) -> datetime:
    """Return until when a shift is.

    Raises:
        Invalid: it is not said, or no time.
    """
    if not request.HasField("until"):
        raise Invalid(Violation("until", "must be said"))
    try:
        return request.until.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise Invalid(Violation("until", "must be a time")) from error


def queue_from(queue: str) -> str:
    """Return a queue's name, whether or not there is one of that name.

    Raises:
        Invalid: it is too long to be one.
    """
    if len(queue) > QUEUE_LONGEST:
        raise Invalid(Violation("queue", "must be a region's code, or NATIONAL"))
    return queue


def standing_to_pb(answered: Answered | None, called: HelpRequest | None) -> pb.AnswerStanding:
    """Return one person's answer as it stands."""
    message = pb.AnswerStanding()
    if answered is not None:
        message.answer = _answer(answered.answer)
        message.answered_at.CopyFrom(moment(answered.at))
        message.version = answered.version
    if called is not None:
        message.help = _state(called.state)
    return message


def shown_to_pb(shown: Shown) -> pb.GetAnswerLinkResponse:
    """Return what the page of a link shows: no text that is not for everyone."""
    content = shown.alert.content
    return pb.GetAnswerLinkResponse(
        alert_id=str(shown.alert.alert_id),
        headline=content.headline if shown.open_text else "",
        action_line=content.action_line,
        language=content.language,
        exercise=content.cap_status is CapStatus.EXERCISE,
        standing=standing_to_pb(shown.answered, shown.called),
        help_offered=shown.help_offered,
        ends_at=moment(shown.ends_at),
        drill=shown.alert.drill is not None,
    )


def board_to_pb(board: Board) -> pb.GetAnswersResponse:
    """Return the board; a count that is hidden is not said."""
    message = pb.GetAnswersResponse(
        asked=board.asked,
        sent_to=board.sent_to,
        counts=_counts(board.totals),
        exact=board.exact,
        help_waiting=board.help_open.get(HelpState.WAITING, 0),
        help_taken=board.help_open.get(HelpState.TAKEN, 0),
    )
    for region, counts in board.regions.items():
        message.regions.add(region=region, counts=_counts(counts))
    if board.last_at is not None:
        message.last_answered_at.CopyFrom(moment(board.last_at))
    return message


def shift_to_pb(shift: Staffing, to: Principal) -> pb.HelpShift:
    """Return a shift; whose it is only says whether it is the reader's."""
    return pb.HelpShift(
        staffing_id=str(shift.staffing_id),
        queue=shift.queue,
        since=moment(shift.since),
        until=moment(shift.until),
        mine=shift.officer == to.subject,
        version=shift.version,
    )


def request_to_pb(seen: SeenRequest) -> pb.HelpRequest:
    """Return a call for help as the officer sees it."""
    request = seen.request
    message = pb.HelpRequest(
        help_id=str(request.help_id),
        alert_id=str(request.alert_id),
        queue=request.queue,
        state=_state(request.state),
        asked_at=moment(request.asked_at),
        mine=seen.mine,
        says_now=_answer(seen.says_now) if seen.says_now else pb.ANSWER_UNSPECIFIED,
        contacts=seen.contacts,
        version=request.version,
        regions=sorted(request.answerer.regions),
    )
    if request.taken_at is not None:
        message.taken_at.CopyFrom(moment(request.taken_at))
    return message


def picture_to_pb(sightings: Sequence[Sighting], exact: bool) -> pb.GetSituationResponse:  # noqa: FBT001 - as the use case says it
    """Return the picture by area."""
    found = [
        pb.Sighting(
            region=each.region, kind=each.kind, people=each.people, last_at=moment(each.last)
        )
        for each in sightings
    ]
    return pb.GetSituationResponse(sightings=found, exact=exact)


def _counts(counts: Mapping[Answer, int | None] | Mapping[Answer, int]) -> list[pb.AnswerCount]:
    return [pb.AnswerCount(answer=_answer(each), count=counts[each]) for each in Answer]


def _answer(answer: Answer) -> pb.Answer.ValueType:
    return pb.Answer.Value(f"ANSWER_{answer.name}")


def _state(state: HelpState) -> pb.HelpState.ValueType:
    return pb.HelpState.Value(f"HELP_STATE_{state.name}")
