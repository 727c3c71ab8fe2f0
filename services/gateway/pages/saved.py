"""Searches that somebody keeps: kept from the page of advice, with what matched since."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.content.v1 import document_pb2
from isp.content.v1 import saved_search_mails_pb2 as mails
from isp.content.v1 import saved_searches_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.advice import asked_for
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import Form, Refused, line, one_of, version_read
from services.gateway.pages.language import address
from services.gateway.pages.refusals import said_on, told
from services.gateway.pages.visitors import signed_in

saved = APIBlueprint("saved", __name__, url_prefix="/account/saved-searches", enable_openapi=False)

_REFUSED: Final = {
    **dict.fromkeys(("TOO_MANY_SAVED_SEARCHES", "INVALID"), ""),
    "IDEMPOTENCY_KEY_REUSED": lazy_gettext("Send it again."),
}


_MAILING: Final = "SAVED_SEARCH_MAILING_"


class SavedForm(Form):
    """What to call a search."""

    name = line(lazy_gettext("What do you call it?"), most=80)
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


class MailingForm(Form):
    """How often somebody is mailed."""

    mailing = one_of(
        lazy_gettext("Shall we mail you when something new matches?"),
        [
            ("NEVER", lazy_gettext("No")),
            ("AT_ONCE", lazy_gettext("Yes, within some minutes")),
            ("DAILY", lazy_gettext("Yes, once a day in the morning")),
        ],
        hint=lazy_gettext(
            "To the address of your account, and not in your quiet hours. A mail names no document."
        ),
    )


@saved.get("")
@signed_in
def own() -> Response:
    """Show what somebody keeps, with how much is new, and how often they are mailed."""
    message = mails.GetSavedSearchMailsRequest()
    chosen = ask(clients().saved_search_mails.GetSavedSearchMails, message).mailing
    name = mails.SavedSearchMailing.Name(chosen).removeprefix(_MAILING)
    return _own(MailingForm(data={"mailing": name}))


@saved.post("")
@signed_in
def choose() -> AnyResponse:
    """Keep how often they are mailed."""
    form = MailingForm()
    if not form.validate():
        return _own(form, HTTPStatus.BAD_REQUEST)
    mailing = mails.SavedSearchMailing.Value(f"{_MAILING}{form.mailing.data}")
    message = mails.SetSavedSearchMailsRequest(mailing=mailing)
    ask(clients().saved_search_mails.SetSavedSearchMails, message)
    flash(gettext("It is noted."), "success")
    return redirect(address("saved.own"))


def _own(form: MailingForm, status: int = HTTPStatus.OK) -> Response:
    message = pb.ListSavedSearchesRequest()
    found = ask(clients().saved_searches.ListSavedSearches, message).saved_searches
    return page("saved_searches.html", status, saved=found, summary=summary, form=form)


@saved.get("/new")
@signed_in
def new() -> Response:
    """Ask what to call the search that the address says."""
    return page("saved_search_new.html", form=SavedForm(), summary=summary(_criteria()))


@saved.post("/new")
@signed_in
def save() -> AnyResponse:
    """Keep it."""
    form, status = SavedForm(), int(HTTPStatus.BAD_REQUEST)
    if form.validate():
        message = pb.SaveSearchRequest(
            name=form.name.data, criteria=_criteria(), idempotency_key=form.key.data
        )
        try:
            with said_on(form, _REFUSED):
                ask(clients().saved_searches.SaveSearch, message)
            flash(gettext("It is saved. What is published from now on and matches is shown here."))
            return redirect(address("saved.own"))
        except Refused as refused:
            status = refused.status
            form.key.data = str(uuid4())
    return page("saved_search_new.html", status, form=form, summary=summary(_criteria()))


@saved.get("/<uuid:saved_search_id>")
@signed_in
def matches(saved_search_id: UUID) -> Response:
    """Show what matched since it was saved."""
    message = pb.ListSavedSearchMatchesRequest(saved_search_id=str(saved_search_id))
    found = ask(clients().saved_searches.ListSavedSearchMatches, message)
    kept = found.saved_search
    return page(
        "saved_search.html",
        saved=kept,
        matches=found.matches,
        summary=summary(kept.criteria),
        again=_search(kept.criteria),
    )


@saved.post("/<uuid:saved_search_id>")
@signed_in
def act(saved_search_id: UUID) -> AnyResponse:
    """Count its matches as seen, or delete it."""
    of_it = str(saved_search_id)
    if request.form.get("do") == "delete":
        gone = pb.DeleteSavedSearchRequest(saved_search_id=of_it, expected_version=version_read())
        with told("STALE_VERSION"):
            ask(clients().saved_searches.DeleteSavedSearch, gone)
            flash(gettext("It is deleted."), "success")
        return redirect(address("saved.own"))
    seen = pb.SeeSavedSearchMatchesRequest(saved_search_id=of_it)
    ask(clients().saved_searches.SeeSavedSearchMatches, seen)
    return redirect(address("saved.matches", saved_search_id=saved_search_id))


def _criteria() -> pb.SearchCriteria:
    """Return what the address asks for, as the page of advice reads it."""
    asked = asked_for()
    return pb.SearchCriteria(
        text=asked.text,
        sectors=asked.sectors,
        regions=asked.regions,
        kinds=asked.kinds,
        language=asked.language,
        tags=asked.tags,
    )


def summary(said: pb.SearchCriteria) -> str:
    """Return what is looked for, in words of the page's language."""
    kinds = [labels.DOCUMENT_KINDS[each] for each in _kinds(said)]
    parts: list[Any] = [f"“{said.text}”"] if said.text else []
    parts += [*map(labels.sector, said.sectors), *map(labels.region, said.regions)]
    parts += [*kinds, *said.tags]
    parts += [labels.DOCUMENT_LANGUAGES[said.language]] if said.language else []
    return ", ".join(map(str, parts))


def _search(said: pb.SearchCriteria) -> str:
    query = {
        "q": said.text,
        "sectors": list(said.sectors),
        "regions": list(said.regions),
        "kinds": _kinds(said),
        "language": said.language,
        "tags": list(said.tags),
    }
    told_of = {name: value for name, value in query.items() if value}
    return f"{address('advice.search')}?{urlencode(told_of, doseq=True)}"


def _kinds(said: pb.SearchCriteria) -> list[str]:
    names = map(document_pb2.DocumentKind.Name, said.kinds)
    return [name.removeprefix("DOCUMENT_KIND_") for name in names]


saved_stop = APIBlueprint("saved_stop", __name__, enable_openapi=False)


@saved_stop.get("/saved-searches/stop")
def stop_form() -> Response:
    """Ask whether to stop: mail scanners open links, and must not."""
    return page("saved_stop.html", token=_token(), stopped=False)


@saved_stop.post("/saved-searches/stop")
def stop() -> Response:
    """Stop; a mail program's one click (RFC 8058) ends here too."""
    token = _token()
    if token:
        message = mails.StopSavedSearchMailsRequest(token=token)
        ask(clients().saved_search_mails.StopSavedSearchMails, message)
    return page("saved_stop.html", token="", stopped=True)


def _token() -> str:
    """Return the link's token: from the form, or, of a mail program's one click, the address."""
    return (request.form.get("token") or request.args.get("token", ""))[:100]
