"""Drafts and versions as protobuf, and what is asked of them as words of the domain."""

from collections.abc import Sequence
from datetime import UTC, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from chassis.requests import Wrong
from isp.content.v1 import drafts_pb2 as pb
from isp.content.v1 import upkeep_pb2
from kernel.principals import Principal
from services.content.domain.differences import Difference
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_status import OPEN, DraftStatus
from services.content.domain.proposal import Proposal
from services.content.domain.upkeep import Revision
from services.content.inbound.translate import content_said, day_from
from services.content.messages import content_to_pb, document_for_editors, moment
from services.content.usecases.list_due_documents import Due


def proposal_from(message: pb.Proposal, wrong: Wrong) -> Proposal | None:
    """Return what a draft would make of a document, or None after saying what is wrong with it."""
    content = content_said(message.content, wrong)
    review_on = wrong.built("review_on", lambda: day_from("review_on", message.review_on))
    publish_at = withdraw_at = None
    if message.HasField("publish_at"):
        publish_at = wrong.built("publish_at", lambda: time_from(message.publish_at))
    if message.HasField("withdraw_at"):
        withdraw_at = wrong.built("withdraw_at", lambda: time_from(message.withdraw_at))
    if content is None:
        return None
    return Proposal(
        content=content,
        review_on=review_on,
        revision=Revision(note=message.note.strip(), material=message.material),
        publish_at=publish_at,
        withdraw_at=withdraw_at,
        teaser_confirmed=message.teaser_confirmed,
    )


def time_from(message: Timestamp) -> datetime:
    """Return a time.

    Raises:
        ValueError: it is none that a calendar knows.
    """
    try:
        return message.ToDatetime(tzinfo=UTC)
    except (OverflowError, ValueError):
        raise ValueError("must be a time of this age") from None


def statuses_from(values: Sequence[int]) -> frozenset[DraftStatus]:
    """Return the states that are asked for: those that are open where none is.

    Raises:
        Invalid: one is none that we know.
    """
    wrong, names = Wrong(), pb.DraftStatus.DESCRIPTOR.values_by_number
    said = {
        wrong.word(
            DraftStatus,
            names[value].name.removeprefix("DRAFT_STATUS_") if value in names else "",
            f"statuses[{number}]",
        )
        for number, value in enumerate(values)
    }
    wrong.check()
    return frozenset(each for each in said if each) or OPEN


def due_from(value: int) -> Due:
    """Return what documents wait for.

    Raises:
        Invalid: it is not said.
    """
    wrong, names = Wrong(), upkeep_pb2.DocumentDue.DESCRIPTOR.values_by_number
    name = names[value].name.removeprefix("DOCUMENT_DUE_") if value in names else ""
    due = wrong.word(Due, name, "due")
    wrong.check()
    assert due is not None
    return due


def draft_to_pb(
    draft: Draft, standing: Document | None, to: Principal, *, body: bool = True
) -> pb.Draft:
    """Return a draft as an editor sees it."""
    version = standing.version if standing else 0
    return pb.Draft(
        draft_id=str(draft.draft_id),
        version=draft.version,
        status=pb.DraftStatus.Value(f"DRAFT_STATUS_{draft.status.name}"),
        document_id=str(draft.document_id),
        base_version=draft.base_version,
        proposal=_proposal_to_pb(draft.proposal, body=body),
        digest=draft.digest,
        owner=draft.owner,
        owned_by_you=draft.owner == to.subject,
        your_hand=to.subject in draft.hands,
        needs_second_person=draft.needs_second_person(standing),
        downgrade=draft.downgrades(standing),
        outdated=draft.status in OPEN and version != draft.base_version,
        returned_because=draft.returned.because if draft.returned else "",
        created_at=moment(draft.created_at),
        changed_at=moment(draft.changed_at),
    )


def _proposal_to_pb(proposal: Proposal, *, body: bool) -> pb.Proposal:
    return pb.Proposal(
        content=content_to_pb(proposal.content, body=body),
        review_on=proposal.review_on.isoformat() if proposal.review_on else "",
        note=proposal.revision.note,
        material=proposal.revision.material,
        publish_at=moment(proposal.publish_at) if proposal.publish_at else None,
        withdraw_at=moment(proposal.withdraw_at) if proposal.withdraw_at else None,
        teaser_confirmed=proposal.teaser_confirmed,
    )


def differences_to_pb(found: Sequence[Difference]) -> list[pb.Difference]:
    """Return what differs."""
    return [
        pb.Difference(
            field=each.field,
            pieces=[
                pb.DifferencePiece(
                    side=pb.DifferenceSide.Value(f"DIFFERENCE_SIDE_{piece.side.name}"),
                    text=piece.text,
                )
                for piece in each.pieces
            ],
        )
        for each in found
    ]


def version_to_pb(version: Document, *, body: bool = True) -> upkeep_pb2.DocumentVersion:
    """Return what a document was."""
    return upkeep_pb2.DocumentVersion(
        document=document_for_editors(version, body=body),
        note=version.note,
        material=1 < version.version == version.material.version,
        approved=version.approved_by is not None,
    )
