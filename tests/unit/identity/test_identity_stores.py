"""The in-memory stores pass the suite of the real ones."""

from tests.ports.identity_stores import IdentityStoresSuite
from tests.ports.privacy_stores import PrivacyStoresSuite
from tests.ports.proofing_stores import ProofingStoresSuite


class TestMemoryIdentity(IdentityStoresSuite):
    """On memory."""


class TestMemoryPrivacy(PrivacyStoresSuite):
    """On memory."""


class TestMemoryProofing(ProofingStoresSuite):
    """On memory."""
