"""Documents as protobuf."""

from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from isp.content.v1 import document_pb2
from isp.kernel.v1 import kernel_pb2
from services.content.domain.document import Document, DocumentContent
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.video import Video


def document_to_pb(document: Document, *, body: bool = True) -> document_pb2.Document:
    """Return a document; without its body for lists."""
    return document_pb2.Document(
        document_id=str(document.document_id),
        version=document.version,
        content=content_to_pb(document.content, body=body),
        status=document_pb2.DocumentStatus.Value(f"DOCUMENT_STATUS_{document.status.name}"),
        published_at=moment(document.published_at),
        changed_at=moment(document.changed_at),
        partner=_partner(document),
        material_version=document.material.version,
        material_changed_at=moment(document.material.changed_at),
        material_note=document.material.note,
    )


def document_for_editors(document: Document, *, body: bool = True) -> document_pb2.Document:
    """Return a document with what is for editors alone; no event says it."""
    message = document_to_pb(document, body=body)
    message.owner = document.upkeep.owner or ""
    message.review_on = document.upkeep.review_on.isoformat() if document.upkeep.review_on else ""
    if document.withdraw_at is not None:
        message.withdraw_at.CopyFrom(moment(document.withdraw_at))
    return message


def _partner(document: Document) -> document_pb2.PartnerOrigin | None:
    if document.partner is None:
        return None
    return document_pb2.PartnerOrigin(
        catalogue_id=str(document.partner.catalogue_id), name=document.partner.name
    )


def content_to_pb(content: DocumentContent, *, body: bool = True) -> document_pb2.DocumentContent:
    """Return what a document says; without its body and what is said in its film for lists."""
    marking = content.marking
    return document_pb2.DocumentContent(
        kind=document_pb2.DocumentKind.Value(f"DOCUMENT_KIND_{content.kind.name}"),
        title=content.title,
        summary=content.summary,
        body=content.body if body else "",
        language=content.language,
        marking=kernel_pb2.Marking(
            tlp=kernel_pb2.Tlp.Value(f"TLP_{marking.tlp.name}"),
            minimum_tier=kernel_pb2.Tier.Value(f"TIER_{marking.minimum_tier.name}"),
            closed_group=marking.closed_group or "",
            named_subjects=sorted(marking.named_subjects),
        ),
        sectors=sorted(content.sectors),
        regions=sorted(content.regions),
        sources=content.sources,
        translation_of=str(content.translation_of or ""),
        tags=content.tags,
        teaser=content.teaser,
        video=_video(content.video) if body else None,
        receipt=receipt_asked_to_pb(content.receipt),
    )


def receipt_asked_to_pb(asked: ReceiptAsked) -> "document_pb2.ReceiptAsked.ValueType":
    """Return what a document asks of its readers."""
    if asked is ReceiptAsked.NONE:
        return document_pb2.RECEIPT_ASKED_UNSPECIFIED
    return document_pb2.ReceiptAsked.Value(f"RECEIPT_ASKED_{asked.name}")


def _video(video: Video | None) -> document_pb2.Video | None:
    if video is None:
        return None
    return document_pb2.Video(
        film=video.film,
        captions=video.captions,
        transcript=video.transcript,
        signed_film=video.signed_film,
        poster=video.poster,
    )


def moment(at: datetime) -> Timestamp:
    """Return a time as protobuf."""
    message = Timestamp()
    message.FromDatetime(at)
    return message
