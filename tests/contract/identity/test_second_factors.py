"""Second factors through the front of identity: a first by a link, another, one that goes, lost."""

import pytest

from isp.identity.v1 import factor_resets_pb2, factor_resets_pb2_grpc, second_factors_pb2_grpc
from isp.identity.v1 import second_factors_pb2 as pb
from kernel.ports import SystemClock
from tests.fakes.identity import subscriber
from tests.fakes.second_factors import MemoryFactors
from tests.fakes.serving import refusal
from tests.unit.identity.factors import code_of

EMAIL = "{}@cafe.example"


@pytest.fixture(autouse=True)
def held(factors) -> MemoryFactors:
    """Keycloak's, empty and there."""
    factors.__dict__.update(MemoryFactors().__dict__)
    return factors


@pytest.fixture
def mine(server) -> second_factors_pb2_grpc.SecondFactorsServiceStub:
    return second_factors_pb2_grpc.SecondFactorsServiceStub(server.channel)


@pytest.fixture
def resets(server) -> factor_resets_pb2_grpc.FactorResetsServiceStub:
    return factor_resets_pb2_grpc.FactorResetsServiceStub(server.channel)


def link_of(mine, stores, person) -> str:
    mine.AskForFactorLink(pb.AskForFactorLinkRequest(), metadata=person.metadata)
    said: str = stores.mails.waiting[-1].what.variables["token"]
    return said


def add_app(mine, person, link: str = "") -> pb.SecondFactor:
    begun = mine.BeginAuthenticatorApp(
        pb.BeginAuthenticatorAppRequest(link=link), metadata=person.metadata
    )
    asked = pb.AddAuthenticatorAppRequest(
        name="Phone",
        secret=begun.secret,
        challenge=begun.challenge,
        code=code_of(begun.secret, SystemClock().now()),
        link=link,
    )
    return mine.AddAuthenticatorApp(asked, metadata=person.metadata).factor


def test_a_first_is_added_by_the_link_is_listed_and_removed(mine, office, stores) -> None:
    person = office.person()
    made = add_app(mine, person, link_of(mine, stores, person))
    found = mine.ListSecondFactors(pb.ListSecondFactorsRequest(), metadata=person.metadata)
    assert [made] == list(found.factors)
    assert ("Phone", pb.FACTOR_KIND_APP, False) == (made.name, made.kind, found.reset_proposed)
    mine.RemoveSecondFactor(
        pb.RemoveSecondFactorRequest(factor_id=made.factor_id), metadata=person.metadata
    )
    found = mine.ListSecondFactors(pb.ListSecondFactorsRequest(), metadata=person.metadata)
    assert [] == list(found.factors)


def test_a_password_alone_adds_no_first_and_no_other(mine, server, stores, factors) -> None:
    person = server.caller(aal2=False)
    stores.subscribers.add(subscriber(person.subject))
    with refusal() as refused:
        add_app(mine, person)
    assert ("PERMISSION_DENIED", "FACTOR_LINK_NEEDED") == refused.status_and_reason
    factors.hold(person.subject)
    for asked in (
        lambda: add_app(mine, person),
        lambda: mine.BeginSecurityKey(pb.BeginSecurityKeyRequest(), metadata=person.metadata),
        lambda: mine.RemoveSecondFactor(
            pb.RemoveSecondFactorRequest(factor_id=factors.of(person.subject)[0].factor_id),
            metadata=person.metadata,
        ),
    ):
        with refusal() as refused:
            asked()
        assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason
    assert 1 == len(factors.of(person.subject))


def test_a_key_is_added_too(mine, office, stores) -> None:
    person = office.person()
    link = link_of(mine, stores, person)
    options = mine.BeginSecurityKey(
        pb.BeginSecurityKeyRequest(link=link), metadata=person.metadata
    ).options
    made = mine.AddSecurityKey(
        pb.AddSecurityKeyRequest(name="Blue", credential=options, link=link),
        metadata=person.metadata,
    ).factor
    assert ("Blue", pb.FACTOR_KIND_KEY) == (made.name, made.kind)


def test_who_lost_theirs_is_seen_by_officers_and_can_stop_it(
    mine, resets, office, server, factors, stores
) -> None:
    person, first = office.person(), office.person("verification-officer")
    second = office.person("platform-admin")
    factors.hold(person.subject)
    asked = factor_resets_pb2.ProposeFactorResetRequest(
        email=EMAIL.format(person.subject), reason="Called back."
    )
    made = resets.ProposeFactorReset(asked, metadata=first.metadata).reset
    assert made.proposed_by_caller
    confirm = factor_resets_pb2.ConfirmFactorResetRequest(reset_id=made.reset_id)
    with refusal() as refused:
        resets.ConfirmFactorReset(confirm, metadata=first.metadata)
    assert ("PERMISSION_DENIED", "OWN_FACTOR_RESET") == refused.status_and_reason
    assert resets.ConfirmFactorReset(confirm, metadata=second.metadata).reset.HasField("due_at")
    (listed,) = resets.ListFactorResets(
        factor_resets_pb2.ListFactorResetsRequest(), metadata=second.metadata
    ).resets
    assert (EMAIL.format(person.subject), False) == (listed.email, listed.proposed_by_caller)
    found = mine.ListSecondFactors(pb.ListSecondFactorsRequest(), metadata=person.metadata)
    assert (True, True) == (found.reset_proposed, found.HasField("reset_due_at"))
    mine.StopMyFactorReset(pb.StopMyFactorResetRequest(), metadata=person.metadata)
    with refusal() as refused:
        resets.StopFactorReset(
            factor_resets_pb2.StopFactorResetRequest(reset_id=made.reset_id),
            metadata=second.metadata,
        )
    assert ("NOT_FOUND", "FACTOR_RESET_NOT_FOUND") == refused.status_and_reason


@pytest.mark.parametrize("rpc", ["ProposeFactorReset", "ConfirmFactorReset"])
def test_an_officer_shows_a_fresh_second_factor_for_it(resets, server, rpc: str) -> None:
    officer = server.caller("verification-officer", aal2=False)
    asked = getattr(factor_resets_pb2, f"{rpc}Request")()
    with refusal() as refused:
        getattr(resets, rpc)(asked, metadata=officer.metadata)
    assert ("UNAUTHENTICATED", "STEP_UP_REQUIRED") == refused.status_and_reason
