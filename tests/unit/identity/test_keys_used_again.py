"""A key that comes again with another body is refused by every verb that takes one."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from chassis.errors import IdempotencyKeyReused
from kernel.idempotency import RequestKey
from kernel.tiers import Tier
from services.identity.domain.check import CheckKind
from services.identity.domain.privacy_request import Received
from services.identity.usecases.add_channel import AddChannel
from services.identity.usecases.add_premises import AddPremises
from services.identity.usecases.create_group import CreateGroup
from services.identity.usecases.create_organisation import CreateOrganisation
from services.identity.usecases.create_seat import CreateSeat
from services.identity.usecases.invite_colleague import InviteColleague
from services.identity.usecases.make_complaint import MakeComplaint
from services.identity.usecases.propose_partner_site import ProposePartnerSite
from services.identity.usecases.propose_provider import ProposeProvider
from services.identity.usecases.propose_role_grant import ProposeRoleGrant
from services.identity.usecases.proving_again import ProvingAgain
from services.identity.usecases.record_check import RecordCheck
from services.identity.usecases.record_privacy_request import RecordPrivacyRequest
from services.identity.usecases.request_verification import RequestVerification
from services.identity.usecases.send_relay_message import SendRelayMessage
from tests.fakes.identity import OFFICER, caller, case, check, key, profile, subscriber
from tests.fakes.passkey_ceremonies import Door, authenticator, officer_of
from tests.fakes.premises import SHOP, an_organisation
from tests.fakes.role_grants import DAY, NOON
from tests.fakes.seats import LEAD, a_seat, sitting
from tests.fakes.subscriptions import PHONE, PSEUDONYMS
from tests.unit.identity import asking, granted, membership, telling_people
from tests.unit.identity.grouped import HUB
from tests.unit.identity.seated import verified
from tests.unit.identity.test_propose_partner_site import ADMIN, SAID
from tests.unit.identity.test_propose_provider import SAID as PROVIDER
from tests.unit.identity.test_send_relay_message import TO_LEAD

Verb = Callable[[RequestKey], Any]


@pytest.fixture
def on(unit_of_work, clock, ids, stores, accounts) -> SimpleNamespace:
    """What the verbs are made of."""
    whole = {"unit_of_work": unit_of_work, "clock": clock, "ids": ids}
    return SimpleNamespace(stores=stores, accounts=accounts, whole=whole)


def add_channel(on: Any) -> Verb:
    telling_people.told_owner(on.stores)
    proving = ProvingAgain(accounts=on.accounts, clock=on.whole["clock"])
    add = AddChannel(**on.whole, pseudonyms=PSEUDONYMS, proving_again=proving)
    return lambda key: add(telling_people.OWNER, contact=PHONE, key=key)


def add_premises(on: Any) -> Verb:
    on.stores.organisations.add(made := an_organisation())
    on.stores.subscribers.add(subscriber("owner", organisation_id=made.organisation_id))
    add = AddPremises(**on.whole)
    return lambda key: add(caller("owner"), details=SHOP, key=key)


def create_group(on: Any) -> Verb:
    on.stores.subscribers.add(verified("owner"))
    create = CreateGroup(**on.whole)
    said = {"code": "stadiums", "name": "Stadiums", "purpose": "Those who look after stadiums."}
    until = NOON + 365 * DAY
    return lambda key: create(HUB, **said, owner_email="owner@retail.example", until=until, key=key)


def create_organisation(on: Any) -> Verb:
    on.stores.subscribers.add(subscriber("owner"))
    create = CreateOrganisation(**on.whole)
    return lambda key: create(caller("owner"), name="Cafe", key=key)


def create_seat(on: Any) -> Verb:
    create = CreateSeat(**on.whole)
    return lambda key: create(HUB, place=LEAD, key=key)


def invite_colleague(on: Any) -> Verb:
    membership.peopled(on.stores)
    invite = InviteColleague(**on.whole)
    who = membership.ADMIN
    return lambda key: invite(who, email="new@hall.example", language="cy", key=key)


def make_complaint(on: Any) -> Verb:
    make = MakeComplaint(**on.whole)
    said = {"email": "reader@corner.example", "about": "You keep too much.", "language": "cy"}
    return lambda key: make(caller(None), **said, key=key)


def propose_partner_site(on: Any) -> Verb:
    on.stores.subscribers.add(subscriber("steward", profile=profile(email=SAID["steward_email"])))
    propose = ProposePartnerSite(**on.whole)
    return lambda key: propose(ADMIN, **SAID, key=key)


def propose_provider(on: Any) -> Verb:
    propose = ProposeProvider(**on.whole)
    return lambda key: propose(ADMIN, **PROVIDER, key=key)


def propose_role_grant(on: Any) -> Verb:
    granted.a_house(on.stores)
    propose = ProposeRoleGrant(**on.whole)
    said = {"email": "officer@retail.example", "role": "duty-officer", "reason": "On the rota."}
    until = NOON + 365 * DAY
    return lambda key: propose(granted.HUB, **said, until=until, eligible=False, key=key)


def record_check(on: Any) -> Verb:
    on.stores.verifications.add(opened := case())
    on.stores.subscribers.add(subscriber("owner"))
    record = RecordCheck(unit_of_work=on.whole["unit_of_work"])
    fraud = check(CheckKind.FRAUD, score=1)
    return lambda key: record(OFFICER, verification_id=opened.verification_id, check=fraud, key=key)


def record_privacy_request(on: Any) -> Verb:
    asking.peopled(on.stores)
    record = RecordPrivacyRequest(**on.whole)
    said = {"email": "owner@cafe.example", "kind": asking.ERASURE, "received": Received.LETTER}
    return lambda key: record(asking.PRIVACY, **said, received_on=NOON.date(), key=key)


def register_passkey(on: Any) -> Verb:
    on.stores.subscribers.add(subscriber("officer"))
    door, officer = Door.on(*on.whole.values()), officer_of("officer")
    made = authenticator().made(door.begin_registration(officer))
    return lambda key: door.register(officer, name="Key", credential=made, key=key)


def request_verification(on: Any) -> Verb:
    on.stores.subscribers.add(subscriber("me"))
    request = RequestVerification(**on.whole)
    me = caller("me", tier=Tier.REGISTERED)
    return lambda key: request(me, tier=Tier.VERIFIED, key=key)


def send_relay_message(on: Any) -> Verb:
    membership.peopled(on.stores)
    on.stores.subscribers.add(subscriber("lead"))
    on.stores.seats.add(a_seat(LEAD, holder=sitting("lead")))
    send = SendRelayMessage(**on.whole)
    return lambda key: send(membership.NOBODY, relay=TO_LEAD, key=key)


VERBS = (
    *(add_channel, add_premises, create_group, create_organisation, create_seat),
    *(invite_colleague, make_complaint, propose_partner_site, propose_provider),
    *(propose_role_grant, record_check, record_privacy_request, register_passkey),
    *(request_verification, send_relay_message),
)


@pytest.mark.parametrize("verb", VERBS, ids=lambda each: each.__name__)
def test_another_body_under_the_same_key_is_refused_and_nothing_done(on, verb) -> None:
    do = verb(on)
    do(key("Any"))
    audited, told = len(on.stores.audit.rows), len(on.stores.outbox.events)
    with pytest.raises(IdempotencyKeyReused):
        do(key("Any", body=b"2" * 32))
    assert (audited, told) == (len(on.stores.audit.rows), len(on.stores.outbox.events))
