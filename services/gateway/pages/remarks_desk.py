"""The desk of what readers say of documents: what waits, what came of it, and how it goes."""

from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from isp.content.v1 import remarks_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, lines, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on
from services.gateway.pages.visitors import signed_in

remarks_desk = APIBlueprint(
    "remarks_desk", __name__, url_prefix="/desk/remarks", enable_openapi=False
)

PAGE: Final = 20
LONGEST_TOKEN: Final = 200
STATUSES: Final = {
    "OPEN": lazy_gettext("Waiting"),
    "ANSWERED": lazy_gettext("Answered"),
    "CLOSED": lazy_gettext("Nothing to do"),
}
SAID_BY_THE_SERVICE: Final = (lazy_gettext("must say what was done"),)
"""What content says of these fields, so that it has its Welsh."""

_SETTLED: Final = {
    "ANSWERED": lazy_gettext("It is noted what was done."),
    "CLOSED": lazy_gettext("It is noted that there is nothing to do."),
    "OPEN": lazy_gettext("It waits again."),
}
_REFUSED: Final = dict.fromkeys(("STALE_VERSION", "REMARK_NOT_FOUND"), "")


class OutcomeForm(Form):
    """What came of a remark."""

    outcome = lines(
        lazy_gettext("What was done?"),
        most=500,
        required=False,
        hint=lazy_gettext("For your colleagues; readers do not see it."),
        render_kw={"rows": 2},
    )


@remarks_desk.get("")
@signed_in
def remarks() -> Response:
    """Show what readers said, oldest first, and the figures of the months."""
    return _shown(OutcomeForm(formdata=None))


@remarks_desk.post("/<uuid:remark_id>")
@signed_in
def settle(remark_id: UUID) -> AnyResponse:
    """Note what came of one, as the pressed button says."""
    status = request.form.get("do", "")
    if status not in STATUSES:
        raise BadRequest
    form, code = OutcomeForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.SettleRemarkRequest(
            remark_id=str(remark_id),
            expected_version=version_read(),
            status=pb.RemarkStatus.Value(f"REMARK_STATUS_{status}"),
            outcome=form.outcome.data or "",
        )
        try:
            with said_on(form, _REFUSED):
                ask(clients().remarks.SettleRemark, message)
            flash(str(_SETTLED[status]), "success")
            return redirect(address("remarks_desk.remarks", **_asked()))
        except Refused as refused:
            code = refused.status
    return _shown(form, code, failed=str(remark_id))


def _asked(**changed: Any) -> dict[str, str]:
    """Return what the address asks for, without what no page of ours would ask."""
    said = request.args
    asked = {
        "status": said.get("status") if said.get("status") in STATUSES else "",
        "document": said.get("document", "")[:36],
        "only": "not-useful" if said.get("only") == "not-useful" else "",
    }
    return {name: value for name, value in (asked | changed).items() if value}


def _shown(form: OutcomeForm, status: int = HTTPStatus.OK, *, failed: str = "") -> Response:
    asked = _asked()
    message = pb.ListRemarksRequest(
        status=pb.RemarkStatus.Value(f"REMARK_STATUS_{asked.get('status', 'OPEN')}"),
        document_id=asked.get("document", ""),
        not_useful="only" in asked,
        page_size=PAGE,
        page_token=request.args.get("page", "")[:LONGEST_TOKEN],
    )
    of_it = pb.GetRemarkFiguresRequest(document_id=asked.get("document", ""))
    found = ask(clients().remarks.ListRemarks, message)
    return page(
        "desk_remarks.html",
        status,
        remarks=found.remarks,
        following=found.next_page_token,
        figures=ask(clients().remarks.GetRemarkFigures, of_it),
        statuses=STATUSES,
        asked=asked,
        narrowed=_asked,
        form=form,
        failed=failed,
        untouched=OutcomeForm(formdata=None),
    )
