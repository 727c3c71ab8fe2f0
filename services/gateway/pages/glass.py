"""Templates at the desk, and warning alone by one of them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from apiflask import APIBlueprint
from flask import Response, flash, redirect, request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest, NotFound
from werkzeug.wrappers import Response as AnyResponse
from wtforms import HiddenField
from wtforms.validators import Length

from isp.alerts.v1 import alert_pb2
from isp.alerts.v1 import templates_pb2 as pb
from services.gateway.clients import clients
from services.gateway.pages import labels
from services.gateway.pages.alert_form import WORDS, of_translation, say_kinds
from services.gateway.pages.answers import ask, page
from services.gateway.pages.forms import (
    Form,
    Refused,
    line,
    lines,
    list_of,
    many_of,
    one_of,
    shown_on,
    version_read,
)
from services.gateway.pages.language import address
from services.gateway.pages.visitors import signed_in

glass = APIBlueprint("glass", __name__, url_prefix="/desk/templates", enable_openapi=False)

AGO: Final = (
    ("0", lazy_gettext("now")),
    ("15", lazy_gettext("15 minutes ago")),
    ("60", lazy_gettext("an hour ago")),
    ("180", lazy_gettext("3 hours ago")),
)
RADII: Final = ("100", "250", "500", "1000", "2000", "5000")
LIVES: Final = ("30", "60", "180", "720", "1440")
_FILLED: Final = ("place", "radius_metres", "seen_at", "minutes", "reason")
_SLOTS: Final = lazy_gettext("{place}, {radius} and {time} are filled in when it is used.")


class TemplateForm(Form):
    """The words of a template."""

    name = line(lazy_gettext("What it is called"), most=80)
    headline = line(lazy_gettext("Headline"), most=160, hint=_SLOTS)
    action_line = line(lazy_gettext("What to do, in one line"), most=160)
    description = lines(lazy_gettext("What is happening"), most=1400, render_kw={"rows": 4})
    instruction = lines(lazy_gettext("What people should do"), most=1400, render_kw={"rows": 4})
    severity = one_of(lazy_gettext("Severity"), list(labels.SEVERITIES.items()))
    urgency = one_of(lazy_gettext("Urgency"), list(labels.URGENCIES.items()))
    certainty = one_of(lazy_gettext("Certainty"), list(labels.CERTAINTIES.items()))
    largest_radius_metres = list_of(
        lazy_gettext("Largest radius in metres"), [(each, each) for each in RADII]
    )
    use = one_of(
        lazy_gettext("What is it for?"), list(labels.TEMPLATE_USES.items()), default="BREAK_GLASS"
    )
    cy_headline = line(lazy_gettext("Headline in Welsh"), most=160, required=False)
    cy_action_line = line(
        lazy_gettext("What to do, in one line, in Welsh"), most=160, required=False
    )
    cy_description = lines(
        lazy_gettext("What is happening, in Welsh"),
        most=1400,
        required=False,
        render_kw={"rows": 4},
    )
    cy_instruction = lines(
        lazy_gettext("What people should do, in Welsh"),
        most=1400,
        required=False,
        render_kw={"rows": 4},
    )
    categories = many_of(
        lazy_gettext("What it is about"),
        list(labels.CAP_CATEGORIES.items()),
        hint=lazy_gettext("None means security."),
    )
    response_types = many_of(
        lazy_gettext("What people are to do, in CAP's words"),
        list(labels.CAP_RESPONSE_TYPES.items()),
        most=4,
        hint=lazy_gettext(
            "For other systems that pass the alert on. None means that your words alone say it."
        ),
    )
    longest_minutes = list_of(
        lazy_gettext("Longest life in minutes"), [(each, each) for each in LIVES]
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show what is wrong with a translation at the field of that language."""
        return super().refuse(of_translation(violations))


class GlassForm(Form):
    """What one person fills in."""

    place = list_of(lazy_gettext("Place"), [], validate_choice=False)
    radius_metres = list_of(
        lazy_gettext("How far around it, in metres"), [(each, each) for each in RADII]
    )
    seen_at = list_of(lazy_gettext("Since when"), list(AGO))
    minutes = list_of(
        lazy_gettext("It ends by itself after so many minutes"), [(each, each) for each in LIVES]
    )
    reason = lines(
        lazy_gettext("Why you act alone, for the record"), most=1000, render_kw={"rows": 3}
    )
    retire_reason = lines(
        lazy_gettext("Why it is retired, for the record"), most=1000, render_kw={"rows": 3}
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def _found() -> Any:
    return ask(clients().templates.ListTemplates, pb.ListTemplatesRequest())


@glass.get("")
@signed_in
def templates() -> Response:
    """Show the templates."""
    return page("desk_templates.html", templates=_found().templates)


@glass.get("/new")
@signed_in
def new_template() -> Response:
    """Ask for the words of a template."""
    return page("desk_template_new.html", form=TemplateForm())


@glass.post("/new")
@signed_in
def propose() -> AnyResponse:
    """Keep a template that a second person must approve."""
    form = TemplateForm()
    if not form.validate():
        return page("desk_template_new.html", 400, form=form)
    content = pb.TemplateContent(
        name=form.name.data,
        headline=form.headline.data,
        action_line=form.action_line.data,
        description=form.description.data,
        instruction=form.instruction.data,
        severity=alert_pb2.Severity.Value(f"SEVERITY_{form.severity.data}"),
        urgency=alert_pb2.Urgency.Value(f"URGENCY_{form.urgency.data}"),
        certainty=alert_pb2.Certainty.Value(f"CERTAINTY_{form.certainty.data}"),
        largest_radius_metres=int(form.largest_radius_metres.data),
        longest_minutes=int(form.longest_minutes.data),
    )
    content.expires_at.FromDatetime(datetime.now(UTC) + timedelta(days=365))
    say_kinds(content, form)
    content.use = pb.TemplateUse.Value(f"TEMPLATE_USE_{form.use.data}")
    translated = {name: form[f"cy_{name}"].data or "" for name in WORDS}
    if any(translated.values()):
        content.translations.add(language="cy-GB", **translated)
    message = pb.ProposeTemplateRequest(content=content, idempotency_key=form.key.data)
    try:
        with shown_on(form):
            made = ask(clients().templates.ProposeTemplate, message).template
    except Refused:
        return page("desk_template_new.html", 400, form=form)
    return redirect(address("glass.template", template_id=made.template_id))


@glass.get("/<uuid:template_id>")
@signed_in
def template(template_id: UUID) -> Response:
    """Show a template, and what one may do with it."""
    return _shown(template_id, GlassForm())


@glass.post("/<uuid:template_id>")
@signed_in
def act(template_id: UUID) -> AnyResponse:
    """Do what the pressed button says."""
    form, do = GlassForm(), request.form.get("do", "")
    needed = {"break": _FILLED, "retire": ("retire_reason",), "approve": ()}.get(do)
    if needed is None:
        raise BadRequest
    if not all(form[name].validate(form) for name in needed):
        return _shown(template_id, form, 400)
    try:
        with shown_on(form):
            return _done(do, str(template_id), form)
    except Refused:
        return _shown(template_id, form, 400)


def _done(do: str, template_id: str, form: GlassForm) -> AnyResponse:
    here = address("glass.template", template_id=template_id)
    if do == "break":
        alert = ask(clients().templates.BreakGlass, _broken(template_id, form)).alert
        flash(gettext("The alert is issued. A colleague must review it."), "success")
        return redirect(address("desk.desk_alert", alert_id=alert.alert_id))
    if do == "approve":
        read = bytes.fromhex(_digest())
        message = pb.ApproveTemplateRequest(template_id=template_id, read_digest=read)
        ask(clients().templates.ApproveTemplate, message)
        flash(gettext("The template may be used."), "success")
        return redirect(here)
    ask(
        clients().templates.RetireTemplate,
        pb.RetireTemplateRequest(
            template_id=template_id,
            expected_version=version_read(),
            reason=form.retire_reason.data,
        ),
    )
    flash(gettext("The template is retired."), "success")
    return redirect(address("glass.templates"))


def _digest() -> str:
    said = request.form.get("digest", "")
    if len(said) != 64 or not set(said) <= set("0123456789abcdef"):
        raise BadRequest
    return said


def _broken(template_id: str, form: GlassForm) -> pb.BreakGlassRequest:
    message = pb.BreakGlassRequest(
        template_id=template_id,
        place=form.place.data or "",
        radius_metres=int(form.radius_metres.data),
        minutes=int(form.minutes.data),
        reason=form.reason.data,
        idempotency_key=form.key.data,
    )
    ago = timedelta(minutes=int(form.seen_at.data))
    message.seen_at.FromDatetime(datetime.now(UTC) - ago)
    return message


def _shown(template_id: UUID, form: GlassForm, status: int = 200) -> Response:
    found = _found()
    named = next((each for each in found.templates if each.template_id == str(template_id)), None)
    if named is None:
        raise NotFound
    form.place.choices = [(place.code, place.name) for place in found.places]
    bounds = named.content
    form.radius_metres.choices = _within(RADII, bounds.largest_radius_metres)
    form.minutes.choices = _within(LIVES, bounds.longest_minutes)
    return page("desk_template.html", status, template=named, form=form)


def _within(values: tuple[str, ...], most: int) -> list[tuple[str, str]]:
    """Return the choices that a template leaves: at least its bound itself."""
    return [(each, each) for each in values if int(each) <= most] or [(str(most), str(most))]
