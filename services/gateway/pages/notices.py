"""Layered notices at each field that collects personal data: why, on which basis, how long.

What they say is written by `make records` from the tables of every service, so that it cannot say
something else than the record of processing does. All of them stand on one page, the second layer.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask_babel import gettext, lazy_gettext
from markupsafe import Markup

_FILE: Final = Path(__file__).parent / "data" / "notices.json"
_BASES: Final = {
    "public task": lazy_gettext("a task in the public interest"),
    "legal obligation": lazy_gettext("the law asks for it"),
    "legitimate interests": lazy_gettext("an organisation's own systems"),
    "vital interests": lazy_gettext("somebody's life or health"),
    "consent": lazy_gettext("what you agreed to, and may withdraw"),
}
_SHOWN: Final = Markup(
    '<details class="govuk-details isp-notice"><summary class="govuk-details__summary">'
    '<span class="govuk-details__summary-text">{}<span class="govuk-visually-hidden">: {}</span>'
    '</span></summary><div class="govuk-details__text">{}</div></details>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What people read of one purpose; each is in English, to be put into the page's language."""

    title: str
    why: str
    bases: list[str]
    kept: str
    seen_by: str

    def words(self) -> Iterator[str]:
        """Yield all that is to be translated."""
        yield from (self.title, self.why, self.kept, self.seen_by)

    def rows(self) -> list[tuple[str, str]]:
        """Return what it says, each with its name, in the page's language."""
        bases = ", ".join(str(_BASES[each]) for each in self.bases)
        return [
            (gettext("Why:"), gettext(self.why)),
            (gettext("Why we may:"), bases),
            (gettext("How long:"), gettext(self.kept)),
            (gettext("Who sees it:"), gettext(self.seen_by)),
        ]


NOTICES: Final = {
    name: Notice(**said) for name, said in json.loads(_FILE.read_text("utf-8"))["notices"].items()
}

_POST: Final = dict.fromkeys(("name", "address_lines", "postcode", "type", "capacity"), "alerting")
NOTICED: Final[Mapping[str, Mapping[str, str]]] = {
    "account.Registration": dict.fromkeys(
        ("email", "given_name", "family_name", "organisation_name", "regions", "sectors"), "account"
    ),
    "answering.AnswerForm": {"call_back": "answering"},
    "asking.QuestionForm": dict.fromkeys(("title", "text", "region", "sector"), "reading"),
    "asking.FollowUp": {"text": "reading"},
    "audit_desk.AuditForm": dict.fromkeys(("person", "actor", "reason"), "record"),
    "certificates.NameForm": {"name": "learning"},
    "certificates.RightNameForm": {"name": "learning"},
    "certificates_desk.RevocationForm": {"reason": "learning"},
    "complaining.ComplaintForm": {"about": "rights", "email": "rights"},
    "complaining.OutcomeForm": {"outcome": "rights"},
    "confirming.NameForm": {"name": "confirming"},
    "contact_forms.Contact": {"email": "alerting", "phone": "alerting"},
    "contact_forms.Subscribing": {"postcode": "alerting"},
    "extra_time.ExtraTimeForm": {"percent": "learning"},
    "formats.AskForm": dict.fromkeys(("format", "wanted_language", "note", "nation"), "formats"),
    "groups.NewGroupForm": {"owner_email": "grouping"},
    "groups.GroupForm": {"email": "grouping", "owner": "grouping"},
    "help_desk.ShiftForm": {"queue": "answering", "hours": "answering"},
    "held.PostcodeForm": dict.fromkeys(("from_postcode", "to_postcode"), "alerting"),
    "how_told.ChannelForm": {"address": "alerting"},
    "how_told.TellingForm": dict.fromkeys(("language", "starts", "ends"), "alerting"),
    "saved.SavedForm": {"name": "searching"},
    "teasers.AskForm": {"reason": "reading"},
    "access_desk.DecisionForm": {"because": "reading"},
    "saved.MailingForm": {"mailing": "searching"},
    "led_sessions.BookingForm": {"name": "learning"},
    "my_roles.TurnForm": {"hours": "standing", "reason": "standing"},
    "my_verification.AppealForm": {"grounds": "proofing"},
    "my_verification.SponsorForm": dict.fromkeys(("email", "reference", "statement"), "proofing"),
    "notifying.BrowserForm": {"endpoint": "alerting"},
    "organisation.InviteForm": {"email": "account"},
    "organisation.NameForm": {"name": "account"},
    "partners_desk.PartnerForm": {"steward_email": "partnering"},
    "passkeys.NewPasskey": {"name": "account"},
    "second_factor.NewApp": {"name": "account"},
    "second_factor.NewKey": {"name": "account"},
    "factors_desk.ResetForm": dict.fromkeys(("email", "reason"), "account"),
    "premises.OrganisationForm": {"name": "alerting"},
    "premises.PremisesForm": _POST,
    "privacy_desk.RecordedForm": dict.fromkeys(("email", "received", "received_on"), "rights"),
    "privacy_desk.LongerForm": {"because": "rights"},
    "questions_desk.DeskForm": {"text": "reading", "note": "reading"},
    "reaching.RelayForm": {"text": "directory"},
    "roles_desk.ProposalForm": dict.fromkeys(("email", "role", "until", "reason"), "standing"),
    "roles_desk.DecisionForm": {"reason": "standing"},
    "papers_forms.PaperForm": {"named_people": "record"},
    "papers_forms.WhoForm": {"who": "directory"},
    "seats_desk.AppointmentForm": dict.fromkeys(("email", "position", "until"), "standing"),
    "unled_desk.AppointForm": {"subject": "account", "reason": "record"},
    "verification_forms.CaseForm": dict.fromkeys(
        (
            *("document_type", "document_number", "issuer", "strength", "validity", "score"),
            *("contact", "contact_source", "call_outcome", "note", "reason", "refusal_reasons"),
        ),
        "proofing",
    ),
    "webhooks.EndpointForm": {"contact_email": "connecting"},
}
"""Of each form by its module and name which of its fields collect personal data, and for what."""


def noticed(form: type) -> dict[str, str]:
    """Return of which fields of a form, those that it inherited too, a notice must stand."""
    found: dict[str, str] = {}
    for each in reversed(form.__mro__):
        name = f"{each.__module__.rpartition('.')[2]}.{each.__name__}"
        found |= NOTICED.get(name, {})
    return found


@dataclass(frozen=True, slots=True)
class WithNotice:
    """A field's widget with the notice below it."""

    widget: Any
    notice: Notice

    def __getattr__(self, name: str) -> Any:
        """Give what the widget itself has."""
        return getattr(self.widget, name)

    def __call__(self, field: Any, **how: Any) -> Markup:
        """Return the field and its notice as HTML; a field that nobody sees has none of it."""
        shown = Markup(self.widget(field, **how))  # noqa: S704 - a widget's own HTML
        if getattr(self.widget, "field_flags", {}).get("hidden"):
            return shown
        return shown + standing_at(field.label.text, self.notice)


def notice_at(what: Any, purpose: str) -> Markup:
    """Return the notice of buttons, or of a group of fields, for the template that has them."""
    return _SHOWN.format(gettext("What we keep of it, and why"), what, told(NOTICES[purpose]))


def standing_at(what: Any, notice: Notice) -> Markup:
    """Return a notice as it stands at what it is about: a short line, and the rest on demand."""
    return _SHOWN.format(gettext("Why we ask"), what, told(notice))


def told(notice: Notice) -> Markup:
    """Return what a notice says as HTML."""
    row = Markup('<p class="govuk-body-s"><strong>{}</strong> {}</p>')
    return Markup("").join(row.format(name, said) for name, said in notice.rows())
