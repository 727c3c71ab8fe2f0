"""The ceremonies of Web Authentication (W3C, Level 3) by py_webauthn, bound to one address."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_client_data_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from services.identity.domain.errors import PasskeyRefused
from services.identity.domain.passkey import CHALLENGE_GOOD, Passkey
from services.identity.usecases.passkey_ports import Made

PLATFORM: Final = "Information Sharing Platform"
_MILLISECONDS: Final = int(CHALLENGE_GOOD.total_seconds() * 1000)
_WRONG: Final = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError)
"""What an answer can make of the library that was made up."""


@dataclass(frozen=True, slots=True)
class WebAuthentication:
    """Ceremonies for the platform's own address: `origin` is its scheme, host and port."""

    origin: str

    @property
    def party(self) -> str:
        """The relying party's id: the host. A passkey is good nowhere else."""
        return urlsplit(self.origin).hostname or ""

    def creation(self, challenge: bytes, subject: str, name: str, have: Sequence[Passkey]) -> str:
        """Return what a browser makes a passkey of, as JSON; one that names its owner itself."""
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
                    resident_key=ResidentKeyRequirement.REQUIRED,
                    user_verification=UserVerificationRequirement.REQUIRED,
                ),
                exclude_credentials=[
                    PublicKeyCredentialDescriptor(id=each.credential_id) for each in have
                ],
            )
        )

    def made(self, credential: str, challenge: bytes) -> Made:
        """Return what an authenticator made.

        Raises:
            PasskeyRefused: it is not for this challenge or address, or nobody was verified.
        """
        try:
            made = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.party,
                expected_origin=self.origin,
                require_user_verification=True,
            )
        except _WRONG as error:
            raise PasskeyRefused("The passkey cannot be used.") from error
        return Made(
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
        )

    def request(self, challenge: bytes) -> str:
        """Return what a browser asks an authenticator for, as JSON; it names nobody."""
        return options_to_json(
            generate_authentication_options(
                rp_id=self.party,
                challenge=challenge,
                timeout=_MILLISECONDS,
                user_verification=UserVerificationRequirement.REQUIRED,
            )
        )

    def challenge_in(self, credential: str) -> bytes:
        """Return the challenge that an answer is for, not checked yet.

        Raises:
            PasskeyRefused: it is no such answer.
        """
        try:
            said = json.loads(credential)["response"]["clientDataJSON"]
            return parse_client_data_json(base64url_to_bytes(said)).challenge
        except _WRONG as error:
            raise PasskeyRefused("The passkey cannot be used.") from error

    def credential_in(self, credential: str) -> bytes:
        """Return which credential answered, not checked yet.

        Raises:
            PasskeyRefused: it is no such answer.
        """
        try:
            return base64url_to_bytes(json.loads(credential)["rawId"])
        except _WRONG as error:
            raise PasskeyRefused("The passkey cannot be used.") from error

    def signed(self, credential: str, challenge: bytes, passkey: Passkey) -> int:
        """Return the count of uses that an answer says, checked with the passkey's key.

        Raises:
            PasskeyRefused: it is not for this challenge or address, nobody was verified, the
                signature is none, or the count went backwards.
        """
        try:
            return verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=self.party,
                expected_origin=self.origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=True,
            ).new_sign_count
        except _WRONG as error:
            raise PasskeyRefused("The passkey cannot be used.") from error
