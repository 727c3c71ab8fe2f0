"""Everything that content holds about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kernel.ports import HeldRow
from services.content.usecases.ports import Stores, UnitOfWork

PURPOSE: Final = "accountability of who published what"
ASKED: Final = "deciding who may read a document for a time"
FEED: Final = "letting somebody's feed reader read what they may"
CONFIRMED: Final = "knowing that readers know what they must"
READ: Final = "telling somebody what changed since they read it"
FORMAT: Final = "making a document readable for who asks"
KEPT: Final = "keeping the searches that somebody saved"
MOST_EXPORTED: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportSubject:
    """Collect everything about a person (UK GDPR article 15)."""

    unit_of_work: UnitOfWork

    def __call__(self, *, subject: str) -> Sequence[HeldRow]:
        """Return it; nothing for a person who is not known here."""
        with self.unit_of_work() as tx:
            return [
                *_documents(tx, subject),
                *_drafts(tx, subject),
                *_links(tx, subject),
                *_catalogues(tx, subject),
                *_synonyms(tx, subject),
                *_attachments(tx, subject),
                *_saved_searches(tx, subject),
                *_access(tx, subject),
                *_feed_link(tx, subject),
                *_readings(tx, subject),
                *_format_requests(tx, subject),
                *_receipts(tx, subject),
                *_mails(tx, subject),
                *tx.plumbing.export(subject),
            ]


def _documents(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "documents",
            PURPOSE,
            {
                "document_id": each.document_id,
                "title": each.content.title,
                "changed_at": each.changed_at.isoformat(),
                "did": [
                    deed
                    for deed, who in (
                        ("changed", each.changed_by),
                        ("approved", each.approved_by),
                        ("owns", each.upkeep.owner),
                    )
                    if who == subject
                ]
                or ["is named in it, or in an earlier version, or worked on one"],
            },
        )
        for each in tx.documents.changed_by(subject)
    ]


def _saved_searches(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "saved_searches",
            KEPT,
            {
                "saved_search_id": each.saved_search_id,
                "name": each.name,
                "text": each.query.text,
                "sectors": sorted(each.query.sectors),
                "regions": sorted(each.query.regions),
                "tags": sorted(each.query.tags),
                "saved_at": each.saved_at.isoformat(),
                "matches": len(tx.saved_searches.matches(each.saved_search_id)),
            },
        )
        for each in tx.saved_searches.of(subject)
    ]


def _access(tx: Stores, subject: str) -> list[HeldRow]:
    asked: list[HeldRow] = [
        (
            "access_requests",
            ASKED,
            {
                "request_id": each.request_id,
                "document_id": each.document_id,
                "reason": each.reason,
                "asked_at": each.asked_at.isoformat(),
                "status": each.status.value,
                "answered": each.because,
                "until": each.given.grant.ends_at.isoformat() if each.given else None,
            },
        )
        for each in tx.access.of(subject)
    ]
    return asked + [
        (
            "access_requests",
            ASKED,
            {
                "request_id": each.request_id,
                "did": [
                    deed
                    for deed, who in (
                        ("decided", each.decided_by),
                        ("agreed", each.confirmed_by),
                    )
                    if who == subject
                ],
            },
        )
        for each in tx.access.decided_by(subject)
    ]


def _feed_link(tx: Stores, subject: str) -> list[HeldRow]:
    link = tx.feeds.link_of(subject)
    return [] if link is None else [("feed_links", FEED, {"made_at": link.made_at.isoformat()})]


def _readings(tx: Stores, subject: str) -> list[HeldRow]:
    """Return what was read by its id alone: a title may have become one that they may not know."""
    off: list[HeldRow] = [("readings_off", READ, {"off": True})]
    rows: list[HeldRow] = [
        (
            "readings",
            READ,
            {
                "document_id": each.document_id,
                "version": each.version,
                "read_at": each.read_at.isoformat(),
            },
        )
        for each in tx.readings.of(subject)
    ]
    return rows + (off if tx.readings.is_off(subject) else [])


def _format_requests(tx: Stores, subject: str) -> list[HeldRow]:
    own: list[HeldRow] = [
        (
            "format_requests",
            FORMAT,
            {
                "request_id": each.request_id,
                "document_id": each.document_id,
                "format": each.asked.format.value,
                "wanted_language": each.asked.language,
                "note": each.asked.note,
                "nation": each.asked.nation.value,
                "asked_at": each.asked_at.isoformat(),
                "status": each.status.value,
            },
        )
        for each in tx.format_requests.of(subject, most=MOST_EXPORTED)
    ]
    handled: list[HeldRow] = [
        (
            "format_requests",
            PURPOSE,
            {
                "request_id": each.request_id,
                "did": [
                    deed
                    for deed, who in (("claimed", each.claimed_by), ("ended", each.ended_by))
                    if who == subject
                ],
            },
        )
        for each in tx.format_requests.handled_by(subject)
    ]
    return own + handled


def _receipts(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "receipts",
            CONFIRMED,
            {
                "document_id": each.document_id,
                "version": each.version,
                "confirmed_at": each.confirmed_at.isoformat(),
                "name": each.name,
            },
        )
        for each in tx.receipts.of(subject)
    ]


def _mails(tx: Stores, subject: str) -> list[HeldRow]:
    order = tx.mail_orders.of(subject)
    if order is None:
        return []
    said = {"mailing": order.mailing.value, "told_until": order.told_until.isoformat()}
    return [("saved_search_mails", KEPT, said)]


def _drafts(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "document_drafts",
            PURPOSE,
            {
                "draft_id": each.draft_id,
                "title": each.proposal.content.title,
                "changed_at": each.changed_at.isoformat(),
                "did": [
                    deed
                    for deed, did in (
                        ("wrote", subject in each.hands),
                        ("changed", subject == each.changed_by),
                        ("sent back", each.returned is not None and each.returned.by == subject),
                        ("approved", subject == each.approved_by),
                        ("owns", subject == each.owner),
                    )
                    if did
                ],
            },
        )
        for each in tx.drafts.of_person(subject)
    ]


def _links(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "partner_links",
            PURPOSE,
            {
                "link_id": each.link_id,
                "name": each.content.english.name,
                "changed_at": each.changed_at.isoformat(),
            },
        )
        for each in tx.partner_links.changed_by(subject)
    ]


def _catalogues(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "catalogues",
            PURPOSE,
            {
                "catalogue_id": each.catalogue_id,
                "name": each.name,
                "did": [
                    deed
                    for deed, who in (
                        ("proposed", each.proposed_by),
                        ("confirmed", each.confirmed_by),
                        ("ended", each.ended_by),
                    )
                    if who == subject
                ],
            },
        )
        for each in tx.catalogues.decided_by(subject)
    ]


def _synonyms(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "synonyms",
            PURPOSE,
            {
                "language": each.language,
                "changed_at": each.changed_at.isoformat() if each.changed_at else None,
            },
        )
        for each in tx.synonyms.changed_by(subject)
    ]


def _attachments(tx: Stores, subject: str) -> list[HeldRow]:
    return [
        (
            "attachments",
            PURPOSE,
            {
                "attachment_id": each.attachment_id,
                "name": each.name,
                "uploaded_at": each.uploaded_at.isoformat(),
                "did": [
                    deed
                    for deed, who in (
                        ("uploaded", each.uploaded_by),
                        ("confirmed", each.confirmed_by),
                        ("removed", each.removed_by),
                    )
                    if who == subject
                ],
            },
        )
        for each in tx.attachments.touched_by(subject)
    ]
