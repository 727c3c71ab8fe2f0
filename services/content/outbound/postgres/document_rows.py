"""A document as a row of its table, and back."""

from typing import Any

from sqlalchemy import Row

from kernel.markings import Marking, Tlp
from kernel.tiers import Tier
from services.content.domain.compartments import compartment_of
from services.content.domain.document import (
    Document,
    DocumentContent,
    Kind,
    PartnerOrigin,
    Status,
)
from services.content.domain.receipt import ReceiptAsked
from services.content.domain.upkeep import Material, Upkeep
from services.content.domain.video import Video


def row_of(document: Document) -> dict[str, Any]:
    """Return the columns of a document; that of its words PostgreSQL makes."""
    compartment = compartment_of(document.content.marking)
    return {
        "document_id": document.document_id,
        "version": document.version,
        "status": document.status.name,
        "compartment": compartment.name if compartment else None,
        "published_at": document.published_at,
        "changed_at": document.changed_at,
        "changed_by": document.changed_by,
        "approved_by": document.approved_by,
        "owner": document.upkeep.owner,
        "review_on": document.upkeep.review_on,
        "material_version": document.material.version,
        "material_changed_at": document.material.changed_at,
        "material_note": document.material.note,
        "note": document.note,
        "withdraw_at": document.withdraw_at,
        "withdraw_because": document.withdraw_because,
        **content_row(document.content),
        **_origin_row(document.partner),
    }


def content_row(content: DocumentContent) -> dict[str, Any]:
    """Return the columns of what a document, a version or a draft says."""
    marking = content.marking
    return {
        "kind": content.kind.name,
        "title": content.title,
        "summary": content.summary,
        "body": content.body,
        "language": content.language,
        "tlp": marking.tlp.name,
        "minimum_tier": marking.minimum_tier.value,
        "closed_group": marking.closed_group,
        "named_subjects": sorted(marking.named_subjects),
        "sectors": sorted(content.sectors),
        "regions": sorted(content.regions),
        "sources": list(content.sources),
        "translation_of": content.translation_of,
        "tags": list(content.tags),
        "teaser": content.teaser,
        "video": _video_row(content.video),
        "receipt": content.receipt.name,
    }


def _video_row(video: Video | None) -> dict[str, str] | None:
    if video is None:
        return None
    return {
        "film": video.film,
        "captions": video.captions,
        "transcript": video.transcript,
        "signed_film": video.signed_film,
        **({"poster": video.poster} if video.poster else {}),
    }


def _origin_row(partner: PartnerOrigin | None) -> dict[str, Any]:
    if partner is None:
        return {}
    return {
        "catalogue_id": partner.catalogue_id,
        "partner_item_id": partner.item_id,
        "partner_name": partner.name,
        "partner_account": partner.account,
        "partner_url": partner.url,
    }


def document_of(row: Row[Any]) -> Document:
    """Return the document of a row."""
    return Document(
        document_id=row.document_id,
        version=row.version,
        content=content_of(row),
        status=Status[row.status],
        published_at=row.published_at,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
        approved_by=row.approved_by,
        upkeep=Upkeep(owner=row.owner, review_on=row.review_on),
        material=Material(
            version=row.material_version,
            changed_at=row.material_changed_at,
            note=row.material_note,
        ),
        note=row.note,
        withdraw_at=row.withdraw_at,
        withdraw_because=row.withdraw_because,
        partner=_origin(row),
    )


def content_of(row: Row[Any]) -> DocumentContent:
    """Return what a row of a document, a version or a draft says."""
    return DocumentContent(
        kind=Kind[row.kind],
        title=row.title,
        summary=row.summary,
        body=row.body,
        language=row.language,
        marking=Marking(
            tlp=Tlp[row.tlp],
            minimum_tier=Tier(row.minimum_tier),
            closed_group=row.closed_group,
            named_subjects=frozenset(row.named_subjects),
        ),
        sectors=frozenset(row.sectors),
        regions=frozenset(row.regions),
        sources=tuple(row.sources),
        translation_of=row.translation_of,
        tags=tuple(row.tags),
        teaser=row.teaser,
        video=None if row.video is None else Video(**row.video),
        receipt=ReceiptAsked[row.receipt],
    )


def _origin(row: Row[Any]) -> PartnerOrigin | None:
    if getattr(row, "catalogue_id", None) is None:  # no version of ours has one
        return None
    return PartnerOrigin(
        catalogue_id=row.catalogue_id,
        item_id=row.partner_item_id,
        name=row.partner_name,
        account=row.partner_account,
        url=row.partner_url,
    )
