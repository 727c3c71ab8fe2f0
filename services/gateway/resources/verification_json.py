"""Cases as JSON: as officers see them, and as their person does."""

from typing import Any

from flask import Response, jsonify
from google.protobuf.timestamp_pb2 import Timestamp

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.identity.v1 import verifications_pb2
from isp.kernel.v1 import kernel_pb2
from services.gateway.resources.alert_json import time_json


def versioned(shown: dict[str, Any], version: int) -> Response:
    """Return a case with its version, for a change to name.

    It is whole each time: a claim lapses, a provider answers, and a document is shown elsewhere
    without a new version of the case.
    """
    answer = jsonify(shown)
    answer.set_etag(f"v{version}")
    return answer


def status_json(value: pb.VerificationStatus.ValueType) -> str:
    """Return where a case stands."""
    return pb.VerificationStatus.Name(value).removeprefix("VERIFICATION_STATUS_")


def verification_json(case: pb.Verification) -> dict[str, Any]:
    """Return a case as officers see it."""
    return {
        "verification_id": case.verification_id,
        "subject": case.subject,
        "tier": _tier(case.tier),
        "status": status_json(case.status),
        "evidence_digest": case.evidence_digest.hex(),
        "rule_version": case.rule_version,
        "profiles_met": list(case.profiles_met),
        "opened_at": time_json(case.opened_at),
        "version": case.version,
        "checks": [_check_json(check) for check in case.checks],
        "claimed_by": case.claimed_by or None,
        "claimed_until": _moment(case, "claimed_until"),
        "sponsored_by": case.sponsored_by or None,
        "sponsor_statement": case.sponsor_statement or None,
        "proposed_by": case.proposed_by or None,
        "refusal_reasons": _reasons(case.refusal_reasons),
        "appeal_grounds": case.appeal_grounds or None,
        "refused_by": case.refused_by or None,
    }


def whole_case_json(case: pb.Verification) -> dict[str, Any]:
    """Return a case as officers see it by itself: with its person and all that is known of it."""
    return verification_json(case) | {
        "applicant": _applicant(case.applicant) if case.HasField("applicant") else None,
        "sponsor_name": case.sponsor_name or None,
        "missing": _missing(case.missing),
        "nearest": [
            _near(each)
            | {
                "activity": each.activity,
                "fraud": each.fraud,
                "verification": each.verification,
            }
            for each in case.nearest
        ],
        "seen_elsewhere": [
            {
                "verification_id": each.verification_id,
                "document_type": each.document_type,
                "recorded_at": time_json(each.recorded_at),
            }
            for each in case.seen_elsewhere
        ],
        "provider_checks": [
            {
                "provider_check_id": each.provider_check_id,
                "kind": _kind(each.kind),
                "state": case_pb.ProviderCheckState.Name(each.state).removeprefix(
                    "PROVIDER_CHECK_STATE_"
                ),
                "asked_at": time_json(each.asked_at),
                "tries": each.tries,
            }
            for each in case.provider_checks
        ],
    }


def my_verification_json(case: verifications_pb2.MyVerification) -> dict[str, Any]:
    """Return a case as its person sees it."""
    asked = case.status != pb.VERIFICATION_STATUS_UNSPECIFIED
    return {
        "verification_id": case.verification_id or None,
        "tier": _tier(case.tier) if asked else None,
        "status": status_json(case.status) if asked else None,
        "opened_at": _moment(case, "opened_at"),
        "decided_at": _moment(case, "decided_at"),
        "missing": _missing(case.missing),
        "nearest": [_near(each) for each in case.nearest],
        "refusal_reasons": _reasons(case.refusal_reasons),
        "appeal_until": _moment(case, "appeal_until"),
        "sponsored": case.sponsored,
        "tier_until": _moment(case, "tier_until"),
        "renewable_from": _moment(case, "renewable_from"),
        "usual_working_days": case.usual_working_days,
    }


def _check_json(check: pb.Check) -> dict[str, Any]:
    said = {
        "kind": _kind(check.kind),
        "document_type": check.document_type,
        "issuer": check.issuer,
        "number_known": check.number_known,
        "strength": check.strength,
        "validity": check.validity,
        "score": check.score,
        "note": check.note,
        "provider_check_id": check.provider_check_id or None,
        "recorded_by": check.recorded_by,
        "recorded_at": time_json(check.recorded_at),
    }
    if check.kind != pb.CHECK_KIND_CALL_BACK:
        return said
    source = case_pb.ContactSource.Name(check.contact_source)
    outcome = case_pb.CallOutcome.Name(check.call_outcome)
    return said | {
        "contact": check.contact,
        "contact_source": source.removeprefix("CONTACT_SOURCE_"),
        "call_outcome": outcome.removeprefix("CALL_OUTCOME_"),
    }


def _near(near: case_pb.NearProfile) -> dict[str, Any]:
    return {
        "profile": near.profile,
        "documents": [
            {
                "strength": each.strength,
                "validity": each.validity,
                "instead_of": each.instead_of or None,
            }
            for each in near.documents
        ],
        "officers_checks": near.officers_checks,
    }


def _applicant(person: case_pb.Applicant) -> dict[str, Any]:
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "email": person.email,
        "organisation_name": person.organisation_name,
        "regions": list(person.regions),
        "sectors": list(person.sectors),
        "seated": person.seated,
    }


def _missing(values: Any) -> list[str]:
    return [case_pb.MissingPart.Name(each).removeprefix("MISSING_PART_") for each in values]


def _reasons(values: Any) -> list[str]:
    return [case_pb.RefusalReason.Name(each).removeprefix("REFUSAL_REASON_") for each in values]


def _kind(value: pb.CheckKind.ValueType) -> str:
    return pb.CheckKind.Name(value).removeprefix("CHECK_KIND_")


def _tier(value: kernel_pb2.Tier.ValueType) -> str:
    return kernel_pb2.Tier.Name(value).removeprefix("TIER_")


def _moment(message: Any, name: str) -> str | None:
    moment: Timestamp = getattr(message, name)
    return time_json(moment) if message.HasField(name) else None
