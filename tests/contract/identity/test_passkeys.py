"""Officers come in by a passkey, through the front of identity."""

import pytest

from isp.identity.v1 import passkeys_pb2 as pb
from isp.identity.v1 import passkeys_pb2_grpc
from kernel.tiers import Tier
from tests.contract.identity.office import key
from tests.fakes.passkey_ceremonies import authenticator
from tests.fakes.serving import refusal


@pytest.fixture
def passkeys(server) -> passkeys_pb2_grpc.PasskeysServiceStub:
    return passkeys_pb2_grpc.PasskeysServiceStub(server.channel)


@pytest.fixture
def duty(office):
    return office.person("duty-officer", tier=Tier.TRUSTED)


def registered(passkeys, officer, made):
    begun = passkeys.BeginPasskeyRegistration(
        pb.BeginPasskeyRegistrationRequest(), metadata=officer.metadata
    )
    return passkeys.RegisterPasskey(
        pb.RegisterPasskeyRequest(
            name="Blue key", credential=made.made(begun.options), idempotency_key=key()
        ),
        metadata=officer.metadata,
    ).passkey


def sign_in(passkeys, made):
    begun = passkeys.BeginPasskeySignIn(pb.BeginPasskeySignInRequest())
    asked = pb.SignInWithPasskeyRequest(credential=made.signed(begun.options))
    return passkeys.SignInWithPasskey(asked)


def test_an_officer_registers_one_sees_it_comes_in_and_removes_it(passkeys, duty) -> None:
    mine = authenticator()
    kept = registered(passkeys, duty, mine)
    given = sign_in(passkeys, mine)
    assert (2, duty.subject) == (given.access_token.count("."), given.subject)
    (shown,) = passkeys.ListPasskeys(pb.ListPasskeysRequest(), metadata=duty.metadata).passkeys
    assert ("Blue key", True) == (shown.name, shown.HasField("used_at"))
    passkeys.RemovePasskey(
        pb.RemovePasskeyRequest(passkey_id=kept.passkey_id), metadata=duty.metadata
    )
    with refusal() as refused:
        sign_in(passkeys, mine)
    assert ("UNAUTHENTICATED", "PASSKEY_REFUSED") == refused.status_and_reason


def test_who_approves_nothing_holds_none_and_a_stale_second_factor_makes_none(
    passkeys, office, server
) -> None:
    for caller, status, reason in (
        (office.person("editor"), "PERMISSION_DENIED", "NOT_PERMITTED"),
        (server.caller("duty-officer", aal2=False), "UNAUTHENTICATED", "STEP_UP_REQUIRED"),
    ):
        with refusal() as refused:
            passkeys.BeginPasskeyRegistration(
                pb.BeginPasskeyRegistrationRequest(), metadata=caller.metadata
            )
        assert (status, reason) == refused.status_and_reason


def test_a_passkeys_token_opens_nothing_of_identitys_own(passkeys, duty) -> None:
    """Nobody registers a second passkey by the first."""
    mine = authenticator()
    registered(passkeys, duty, mine)
    given = (("authorization", f"Bearer {sign_in(passkeys, mine).access_token}"),)
    with refusal() as refused:
        passkeys.ListPasskeys(pb.ListPasskeysRequest(), metadata=given)
    assert "UNAUTHENTICATED" == refused.status_and_reason[0]
