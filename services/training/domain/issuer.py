"""Who issues, and the public addresses that credentials name."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

KEY_TYPE: Final = "RSA"
ALGORITHM: Final = "RS256"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """A key with which signatures can be checked; `n` and `e` as a JWK writes them."""

    kid: str
    key_id: UUID
    n: str
    e: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The issuer. Its addresses go into credentials: they stay for as long as one is good."""

    url: str
    name: str

    @property
    def id(self) -> str:
        """Return the issuer's own address."""
        return f"{self.url}/v1/credentials/issuer"

    def key(self, key_id: UUID) -> str:
        """Return a key's address: its `kid` (Open Badges 3.0, 8.2.3: it leads to a JWK)."""
        return f"{self.url}/v1/credentials/keys/{key_id}"

    def status_list(self, list_id: UUID) -> str:
        """Return a status list's address."""
        return f"{self.url}/v1/credentials/status/{list_id}"

    def certificate(self, certificate_id: UUID) -> str:
        """Return the id of a certificate, at which programs can check it."""
        return f"{self.url}/v1/certificates/{certificate_id}"

    @property
    def passport_page(self) -> str:
        """Return where a person checks a training passport."""
        return f"{self.url}/passport"

    @property
    def verification_page(self) -> str:
        """Return where a person checks a certificate by its number."""
        return f"{self.url}/verify"

    def verification(self, certificate_id: UUID) -> str:
        """Return the page on which anyone sees how a certificate stands."""
        return f"{self.verification_page}/{certificate_id}"

    def course(self, course_id: UUID) -> str:
        """Return a course's address."""
        return f"{self.url}/v1/courses/{course_id}"
