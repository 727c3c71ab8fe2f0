"""People with accounts, the officers who check them, and what they ask for, through the front."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1 import verification_case_pb2 as case_pb
from isp.identity.v1.identity_pb2_grpc import IdentityServiceStub
from isp.kernel.v1 import kernel_pb2
from kernel.tiers import Tier
from tests.fakes.identity import MemoryIdentityStores, subscriber
from tests.fakes.serving import Caller, Served

ENOUGH: Final[tuple[dict[str, Any], ...]] = (
    {
        "kind": pb.CHECK_KIND_EVIDENCE,
        "document_type": "uk-passport",
        "strength": 4,
        "validity": 2,
    },
    {"kind": pb.CHECK_KIND_FRAUD, "score": 1},
    {"kind": pb.CHECK_KIND_VERIFICATION, "score": 2},
    {
        "kind": pb.CHECK_KIND_CALL_BACK,
        "note": "switchboard of the town hall",
        "contact": "020 7946 0000",
        "contact_source": case_pb.CONTACT_SOURCE_OFFICIAL_DIRECTORY,
        "call_outcome": case_pb.CALL_OUTCOME_CONFIRMED,
    },
    {"kind": pb.CHECK_KIND_ORGANISATION, "note": "confirmed by its office"},
)
"""Checks that meet GPG 45's M1A, with the call-back and the organisation's word."""


def key() -> str:
    return str(uuid4())


def application(**given: Any) -> pb.RegisterSubscriberRequest:
    """Return a good application under a new key, unless said otherwise."""
    said: dict[str, Any] = {
        "email": "owner@cafe.example",
        "given_name": "Cafe",
        "family_name": "Owner",
        "organisation_name": "Corner Cafe",
        "regions": ["LON"],
        "sectors": ["retail"],
        "language": "en",
        "idempotency_key": key(),
    }
    return pb.RegisterSubscriberRequest(**said | given)


def verified(under: str | None = None) -> pb.RequestVerificationRequest:
    """Return a request for the tier that can be asked for."""
    return pb.RequestVerificationRequest(
        tier=kernel_pb2.TIER_VERIFIED, idempotency_key=under or key()
    )


def a_check(case_id: str, under: str | None = None, **check: Any) -> pb.RecordCheckRequest:
    """Return a request to record a check: one on fraud unless said otherwise."""
    said = check or {"kind": pb.CHECK_KIND_FRAUD, "score": 1}
    return pb.RecordCheckRequest(
        verification_id=case_id, check=pb.Check(**said), idempotency_key=under or key()
    )


def decision_on(case: pb.Verification, *, grant: bool = True) -> pb.DecideVerificationRequest:
    """Return a decision on exactly the checks that a case shows."""
    return pb.DecideVerificationRequest(
        verification_id=case.verification_id,
        grant=grant,
        read_digest=case.evidence_digest,
        reason="The checks say so.",
        refusal_reasons=[] if grant else [case_pb.REFUSAL_REASON_EVIDENCE_NOT_ENOUGH],
    )


def suspension_of(person: Caller) -> pb.SuspendSubscriberRequest:
    return pb.SuspendSubscriberRequest(subject=person.subject, reason="Shared a password.")


def restoration_of(person: Caller) -> pb.RestoreSubscriberRequest:
    return pb.RestoreSubscriberRequest(subject=person.subject, reason="It was a mistake.")


@dataclass(frozen=True)
class Office:
    """Two officers; people walk in."""

    server: Served
    identity: IdentityServiceStub
    stores: MemoryIdentityStores
    officer: Caller = field(init=False)
    second: Caller = field(init=False)

    def __post_init__(self) -> None:
        for name in ("officer", "second"):
            object.__setattr__(self, name, self.person("verification-officer", tier=Tier.TRUSTED))

    def person(self, *roles: str, tier: Tier = Tier.REGISTERED, **more: Any) -> Caller:
        """Return someone with an account and a token."""
        caller = self.server.caller(*roles, tier=tier)
        self.stores.subscribers.add(
            subscriber(caller.subject, tier=tier, roles=frozenset(roles), **more)
        )
        return caller

    def open_case(self, of: Caller | None = None) -> str:
        """Return the id of a case that somebody asked for."""
        who = of or self.person()
        return self.identity.RequestVerification(verified(), metadata=who.metadata).verification_id

    def checked(self, case_id: str, *checks: dict[str, Any]) -> pb.Verification:
        """Return a case after the first officer recorded these checks, or enough of them."""
        for check in checks or ENOUGH:
            asked = a_check(case_id, **check)
            answer = self.identity.RecordCheck(asked, metadata=self.officer.metadata)
        return answer.verification

    def case(self, case_id: str) -> pb.Verification:
        """Return a case as the second officer reads it."""
        asked = pb.GetVerificationRequest(verification_id=case_id)
        return self.identity.GetVerification(asked, metadata=self.second.metadata).verification

    def confirmation(self) -> str:
        """Return the token of the newest mail that waits."""
        return str(self.stores.mails.waiting[-1].what.variables["token"])
