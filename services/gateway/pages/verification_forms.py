"""What an officer says of a case, and the messages that it makes."""

from typing import Any, Final
from uuid import uuid4

from flask import request
from flask_babel import gettext, lazy_gettext
from werkzeug.exceptions import BadRequest
from wtforms import HiddenField
from wtforms.validators import Length, Optional

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.identity.v1 import verifications_pb2
from services.gateway.pages import verification_labels as words
from services.gateway.pages.forms import Form, line, lines, list_of, many_of, one_of

SAID_BY_THE_SERVICE: Final = (
    lazy_gettext("must be 1 to 4 for evidence, else not said"),
    lazy_gettext("must be said for evidence, else not"),
    lazy_gettext("must have 4 to 40 letters and digits, for evidence alone"),
    lazy_gettext("must have at most 100 characters, for evidence alone"),
    lazy_gettext("must be 0 to 4 for activity, fraud, verification, else not said"),
    lazy_gettext("must say whom you called"),
    lazy_gettext("is for a call-back alone"),
    lazy_gettext("must not be the address that the applicant gave"),
    lazy_gettext(
        "must have at most 500 characters, and for a call-back say where the contact was found"
    ),
    lazy_gettext("must be EVIDENCE, ACTIVITY or FRAUD"),
    lazy_gettext("is for evidence alone"),
    lazy_gettext("must be said for evidence"),
    lazy_gettext("must have 4 to 40 letters and digits"),
    lazy_gettext("must be said, with a value that we know"),
)
"""What identity says of these fields, so that it has its Welsh."""

_DIGEST_DIGITS: Final = 64


def _scores() -> list[tuple[str, str]]:
    return [("", gettext("Not said")), *((str(each), str(each)) for each in range(5))]


def _or_none(labels: dict[str, Any]) -> list[tuple[str, Any]]:
    return [("", gettext("Not said")), *labels.items()]


def _score(label: Any) -> Any:
    return list_of(label, _scores, validators=[Optional()])


class CaseForm(Form):
    """A check, a question to a provider, or a decision."""

    kind = one_of(lazy_gettext("What did you look at?"), list(words.KINDS.items()))
    document_type = line(
        lazy_gettext("Kind of document"),
        most=60,
        required=False,
        hint=lazy_gettext("For evidence, such as uk-passport."),
    )
    issuer = line(lazy_gettext("Who issued it"), most=100, required=False)
    document_number = line(
        lazy_gettext("Its number"),
        most=60,
        required=False,
        hint=lazy_gettext("It is not kept: it tells whether the document was shown before."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    strength = _score(lazy_gettext("Strength"))
    validity = _score(lazy_gettext("Validity"))
    score = _score(lazy_gettext("Score of an activity, fraud or verification check"))
    contact = line(
        lazy_gettext("Whom you called"),
        most=254,
        required=False,
        hint=lazy_gettext("For a call-back: a contact that you found yourself."),
    )
    contact_source = list_of(
        lazy_gettext("Where you found it"),
        lambda: _or_none(words.SOURCES),
        validators=[Optional()],
    )
    call_outcome = list_of(
        lazy_gettext("What came of it"), lambda: _or_none(words.CALLS), validators=[Optional()]
    )
    note = lines(lazy_gettext("Note"), most=500, required=False, render_kw={"rows": 3})
    reason = lines(
        lazy_gettext("Why"),
        most=1000,
        hint=lazy_gettext("On record, for officers. The person is not shown it."),
        render_kw={"rows": 3},
    )
    refusal_reasons = many_of(
        lazy_gettext("For a refusal: what the person is told"),
        list(words.REFUSALS.items()),
        least=1,
    )
    key = HiddenField(default=lambda: str(uuid4()), validators=[Length(max=36)])


def check_of(form: CaseForm) -> pb.Check:
    """Return the check that a form says."""
    source, outcome = form.contact_source.data, form.call_outcome.data
    return pb.Check(
        kind=pb.CheckKind.Value(f"CHECK_KIND_{form.kind.data}"),
        document_type=form.document_type.data or "",
        issuer=form.issuer.data or "",
        document_number=form.document_number.data or "",
        strength=int(form.strength.data or 0),
        validity=int(form.validity.data or 0),
        score=int(form.score.data or 0),
        note=form.note.data or "",
        contact=form.contact.data or "",
        contact_source=case_pb.ContactSource.Value(f"CONTACT_SOURCE_{source or 'UNSPECIFIED'}"),
        call_outcome=case_pb.CallOutcome.Value(f"CALL_OUTCOME_{outcome or 'UNSPECIFIED'}"),
    )


def question_of(case_id: str, form: CaseForm) -> verifications_pb2.RequestProviderCheckRequest:
    """Return the question to a provider that a form says."""
    return verifications_pb2.RequestProviderCheckRequest(
        verification_id=case_id,
        kind=pb.CheckKind.Value(f"CHECK_KIND_{form.kind.data}"),
        document_type=form.document_type.data or "",
        issuer=form.issuer.data or "",
        document_number=form.document_number.data or "",
        idempotency_key=form.key.data,
    )


def decision_of(case_id: str, form: CaseForm, *, grant: bool) -> pb.DecideVerificationRequest:
    """Return the decision that a form says, on the checks that the page showed.

    Raises:
        BadRequest: no page of ours says this digest.
    """
    told = [] if grant else form.refusal_reasons.data
    return pb.DecideVerificationRequest(
        verification_id=case_id,
        grant=grant,
        read_digest=_digest_read(),
        reason=form.reason.data,
        refusal_reasons=[case_pb.RefusalReason.Value(f"REFUSAL_REASON_{each}") for each in told],
    )


def _digest_read() -> bytes:
    said = request.form.get("digest", "")
    try:
        digest = bytes.fromhex(said)
    except ValueError:
        raise BadRequest from None
    if len(said) != _DIGEST_DIGITS:
        raise BadRequest
    return digest
