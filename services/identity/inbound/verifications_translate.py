"""Cases as domain words, and back; each field that is wrong is named."""

from datetime import datetime
from typing import Final, TypedDict
from uuid import UUID

from chassis.errors import Invalid, Violation
from chassis.requests import NUL, Wrong, digest_from, id_from, text_from
from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.kernel.v1 import kernel_pb2
from kernel.ports import Pseudonyms
from kernel.tiers import Tier
from services.identity.domain.check import SCORED, CallOutcome, Check, CheckKind, ContactSource
from services.identity.domain.gpg45 import RULE_VERSION
from services.identity.domain.gpg45_nearest import Shortfall, nearest
from services.identity.domain.provider_check import ProviderCheck
from services.identity.domain.refusal import RefusalReason
from services.identity.domain.subscriber import Subscriber
from services.identity.domain.verification import NEEDED, Verification
from services.identity.inbound.translate import STATUS, is_printed, moment_to_pb, tidy
from services.identity.usecases.case_seen import CaseSeen

HIGHEST_SCORE: Final = 4
REASON_LONGEST: Final = 1000
NOTE_LONGEST: Final = 500
ISSUER_LONGEST: Final = 100
CONTACT_LONGEST: Final = 254
_NUMBER: Final = (4, 40)
_DIGEST: Final = "keyed:"
"""What stands before the digest that takes the place of a number."""

_NO_NUMBER: Final = "?"
"""What takes the place of what can be no number."""


class Decision(TypedDict):
    """What a decision says."""

    verification_id: UUID
    grant: bool
    read: bytes
    reason: str
    because: frozenset[RefusalReason]


def tier_from(value: kernel_pb2.Tier.ValueType) -> Tier:
    """Return the tier asked for.

    Raises:
        Invalid: it is not one that can be asked for.
    """
    asked = {kernel_pb2.TIER_VERIFIED: Tier.VERIFIED, kernel_pb2.TIER_TRUSTED: Tier.TRUSTED}
    if value not in asked:
        raise Invalid(Violation("tier", "only VERIFIED and TRUSTED can be asked for"))
    return asked[value]


def plain_number(text: str) -> str:
    """Return a document's number as it is compared: letters and digits alone."""
    return "".join(each for each in text.upper() if each.isalnum())


def number_digest(text: str, numbers: Pseudonyms) -> str:
    """Return the keyed digest of a document's number, or nothing for what can be none."""
    plain = plain_number(text)
    return numbers.of(plain) if _NUMBER[0] <= len(plain) <= _NUMBER[1] else ""


def sealed(request: pb.RecordCheckRequest, numbers: Pseudonyms) -> pb.RecordCheckRequest:
    """Return the request with a keyed digest in the place of the document's number.

    No further than this goes the number: not even into the digest of the body that is kept with
    the idempotency key, out of which its few digits could be tried.
    """
    said = pb.RecordCheckRequest()
    said.CopyFrom(request)
    if said.check.document_number:
        digest = number_digest(said.check.document_number, numbers)
        said.check.document_number = f"{_DIGEST}{digest}" if digest else _NO_NUMBER
    return said


def check_from(message: pb.Check, *, by: str, at: datetime) -> Check:
    """Return a check of a sealed request, recorded by this officer at this moment.

    Raises:
        Invalid: a score is out of bounds, or a part is said that the kind does not have.
    """
    wrong = Wrong()
    kind = wrong.word(CheckKind, _name(pb.CheckKind, message.kind, "CHECK_KIND_"), "check.kind")
    document, issuer = _document_from(message, kind, wrong)
    scored = 0 <= message.score <= HIGHEST_SCORE if kind in SCORED else message.score == 0
    wrong.unless(
        scored, "check.score", "must be 0 to 4 for activity, fraud, verification, else not said"
    )
    called = kind is CheckKind.CALL_BACK
    source = _name(case_pb.ContactSource, message.contact_source, "CONTACT_SOURCE_")
    outcome = _name(case_pb.CallOutcome, message.call_outcome, "CALL_OUTCOME_")
    contact = tidy(message.contact)
    if called:
        wrong.word(ContactSource, source, "check.contact_source")
        wrong.word(CallOutcome, outcome, "check.call_outcome")
        wrong.unless(
            is_printed(contact, CONTACT_LONGEST), "check.contact", "must say whom you called"
        )
    else:
        for field in ("contact", "contact_source", "call_outcome"):
            wrong.unless(not getattr(message, field), f"check.{field}", "is for a call-back alone")
    noted = len(message.note) <= NOTE_LONGEST and NUL not in message.note
    wrong.unless(
        noted and (bool(message.note.strip()) or not called),
        "check.note",
        "must have at most 500 characters, and for a call-back say where the contact was found",
    )
    wrong.check()
    assert kind is not None
    return Check(
        kind=kind,
        document_type=document,
        issuer=issuer,
        number_digest=message.document_number.removeprefix(_DIGEST),
        strength=message.strength,
        validity=message.validity,
        score=message.score,
        note=message.note,
        contact=contact,
        contact_source=ContactSource[source] if called else None,
        call_outcome=CallOutcome[outcome] if called else None,
        recorded_by=by,
        recorded_at=at,
    )


def _document_from(message: pb.Check, kind: CheckKind | None, wrong: Wrong) -> tuple[str, str]:
    """Return kind and issuer of a document, or say what is wrong with what is said of one."""
    evidence = kind is CheckKind.EVIDENCE
    for field in ("strength", "validity"):
        value = getattr(message, field)
        good = 1 <= value <= HIGHEST_SCORE if evidence else value == 0
        wrong.unless(good, f"check.{field}", "must be 1 to 4 for evidence, else not said")
    document = tidy(message.document_type).lower()
    typed = is_printed(document, 60) if evidence else not message.document_type
    wrong.unless(typed, "check.document_type", "must be said for evidence, else not")
    issuer = tidy(message.issuer)
    issued = not issuer or (evidence and is_printed(issuer, ISSUER_LONGEST))
    wrong.unless(issued, "check.issuer", "must have at most 100 characters, for evidence alone")
    number = message.document_number
    wrong.unless(
        not number or (evidence and number.startswith(_DIGEST)),
        "check.document_number",
        "must have 4 to 40 letters and digits, for evidence alone",
    )
    return document, issuer


def decision_from(request: pb.DecideVerificationRequest) -> Decision:
    """Return a decision.

    Raises:
        Invalid: each field that is wrong is named.
    """
    wrong = Wrong()
    case_id = wrong.built(
        "verification_id", lambda: id_from("verification_id", request.verification_id)
    )
    read = wrong.built("read_digest", lambda: digest_from(request.read_digest))
    reason = wrong.built("reason", lambda: text_from("reason", request.reason, REASON_LONGEST))
    names = [
        _name(case_pb.RefusalReason, each, "REFUSAL_REASON_") for each in request.refusal_reasons
    ]
    known = all(each in RefusalReason.__members__ for each in names)
    wrong.unless(
        known and bool(names) != request.grant and len(names) <= len(RefusalReason),
        "refusal_reasons",
        "must say why for a refusal, and nothing for a grant",
    )
    wrong.check()
    assert case_id is not None
    assert read is not None
    return {
        "verification_id": case_id,
        "grant": request.grant,
        "read": read,
        "reason": reason or "",
        "because": frozenset(RefusalReason[each] for each in names),
    }


def summary_to_pb(case: Verification, at: datetime) -> pb.Verification:
    """Return a case as it stands in the queue: what it is, and nothing that was said of anybody."""
    message = verification_to_pb(case, at)
    for field in ("sponsored_by", "sponsor_statement", "appeal_grounds"):
        message.ClearField(field)
    for check in message.checks:
        for said in ("issuer", "note", "contact"):
            check.ClearField(said)
    return message


def verification_to_pb(case: Verification, at: datetime) -> pb.Verification:
    """Return a case without what is known of its person."""
    message = pb.Verification(
        verification_id=str(case.verification_id),
        subject=case.subject,
        tier=kernel_pb2.Tier.Value(f"TIER_{case.tier.name}"),
        status=STATUS[case.outcome],
        checks=[_check_to_pb(check) for check in case.checks],
        evidence_digest=case.evidence_digest,
        profiles_met=case.profiles_met,
        opened_at=moment_to_pb(case.opened_at),
        version=case.version,
        proposed_by=case.proposed_by or "",
        refusal_reasons=reasons_to_pb(case),
        rule_version=RULE_VERSION,
    )
    if case.claimed_by is not None and case.claimed_until is not None and case.claim_holds(at):
        message.claimed_by = case.claimed_by
        message.claimed_until.CopyFrom(moment_to_pb(case.claimed_until))
    if case.sponsorship is not None:
        message.sponsored_by = case.sponsorship.by
        message.sponsor_statement = case.sponsorship.statement
    if case.appeal is not None:
        message.appeal_grounds = case.appeal.grounds
        message.refused_by = case.appeal.refused_by
    return message


def case_to_pb(found: CaseSeen, at: datetime) -> pb.Verification:
    """Return a case as officers see it by itself."""
    case, message = found.case, verification_to_pb(found.case, at)
    if case.waiting:
        message.missing.extend(
            case_pb.MissingPart.Value(f"MISSING_PART_{each.name}")
            for each in case.missing(seated=found.seated)
        )
        message.nearest.extend(map(near_to_pb, nearest(case.scores, NEEDED[case.tier])))
    message.seen_elsewhere.extend(
        case_pb.SeenElsewhere(
            verification_id=str(each.verification_id),
            document_type=each.document_type,
            recorded_at=moment_to_pb(each.recorded_at),
        )
        for each in found.elsewhere
    )
    message.provider_checks.extend(map(_asked_to_pb, found.asked))
    if found.sponsor is not None:
        message.sponsor_name = _named(found.sponsor)
    if found.person is not None:
        message.applicant.CopyFrom(_applicant_to_pb(found.person, seated=found.seated))
    return message


def near_to_pb(short: Shortfall) -> case_pb.NearProfile:
    """Return what a profile still needs, as officers see it."""
    return case_pb.NearProfile(
        profile=short.profile,
        documents=[
            case_pb.DocumentNeed(
                strength=each.needed.strength,
                validity=each.needed.validity,
                instead_of=each.instead_of,
            )
            for each in short.documents
        ],
        activity=short.activity,
        fraud=short.fraud,
        verification=short.verification,
        officers_checks=bool(short.activity or short.fraud or short.verification),
    )


def reasons_to_pb(case: Verification) -> list[case_pb.RefusalReason.ValueType]:
    """Return why a case was refused, in the order of the contract."""
    return sorted(
        case_pb.RefusalReason.Value(f"REFUSAL_REASON_{each.name}") for each in case.refusal_reasons
    )


def _named(person: Subscriber) -> str:
    profile = person.profile
    name = f"{profile.given_name} {profile.family_name}"
    return f"{name}, {profile.organisation_name}" if profile.organisation_name else name


def _applicant_to_pb(person: Subscriber, *, seated: bool) -> case_pb.Applicant:
    profile = person.profile
    return case_pb.Applicant(
        given_name=profile.given_name,
        family_name=profile.family_name,
        email=profile.email,
        organisation_name=profile.organisation_name,
        regions=sorted(profile.regions),
        sectors=sorted(profile.sectors),
        seated=seated,
    )


def _asked_to_pb(asked: ProviderCheck) -> pb.ProviderCheck:
    return pb.ProviderCheck(
        provider_check_id=str(asked.provider_check_id),
        kind=pb.CheckKind.Value(f"CHECK_KIND_{asked.kind.name}"),
        state=case_pb.ProviderCheckState.Value(f"PROVIDER_CHECK_STATE_{asked.state.name}"),
        asked_at=moment_to_pb(asked.asked_at),
        tries=asked.tries,
    )


def _check_to_pb(check: Check) -> pb.Check:
    message = pb.Check(
        kind=pb.CheckKind.Value(f"CHECK_KIND_{check.kind.name}"),
        document_type=check.document_type,
        issuer=check.issuer,
        number_known=bool(check.number_digest),
        strength=check.strength,
        validity=check.validity,
        score=check.score,
        note=check.note,
        contact=check.contact,
        provider_check_id=str(check.provider_check or ""),
        recorded_by=check.recorded_by,
        recorded_at=moment_to_pb(check.recorded_at),
    )
    if check.contact_source is not None:
        message.contact_source = case_pb.ContactSource.Value(
            f"CONTACT_SOURCE_{check.contact_source.name}"
        )
    if check.call_outcome is not None:
        message.call_outcome = case_pb.CallOutcome.Value(f"CALL_OUTCOME_{check.call_outcome.name}")
    return message


def _name(enum: object, value: int, prefix: str) -> str:
    """Return the word of a value of a contract's enum, or nothing for one that is none."""
    known = enum.DESCRIPTOR.values_by_number.get(value)  # type: ignore[attr-defined] # an enum of protobuf
    return known.name.removeprefix(prefix) if known else ""
