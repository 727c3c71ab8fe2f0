"""Cases as tests of their life make them."""

from dataclasses import replace
from typing import Any

from kernel.tiers import Tier
from services.identity.domain.check import CheckKind
from services.identity.domain.refusal import RefusalReason
from services.identity.domain.verification import Sponsorship, Verification
from services.identity.domain.verification_lifecycle import Outcome
from tests.fakes.identity import NOON, WITH_CONTACTS, case, check

H1A = tuple(
    replace(each, validity=3)
    if each.kind is CheckKind.EVIDENCE
    else replace(each, score=3)
    if each.kind is CheckKind.VERIFICATION
    else each
    for each in WITH_CONTACTS
)
"""What meets H1A, with the call-back and the organisation's word."""

WHY = frozenset({RefusalReason.EVIDENCE_NOT_ENOUGH})


def decided(opened: Verification, by: str, *, grant: bool, **more: Any) -> Verification:
    """Return the case as somebody decides it on what stands there."""
    said: dict[str, Any] = {"at": NOON, "because": frozenset() if grant else WHY} | more
    return opened.decided(by=by, grant=grant, read=opened.evidence_digest, reason="because", **said)


def refused(subject: str = "owner") -> Verification:
    """Return a case that the second officer refused."""
    return decided(case(subject), "second", grant=False)


def trusted(subject: str = "owner", *, vouched: bool = True) -> Verification:
    """Return an open case for TRUSTED that meets all that it needs, unless nobody vouches."""
    opened = replace(case(subject, H1A), tier=Tier.TRUSTED)
    if not vouched:
        return opened
    return replace(opened, sponsorship=Sponsorship(by="sponsor", at=NOON, statement="I know them."))


def at_each_place() -> dict[Outcome, Verification]:
    """Return a case at each place of the lifecycle, come by the ways that lead there."""
    appealed = refused().appealed(grounds="Look again.", at=NOON)
    return {
        Outcome.OPEN: trusted(),
        Outcome.PROPOSED: decided(trusted(), "second", grant=True),
        Outcome.GRANTED: decided(case("owner", WITH_CONTACTS), "second", grant=True),
        Outcome.REFUSED: refused(),
        Outcome.APPEALED: appealed,
        Outcome.UPHELD: decided(appealed, "third", grant=False),
        Outcome.WITHDRAWN: case().withdrawn(NOON),
    }


def fraud(by: str = "officer", score: int = 1) -> Any:
    """Return a check that an officer recorded."""
    return check(CheckKind.FRAUD, by=by, score=score)
