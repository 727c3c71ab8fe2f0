"""How long content keeps what, and what enforces it."""

from typing import Final

from sqlalchemy import exists, select

from chassis.postgres.endings import Ending
from chassis.postgres.retention import BY_PERSON, Kept
from services.content.domain.access_request import KEPT
from services.content.domain.attachment import State
from services.content.domain.document import Status
from services.content.domain.format_request import PERSON_KEPT
from services.content.domain.reading import KEPT as READING_KEPT
from services.content.domain.receipt import KEPT as RECEIPT_KEPT
from services.content.outbound.postgres import reading_tables, receipt_tables
from services.content.outbound.postgres.access_tables import ACCESS_REQUESTS
from services.content.outbound.postgres.attachment_tables import ATTACHMENTS
from services.content.outbound.postgres.draft_tables import DRAFTS
from services.content.outbound.postgres.format_tables import FORMAT_REQUESTS
from services.content.outbound.postgres.partner_tables import CATALOGUES, PARTNER_LINKS
from services.content.outbound.postgres.synonym_tables import SYNONYMS
from services.content.outbound.postgres.tables import DOCUMENTS
from services.content.outbound.postgres.version_tables import VERSIONS

_D: Final = DOCUMENTS.c
_STANDS: Final = _D.status == Status.PUBLISHED.name
_NOT_OUT: Final = ~exists(
    select(_D.document_id).where(
        _D.document_id == VERSIONS.c.document_id, _D.version == VERSIONS.c.version, _STANDS
    )
)
"""A version that is not the one of a document that stands."""

_NOT_SHOWN: Final = (ATTACHMENTS.c.state != State.STANDING.name) | ~exists(
    select(_D.document_id).where(_D.document_id == ATTACHMENTS.c.document_id, _STANDS)
)
_DRAFTS: Final = Ending(table=DRAFTS, since=DRAFTS.c.changed_at)
"""Whole: what became of it is a version, and what did not is of no use to anybody."""

RETENTION: Final = (
    # Nothing is open as long as that: a request waits 30 days, a grant ends after 90.
    Kept(
        retention="1 year after it is over; gone on erasure",
        enforced_by="ForgetAccessRequests EraseSubject",
        ages=((ACCESS_REQUESTS.c.changed_at, KEPT),),
    ),
    Kept(
        retention="1 year after it is over, pseudonym on erasure",
        enforced_by="ForgetAccessRequests EraseSubject",
        ages=((ACCESS_REQUESTS.c.changed_at, KEPT),),
    ),
    Kept(
        retention="90 days after the request ended",
        enforced_by="ForgetFormatRequests",
        ages=((FORMAT_REQUESTS.c.person_kept_since, PERSON_KEPT),),
    ),
    Kept(
        retention="7 years; of what is out, as long as it is",
        enforced_by="run_work",
        endings=(
            Ending(
                table=DOCUMENTS,
                since=_D.changed_at,
                when=(~_STANDS,),
                empties=(_D.named_subjects,),
            ),
            Ending(
                table=VERSIONS,
                since=VERSIONS.c.changed_at,
                when=(_NOT_OUT,),
                empties=(VERSIONS.c.named_subjects,),
            ),
            _DRAFTS,
        ),
    ),
    Kept(
        retention="7 years; of what is out, as long as it is; pseudonym on erasure",
        enforced_by=f"run_work {BY_PERSON}",
        endings=(
            Ending(
                table=DOCUMENTS,
                since=_D.changed_at,
                when=(~_STANDS,),
                empties=(_D.changed_by, _D.owner, _D.approved_by),
            ),
            Ending(
                table=VERSIONS,
                since=VERSIONS.c.changed_at,
                when=(_NOT_OUT,),
                empties=(VERSIONS.c.changed_by, VERSIONS.c.owner, VERSIONS.c.approved_by),
            ),
            _DRAFTS,
            Ending(
                table=ATTACHMENTS,
                since=ATTACHMENTS.c.changed_at,
                when=(_NOT_SHOWN,),
                empties=(
                    *(ATTACHMENTS.c.uploaded_by, ATTACHMENTS.c.confirmed_by),
                    ATTACHMENTS.c.removed_by,
                ),
            ),
            Ending(
                table=CATALOGUES,
                since=CATALOGUES.c.ended_at,
                empties=(
                    *(CATALOGUES.c.proposed_by, CATALOGUES.c.confirmed_by, CATALOGUES.c.ended_by),
                ),
            ),
            Ending(
                table=PARTNER_LINKS,
                since=PARTNER_LINKS.c.changed_at,
                when=(PARTNER_LINKS.c.removed,),
                empties=(PARTNER_LINKS.c.changed_by,),
            ),
            Ending(table=SYNONYMS, since=SYNONYMS.c.changed_at, empties=(SYNONYMS.c.changed_by,)),
            Ending(
                table=FORMAT_REQUESTS,
                since=FORMAT_REQUESTS.c.ended_at,
                empties=(FORMAT_REQUESTS.c.claimed_by, FORMAT_REQUESTS.c.ended_by),
            ),
        ),
    ),
    Kept(
        retention=receipt_tables.KEPT,
        enforced_by="ForgetReadings",
        ages=((receipt_tables.RECEIPTS.c.confirmed_at, RECEIPT_KEPT),),
    ),
    Kept(
        retention=reading_tables.KEPT,
        enforced_by="ForgetReadings",
        ages=((reading_tables.READINGS.c.read_at, READING_KEPT),),
    ),
)
