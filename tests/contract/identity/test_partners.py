"""PartnersService: who makes a partner site, through the front."""

import pytest

from isp.identity.v1 import partners_pb2 as pb
from isp.identity.v1.partners_pb2_grpc import PartnersServiceStub
from tests.contract.identity.office import key
from tests.fakes.identity import MemoryIdentityStores, profile, subscriber
from tests.fakes.serving import Caller, Served, refusal

SAID = {
    "name": "Trade site",
    "redirect_uris": ["https://trade.example/in"],
    "backchannel_logout_uri": "https://trade.example/out",
    "scopes": [pb.PARTNER_SCOPE_VERIFIED],
    "steward_email": "Web@trade.example",
}


@pytest.fixture
def partners(server: Served) -> PartnersServiceStub:
    return PartnersServiceStub(server.channel)


@pytest.fixture
def admin(server: Served) -> Caller:
    return server.caller("platform-admin")


@pytest.fixture
def privacy(server: Served) -> Caller:
    return server.caller("privacy-officer")


@pytest.fixture
def steward(server: Served, stores: MemoryIdentityStores) -> Caller:
    who = server.caller()
    stores.subscribers.add(subscriber(who.subject, profile=profile(email="web@trade.example")))
    return who


@pytest.fixture
def site(partners: PartnersServiceStub, admin: Caller, steward: Caller) -> pb.PartnerSite:
    said = pb.ProposePartnerSiteRequest(**SAID, idempotency_key=key())
    return partners.ProposePartnerSite(said, metadata=admin.metadata).site


def test_two_people_make_a_site_and_its_secret_is_said_once(
    partners: PartnersServiceStub,
    admin: Caller,
    privacy: Caller,
    steward: Caller,
    site: pb.PartnerSite,
) -> None:
    assert (pb.PARTNER_STATUS_PROPOSED, 1, True) == (
        site.status,
        site.version,
        site.proposed_by_you,
    )
    read = pb.ConfirmPartnerSiteRequest(site_id=site.site_id, expected_version=1)
    with refusal() as refused:
        partners.ConfirmPartnerSite(read, metadata=admin.metadata)
    assert ("PERMISSION_DENIED", "SELF_CONFIRMATION") == refused.status_and_reason
    active = partners.ConfirmPartnerSite(read, metadata=privacy.metadata).site
    assert (pb.PARTNER_STATUS_ACTIVE, True) == (active.status, active.carrying)
    asked = pb.IssuePartnerSecretRequest(site_id=site.site_id, expected_version=2)
    issued = partners.IssuePartnerSecret(asked, metadata=admin.metadata)
    assert 43 == len(issued.secret)
    one = partners.GetPartnerSite(
        pb.GetPartnerSiteRequest(site_id=site.site_id), metadata=privacy.metadata
    ).site
    assert ("web@trade.example", 3) == (one.steward_email, one.version)
    assert issued.secret not in str(one)
    mine = partners.ListMyPartnerSites(pb.ListMyPartnerSitesRequest(), metadata=steward.metadata)
    assert [site.site_id] == [each.site_id for each in mine.sites]
    usage = partners.GetPartnerUsage(
        pb.GetPartnerUsageRequest(site_id=site.site_id), metadata=steward.metadata
    )
    assert 28 == len(usage.days)
    assert {(True, 0, 0)} == {(each.withheld, each.sign_ins, each.people) for each in usage.days}
    ended = partners.DisablePartnerSite(
        pb.DisablePartnerSiteRequest(
            site_id=site.site_id, expected_version=3, reason="It was sold."
        ),
        metadata=privacy.metadata,
    ).site
    assert (pb.PARTNER_STATUS_DISABLED, "It was sold.") == (ended.status, ended.disabled_because)
    listed = partners.ListPartnerSites(pb.ListPartnerSitesRequest(), metadata=admin.metadata)
    assert [ended.version] == [each.version for each in listed.sites]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"redirect_uris": []}, "redirect_uris"),
        ({"redirect_uris": ["https://trade.example/*"]}, "redirect_uris[0]"),
        ({"redirect_uris": ["https://trade.example/a"] * 2}, "redirect_uris"),
        (
            {
                "redirect_uris": ["https://trade.example/a", "https://other.example/a"],
            },
            "redirect_uris",
        ),
        ({"backchannel_logout_uri": "https://other.example/out"}, "backchannel_logout_uri"),
        ({"backchannel_logout_uri": "http://trade.example/out"}, "backchannel_logout_uri"),
        ({"scopes": [1, 1]}, "scopes"),
        ({"scopes": [9]}, "scopes"),
        ({"steward_email": "nobody"}, "steward_email"),
        ({"idempotency_key": "x"}, "idempotency_key"),
    ],
)
def test_what_is_wrong_is_named(
    partners: PartnersServiceStub, admin: Caller, changed: dict, field: str
) -> None:
    said = pb.ProposePartnerSiteRequest(**SAID | {"idempotency_key": key()} | changed)
    with refusal() as refused:
        partners.ProposePartnerSite(said, metadata=admin.metadata)
    assert [field] == [each.field for each in refused.said.violations]


def test_who_may_what(server: Served, partners: PartnersServiceStub, site: pb.PartnerSite) -> None:
    said = pb.ProposePartnerSiteRequest(**SAID, idempotency_key=key())
    confirm = pb.ConfirmPartnerSiteRequest(site_id=site.site_id, expected_version=1)
    for call, message, who, reason in (
        (partners.ProposePartnerSite, said, server.caller("privacy-officer"), "NOT_PERMITTED"),
        (partners.ProposePartnerSite, said, server.caller("hub-officer"), "NOT_PERMITTED"),
        (
            partners.ConfirmPartnerSite,
            confirm,
            server.caller("privacy-officer", aal2=False),
            "STEP_UP_REQUIRED",
        ),
        (partners.ListPartnerSites, pb.ListPartnerSitesRequest(), server.caller(), "NOT_PERMITTED"),
        (
            partners.GetPartnerUsage,
            pb.GetPartnerUsageRequest(site_id=site.site_id),
            server.caller(),
            "PARTNER_NOT_FOUND",
        ),
    ):
        with refusal() as refused:
            call(message, metadata=who.metadata)
        assert reason == refused.status_and_reason[1]
