"""Making security keys (W3C Web Authentication, Level 3) for the domain that Keycloak is in.

A key is bound to a relying party's id: a domain that both our page, where it is made, and
Keycloak's, where it is asked for, belong to. The realm says the same one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webauthn import (
    generate_registration_options,
    options_to_json,
    verify_registration_response,
)
from webauthn.helpers import parse_registration_credential_json
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from services.identity.domain.errors import PasskeyRefused
from services.identity.domain.passkey import CHALLENGE_GOOD
from services.identity.domain.second_factor_errors import FactorRefused
from services.identity.outbound.web_authentication import PLATFORM, WebAuthentication
from services.identity.usecases.second_factor_ports import MadeKey

_MILLISECONDS: Final = int(CHALLENGE_GOOD.total_seconds() * 1000)
_REFUSED: Final = "It cannot be used. Begin again."
_WRONG: Final = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
_AT_LEAST: Final = 2
_SIGNATURES: Final = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
"""ES256 and RS256, those of the realm: Keycloak takes no other key when it asks for one."""


def shared_domain(public_url: str, issuer: str) -> str:
    """Return the domain that two addresses share, for whose pages a key is good.

    That is the host where both have one, else the labels that both end in: two at least, since
    browsers take no public suffix. Where they share none it is the issuer's host, and a browser
    refuses to make a key at ours.
    """
    ours, theirs = (urlsplit(each).hostname or "" for each in (public_url, issuer))
    if ours == theirs:
        return ours
    shared: list[str] = []
    for mine, other in zip(reversed(ours.split(".")), reversed(theirs.split(".")), strict=False):
        if mine != other:
            break
        shared.insert(0, mine)
    return ".".join(shared) if len(shared) >= _AT_LEAST else theirs


@dataclass(frozen=True, slots=True)
class SecurityKeys:
    """Ceremonies at our own address, for a relying party that Keycloak asks as."""

    origin: str
    party: str

    def creation(self, challenge: bytes, subject: str, name: str, have: Sequence[bytes]) -> str:
        """Return what a browser makes a key of, as JSON; it is no sign-in by itself."""
        return options_to_json(
            generate_registration_options(
                rp_id=self.party,
                rp_name=PLATFORM,
                user_id=subject.encode(),
                user_name=name,
                user_display_name=name,
                challenge=challenge,
                timeout=_MILLISECONDS,
                authenticator_selection=AuthenticatorSelectionCriteria(
                    resident_key=ResidentKeyRequirement.DISCOURAGED,
                    user_verification=UserVerificationRequirement.PREFERRED,
                ),
                supported_pub_key_algs=_SIGNATURES,
                exclude_credentials=[PublicKeyCredentialDescriptor(id=each) for each in have],
            )
        )

    def challenge_in(self, credential: str) -> bytes:
        """Return the challenge that an authenticator's answer is for, not checked yet.

        Raises:
            FactorRefused: it is no such answer.
        """
        try:
            return WebAuthentication(self.origin).challenge_in(credential)
        except PasskeyRefused as refused:
            raise FactorRefused(_REFUSED) from refused

    def made(self, credential: str, challenge: bytes) -> MadeKey:
        """Return what an authenticator made.

        Raises:
            FactorRefused: it is not for this challenge or address.
        """
        try:
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.party,
                expected_origin=self.origin,
                require_user_verification=False,
                supported_pub_key_algs=_SIGNATURES,
            )
            said = parse_registration_credential_json(credential).response.transports or []
        except _WRONG as error:
            raise FactorRefused(_REFUSED) from error
        return MadeKey(
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            aaguid=made.aaguid,
            transports=tuple(each.value for each in said),
        )
