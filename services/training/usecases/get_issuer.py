"""Tell who issues certificates."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.training.domain.issuer import Issuer, PublicKey
from services.training.usecases.ports import Credentials


@dataclass(frozen=True, slots=True, kw_only=True)
class GetIssuer:
    """Return the issuer and every key that its signatures may be checked with."""

    credentials: Credentials
    issuer: Issuer

    def __call__(self) -> tuple[Issuer, Sequence[PublicKey]]:
        """Return both."""
        return self.issuer, self.credentials.keys()
