"""Builds what the life of a case needs, for `bootstrap.py`."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import grpc
from google.protobuf.descriptor import ServiceDescriptor

from chassis.configuration import BadSetting, Settings, development
from chassis.pseudonyms import Pseudonyms
from chassis.worker import Part, every, in_thread
from kernel.ports import RandomIds, SystemClock
from services.identity.domain.tier_term import MONTHS
from services.identity.inbound.verifications_rpc import (
    VerificationsServicer,
    verifications_services_of,
)
from services.identity.outbound.evidence_by_hand import EvidenceByHand
from services.identity.outbound.evidence_over_http import EvidenceOverHttp
from services.identity.usecases.appeal_verification import AppealVerification
from services.identity.usecases.ask_providers import AskProviders
from services.identity.usecases.claim_verification import ClaimVerification
from services.identity.usecases.end_tier_terms import EndTierTerms
from services.identity.usecases.forget_cases import ForgetCases
from services.identity.usecases.forget_decisions import ForgetDecisions
from services.identity.usecases.get_my_verification import GetMyVerification
from services.identity.usecases.ports import UnitOfWork
from services.identity.usecases.release_verification import ReleaseVerification
from services.identity.usecases.request_provider_check import RequestProviderCheck
from services.identity.usecases.sponsor_verification import SponsorVerification
from services.identity.usecases.verification_ports import EvidenceProvider
from services.identity.usecases.withdraw_verification import WithdrawVerification

ASKING_SECONDS: Final = 1
TERMS_SECONDS: Final = 60
FORGETTING_SECONDS: Final = 600
SHORTEST_KEY: Final = 32
MOST_REPORTED: Final = 100_000

_CLOCK: Final = SystemClock()
_IDS: Final = RandomIds()
_URL: Final = "IDENTITY_EVIDENCE_URL"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSettings:
    """By what documents are known again, and how many months a tier lasts; `serve` alone."""

    key: str = field(repr=False)
    months: int = MONTHS

    @classmethod
    def read(cls, settings: Settings) -> "EvidenceSettings":
        """Read them from the environment.

        Raises:
            BadSetting: the key is missing or short, or the months are out of bounds.
        """
        key = settings.secret("IDENTITY_EVIDENCE_KEY")
        if len(key) < SHORTEST_KEY:
            raise BadSetting("IDENTITY_EVIDENCE_KEY", f"must have {SHORTEST_KEY} characters")
        months = settings.number("IDENTITY_TIER_MONTHS", MONTHS, least=1, most=120)
        return cls(key=key, months=months)

    @property
    def numbers(self) -> Pseudonyms:
        """What gives the keyed digests of documents' numbers."""
        return Pseudonyms(self.key.encode())


def evidence_provider(settings: Settings) -> EvidenceProvider:
    """Return the provider whose address is set, or the officers' own hands.

    Raises:
        BadSetting: an address is set, and it or its key is missing or wrong.
    """
    if not settings.source.get(_URL, "").strip():
        return EvidenceByHand()
    schemes = ("http", "https") if development(settings) else ("https",)
    return EvidenceOverHttp(
        url=settings.url(_URL, *schemes).rstrip("/"),
        api_key=settings.secret("IDENTITY_EVIDENCE_API_KEY"),
    )


def verifications_servicer(
    evidence: EvidenceSettings, work: UnitOfWork, reads: UnitOfWork
) -> VerificationsServicer:
    """Return the servicer of cases on a unit of work, and on one that only reads."""
    return VerificationsServicer(
        get_my_verification=GetMyVerification(unit_of_work=reads),
        appeal_verification=AppealVerification(unit_of_work=work, clock=_CLOCK),
        withdraw_verification=WithdrawVerification(unit_of_work=work, clock=_CLOCK),
        sponsor_verification=SponsorVerification(unit_of_work=work, clock=_CLOCK),
        claim_verification=ClaimVerification(unit_of_work=work, clock=_CLOCK),
        release_verification=ReleaseVerification(unit_of_work=work, clock=_CLOCK),
        request_provider_check=RequestProviderCheck(unit_of_work=work, clock=_CLOCK, ids=_IDS),
        numbers=evidence.numbers,
        clock=_CLOCK,
    )


def verifications_services(
    evidence: EvidenceSettings, work: UnitOfWork, reads: UnitOfWork
) -> dict[ServiceDescriptor, Callable[[grpc.Server], None]]:
    """Return the service of cases."""
    return verifications_services_of(verifications_servicer(evidence, work, reads))


def verifications_parts(settings: Settings, record: UnitOfWork) -> dict[str, Part]:
    """Return what asks providers, and what ends tiers whose time is over."""
    ask = AskProviders(unit_of_work=record, provider=evidence_provider(settings), clock=_CLOCK)
    end = EndTierTerms(unit_of_work=record, clock=_CLOCK, ids=_IDS)
    forget = ForgetCases(unit_of_work=record, clock=_CLOCK)
    return {
        "providers": every(ASKING_SECONDS, in_thread(ask)),
        "tier-terms": every(TERMS_SECONDS, in_thread(end)),
        "cases": every(FORGETTING_SECONDS, in_thread(forget)),
    }


def report_tiers(record: UnitOfWork) -> None:
    """Print what would be done about tiers that end, a line of JSON for each, and how many."""
    dry = EndTierTerms(unit_of_work=record, clock=_CLOCK, ids=_IDS, dry=True, most=MOST_REPORTED)
    deeds = dry()
    old = ForgetCases(unit_of_work=record, clock=_CLOCK, dry=True, most=MOST_REPORTED)()
    for each in deeds:
        _print(
            subject=each.subject,
            deed=each.deed.value,
            until=each.until.isoformat(),
            days=each.days,
            seats=each.seats,
        )
    ends = sum(each.days is None for each in deeds)
    decisions = ForgetDecisions(unit_of_work=record, clock=_CLOCK, dry=True)()
    _print(
        warnings=len(deeds) - ends,
        ends=ends,
        cases_to_forget=old,
        decisions_to_forget=decisions,
    )


def _print(**said: object) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
