"""PremisesService: whom people act for, and the places that they look after, through the front."""

from typing import Any, Final
from uuid import uuid4

import pytest

from isp.identity.v1 import identity_pb2
from isp.identity.v1 import premises_pb2 as pb
from isp.identity.v1.premises_pb2_grpc import PremisesServiceStub
from kernel.tiers import Tier
from services.identity.domain.events import PremisesChanged
from services.identity.domain.postcode_directory import Entry
from tests.contract.identity.office import Office, key
from tests.fakes.identity import MemoryIdentityStores
from tests.fakes.premises import HERE
from tests.fakes.serving import Caller, Served, refusal

SAID: Final[dict[str, Any]] = {
    "name": " The cafe ",
    "address_lines": ["1 Example Street", "London"],
    "postcode": "sw1a1aa",
    "type": "food-drink",
    "capacity": 45,
}


def addition(under: str | None = None, **given: Any) -> pb.AddPremisesRequest:
    return pb.AddPremisesRequest(**SAID | given, idempotency_key=under or key())


def update_of(there: pb.Premises, **given: Any) -> pb.UpdatePremisesRequest:
    said = {"premises_id": there.premises_id, "expected_version": there.version}
    return pb.UpdatePremisesRequest(**SAID | said | given)


def removal_of(there: pb.Premises) -> pb.RemovePremisesRequest:
    return pb.RemovePremisesRequest(premises_id=there.premises_id, expected_version=there.version)


@pytest.fixture
def owner(office: Office, premises: PremisesServiceStub) -> Caller:
    """Someone who has made an organisation."""
    who = office.person()
    asked = pb.CreateOrganisationRequest(name="Corner Cafe Ltd", idempotency_key=key())
    premises.CreateOrganisation(asked, metadata=who.metadata)
    return who


def added(premises: PremisesServiceStub, by: Caller, **given: Any) -> pb.Premises:
    return premises.AddPremises(addition(**given), metadata=by.metadata).premises


def listed(premises: PremisesServiceStub, by: Caller) -> list[pb.Premises]:
    return list(premises.ListPremises(pb.ListPremisesRequest(), metadata=by.metadata).premises)


def test_who_made_an_organisation_is_shown_it(
    office: Office, premises: PremisesServiceStub, owner: Caller
) -> None:
    found = premises.GetOrganisation(pb.GetOrganisationRequest(), metadata=owner.metadata)
    own = found.organisation
    assert ("Corner Cafe Ltd", ["retail"], 1) == (own.name, list(own.sectors), own.version)
    me = office.identity.GetMe(identity_pb2.GetMeRequest(), metadata=owner.metadata).subscriber
    assert (own.organisation_id, own.name) == (me.organisation_id, me.organisation_name)


def test_who_belongs_to_one_makes_no_other(premises: PremisesServiceStub, owner: Caller) -> None:
    with refusal() as said:
        premises.CreateOrganisation(
            pb.CreateOrganisationRequest(name="Other", idempotency_key=key()),
            metadata=owner.metadata,
        )
    assert ("FAILED_PRECONDITION", "ORGANISATION_HELD") == said.status_and_reason


def test_who_belongs_to_none_is_told_so(office: Office, premises: PremisesServiceStub) -> None:
    who = office.person()
    assert [] == listed(premises, who)
    for rpc, message in (
        (premises.GetOrganisation, pb.GetOrganisationRequest()),
        (premises.AddPremises, addition()),
    ):
        with refusal() as said:
            rpc(message, metadata=who.metadata)
        assert ("NOT_FOUND", "ORGANISATION_NOT_FOUND") == said.status_and_reason


def test_premises_are_kept_as_they_are_written_and_found_again(
    premises: PremisesServiceStub, owner: Caller, stores: MemoryIdentityStores
) -> None:
    made = added(premises, owner)
    assert ("The cafe", "SW1A 1AA", "food-drink", 45, 1) == (
        made.name,
        made.postcode,
        made.type,
        made.capacity,
        made.version,
    )
    assert ["1 Example Street", "London"] == list(made.address_lines)
    assert [("LON", "London")] == [(each.code, each.name) for each in made.regions]
    assert not made.HasField("location")
    asked = pb.GetPremisesRequest(premises_id=made.premises_id.upper())
    assert made == premises.GetPremises(asked, metadata=owner.metadata).premises
    assert [made] == listed(premises, owner)


def test_where_they_are_is_said_or_found(
    premises: PremisesServiceStub, owner: Caller, stores: MemoryIdentityStores
) -> None:
    stores.postcodes.replace([Entry("SW1A 1AA", "LON", HERE)])
    found = added(premises, owner)
    assert (HERE.latitude, HERE.longitude, False) == (
        found.location.latitude,
        found.location.longitude,
        found.location_given,
    )
    given = added(premises, owner, location=pb.Location(latitude=51.5, longitude=-0.25))
    assert (51.5, -0.25, True) == (
        given.location.latitude,
        given.location.longitude,
        given.location_given,
    )


def test_the_same_key_adds_once_and_with_other_words_nothing(
    premises: PremisesServiceStub, owner: Caller
) -> None:
    under = key()
    first = premises.AddPremises(addition(under), metadata=owner.metadata)
    assert first == premises.AddPremises(addition(under), metadata=owner.metadata)
    with refusal() as said:
        premises.AddPremises(addition(under, name="Other"), metadata=owner.metadata)
    assert ("ABORTED", "IDEMPOTENCY_KEY_REUSED") == said.status_and_reason
    assert 1 == len(listed(premises, owner))


def test_they_are_changed_and_removed_on_the_version_that_was_read(
    premises: PremisesServiceStub, owner: Caller, stores: MemoryIdentityStores
) -> None:
    made = added(premises, owner)
    message = update_of(made, name="The other cafe", postcode="M1 1AE", capacity=0)
    changed = premises.UpdatePremises(message, metadata=owner.metadata).premises
    assert ("The other cafe", ["NW"], 0, 2) == (
        changed.name,
        [each.code for each in changed.regions],
        changed.capacity,
        changed.version,
    )
    for rpc, stale in (
        (premises.UpdatePremises, update_of(made)),
        (premises.RemovePremises, removal_of(made)),
    ):
        with refusal() as said:
            rpc(stale, metadata=owner.metadata)
        assert ("ABORTED", "STALE_VERSION") == said.status_and_reason
    premises.RemovePremises(removal_of(changed), metadata=owner.metadata)
    assert [] == listed(premises, owner)
    told = [each for each in stores.outbox.events if isinstance(each, PremisesChanged)]
    assert [1, 2, 3] == [each.premises.version for each in told]


def test_another_organisations_premises_are_as_good_as_none(
    office: Office, premises: PremisesServiceStub, owner: Caller
) -> None:
    """An organisation of the same name, an officer, and an id that nobody ever had."""
    made = added(premises, owner)
    namesake = office.person()
    premises.CreateOrganisation(
        pb.CreateOrganisationRequest(name="Corner Cafe Ltd", idempotency_key=key()),
        metadata=namesake.metadata,
    )
    nothing = pb.Premises(premises_id=str(uuid4()), version=1)
    said = set()
    for who, there in ((namesake, made), (office.officer, made), (owner, nothing)):
        for rpc, message in (
            (premises.GetPremises, pb.GetPremisesRequest(premises_id=there.premises_id)),
            (premises.UpdatePremises, update_of(there)),
            (premises.RemovePremises, removal_of(there)),
        ):
            with refusal() as refused:
                rpc(message, metadata=who.metadata)
            said.add((*refused.status_and_reason, refused.said.message))
    assert {("NOT_FOUND", "PREMISES_NOT_FOUND", "There are no such premises.")} == said
    assert [] == listed(premises, namesake)
    assert [made] == listed(premises, owner)


RPCS = [
    "CreateOrganisation",
    "GetOrganisation",
    "ListPremises",
    "GetPremises",
    "AddPremises",
    "UpdatePremises",
    "RemovePremises",
]


@pytest.mark.parametrize("rpc", RPCS)
def test_one_registers_first(premises: PremisesServiceStub, server: Served, rpc: str) -> None:
    request = getattr(pb, f"{rpc}Request")()
    with refusal() as anonymous:
        getattr(premises, rpc)(request)
    assert ("UNAUTHENTICATED", "TOKEN_NEEDED") == anonymous.status_and_reason
    with refusal() as nobody:
        getattr(premises, rpc)(request, metadata=server.caller(tier=Tier.PUBLIC).metadata)
    assert ("PERMISSION_DENIED", "NOT_PERMITTED") == nobody.status_and_reason


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "a\u202eb"}, "name"),
        ({"address_lines": []}, "address_lines"),
        ({"address_lines": ["1", "2", "3", "4", "5"]}, "address_lines"),
        ({"address_lines": ["1", " "]}, "address_lines[1]"),
        ({"address_lines": ["x" * 101]}, "address_lines[0]"),
        ({"address_lines": ["1\n2"]}, "address_lines[0]"),
        ({"postcode": ""}, "postcode"),
        ({"postcode": "SW1A"}, "postcode"),
        ({"type": ""}, "type"),
        ({"type": "castle"}, "type"),
        ({"capacity": -1}, "capacity"),
        ({"capacity": 1_000_001}, "capacity"),
        ({"location": pb.Location(latitude=-0.14, longitude=51.5)}, "location"),
        ({"location": pb.Location()}, "location"),
        ({"location": pb.Location(latitude=float("nan"), longitude=-1)}, "location"),
    ],
)
def test_what_is_wrong_is_named(
    premises: PremisesServiceStub, owner: Caller, given: dict[str, Any], field: str
) -> None:
    made = added(premises, owner)
    for rpc, message in (
        (premises.AddPremises, addition(**given)),
        (premises.UpdatePremises, update_of(made, **given)),
    ):
        with refusal() as said:
            rpc(message, metadata=owner.metadata)
        assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
        assert [field] == [each.field for each in said.said.violations]
    assert [made] == listed(premises, owner)


def test_everything_that_is_wrong_is_named_at_once(
    premises: PremisesServiceStub, owner: Caller
) -> None:
    with refusal() as said:
        premises.AddPremises(pb.AddPremisesRequest(idempotency_key=key()), metadata=owner.metadata)
    named = {each.field for each in said.said.violations}
    assert {"name", "address_lines", "postcode", "type"} == named


def test_a_postcode_outside_our_regions_is_said_to_be(
    premises: PremisesServiceStub, owner: Caller
) -> None:
    with refusal() as said:
        premises.AddPremises(addition(postcode="JE2 3AB"), metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "POSTCODE_NOT_COVERED") == said.status_and_reason
    assert ["postcode"] == [each.field for each in said.said.violations]


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (pb.CreateOrganisationRequest(name=" ", idempotency_key=key()), "name"),
        (pb.CreateOrganisationRequest(name="x" * 201, idempotency_key=key()), "name"),
        (pb.CreateOrganisationRequest(name="Cafe"), "idempotency_key"),
        (addition("x"), "idempotency_key"),
        (pb.ListPremisesRequest(page_size=101), "page_size"),
        (pb.ListPremisesRequest(page_token="x"), "page_token"),
        (pb.GetPremisesRequest(premises_id="x"), "premises_id"),
        (pb.UpdatePremisesRequest(premises_id="x", expected_version=1), "premises_id"),
        (pb.UpdatePremisesRequest(premises_id=key()), "expected_version"),
        (pb.RemovePremisesRequest(premises_id="x", expected_version=1), "premises_id"),
        (pb.RemovePremisesRequest(premises_id=key()), "expected_version"),
    ],
)
def test_a_request_that_cannot_be_is_refused_by_name(
    premises: PremisesServiceStub, owner: Caller, request_: Any, field: str
) -> None:
    rpc = type(request_).DESCRIPTOR.name.removesuffix("Request")
    with refusal() as said:
        getattr(premises, rpc)(request_, metadata=owner.metadata)
    assert ("INVALID_ARGUMENT", "INVALID") == said.status_and_reason
    assert [field] == [each.field for each in said.said.violations]
