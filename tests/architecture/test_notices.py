"""A notice stands at each field that collects personal data, and says what the tables say."""

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.gateway import pages
from services.gateway.pages.forms import Form, line
from services.gateway.pages.notices import NOTICED, NOTICES, noticed

TEMPLATES = Path(pages.__file__).parents[1] / "templates"
OF_NOBODY = {
    "alert_form": "what an alert says, and for whom: of no person",
    "area_rows": "where an alert counts",
    "cascading": "words beside an alert, which those read whom it is for",
    "catalogues_desk": "what a partner's catalogue is",
    "certificates_desk": "which certificate, and why it ends",
    "checking": "the code of a message, looked up and not kept",
    "cordon_desk": "where a cordon is, and on whose authority's word",
    "desk": "what is done with an alert, and why",
    "drilling": "what is practised",
    "freezing": "why nothing goes out",
    "glass": "what a prepared alert says",
    "links_desk": "where a link leads",
    "passkey_sign_in": "a signature that is checked and not kept",
    "providers_desk": "what a partner's sign-in is",
    "rumour_desk": "what is said and what is true, of no person",
    "site_response": "what is done at premises, and why",
    "threat_desk": "which threat level, and why",
    "verifying": "a certificate that is checked and not kept",
}
"""Forms of these modules ask nothing about a person."""

ANYWHERE = {
    "key": "a random number of the page",
    "wording_version": "which words stood on the page",
    "request_id": "which request, as the page says",
    "code": "a code that we sent, checked and not kept",
    "channel": "which kind of address the next field is",
    "sure": "that the press was meant",
}
ONE_FIELD = {
    "assessment.Questions.attempt": "which attempt it is, below whose questions the notice stands",
    "audit_desk.AuditForm.action": "what is looked for",
    "audit_desk.AuditForm.begins_at": "what is looked for",
    "audit_desk.AuditForm.ends_at": "what is looked for",
    "audit_desk.AuditForm.page_token": "which page",
    "audit_desk.AuditForm.resource": "what is looked for",
    "groups.GroupForm.until": "how long a group is there",
    "groups.NewGroupForm.code": "what a group is called",
    "groups.NewGroupForm.name": "what a group is called",
    "groups.NewGroupForm.purpose": "what a group is for",
    "groups.NewGroupForm.until": "how long a group is there",
    "partners_desk.PartnerForm.backchannel_logout_uri": "where a site is",
    "partners_desk.PartnerForm.name": "what a site is called",
    "partners_desk.PartnerForm.redirect_uris": "where a site is",
    "partners_desk.PartnerForm.scopes": "what a site may learn, which each visitor is asked",
    "partners_desk.EndForm.reason": "why a site ends",
    "privacy_desk.RecordedForm.kind": "what is asked",
    "questions_desk.DeskForm.region": "whose question it is from now on",
    "questions_desk.DeskForm.sector": "whose question it is from now on",
    "reaching.RelayForm.to": "for whom it is, which the page says",
    "reaching.RelayForm.region": "for whom it is, which the page says",
    "reaching.RelayForm.sector": "for whom it is, which the page says",
    "reaching.RelayForm.organisation_id": "for whom it is, which the page says",
    "reaching.RelayForm.share_address": "whether the address goes along, which its label says",
    "roles_desk.ProposalForm.held": "how it is held, beside the role",
    "seats_desk.SeatForm.role": "what a seat is",
    "seats_desk.SeatForm.region": "what a seat is",
    "seats_desk.SeatForm.sector": "what a seat is",
    "seats_desk.SeatForm.district": "what a seat is",
    "notifying.BrowserForm.p256dh": "part of the browser's address, at which the notice stands",
    "notifying.BrowserForm.auth": "part of the browser's address, at which the notice stands",
    "passkeys.NewPasskey.credential": "the key itself, which the name stands for",
    "verification_forms.CaseForm.kind": "which check it is",
    "webhooks.EndpointForm.url": "where a system of an organisation's is",
    "webhooks.EndpointForm.description": "what it is for",
    "webhooks.EndpointForm.mode": "whether it is a test",
    "webhooks.DeedForm.overlap_hours": "how long two secrets are good",
}
HTML_OF_OURS = {
    "q": "search words, which are not kept",
    "share_address": "its label says what it does",
    "seen": "that what is unusual was read",
    "bring": "which premises come along",
    "reason": "why an officer does it",
}
"""Fields that templates write themselves; lists that narrow what is shown collect nothing."""


def forms() -> Iterator[tuple[str, type[Form]]]:
    for found in pkgutil.iter_modules(pages.__path__):
        module = importlib.import_module(f"services.gateway.pages.{found.name}")
        for each in vars(module).values():
            is_form = inspect.isclass(each) and issubclass(each, Form)
            if is_form and each.__module__ == module.__name__:
                yield found.name, each


def fields_of(form: type[Form]) -> set[str]:
    return {
        each
        for each in dir(form)
        if not each.startswith("_") and hasattr(getattr(form, each), "field_class")
    }


def without(module: str, form: type[Form]) -> list[str]:
    """Return the fields of a form that have neither a notice nor a reason why not."""
    if module in OF_NOBODY:
        return []
    names = {f"{e.__module__.rpartition('.')[2]}.{e.__name__}" for e in form.__mro__}
    excused = set(ANYWHERE) | {
        each.rpartition(".")[2] for each in ONE_FIELD if each.rpartition(".")[0] in names
    }
    return sorted(fields_of(form) - noticed(form).keys() - excused)


@pytest.mark.parametrize(
    ("module", "form"), forms(), ids=lambda each: getattr(each, "__name__", each)
)
def test_each_field_has_a_notice_or_a_reason_why_not(module: str, form: type[Form]) -> None:
    assert [] == without(module, form)


def test_a_field_without_either_is_found() -> None:
    """The control."""

    class AnyForm(Form):
        birthday = line("When were you born?", most=10)

    assert ["birthday"] == without("somewhere", AnyForm)


def test_what_has_a_notice_is_there_and_its_purpose_too() -> None:
    known = {f"{module}.{form.__name__}": fields_of(form) for module, form in forms()}
    for name, fields in NOTICED.items():
        assert fields.keys() <= known[name], name
        assert set(fields.values()) <= NOTICES.keys(), name
    for name in ONE_FIELD:
        form, _, field = name.rpartition(".")
        assert field in known[form], name
        assert field not in NOTICED.get(form, {}), name
    assert OF_NOBODY.keys() <= {module for module, _ in forms()}


def test_what_templates_ask_for_by_themselves_collects_nothing() -> None:
    asked = re.compile(
        r'<(?:input|textarea)\b(?![^>]*type="(?:hidden|submit)")[^>]*\bname="([^"{]+)"'
    )
    for path in TEMPLATES.rglob("*.html"):
        for name in asked.findall(path.read_text("utf-8")):
            assert name in HTML_OF_OURS, f"{path.name}: {name}"
