"""Response levels of premises, through the service's front door."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from isp.alerts.v1 import site_response_pb2 as pb
from isp.alerts.v1 import site_responses_pb2 as rpc
from isp.alerts.v1 import site_responses_pb2_grpc, threat_level_pb2
from isp.privacy.v1 import privacy_pb2
from isp.privacy.v1.privacy_pb2_grpc import PrivacyServiceStub
from kernel.ports import SystemClock
from kernel.roles import PERMISSIONS
from kernel.tiers import Tier
from tests.contract.front_door import FrontDoorSuite, Rpc
from tests.fakes.alerts import MemoryAlertsStores
from tests.fakes.serving import Caller, Served, refusal
from tests.fakes.threat_levels import approved
from tests.fakes.whereabouts import SHOP, premises

SERVICE = rpc.DESCRIPTOR.services_by_name["SiteResponsesService"]
EXCEPTIONAL = threat_level_pb2.RESPONSE_LEVEL_EXCEPTIONAL
NOW = SystemClock().now()


class TestTheDoorOfSiteResponses(FrontDoorSuite):
    """Every RPC of premises' response levels."""

    descriptors = (SERVICE,)


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
@pytest.mark.parametrize("name", ["SetSiteResponse", "LiftSiteResponse"])
def test_a_security_lead_alone_sets_a_level(server: Served, name: str, role: str) -> None:
    caller = server.caller(role, tier=Tier.TRUSTED, organisation_id=SHOP)
    said = Rpc(SERVICE.methods_by_name[name]).outcome(server.channel, caller.metadata)
    assert (role == "security-lead") is (said != ("PERMISSION_DENIED", "NOT_PERMITTED"))


class Shop:
    """Premises of an organisation, its security lead and a member."""

    def __init__(self, server: Served, stores: MemoryAlertsStores) -> None:
        self.stub = site_responses_pb2_grpc.SiteResponsesServiceStub(server.channel)
        self.lead = server.caller("security-lead", tier=Tier.VERIFIED, organisation_id=SHOP)
        self.member = server.caller(tier=Tier.REGISTERED, organisation_id=SHOP)
        self.stranger = server.caller("security-lead", tier=Tier.VERIFIED, organisation_id="x")
        there = premises()
        stores.whereabouts.keep_premises(there)
        self.premises_id = str(there.premises_id)

    def asked(self, **given: Any) -> rpc.SetSiteResponseRequest:
        said = {
            "premises_id": self.premises_id,
            "response": EXCEPTIONAL,
            "reason": "A parade.",
            "until": stamp(days=1),
            "expected_version": 1,
        }
        return rpc.SetSiteResponseRequest(**said | given)

    def put(self, by: Caller | None = None, **given: Any) -> pb.SiteResponse:
        who = by or self.lead
        return self.stub.SetSiteResponse(self.asked(**given), metadata=who.metadata).site

    def read(self, by: Caller | None = None) -> rpc.GetSiteResponseResponse:
        ask = rpc.GetSiteResponseRequest(premises_id=self.premises_id)
        return self.stub.GetSiteResponse(ask, metadata=(by or self.member).metadata)


def stamp(**later: float) -> Timestamp:
    made = Timestamp()
    made.FromDatetime(NOW + timedelta(**later))
    return made


@pytest.fixture
def shop(server: Served, stores: MemoryAlertsStores) -> Shop:
    return Shop(server, stores)


def test_until_something_is_set_nothing_counts_and_nobody_guesses(shop: Shop) -> None:
    found = shop.read()
    assert pb.SITE_STANDING_FOLLOWS == found.site.standing
    assert (0, 1) == (found.site.response, found.site.version)
    assert not found.site.HasField("national")
    assert not found.site.HasField("override")
    assert (False, True) == (found.may_set, shop.read(shop.lead).may_set)


def test_a_premises_shows_its_own_level_beside_the_threat_level_in_todays_words(
    shop: Shop, stores: MemoryAlertsStores
) -> None:
    stores.threat_levels.add(approved(NOW))
    followed = shop.read().site
    assert "An attack is likely" == followed.national.wording.en
    assert threat_level_pb2.RESPONSE_LEVEL_HEIGHTENED == followed.response
    shop.put()
    site = shop.read().site
    assert (pb.SITE_STANDING_OWN, EXCEPTIONAL, 2) == (site.standing, site.response, site.version)
    assert "cannot be kept up" in site.response_meaning.en
    assert ("A parade.", shop.lead.subject) == (site.override.reason, site.override.set_by)
    assert threat_level_pb2.RESPONSE_LEVEL_HEIGHTENED == site.national.response


def test_less_than_the_threat_level_asks_for_is_refused(
    shop: Shop, stores: MemoryAlertsStores
) -> None:
    stores.threat_levels.add(approved(NOW))
    with refusal() as refused:
        shop.put(response=threat_level_pb2.RESPONSE_LEVEL_NORMAL)
    assert ("FAILED_PRECONDITION", "SITE_RESPONSE_BELOW_NATIONAL") == refused.status_and_reason
    assert {} == stores.site_overrides.kept


def test_it_is_lifted_and_what_was_stays_in_the_history(shop: Shop) -> None:
    set_ = shop.put()
    ask = rpc.LiftSiteResponseRequest(
        premises_id=shop.premises_id, expected_version=set_.version, reason="Over."
    )
    lifted = shop.stub.LiftSiteResponse(ask, metadata=shop.lead.metadata).site
    assert (pb.SITE_STANDING_FOLLOWS, 3) == (lifted.standing, lifted.version)
    shop.put(expected_version=3)
    ask_history = rpc.ListSiteOverridesRequest(premises_id=shop.premises_id, page_size=1)
    first = shop.stub.ListSiteOverrides(ask_history, metadata=shop.member.metadata)
    ask_history.page_token = first.next_page_token
    second = shop.stub.ListSiteOverrides(ask_history, metadata=shop.member.metadata)
    assert ([2], [1]) == ([e.number for e in first.overrides], [e.number for e in second.overrides])
    (old,) = second.overrides
    assert (pb.SITE_OVERRIDE_END_LIFTED, "Over.", "") == (
        old.end,
        old.ended_why,
        second.next_page_token,
    )
    with refusal() as refused:
        shop.stub.LiftSiteResponse(ask, metadata=shop.lead.metadata)
    assert ("ABORTED", "STALE_VERSION") == refused.status_and_reason


def test_another_organisation_finds_nothing(shop: Shop) -> None:
    shop.put()
    for act in (lambda: shop.read(shop.stranger), lambda: shop.put(shop.stranger)):
        with refusal() as refused:
            act()
        assert ("NOT_FOUND", "SITE_NOT_FOUND") == refused.status_and_reason
    found = shop.stub.ListSiteResponses(
        rpc.ListSiteResponsesRequest(), metadata=shop.stranger.metadata
    )
    assert [] == list(found.sites)


def test_premises_are_paged_and_picked_by_their_ids(shop: Shop, stores: MemoryAlertsStores) -> None:
    more = premises()
    stores.whereabouts.keep_premises(more)
    ids = sorted([UUID(shop.premises_id), more.premises_id])
    ask = rpc.ListSiteResponsesRequest(page_size=1)
    first = shop.stub.ListSiteResponses(ask, metadata=shop.member.metadata)
    ask.page_token = first.next_page_token
    second = shop.stub.ListSiteResponses(ask, metadata=shop.member.metadata)
    assert ids == [UUID(each.premises_id) for each in (*first.sites, *second.sites)]
    assert "" == second.next_page_token
    only = rpc.ListSiteResponsesRequest(premises_ids=[str(more.premises_id)])
    picked = shop.stub.ListSiteResponses(only, metadata=shop.member.metadata)
    assert [str(more.premises_id)] == [each.premises_id for each in picked.sites]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"premises_id": "x", "response": 0}, ["premises_id", "response"]),
        ({"response": 9}, ["response"]),
        ({"until": None}, ["until"]),
        ({"until": Timestamp(seconds=10**12)}, ["until"]),
        ({"until": stamp(days=-1)}, ["until"]),
        ({"since": stamp(days=-1)}, ["since"]),
        ({"reason": "", "until": stamp(days=500)}, ["reason", "until"]),
        ({"expected_version": 0}, ["expected_version"]),
    ],
    ids="-".join,
)
def test_each_field_that_is_wrong_is_named_and_nothing_is_kept(
    shop: Shop, stores: MemoryAlertsStores, given: dict[str, Any], fields: list[str]
) -> None:
    with refusal() as refused:
        shop.put(**given)
    assert ("INVALID_ARGUMENT", "INVALID") == refused.status_and_reason
    assert fields == [each.field for each in refused.said.violations]
    assert {} == stores.site_overrides.kept


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"page_token": "x"}, "page_token"),
        ({"page_size": 101}, "page_size"),
        ({"premises_ids": ["x"]}, "premises_ids"),
        ({"premises_ids": [SHOP] * 101}, "premises_ids"),
    ],
    ids=["token", "size", "an id", "too many ids"],
)
def test_a_page_that_cannot_be_is_refused_by_name(
    shop: Shop, given: dict[str, Any], field: str
) -> None:
    with refusal() as refused:
        ask = rpc.ListSiteResponsesRequest(**given)
        shop.stub.ListSiteResponses(ask, metadata=shop.member.metadata)
    assert [field] == [each.field for each in refused.said.violations]


def test_each_person_is_told_their_part_and_after_erasure_nothing_leads_to_them(
    shop: Shop, server: Served, privacy: PrivacyServiceStub, stores: MemoryAlertsStores
) -> None:
    saga = server.service("identity")
    shop.put()
    ask = privacy_pb2.ExportSubjectRequest(subject=shop.lead.subject)
    (row,) = privacy.ExportSubject(ask, metadata=saga.metadata).records
    assert ("site_overrides", True) == (row.table, json.loads(row.json)["set"])
    assert "A parade." == json.loads(row.json)["reason"]
    erase = privacy_pb2.EraseSubjectRequest(subject=shop.lead.subject)
    assert [2, 0] == [privacy.EraseSubject(erase, metadata=saga.metadata).rows for _ in range(2)]
    assert shop.lead.subject not in str(stores.site_overrides.kept)
