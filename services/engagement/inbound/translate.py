"""Requests as domain words; each field that is wrong is named."""

from typing import Final

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, key_from, place_from, token_of
from isp.engagement.v1 import engagement_pb2
from kernel.idempotency import RequestKey
from kernel.pages import Place
from services.engagement.domain.emergency import LANGUAGES
from services.engagement.usecases.ask_expert import Asking
from services.engagement.usecases.ports import QueuePlace

LONGEST_CODE: Final = 100
_URGENT, _USUAL = "u", "n"


def asking_from(request: engagement_pb2.AskExpertRequest) -> tuple[Asking, RequestKey]:
    """Return what is asked, and the key under which it is done once.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    key = wrong.built("idempotency_key", lambda: key_from("AskExpert", request))
    language = wrong.built("language", lambda: language_from(request.language))
    for field in ("region", "sector"):
        wrong.built(field, lambda field=field: code_from(field, getattr(request, field)))  # type: ignore[misc] # bound now
    wrong.check()
    assert key is not None
    assert language is not None
    asking = Asking(
        title=request.title,
        text=request.text,
        region=request.region,
        sector=request.sector,
        language=language,
    )
    return asking, key


def language_from(value: str) -> str:
    """Return a language; English if none is said.

    Raises:
        Invalid: it is not one of ours.
    """
    if value not in {"", *LANGUAGES}:
        raise Invalid(Violation("language", f"must be one of {', '.join(LANGUAGES)}, or empty"))
    return value or LANGUAGES[0]


def code_from(field: str, value: str) -> str:
    """Return a code, or empty for none; whether it is known is for the domain.

    Raises:
        Invalid: it cannot be one.
    """
    if len(value) > LONGEST_CODE or NUL in value:
        raise Invalid(Violation(field, f"must have at most {LONGEST_CODE} characters, none NUL"))
    return value


def queue_token_of(place: QueuePlace | None) -> str:
    """Return a page token of the queue."""
    if place is None:
        return ""
    rest = token_of(Place(place.waiting_since, place.question_id))
    return (_URGENT if place.urgent else _USUAL) + rest


def queue_place_from(token: str) -> QueuePlace | None:
    """Return where a page of the queue begins.

    Raises:
        Invalid: the token is not one of ours.
    """
    if not token:
        return None
    place = place_from(token[1:])
    if token[0] not in {_URGENT, _USUAL} or place is None:
        raise Invalid(Violation("page_token", "is not one of ours"))
    return QueuePlace(urgent=token[0] == _URGENT, waiting_since=place.at, question_id=place.item_id)
