"""The forms of alerts without an account, and how what they say is sent."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

import grpc
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from isp.identity.v1 import subscriptions_pb2 as pb
from services.gateway.limits import count_contact
from services.gateway.pages.answers import ask
from services.gateway.pages.forms import Form, Refused, line, shown_on
from services.gateway.pages.language import language
from services.gateway.problems import RequestRefused

EMAIL: Final = pb.SUBSCRIPTION_CHANNEL_EMAIL
SMS: Final = pb.SUBSCRIPTION_CHANNEL_SMS
TRY_AGAIN: Final = {"Retry-After": "5"}
SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be a full postcode, like SW1A 1AA"),
    lazy_gettext("is in none of our regions, so we cannot warn about it"),
    lazy_gettext("must be an e-mail address, like name@example.org"),
    lazy_gettext("must be a mobile number of the United Kingdom or Ireland, like 07700 900123"),
    lazy_gettext("is not the one that we sent"),
    lazy_gettext("must have six digits"),
)
"""What identity says of these fields, so that it has its Welsh."""

_AWAY: Final = frozenset({grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED})


class NotTaken(Exception):
    """What a form said was not taken; the form shows why, and what was typed."""

    def __init__(self, status: int, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers or {}


_POSTCODE: Final = line(
    lazy_gettext("Postcode"),
    most=20,
    hint=lazy_gettext("Of your shop, your workplace or your home, like SW1A 1AA."),
    render_kw={"autocomplete": "postal-code", "spellcheck": "false"},
)
"""Made before the fields below: a form's fields, and so its errors, come in the order made."""


class Contact(Form):
    """An e-mail address or a mobile number: one of the two."""

    email = line(
        lazy_gettext("E-mail address"),
        most=254,
        required=False,
        render_kw={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"},
    )
    phone = line(
        lazy_gettext("Or mobile number"),
        most=30,
        required=False,
        hint=lazy_gettext("A number of the United Kingdom or Ireland."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )

    @property
    def channel(self) -> pb.SubscriptionChannel.ValueType:
        """By which way they are reached."""
        return EMAIL if self.email.data else SMS

    @property
    def contact(self) -> str:
        """Where they are reached."""
        return str(self.email.data or self.phone.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether one of the two is given, and everything else is as it must be."""
        good = bool(super().validate(extra_validators))
        if bool(self.email.data) is bool(self.phone.data):
            both = gettext("give one, an e-mail address or a mobile number")
            self.email.errors = [*self.email.errors, both]
            return False
        return good

    def refuse(self, violations: Iterator[tuple[str, str]]) -> list[str]:
        """Show what the service says of the address at the field that was used."""
        used = "email" if self.channel == EMAIL else "phone"
        named = ((used if path == "address" else path, what) for path, what in violations)
        return super().refuse(named)


class Subscribing(Contact):
    """What is asked for, and which words the person has before them."""

    postcode = _POSTCODE
    wording_version = HiddenField(validators=[Length(max=40)])
    key = HiddenField(
        default=lambda: str(uuid4()),
        validators=[InputRequired(lazy_gettext("this is needed")), Length(max=36)],
    )

    @property
    def request_key(self) -> str:
        """One key for the same words of one form: who goes back and corrects asks anew."""
        said = (self.key.data, self.channel, self.contact, self.postcode.data, language())
        return str(uuid5(NAMESPACE_URL, "\n".join(str(each) for each in said)))


class Code(Form):
    """The code of the text, and the request that it proves."""

    code = line(
        lazy_gettext("Code"),
        most=20,
        hint=lazy_gettext("Six digits."),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )
    request_id = HiddenField(validators=[Length(max=36)])


def send(form: Contact, rpc: Any, message: Any) -> Any:
    """Send what leads to a message to the form's address; it is counted.

    Raises:
        NotTaken: it was refused or asked too often, or the service is away.
        grpc.RpcError: it is about something else.
    """
    try:
        count_contact(form.contact)
        with shown_on(form):
            return ask(rpc, message)
    except Refused as refused:
        raise NotTaken(HTTPStatus.BAD_REQUEST) from refused
    except RequestRefused as refused:
        field = form.email if form.channel == EMAIL else form.phone
        field.errors = [*field.errors, gettext("was written to too often: try again later")]
        raise NotTaken(refused.status, refused.headers) from refused
    except grpc.RpcError as error:
        if error.code() not in _AWAY:
            raise
        form.form_errors = [gettext("We cannot take this at the moment. Try again shortly.")]
        raise NotTaken(HTTPStatus.SERVICE_UNAVAILABLE, TRY_AGAIN) from error
