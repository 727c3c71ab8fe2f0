"""A person's own case as protobuf: scores, officers and what made them wary are not in it."""

from datetime import datetime
from typing import Final

from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.identity.v1 import verifications_pb2 as pb
from isp.kernel.v1 import kernel_pb2
from services.identity.domain.gpg45_nearest import nearest
from services.identity.domain.refusal import Missing
from services.identity.domain.tier_term import RENEWAL
from services.identity.domain.verification import NEEDED, Verification
from services.identity.inbound.translate import STATUS, moment_to_pb
from services.identity.inbound.verifications_translate import near_to_pb, reasons_to_pb
from services.identity.usecases.my_case import MyCase

USUAL_WORKING_DAYS: Final = 10
"""In how many working days most cases are decided: what the person is told."""

_TOLD_AS: Final = {Missing.CALL_BACK_DENIED: Missing.CALL_BACK}
"""Who is an impostor learns nothing of the call-back that found them out."""


def my_case_to_pb(mine: MyCase, at: datetime) -> pb.MyVerification:
    """Return a case as its person may know it."""
    message = pb.MyVerification(usual_working_days=USUAL_WORKING_DAYS)
    if mine.case is not None:
        _say_case(message, mine.case, seated=mine.seated)
        until = mine.appeal_until(at)
        if until is not None:
            message.appeal_until.CopyFrom(moment_to_pb(until))
    if mine.term is not None:
        message.tier_until.CopyFrom(moment_to_pb(mine.term.until))
        message.renewable_from.CopyFrom(moment_to_pb(mine.term.until - RENEWAL))
    return message


def _say_case(message: pb.MyVerification, case: Verification, *, seated: bool) -> None:
    message.verification_id = str(case.verification_id)
    message.tier = kernel_pb2.Tier.Value(f"TIER_{case.tier.name}")
    message.status = STATUS[case.outcome]
    message.opened_at.CopyFrom(moment_to_pb(case.opened_at))
    message.version = case.version
    message.sponsored = case.sponsorship is not None
    message.refusal_reasons.extend(reasons_to_pb(case))
    if case.decided_at is not None:
        message.decided_at.CopyFrom(moment_to_pb(case.decided_at))
    if case.waiting:
        message.missing.extend(
            case_pb.MissingPart.Value(f"MISSING_PART_{_TOLD_AS.get(each, each).name}")
            for each in case.missing(seated=seated)
        )
        for short in nearest(case.scores, NEEDED[case.tier]):
            told = near_to_pb(short)
            told.activity = told.fraud = told.verification = 0
            message.nearest.append(told)
