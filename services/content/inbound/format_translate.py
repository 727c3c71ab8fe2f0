"""Requests for accessible formats from protobuf and to it."""

from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from chassis.errors import Invalid, Violation
from chassis.requests import id_from
from isp.content.v1 import formats_pb2 as pb
from kernel.principals import Principal
from kernel.working_days import Nation
from services.content.domain.document import Document
from services.content.domain.format_request import Answer, Asked, Format, Offer
from services.content.messages import moment
from services.content.usecases.formatting import Shown

E = TypeVar("E", bound=Enum)


def asked_from(request: pb.AskForFormatRequest) -> Asked:
    """Return what a reader needs.

    Raises:
        Invalid: the format or the nation is not said.
    """
    return Asked(
        format=_word(Format, pb.AccessibleFormat, request.format, "format"),
        nation=_word(Nation, pb.Nation, request.nation, "nation"),
        language=request.wanted_language,
        note=request.note,
    )


def answer_from(said: pb.FormatAnswer) -> Answer:
    """Return an answer as somebody gives it.

    Raises:
        Invalid: the file's id is none.
    """
    file: UUID | None = None
    if said.attachment_id:
        file = id_from("answer.attachment_id", said.attachment_id)
    return Answer(attachment_id=file, link=said.link.strip(), reason=said.reason.strip())


def request_to_pb(shown: Shown, caller: Principal, now: datetime) -> pb.FormatRequest:
    """Return a request; what was made is not said to who may no longer read the document."""
    request = shown.request
    message = pb.FormatRequest(
        request_id=str(request.request_id),
        version=request.version,
        document_id=str(request.document_id),
        document_title=shown.document.content.title if shown.document else "",
        document_version=request.document_version,
        format=pb.AccessibleFormat.Value(f"ACCESSIBLE_FORMAT_{request.asked.format.name}"),
        wanted_language=request.asked.language,
        note=request.asked.note,
        nation=pb.Nation.Value(f"NATION_{request.asked.nation.name}"),
        asked_at=moment(request.asked_at),
        due_on=request.due_on.isoformat(),
        overdue=request.overdue(now),
        status=pb.FormatRequestStatus.Value(f"FORMAT_REQUEST_STATUS_{request.status.name}"),
        claimed_by_me=caller.subject is not None and request.claimed_by == caller.subject,
    )
    if request.answer is not None and (shown.document or request.answer.reason):
        message.answer.CopyFrom(_answer(request.answer))
    if request.ended_at is not None:
        message.ended_at.CopyFrom(moment(request.ended_at))
    return message


def offer_to_pb(offer: Offer, document: Document) -> pb.OfferedFormat:
    """Return what is offered."""
    said = _answer(offer.answer)
    return pb.OfferedFormat(
        format=pb.AccessibleFormat.Value(f"ACCESSIBLE_FORMAT_{offer.format.name}"),
        wanted_language=offer.language,
        attachment_id=said.attachment_id,
        link=said.link,
        made_at=moment(offer.made_at),
        stale=offer.stale(document),
    )


def _answer(answer: Answer) -> pb.FormatAnswer:
    return pb.FormatAnswer(
        attachment_id=str(answer.attachment_id or ""), link=answer.link, reason=answer.reason
    )


def _word(kind: type[E], values: Any, value: int, field: str) -> E:
    name = values.Name(value) if value in values.values() else ""
    for each in kind:
        if name.endswith(f"_{each.name}") and value:
            return each
    raise Invalid(Violation(field, "must be said, with a value that we know"))
