"""Reaching people by the pages: one's branch, a form without addresses, who read too much."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, HiddenField
from wtforms.validators import Length, Optional

from isp.identity.v1 import directory_pb2 as pb
from isp.identity.v1 import seats_pb2
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, lines, list_of, one_of
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

reaching = APIBlueprint("reaching", __name__, enable_openapi=False)

LONGEST_TOKEN: Final = 200
_NOT_SENT: Final = {
    "NOBODY_TO_TELL": "",
    "TOO_MANY_RELAYED": "",
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be the code of a region"),
    lazy_gettext("must be the code of a sector, for a sector lead alone"),
)
"""What identity says of these fields, so that it has its Welsh."""


class RelayForm(Form):
    """A message, and to whom."""

    to = one_of(
        lazy_gettext("To whom do you write?"),
        lambda: [
            ("SECTOR_LEAD", gettext("The sector lead of a region")),
            ("COORDINATOR", gettext("The coordinators of a region")),
            ("ORGANISATION", gettext("An organisation, by its number")),
        ],
    )
    region = list_of(
        lazy_gettext("Region"),
        lambda: [("", gettext("None")), *labels.regions()],
        validators=[Optional()],
    )
    sector = list_of(
        lazy_gettext("Sector"),
        lambda: [("", gettext("None")), *labels.sectors()],
        hint=lazy_gettext("For a sector lead only."),
        validators=[Optional()],
    )
    organisation_id = line(lazy_gettext("The organisation's number"), most=36, required=False)
    text = lines(
        lazy_gettext("Your message"),
        most=2000,
        hint=lazy_gettext("Nothing sensitive: it goes by mail. In danger call 999."),
        render_kw={"rows": 8},
    )
    share_address = BooleanField()
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def said(self) -> dict[str, Any]:
        """Return what was typed, as the contract has it: what the kind of it needs."""
        organisation = self.to.data == "ORGANISATION"
        return {
            "to": pb.RelayTo.Value(f"RELAY_TO_{self.to.data}"),
            "region": "" if organisation else self.region.data or "",
            "sector": (self.sector.data or "") if self.to.data == "SECTOR_LEAD" else "",
            "organisation_id": (self.organisation_id.data or "") if organisation else "",
            "text": self.text.data,
            "share_address": bool(self.share_address.data),
        }


@reaching.get("/account/relay")
@signed_in
def relay_form() -> Response:
    """Ask for a message, and to whom."""
    known = request.args.get("organisation", "")[:36]
    said = {"to": "ORGANISATION", "organisation_id": known} if known else {}
    return page("relay.html", form=RelayForm(formdata=None, data=said))


@reaching.post("/account/relay")
@signed_in
def send() -> AnyResponse:
    """Send it through us."""
    form = RelayForm()
    if not form.validate():
        return page("relay.html", HTTPStatus.BAD_REQUEST, form=form)
    message = pb.SendRelayMessageRequest(**form.said(), idempotency_key=form.key.data)
    try:
        with said_on(form, _NOT_SENT):
            ask(clients().directory.SendRelayMessage, message)
    except Refused as refused:
        form.key.data = str(uuid4())
        return page("relay.html", refused.status, form=form)
    flash(gettext("Your message is on its way."), "success")
    return redirect(address("account.account_page"))


@reaching.get("/account/branch")
@signed_in
def branch() -> Response:
    """Show the people of a branch in whose seat the visitor sits."""
    seats = ask(clients().seats.ListMySeats, seats_pb2.ListMySeatsRequest()).seats
    own = [each for each in seats if each.role == seats_pb2.SEAT_ROLE_SECTOR_LEAD]
    asked = (request.args.get("region", ""), request.args.get("sector", ""))
    places = {(each.region, each.sector) for each in own}
    here = asked if asked in places else next(iter(sorted(places)), None)
    if here is None:
        return page("branch.html", places=[], here=None, found=None)
    message = pb.ListBranchRequest(
        region=here[0], sector=here[1], page_token=request.args.get("page", "")[:LONGEST_TOKEN]
    )
    found = ask(clients().directory.ListBranch, message)
    return page("branch.html", places=sorted(places), here=here, found=found)


@reaching.get("/desk/record-freezes")
@signed_in
def freezes() -> Response:
    """Show who read records of too many people."""
    found = ask(clients().directory.ListRecordFreezes, pb.ListRecordFreezesRequest())
    return page("desk_record_freezes.html", found=found.freezes)


@reaching.post("/desk/record-freezes/<uuid:subject>")
@signed_in
def lift(subject: UUID) -> AnyResponse:
    """Let somebody read again."""
    reason = request.form.get("reason", "")
    with told("RECORD_FREEZE_NOT_FOUND", "SELF_LIFT", "INVALID"):
        message = pb.LiftRecordFreezeRequest(subject=str(subject), reason=reason)
        ask(clients().directory.LiftRecordFreeze, message)
        flash(gettext("They may read records again."), "success")
    return redirect(address("reaching.freezes"))
