"""What the verbs about drafts share: find one with what it replaces, judge it, let it stand."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.errors import StaleVersion
from kernel.principals import Principal
from kernel.usage import Used
from services.content.domain.attachment_errors import FilmNotReady
from services.content.domain.document import Document
from services.content.domain.draft import Draft
from services.content.domain.draft_errors import DraftNotFound
from services.content.domain.errors import DocumentNotFound
from services.content.domain.events import DocumentChanged
from services.content.domain.proposal import Proposal
from services.content.domain.teaser import check_teaser
from services.content.usecases.attaching import film_violations, follow_marking
from services.content.usecases.ports import Stores
from services.content.usecases.publish_document import check


def get_draft(
    tx: Stores, editor: Principal, draft_id: UUID, *, lock: bool = False
) -> tuple[Draft, Document | None]:
    """Return a draft that an editor may know of, and the document that it would change.

    The document is locked first: whoever changes both does so in this order.

    Raises:
        DraftNotFound: there is none, or the editor may not read it, or not what it replaces.
    """
    draft = tx.drafts.get(draft_id)
    standing = standing_of(tx, draft, lock=lock)
    if lock:
        draft = tx.drafts.get(draft_id, lock=True)
    if not draft.readable_by(editor, standing):
        raise DraftNotFound("There is no such draft.")
    return draft, standing


def standing_of(tx: Stores, draft: Draft, *, lock: bool = False) -> Document | None:
    """Return the document as it stands, or None for one that is new."""
    try:
        return tx.documents.get(draft.document_id, lock=lock)
    except DocumentNotFound:
        return None


def same_state(draft: Draft, expected: int) -> None:
    """See that the caller read the state that stands.

    Raises:
        StaleVersion: it is another one.
    """
    if draft.version != expected:
        raise StaleVersion("The draft changed since you read it: read it again.")


def judge(
    tx: Stores,
    editor: Principal,
    proposal: Proposal,
    *,
    standing: Document | None,
    owner: str,
    earlier: Proposal | None = None,
    now: datetime,
) -> Proposal:
    """Return a proposal that is good, and whose teaser is the owner's word.

    A teaser that stands, or that the owner confirmed in this draft, stays confirmed.

    Raises:
        Invalid: it breaks a rule; each field is named.
        TeaserOfOwner: another than the owner gives it a teaser.
        TeaserNotConfirmed: the owner did not say that anyone may read it.
    """
    said = proposal.content
    wrong = [each for each in proposal.violations(now) if not each.field.startswith("content.")]
    wrong += film_violations(tx, standing.document_id if standing else None, said.video)
    check(tx.documents, editor, said, *wrong)
    known = {standing.content.teaser} if standing else set()
    if earlier is not None and earlier.teaser_confirmed:
        known.add(earlier.content.teaser)
    if said.teaser in known:
        return replace(proposal, teaser_confirmed=bool(said.teaser))
    confirmed = proposal.teaser_confirmed
    check_teaser("", said.teaser, owner=owner, by=editor.person, confirmed=confirmed)
    return proposal


def let_stand(
    tx: Stores, caller: Principal, draft: Draft, standing: Document | None, now: datetime
) -> Document:
    """Put the document that a draft makes on record, and tell everyone.

    Raises:
        FilmNotReady: it is a film of which a file cannot be shown any more.
    """
    missing = film_violations(tx, draft.document_id, draft.proposal.content.video)
    if missing:
        raise FilmNotReady("; ".join(f"{each.field} {each.description}" for each in missing))
    document = draft.document(standing, now)
    kind = document.content.kind.value
    if standing is None:
        tx.documents.add(document)
        used = Used(caller=caller, metric="content.published", at=now, detail=kind)
    else:
        tx.documents.save(document)
        follow_marking(tx, caller, document, at=now)
        used = Used(caller=caller, metric="content.revised", at=now, detail=kind)
    tx.outbox.add(DocumentChanged(document), used)
    return document
