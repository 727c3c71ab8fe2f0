"""Advice in a feed reader: the feeds that anyone may read, and a secret address for one's own."""

from uuid import uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.content.v1 import feeds_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, version_read
from services.gateway.pages.language import address, language, of_document
from services.gateway.pages.refusals import told
from services.gateway.pages.visitors import signed_in
from services.gateway.resources.document_feeds import feed_of, own_address

following = APIBlueprint("following", __name__, url_prefix="/account/feed", enable_openapi=False)


class FeedForm(Form):
    """A press on one of its buttons."""

    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


@following.get("")
@signed_in
def own() -> Response:
    """Show whether somebody has a feed of their own; its address was shown once."""
    return _shown()


@following.post("")
@signed_in
def act() -> AnyResponse:
    """Make or renew it, and show its address this once, without a redirect; or end it."""
    deed, form = request.form.get("do"), FeedForm()
    if deed == "end":
        message = pb.EndFeedLinkRequest(expected_version=version_read())
        with told("FEED_LINK_NOT_FOUND", "STALE_VERSION"):
            ask(clients().feeds.EndFeedLink, message)
            flash(gettext("It has ended. Nobody reads your feed by its old address."), "success")
        return redirect(address("following.own"))
    if deed != "renew" or not form.validate():
        raise BadRequest
    with told("FEED_LINK_NOT_FOUND", "IDEMPOTENCY_KEY_REUSED", "STALE_VERSION"):
        asked = pb.RenewFeedLinkRequest(idempotency_key=form.key.data)
        made = ask(clients().feeds.RenewFeedLink, asked)
        where = own_address(made.token)
        if where and language() == "cy":
            where = f"{where}?language=cy"
        return _shown(where=where, again=not where)
    return redirect(address("following.own"))


def _shown(*, where: str = "", again: bool = False) -> Response:
    found = ask(clients().feeds.GetFeedLink, pb.GetFeedLinkRequest())
    return page(
        "following.html",
        link=found.link if found.HasField("link") else None,
        where=where,
        again=again,
        form=FeedForm(formdata=None),
        public=feed_of({"language": [of_document(language())]}),
    )
