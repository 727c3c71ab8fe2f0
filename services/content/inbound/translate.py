"""Requests as domain words; each field that is wrong is named."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, id_from, key_from
from isp.content.v1 import content_pb2, document_pb2
from isp.kernel.v1 import kernel_pb2
from kernel.idempotency import RequestKey
from kernel.markings import Marking, MarkingBelowFloor, Tlp
from kernel.tiers import Tier
from services.content.domain.cursor import LONGEST_CURSOR
from services.content.domain.document import LANGUAGES, MOST_TAGS, DocumentContent, Kind
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.search import FARTHEST, LONGEST_TEXT, MOST_HITS, Query
from services.content.domain.video import Video

LONGEST_NAME: Final = 100
"""Characters of a closed group, a subject or a code."""

MOST_NAMED: Final = 1000
MOST_CODES: Final = 50
_PAGE: Final = 20
_FIRST_DAY: Final = date(1900, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)


def publication_from(
    request: content_pb2.PublishDocumentRequest,
) -> tuple[DocumentContent, RequestKey, date | None]:
    """Return what to publish, the key under which it is done once, and the day of its review.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    content = content_said(request.content, wrong)
    key = wrong.built("idempotency_key", lambda: key_from("PublishDocument", request))
    review_on = wrong.built("review_on", lambda: day_from("review_on", request.review_on))
    wrong.check()
    assert content is not None
    assert key is not None
    return content, key, review_on


def revised_from(
    request: content_pb2.ReviseDocumentRequest,
) -> tuple[DocumentContent, date | None]:
    """Return what a document says from now on, and the day of its review.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    content = content_said(request.content, wrong)
    review_on = wrong.built("review_on", lambda: day_from("review_on", request.review_on))
    wrong.check()
    assert content is not None
    return content, review_on


def day_from(field: str, text: str) -> date | None:
    """Return a day, or None for no text.

    Raises:
        Invalid: it is no day.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(Violation(field, "must be a day, as YYYY-MM-DD")) from None


def content_said(message: document_pb2.DocumentContent, wrong: Wrong) -> DocumentContent | None:
    """Return what a document says, or None after saying what is wrong with it."""
    kind = wrong.word(Kind, _kind(message.kind), "content.kind")
    marking = _marking(message.marking, wrong)
    original = None
    if message.translation_of:
        field = "content.translation_of"
        original = wrong.built(field, lambda: id_from(field, message.translation_of))
    for name in ("title", "summary", "body", "teaser"):
        wrong.unless(NUL not in getattr(message, name), f"content.{name}", "must have no NUL")
    named = not any(NUL in each for each in message.sources)
    wrong.unless(named, "content.sources", "must have no NUL")
    good = NUL not in message.video.transcript
    wrong.unless(good, "content.video.transcript", "must have no NUL")
    if kind is None or marking is None:
        return None
    content = DocumentContent(
        kind=kind,
        title=message.title.strip(),
        summary=message.summary.strip(),
        body=message.body,
        language=message.language,
        marking=marking,
        sectors=frozenset(message.sectors),
        regions=frozenset(message.regions),
        sources=tuple(each.strip() for each in message.sources),
        translation_of=original,
        tags=tuple(message.tags),
        teaser=message.teaser.strip(),
        video=_video(message),
        receipt=_receipt(message.receipt, wrong),
    )
    said = {each.field for each in wrong.found}
    wrong.found += [each for each in content.violations() if each.field not in said]
    return content


def _receipt(value: int, wrong: Wrong) -> ReceiptAsked:
    if value == document_pb2.RECEIPT_ASKED_UNSPECIFIED:
        return ReceiptAsked.NONE
    name = _name(document_pb2.ReceiptAsked.DESCRIPTOR, value, "RECEIPT_ASKED_")
    return wrong.word(ReceiptAsked, name, "content.receipt") or ReceiptAsked.NONE


def _video(message: document_pb2.DocumentContent) -> Video | None:
    if not message.HasField("video"):
        return None
    video = message.video
    return Video(
        film=video.film,
        captions=video.captions,
        transcript=video.transcript.strip(),
        signed_film=video.signed_film,
        poster=video.poster,
    )


def _marking(message: kernel_pb2.Marking, wrong: Wrong) -> Marking | None:
    tlp_name = _name(kernel_pb2.Tlp.DESCRIPTOR, message.tlp, "TLP_")
    tlp = wrong.word(Tlp, tlp_name, "content.marking.tlp")
    tier_name = _name(kernel_pb2.Tier.DESCRIPTOR, message.minimum_tier, "TIER_")
    tier = wrong.word(Tier, tier_name, "content.marking.minimum_tier")
    names = (message.closed_group, *message.named_subjects)
    good = len(names) <= MOST_NAMED and all(_is_name(name) for name in names)
    what = f"must name at most {MOST_NAMED}, each in {LONGEST_NAME} characters, none of them NUL"
    wrong.unless(good, "content.marking", what)
    if tlp is None or tier is None or not good:
        return None
    try:
        return Marking(
            tlp=tlp,
            minimum_tier=tier,
            closed_group=message.closed_group or None,
            named_subjects=frozenset(message.named_subjects),
        )
    except MarkingBelowFloor as error:
        wrong.say("content.marking", str(error))
        return None


def _name(enum: Any, value: int, prefix: str) -> str:
    known = enum.values_by_number
    return str(known[value].name).removeprefix(prefix) if value in known else ""


def _kind(value: int) -> str:
    return _name(document_pb2.DocumentKind.DESCRIPTOR, value, "DOCUMENT_KIND_")


def _is_name(text: str) -> bool:
    return len(text) <= LONGEST_NAME and NUL not in text


def query_from(request: content_pb2.SearchRequest) -> tuple[Query, int, int]:
    """Return what is looked for, how many to return, and how many of the best to leave out.

    Codes that nobody knows find nothing and are no error: links to them may be old.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    good = len(request.text) <= LONGEST_TEXT and NUL not in request.text
    wrong.unless(good, "text", f"must have at most {LONGEST_TEXT} characters, none of them NUL")
    for field in ("sectors", "regions", "kinds"):
        codes: Sequence[Any] = getattr(request, field)
        few = len(codes) <= MOST_CODES and all(_is_name(str(code)) for code in codes)
        wrong.unless(few, field, f"must be at most {MOST_CODES} codes")
    few = len(request.tags) <= MOST_TAGS and all(_is_name(tag) for tag in request.tags)
    wrong.unless(few, "tags", f"must be at most {MOST_TAGS} tags")
    wrong.check()
    kinds = {
        wrong.word(Kind, _kind(value), f"kinds[{number}]")
        for number, value in enumerate(request.kinds)
    }
    known = request.language in {"", *LANGUAGES}
    wrong.unless(known, "language", f"must be one of {', '.join(LANGUAGES)}, or empty")
    wrong.unless(0 <= request.page_size <= MOST_HITS, "page_size", f"must be 1 to {MOST_HITS}")
    wrong.unless(0 <= request.offset <= FARTHEST, "offset", f"must be 0 to {FARTHEST}")
    short = len(request.page_token) <= LONGEST_CURSOR
    wrong.unless(short, "page_token", f"must have at most {LONGEST_CURSOR} characters")
    since = wrong.built("published_from", lambda: _day(request.published_from))
    until = wrong.built("published_to", lambda: _day(request.published_to))
    wrong.check()
    query = Query(
        text=request.text,
        sectors=frozenset(request.sectors),
        regions=frozenset(request.regions),
        kinds=frozenset(kind for kind in kinds if kind),
        language=request.language,
        tags=frozenset(request.tags),
        since=since,
        until=until,
    )
    return query, request.page_size or _PAGE, request.offset


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("must be a day: YYYY-MM-DD") from None
    if not _FIRST_DAY <= day <= _LAST_DAY:
        raise ValueError(f"must be {_FIRST_DAY} to {_LAST_DAY}")
    return day


def language_from(value: str) -> str:
    """Return a language, or empty for all.

    Raises:
        Invalid: it is not one of ours.
    """
    if value not in {"", *LANGUAGES}:
        raise Invalid(Violation("language", f"must be one of {', '.join(LANGUAGES)}, or empty"))
    return value
