"""Consent through the real door: who may, what is refused, and the link without sign-in."""

import pytest

from isp.identity.v1 import consents_pb2 as pb
from isp.identity.v1.consents_pb2_grpc import ConsentsServiceStub
from isp.identity.v1.subscriptions_pb2 import SUBSCRIPTION_CHANNEL_EMAIL
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite
from tests.fakes.identity import MemoryIdentityStores, subscriber
from tests.fakes.serving import Caller, Served, refusal

LETTER = {"purpose": pb.CONSENT_PURPOSE_NEWSLETTER, "channel": SUBSCRIPTION_CHANNEL_EMAIL}


class TestTheDoorOfConsent(FrontDoorSuite):
    """Every RPC of consent."""

    descriptors = (pb.DESCRIPTOR.services_by_name["ConsentsService"],)


@pytest.fixture
def consents(server: Served) -> ConsentsServiceStub:
    return ConsentsServiceStub(server.channel)


@pytest.fixture
def owner(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller(tier=Tier.REGISTERED)
    stores.subscribers.add(subscriber(who.subject))
    return who


def give(version: str) -> pb.GiveConsentRequest:
    return pb.GiveConsentRequest(
        **LETTER, wording_version=version, language="en", way=pb.CONSENT_WAY_PAGE
    )


def test_nothing_is_given_beforehand_and_the_link_takes_back_what_was(
    consents: ConsentsServiceStub, owner: Caller, stores: MemoryIdentityStores
) -> None:
    asked = pb.GetMyConsentsRequest(language="en")
    shown = consents.GetMyConsents(asked, metadata=owner.metadata).consents
    assert (4, False) == (len(shown), any(each.given for each in shown))
    given = consents.GiveConsent(give(shown[0].words.version), metadata=owner.metadata).consents
    assert [True, False, False, False] == [each.given for each in given]
    token = stores.agreements.of(owner.subject)[0].stop_token
    assert LETTER["purpose"] == consents.StopConsent(pb.StopConsentRequest(token=token)).purpose
    after = consents.GetMyConsents(asked, metadata=owner.metadata).consents
    assert (False, pb.CONSENT_WAY_LINK) == (after[0].given, after[0].way)


def test_words_that_are_old_are_refused_with_their_reason(
    consents: ConsentsServiceStub, owner: Caller
) -> None:
    with refusal() as refused:
        consents.GiveConsent(give("2020-01"), metadata=owner.metadata)
    assert ("ABORTED", "STALE_WORDING") == refused.status_and_reason


def test_nobody_says_that_they_came_by_a_link(consents: ConsentsServiceStub, owner: Caller) -> None:
    request = pb.WithdrawConsentRequest(**LETTER, way=pb.CONSENT_WAY_LINK)
    with refusal() as refused:
        consents.WithdrawConsent(request, metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
