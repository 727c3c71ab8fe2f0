"""RegisterSubscriber and ConfirmEmail: from an address to an account, and nothing given away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from isp.identity.v1 import identity_pb2 as pb
from isp.identity.v1.identity_pb2_grpc import IdentityServiceStub
from kernel.places import SECTORS
from kernel.tiers import Tier
from services.identity.domain.events import PrincipalChanged
from services.identity.usecases.waiting_ports import TaskKind
from tests.contract.identity.office import Office, application, key
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.identity_servers import MemoryAccounts
from tests.fakes.serving import Refused, Served, refusal

LONGEST_EMAIL = f"{'a' * 63}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"


def refused(identity: IdentityServiceStub, **given: Any) -> Refused:
    with refusal() as said:
        identity.RegisterSubscriber(application(**given))
    return said


def fields(said: Refused) -> list[str]:
    return [each.field for each in said.said.violations]


def test_an_application_is_answered_with_nothing_and_waits_for_its_mail(
    identity: IdentityServiceStub, stores: MemoryIdentityStores
) -> None:
    assert pb.RegisterSubscriberResponse() == identity.RegisterSubscriber(application())
    (mail,) = [waiting.what for waiting in stores.mails.waiting]
    assert ("owner@cafe.example", "en", "registration") == (mail.to, mail.language, mail.template)
    assert {} == stores.subscribers.kept


def test_a_known_address_is_answered_the_very_same(
    office: Office, stores: MemoryIdentityStores
) -> None:
    known = office.person()
    email = stores.subscribers.kept[known.subject].profile.email
    answers = [
        office.identity.RegisterSubscriber(application(email=each))
        for each in (email, "new@cafe.example")
    ]
    assert answers[0] == answers[1]
    assert 2 == len(stores.applications.kept) == len(stores.mails.waiting)


@pytest.mark.parametrize(
    "given",
    [
        {"email": LONGEST_EMAIL},
        {"given_name": "x" * 100, "family_name": "y" * 100},
        {"given_name": "Tŷ Coffi", "family_name": "O'r-Gornel"},
        {"organisation_name": "x" * 200},
        {"organisation_name": ""},
        {"regions": ["LON", "SE", "SW", "EAST", "EM", "WM", "NE", "NW", "WAL", "SCO", "NI"]},
        {"language": "cy"},
        {"language": ""},
    ],
    ids="_".join,
)
def test_what_is_just_within_the_limits_is_taken(
    identity: IdentityServiceStub, stores: MemoryIdentityStores, given: dict[str, Any]
) -> None:
    identity.RegisterSubscriber(application(**given))
    assert 1 == len(stores.applications.kept)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"email": ""}, ["email"]),
        ({"email": "cafe.example"}, ["email"]),
        ({"email": "two@cafe.example, three@cafe.example"}, ["email"]),
        ({"email": "line@cafe.example\nBcc: all@cafe.example"}, ["email"]),
        ({"email": f"a{LONGEST_EMAIL}"}, ["email"]),
        ({"given_name": ""}, ["given_name"]),
        ({"given_name": " "}, ["given_name"]),
        ({"given_name": "x" * 101}, ["given_name"]),
        ({"given_name": "a\x00b"}, ["given_name"]),
        ({"given_name": "a\u202eb"}, ["given_name"]),
        ({"family_name": ""}, ["family_name"]),
        ({"family_name": "y" * 101}, ["family_name"]),
        ({"family_name": "a\nb"}, ["family_name"]),
        ({"organisation_name": "x" * 201}, ["organisation_name"]),
        ({"organisation_name": "a\x00b"}, ["organisation_name"]),
        ({"regions": []}, ["regions"]),
        ({"regions": ["MARS"]}, ["regions[0]"]),
        ({"regions": ["LON", "lon", ""]}, ["regions[1]", "regions[2]"]),
        ({"sectors": []}, ["sectors"]),
        ({"sectors": ["retail", "piracy"]}, ["sectors[1]"]),
        ({"language": "fr"}, ["language"]),
        ({"idempotency_key": ""}, ["idempotency_key"]),
        ({"idempotency_key": "k"}, ["idempotency_key"]),
        (
            {"email": "x", "given_name": "", "family_name": "", "regions": [], "sectors": ["x"]},
            ["email", "family_name", "given_name", "regions", "sectors[0]"],
        ),
        ({"email": "x", "idempotency_key": "k"}, ["email", "idempotency_key"]),
    ],
)
def test_each_field_that_is_wrong_is_named(
    identity: IdentityServiceStub,
    stores: MemoryIdentityStores,
    given: dict[str, Any],
    expected: list[str],
) -> None:
    said = refused(identity, **given)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert expected == sorted(fields(said))
    assert ({}, []) == (stores.applications.kept, stores.mails.waiting)


def test_more_than_ten_sectors_are_refused_by_name(identity: IdentityServiceStub) -> None:
    assert ["sectors"] == fields(refused(identity, sectors=sorted(SECTORS)[:11]))
    identity.RegisterSubscriber(application(sectors=sorted(SECTORS)[:10]))


@pytest.mark.parametrize(
    "codes",
    [["X" * 20_000], [f"X{number}" for number in range(300)], ["X"] * 5_000],
    ids=["one_long", "hundreds", "thousands"],
)
def test_more_that_is_wrong_than_a_refusal_can_carry_is_refused_as_wrong(
    identity: IdentityServiceStub, codes: list[str]
) -> None:
    """Anyone may send it, and a refusal travels in trailers of a few kilobytes."""
    said = refused(identity, regions=codes)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert any(name.startswith("regions") for name in fields(said))


def test_the_same_request_again_is_taken_once_and_another_body_is_refused(
    identity: IdentityServiceStub, stores: MemoryIdentityStores
) -> None:
    request = application()
    assert identity.RegisterSubscriber(request) == identity.RegisterSubscriber(request)
    assert 1 == len(stores.applications.kept) == len(stores.mails.waiting)
    request.given_name = "Other"
    with refusal() as said:
        identity.RegisterSubscriber(request)
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == said.status_and_reason


def test_a_confirmed_address_has_an_account_of_the_lowest_tier(
    office: Office, stores: MemoryIdentityStores, accounts: MemoryAccounts
) -> None:
    office.identity.RegisterSubscriber(application(email="Owner@CAFE.example"))
    asked = pb.ConfirmEmailRequest(token=office.confirmation())
    assert pb.ConfirmEmailResponse() == office.identity.ConfirmEmail(asked)
    person = stores.subscribers.find_by_email("owner@cafe.example")
    assert person is not None
    assert (Tier.REGISTERED, frozenset(), 1) == (person.tier, person.roles, person.rights_version)
    assert [PrincipalChanged(person)] == [
        event for event in stores.outbox.events if isinstance(event, PrincipalChanged)
    ]
    assert [TaskKind.INVITE] == [waiting.what.kind for waiting in stores.tasks.waiting]


def test_confirming_again_is_answered_the_same_and_sends_nothing(
    office: Office, stores: MemoryIdentityStores, accounts: MemoryAccounts
) -> None:
    office.identity.RegisterSubscriber(application())
    asked = pb.ConfirmEmailRequest(token=office.confirmation())
    assert office.identity.ConfirmEmail(asked) == office.identity.ConfirmEmail(asked)
    assert (1, 1) == (len(accounts.users), len(stores.tasks.waiting))


def test_a_link_that_is_too_old_is_as_unknown_as_one_never_given(
    office: Office, stores: MemoryIdentityStores, accounts: MemoryAccounts
) -> None:
    office.identity.RegisterSubscriber(application())
    (kept,) = stores.applications.kept.values()
    old = datetime.now(UTC) - timedelta(hours=24, minutes=1)
    stores.applications.save(replace(kept, created_at=old))
    said = []
    for token in (office.confirmation(), uuid4().hex):
        with refusal() as refused:
            office.identity.ConfirmEmail(pb.ConfirmEmailRequest(token=token))
        said.append(refused.said)
    assert ("NOT_FOUND", "APPLICATION_NOT_FOUND") == (said[0].code.name, said[0].reason)
    assert said[0] == said[1]


@pytest.mark.parametrize("token", ["", " ", "x" * 201])
def test_a_token_that_cannot_be_is_refused_by_name(
    identity: IdentityServiceStub, token: str
) -> None:
    with refusal() as said:
        identity.ConfirmEmail(pb.ConfirmEmailRequest(token=token))
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert ["token"] == fields(said)


def test_with_keycloak_away_the_link_stays_good(
    office: Office, stores: MemoryIdentityStores, accounts: MemoryAccounts
) -> None:
    office.identity.RegisterSubscriber(application())
    asked = pb.ConfirmEmailRequest(token=office.confirmation())
    accounts.away = True
    with refusal() as refused:
        office.identity.ConfirmEmail(asked)
    assert ("UNAVAILABLE", "ACCOUNTS_UNAVAILABLE") == refused.status_and_reason
    assert stores.subscribers.find_by_email("owner@cafe.example") is None
    accounts.away = False
    office.identity.ConfirmEmail(asked)
    assert stores.subscribers.find_by_email("owner@cafe.example") is not None


def test_who_is_signed_in_may_apply_for_another_address_under_a_key_of_their_own(
    office: Office, server: Served, stores: MemoryIdentityStores
) -> None:
    under = key()
    for who in (server.caller(), server.caller()):
        office.identity.RegisterSubscriber(
            application(idempotency_key=under, given_name=who.subject), metadata=who.metadata
        )
    assert 2 == len(stores.applications.kept)
