"""A token of Keycloak's and one of a passkey are each checked by their own issuer alone."""

from datetime import timedelta

import pytest
from joserfc.jwk import KeySet

from bench.issuer import ISSUER, Issuer, KnownKeys
from chassis.errors import TokenRefused
from chassis.tokens import EitherIssuer, TokenVerifier, passkey_issuer
from services.alerts.domain.passkey_key import PasskeyKey
from services.alerts.outbound.postgres.passkey_keys_store import key_set
from services.identity.outbound.passkey_signer import PasskeySigner
from tests.fakes.identity import NOON, subscriber

PLACE = "https://isp.example"
SIGNER = PasskeySigner.of("k" * 40, public_url=PLACE, audience="isp-api")
KEYCLOAK = Issuer()


class NoKeys:
    """Keys of a Keycloak that is dead and was never there."""

    def holding(self, kid: str) -> KeySet:
        raise AssertionError("Keycloak's keys were asked for")


def either(keycloak=None) -> EitherIssuer:
    public = SIGNER.public
    passkeys = KnownKeys(key_set([PasskeyKey(public.key_id, public.public_key)]))
    issuer = passkey_issuer(PLACE)
    return EitherIssuer(
        TokenVerifier(issuer=ISSUER, audience="isp-api", keys=keycloak or NoKeys()),
        TokenVerifier(issuer=issuer, audience="isp-api", keys=passkeys, now=NOON.timestamp),
        issuer,
    )


def signed() -> str:
    return SIGNER.token(subscriber("officer"), at=NOON, until=NOON + timedelta(minutes=10))


def test_a_passkeys_token_needs_no_keycloak() -> None:
    assert "officer" == either().verify(signed()).subject


def test_a_token_of_keycloaks_goes_to_keycloaks_keys() -> None:
    known = KnownKeys(KeySet([KEYCLOAK.key]))
    assert "somebody" == either(known).verify(KEYCLOAK.token("somebody")).subject


def test_who_names_the_other_issuer_is_refused_by_it() -> None:
    """A key of either issuer signs nothing for the other."""
    forged = PasskeySigner(issuer=ISSUER, audience="isp-api", key=SIGNER.key)
    text = forged.token(subscriber("officer"), at=NOON, until=NOON)
    with pytest.raises(TokenRefused):
        either(KnownKeys(KeySet([KEYCLOAK.key]))).verify(text)
    other = PasskeySigner.of("o" * 40, public_url=PLACE, audience="isp-api")
    with pytest.raises(TokenRefused):
        either().verify(other.token(subscriber("officer"), at=NOON, until=NOON))


@pytest.mark.parametrize("text", ["", "a.b.c", "....", "e30.e30.", "e30.W10.x"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(TokenRefused):
        either(KnownKeys(KeySet([KEYCLOAK.key]))).verify(text)
