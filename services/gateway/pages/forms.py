"""Forms: GOV.UK's components over WTForms, and what a service refused shown at its field."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

import grpc
from flask import current_app, request, session
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect, generate_csrf
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from markupsafe import Markup
from werkzeug.exceptions import BadRequest, Forbidden
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from chassis.rpc_errors import refusal_of
from services.gateway.pages.kept import kept_form
from services.gateway.pages.notices import NOTICES, WithNotice, noticed

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MACHINES: Final = "auth.backchannel_logout"
"""The one address that Keycloak posts to, with a signed token of its own."""

_LONGEST_VERSION: Final = 18
_NOT_IN_LIST: Final = lazy_gettext("choose from the list")
_AT_LEAST_ONE: Final = lazy_gettext("choose at least one")


class Form(FlaskForm):  # type: ignore[misc] # untyped library
    """A form. Its CSRF token is looked at for every page alike, in `guard`."""

    class Meta:
        """Settings of WTForms."""

        csrf = False

        def wrap_formdata(self, form: "Form", formdata: Any) -> Any:
            """Return what was sent, else what was kept for this page."""
            sent = super().wrap_formdata(form, formdata)  # type: ignore[misc] # WTForms mixes it in
            return kept_form() if sent is None else sent

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name, purpose in noticed(type(self)).items():
            if name in self:  # a form may have left some out
                self[name].widget = WithNotice(self[name].widget, NOTICES[purpose])

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show each violation at the field that it names; return those that name none of ours."""
        left = []
        for path, what in violations:
            name = path.rpartition(".")[2].partition("[")[0]
            if name in self:
                field = self[name]
                field.errors = [*field.errors, gettext(what)]
            else:
                left.append(gettext(what))
        return left

    def summary(self) -> dict[str, Any]:
        """Return what the error summary shows: each field with an error, named, as a link to it."""
        errors = [{"text": each} for each in self.form_errors]
        for name, field in self._fields.items():
            said = str(field.label.text)
            said = said if said.endswith("?") else f"{said}:"
            errors += [{"text": f"{said} {each}", "href": f"#{name}"} for each in field.errors]
        return {"titleText": gettext("There is a problem"), "errorList": errors}


class Refused(Exception):
    """A service refused what a form said; the form shows where. `status` is the answer's."""

    def __init__(self, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(status)
        self.status = status


@contextmanager
def shown_on(form: Form) -> Iterator[None]:
    """Turn a service's refusal of fields into the form's errors.

    Raises:
        Refused: it did, and the form says what is wrong.
        grpc.RpcError: it is about something else.
    """
    try:
        yield
    except grpc.RpcError as error:
        refusal = refusal_of(error)
        if refusal.code is not grpc.StatusCode.INVALID_ARGUMENT or not refusal.violations:
            raise
        said = ((each.field, each.description) for each in refusal.violations)
        form.form_errors = [*form.form_errors, *form.refuse(said)]
        raise Refused from error


def line(label: Any, *, most: int, hint: Any = "", required: bool = True, **more: Any) -> Any:
    """Return a field of one line."""
    return StringField(
        label,
        widget=GovTextInput(),
        description=hint,
        validators=_rules(most, required=required),
        **more,
    )


def lines(label: Any, *, most: int, hint: Any = "", required: bool = True, **more: Any) -> Any:
    """Return a field of several lines; each line break counts as one character."""
    return TextAreaField(
        label,
        widget=GovTextArea(),
        description=hint,
        validators=_rules(most, required=required),
        filters=(_with_plain_breaks,),
        **more,
    )


def one_of(label: Any, choices: Any, *, hint: Any = "", missing: Any = None, **more: Any) -> Any:
    """Return radio buttons; `missing` is what is said where none is chosen."""
    needed = [InputRequired(missing or lazy_gettext("choose one"))]
    return RadioField(
        label,
        widget=GovRadioInput(),
        description=hint,
        choices=lambda: _choices(choices),
        invalid_choice_message=_NOT_IN_LIST,
        validators=needed,
        **more,
    )


def list_of(label: Any, choices: Any, *, hint: Any = "", **more: Any) -> Any:
    """Return a list to choose one from."""
    return SelectField(
        label,
        widget=GovSelect(),
        description=hint,
        choices=lambda: _choices(choices),
        invalid_choice_message=_NOT_IN_LIST,
        **more,
    )


def many_of(
    label: Any,
    choices: Any,
    *,
    hint: Any = "",
    least: int = 0,
    too_few: Any = _AT_LEAST_ONE,
    most: int = 50,
    **more: Any,
) -> Any:
    """Return checkboxes, of which at least and at most so many are ticked."""
    bounds = [
        Length(min=least, message=too_few),
        Length(max=most, message=lazy_gettext("choose at most %(most)d", most=most)),
    ]
    return SelectMultipleField(
        label,
        widget=GovCheckboxesInput(),
        description=hint,
        validators=bounds,
        choices=lambda: _choices(choices),
        invalid_choice_message=_NOT_IN_LIST,
        **more,
    )


def _choices(said: Any) -> list[SelectChoice]:
    """Return the choices of (value, label) pairs, or of a call that returns them."""
    pairs = said() if callable(said) else said
    return [SelectChoice(value, str(label)) for value, label in pairs]


def _with_plain_breaks(text: str | None) -> str | None:
    """Return a text with LF for the CRLF that browsers send."""
    return text and text.replace("\r\n", "\n")


def version_read() -> int:
    """Return the version that the page of the form showed.

    Raises:
        BadRequest: no page of ours says this.
    """
    said = request.form.get("version", "")
    if not (said.isascii() and said.isdecimal() and len(said) <= _LONGEST_VERSION):
        raise BadRequest
    return int(said)


def _rules(most: int, *, required: bool) -> list[Any]:
    too_long = lazy_gettext("must have at most %(most)d characters", most=most)
    rules: list[Any] = [Length(max=most, message=too_long)]
    return [InputRequired(lazy_gettext("this is needed")), *rules] if required else rules


def csrf_field() -> Markup:
    """Return the hidden field that a form of someone with a session carries.

    Who has no session has no authority that a forged form could use, and gets no cookie for it.
    """
    if not session:
        return Markup("")
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def guard() -> None:
    """Refuse a form that another site sent, or that does not carry the session's token."""
    if request.method in _SAFE or request.endpoint == _MACHINES:
        return
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Forbidden
    if session:
        protect: CSRFProtect = current_app.extensions["csrf"]
        protect.protect()


__all__ = [
    "BooleanField",
    "Form",
    "Refused",
    "csrf_field",
    "guard",
    "line",
    "lines",
    "list_of",
    "many_of",
    "one_of",
    "shown_on",
    "version_read",
]
