"""The editors' desk: drafts by their state, what they would change, and who lets them stand."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import attachments_pb2, content_pb2, document_pb2, upkeep_pb2
from isp.content.v1 import drafts_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import papers_labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Refused, version_read
from services.gateway.pages.language import address
from services.gateway.pages.naming_people import said_of
from services.gateway.pages.papers_forms import (
    ChangeForm,
    PaperForm,
    ReasonForm,
    WhoForm,
    data_of,
    offer_files,
    proposal_of,
)
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

papers_desk = APIBlueprint("papers_desk", __name__, url_prefix="/desk/advice", enable_openapi=False)

PAGE: Final = 50
LONGEST_TOKEN: Final = 200
REFUSED: Final = {
    **dict.fromkeys(
        (
            *("DRAFT_NOT_FOUND", "DOCUMENT_NOT_FOUND", "DOCUMENT_WITHDRAWN", "ILLEGAL_TRANSITION"),
            *("TEASER_OF_OWNER", "TEASER_NOT_CONFIRMED", "SECOND_PERSON_NEEDED"),
            *("SCHEDULE_OVER", "TOO_MANY_OPEN_DRAFTS", "DRAFT_OUTDATED", "SELF_APPROVAL"),
            *("VERSION_CHANGED", "DOCUMENT_OF_PARTNER", "FILM_NOT_READY"),
        ),
        "",
    ),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
    "STALE_VERSION": lazy_gettext("Below it stands as it is now; what you typed is kept."),
}


@papers_desk.get("")
@signed_in
def papers() -> Response:
    """Show what waits, and what stands, by state."""
    message = pb.ListDraftsRequest(page_size=100)
    drafts = ask(clients().drafts.ListDrafts, message).drafts
    by_state: dict[str, list[pb.Draft]] = {each: [] for each in papers_labels.DRAFT_STATUSES}
    for draft in drafts:
        by_state[pb.DraftStatus.Name(draft.status).removeprefix("DRAFT_STATUS_")].append(draft)
    listed = ask(
        clients().content.ListDocuments,
        content_pb2.ListDocumentsRequest(
            page_size=PAGE, page_token=request.args.get("page", "")[:LONGEST_TOKEN]
        ),
    )
    return page(
        "desk_papers.html",
        by_state=by_state,
        statuses=papers_labels.DRAFT_STATUSES,
        overdue=_due("REVIEW"),
        going=_due("WITHDRAWAL"),
        documents=listed.documents,
        following=listed.next_page_token,
    )


def _due(what: str) -> Any:
    message = upkeep_pb2.ListDueDocumentsRequest(
        due=upkeep_pb2.DocumentDue.Value(f"DOCUMENT_DUE_{what}"), page_size=PAGE
    )
    return ask(clients().upkeep.ListDueDocuments, message).documents


@papers_desk.get("/new")
@signed_in
def new_paper() -> Response:
    """Ask what a new document says."""
    return page(
        "desk_paper_edit.html", form=_with_files(PaperForm(), None), standing=None, draft=None
    )


@papers_desk.post("/new")
@signed_in
def create() -> AnyResponse:
    """Keep the draft, and go to it."""
    return _written(_with_files(PaperForm(), None), None)


@papers_desk.get("/documents/<uuid:document_id>/edit")
@signed_in
def next_version(document_id: UUID) -> Response:
    """Ask what a document says from now on."""
    standing = found_document(document_id)
    proposal = pb.Proposal(content=standing.content, review_on=standing.review_on)
    if standing.HasField("withdraw_at"):
        proposal.withdraw_at.CopyFrom(standing.withdraw_at)
    form = _with_files(ChangeForm(data=data_of(proposal)), standing, proposal.content)
    return page("desk_paper_edit.html", form=form, standing=standing, draft=None)


@papers_desk.post("/documents/<uuid:document_id>/edit")
@signed_in
def revise(document_id: UUID) -> AnyResponse:
    """Keep the draft of the next version, and go to it."""
    standing = found_document(document_id)
    return _written(_with_files(ChangeForm(), standing, standing.content), standing)


def _with_files(
    form: PaperForm,
    standing: document_pb2.Document | None,
    said: document_pb2.DocumentContent | None = None,
) -> PaperForm:
    """Return a form that offers the files of the document, of a new one none."""
    attachments: Any = ()
    if standing is not None:
        message = attachments_pb2.ListAttachmentsRequest(document_id=standing.document_id)
        attachments = ask(clients().attachments.ListAttachments, message).attachments
    offer_files(form, attachments, said.video if said else document_pb2.Video())
    return form


def _written(form: PaperForm, standing: document_pb2.Document | None) -> AnyResponse:
    status, previews = int(HTTPStatus.BAD_REQUEST), request.form.get("do") == "preview"
    if form.validate():
        if previews:
            return _asked(form, standing, None, HTTPStatus.OK, preview=True)
        message = pb.CreateDraftRequest(
            proposal=proposal_of(form, standing.content if standing else None),
            document_id=standing.document_id if standing else "",
            base_version=version_read() if standing else 0,
            take_over=form.take_over.data,
            idempotency_key=form.key.data,
        )
        try:
            with said_on(form, REFUSED):
                made = ask(clients().drafts.CreateDraft, message).draft
            flash(gettext("The draft is kept. Nobody but editors sees it."), "success")
            return redirect(address("papers_desk.paper", draft_id=made.draft_id))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return _asked(form, standing, None, status)


def _asked(
    form: PaperForm,
    standing: document_pb2.Document | None,
    draft: pb.Draft | None,
    status: int,
    *,
    preview: bool = False,
) -> Response:
    return page(
        "desk_paper_edit.html", status, form=form, standing=standing, draft=draft, preview=preview
    )


@papers_desk.get("/drafts/<uuid:draft_id>")
@signed_in
def paper(draft_id: UUID) -> Response:
    """Show everything that an approval names, what would change, and what can be done."""
    return _shown(draft_id, ReasonForm())


@papers_desk.get("/drafts/<uuid:draft_id>/edit")
@signed_in
def edit(draft_id: UUID) -> Response:
    """Ask what the draft says from now on."""
    found = _found(draft_id)
    said, standing = found.draft.proposal, _standing(found)
    form = _with_files(ChangeForm(data=data_of(said)), standing, said.content)
    return _asked(form, standing, found.draft, HTTPStatus.OK)


@papers_desk.post("/drafts/<uuid:draft_id>/edit")
@signed_in
def change(draft_id: UUID) -> AnyResponse:
    """Change the draft."""
    found = _found(draft_id)
    standing, status = _standing(found), int(HTTPStatus.BAD_REQUEST)
    form = _with_files(ChangeForm(), standing, found.draft.proposal.content)
    if form.validate():
        if request.form.get("do") == "preview":
            return _asked(form, standing, found.draft, HTTPStatus.OK, preview=True)
        message = pb.ChangeDraftRequest(
            draft_id=str(draft_id),
            expected_version=version_read(),
            base_version=standing.version if standing else 0,
            proposal=proposal_of(form, found.draft.proposal.content),
            take_over=form.take_over.data,
        )
        try:
            with said_on(form, REFUSED):
                ask(clients().drafts.ChangeDraft, message)
            flash(gettext("The draft is changed."), "success")
            return redirect(address("papers_desk.paper", draft_id=draft_id))
        except Refused as refused:
            status = refused.status
    return _asked(form, standing, found.draft, status)


@papers_desk.post("/drafts/<uuid:draft_id>")
@signed_in
def decide(draft_id: UUID) -> AnyResponse:
    """Do what the pressed button says, to exactly what the page showed."""
    if request.form.get("do") == "who":
        return _who(draft_id)
    form, done = ReasonForm(), _DEEDS.get(request.form.get("do", ""))
    if done is None:
        raise BadRequest
    needed, deed, said = done
    if not all(form[name].validate(form) for name in needed):
        return _shown(draft_id, form, HTTPStatus.BAD_REQUEST)
    try:
        with said_on(form, REFUSED):
            deed(str(draft_id), form)
    except Refused as refused:
        return _shown(draft_id, form, refused.status)
    flash(str(said), "success")
    return redirect(address("papers_desk.paper", draft_id=draft_id))


def _found(draft_id: UUID) -> pb.GetDraftResponse:
    message = pb.GetDraftRequest(draft_id=str(draft_id))
    found: pb.GetDraftResponse = ask(clients().drafts.GetDraft, message)
    return found


def _standing(found: pb.GetDraftResponse) -> document_pb2.Document | None:
    return found.standing if found.HasField("standing") else None


def found_document(document_id: UUID) -> document_pb2.Document:
    """Return a document as it stands."""
    message = content_pb2.GetDocumentRequest(document_id=str(document_id))
    found: document_pb2.Document = ask(clients().content.GetDocument, message).document
    return found


def _who(draft_id: UUID) -> Response:
    """Say whether somebody is among those whom the draft names, and leave it as it is."""
    who, form = WhoForm(), ReasonForm(formdata=None)
    if not who.validate():
        return _shown(draft_id, form, HTTPStatus.BAD_REQUEST, who=who)
    named = _found(draft_id).draft.proposal.content.marking.named_subjects
    return _shown(draft_id, form, who=who, among=said_of(who.who.data.strip(), named))


def _shown(
    draft_id: UUID,
    form: ReasonForm,
    status: int = HTTPStatus.OK,
    *,
    who: WhoForm | None = None,
    among: str = "",
) -> Response:
    found = _found(draft_id)
    return page(
        "desk_paper.html",
        status,
        draft=found.draft,
        standing=_standing(found),
        differences=found.differences,
        fields=papers_labels.FIELDS,
        statuses=papers_labels.DRAFT_STATUSES,
        form=form,
        who=who or WhoForm(formdata=None),
        among=among,
    )


def _submit(draft_id: str, _: ReasonForm) -> None:
    message = pb.SubmitDraftRequest(draft_id=draft_id, expected_version=version_read())
    ask(clients().drafts.SubmitDraft, message)


def _approve(draft_id: str, _: ReasonForm) -> None:
    try:
        read = bytes.fromhex(request.form.get("digest", ""))
    except ValueError:
        raise BadRequest from None
    message = pb.ApproveDraftRequest(draft_id=draft_id, read_digest=read)
    ask(clients().drafts.ApproveDraft, message)


def _return(draft_id: str, form: ReasonForm) -> None:
    message = pb.ReturnDraftRequest(
        draft_id=draft_id, expected_version=version_read(), reason=form.reason.data
    )
    ask(clients().drafts.ReturnDraft, message)


def _discard(draft_id: str, _: ReasonForm) -> None:
    message = pb.DiscardDraftRequest(draft_id=draft_id, expected_version=version_read())
    ask(clients().drafts.DiscardDraft, message)


Deed = Callable[[str, ReasonForm], None]
_DEEDS: Final[dict[str, tuple[tuple[str, ...], Deed, Any]]] = {
    "submit": ((), _submit, lazy_gettext("The draft waits for a colleague.")),
    "approve": ((), _approve, lazy_gettext("It is approved.")),
    "return": (("reason",), _return, lazy_gettext("The draft is sent back.")),
    "discard": ((), _discard, lazy_gettext("The draft is given up.")),
}
"""What each button does: the fields it needs, the deed, and what the page says after it."""
