"""Whom an alert reaches: by the audience's one predicate, as on the stream."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.access import may_read
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import FLOORS, Marking, Tlp, own_group
from kernel.places import REGIONS
from kernel.tiers import Tier
from services.alerts.domain.audience import compiled
from services.alerts.domain.recipient import Address, Channel, Endpoint, Recipient
from tests.fakes.alerts import content
from tests.fakes.deliveries import account, recipient

AMBER = Marking(tlp=Tlp.AMBER, minimum_tier=Tier.VERIFIED)
GREEN = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED)


def test_somebody_without_an_account_gets_what_is_about_their_region_and_clear() -> None:
    there = recipient()
    assert (Channel.EMAIL,) == there.reached_by(content())
    assert () == there.reached_by(content(marking=GREEN))
    elsewhere = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    assert () == there.reached_by(content(audience=elsewhere))


def test_each_channel_that_is_not_suspended_is_named_once() -> None:
    addresses = (
        Address(channel=Channel.EMAIL, address="shop@corner.example", suspended=True),
        Address(channel=Channel.SMS, address="+447700900123"),
    )
    assert (Channel.SMS,) == recipient(addresses=addresses).reached_by(content())


@pytest.mark.parametrize(
    ("channel", "address", "simulated"),
    [
        (Channel.MOBILE_PUSH, "ANDROID:simulated-phone", True),
        (Channel.MOBILE_PUSH, "IOS:simulated-unregistered-1", True),
        (Channel.MOBILE_PUSH, "ANDROID:cXyz0123:APA91b-simulated-phone", False),
        (Channel.WEB_PUSH, "ANDROID:simulated-phone", False),
        (Channel.EMAIL, "shop@corner.example", True),
        (Channel.EMAIL, "shop@corner.co.uk", False),
    ],
)
def test_a_test_of_the_channels_goes_where_only_a_simulator_answers(
    channel: Channel, address: str, *, simulated: bool
) -> None:
    assert simulated is Address(channel=channel, address=address).simulated


def test_who_stopped_gets_nothing() -> None:
    assert () == replace(recipient(), active=False).reached_by(content())


def test_an_account_gets_what_its_tier_may_read() -> None:
    there = recipient(subject="one", stop_token="", account=account())
    assert (Channel.EMAIL,) == there.reached_by(content(marking=AMBER))


def test_a_suspended_account_still_gets_clear_messages_about_its_places_and_no_others() -> None:
    there = recipient(subject="one", account=account(active=False, tier=Tier.TRUSTED))
    retail = (
        AudienceRow(Mode.INCLUDE, Kind.REGION, "LON"),
        AudienceRow(Mode.MUST_BE, Kind.SECTOR, "retail"),
    )
    assert (Channel.EMAIL,) == there.reached_by(content(audience=retail))
    assert () == there.reached_by(content(audience=retail, marking=AMBER))
    assert () == there.reached_by(content(audience=retail, marking=GREEN))


def test_a_suspension_keeps_nobody_out_of_clear_messages_for_their_organisation() -> None:
    ours = AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, "ours")
    theirs = replace(ours, value="theirs")
    member = account(active=False, tier=Tier.TRUSTED, organisation_id="ours")
    there = recipient(subject="one", account=member)
    assert (Channel.EMAIL,) == there.reached_by(content(audience=(ours,)))
    assert () == there.reached_by(content(audience=(theirs,)))
    assert () == there.reached_by(content(audience=(ours,), marking=GREEN))
    out_of_it = (replace(ours, mode=Mode.EXCLUDE), AudienceRow(Mode.INCLUDE, Kind.EVERYONE))
    assert () == there.reached_by(content(audience=out_of_it))


@pytest.mark.parametrize("group", ["ports", own_group("ours")])
def test_a_suspension_ends_sight_of_what_is_for_a_closed_group(group: str) -> None:
    """Also of what is for their organisation's own people, whatever its label."""
    said = content(
        audience=(AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, "ours"),),
        marking=replace(Marking.clear(), closed_group=group),
    )
    member = account(organisation_id="ours", closed_groups=frozenset({"ports"}))
    there = recipient(subject="one", account=member)
    assert (Channel.EMAIL,) == there.reached_by(said)
    assert () == replace(there, account=replace(member, active=False)).reached_by(said)


@pytest.mark.parametrize("kind", [Kind.TIER, Kind.ROLE])
def test_rows_of_tiers_and_roles_ask_who_somebody_is_now(kind: Kind) -> None:
    value = {Kind.TIER: Tier.VERIFIED.name, Kind.ROLE: "sector-lead"}[kind]
    said = content(audience=(AudienceRow(Mode.INCLUDE, kind, value),))
    lead = account(roles=frozenset({"sector-lead"}))
    there = recipient(subject="one", account=lead)
    assert (Channel.EMAIL,) == there.reached_by(said)
    assert () == replace(there, account=replace(lead, active=False)).reached_by(said)


@pytest.mark.parametrize("given", [{"organisation_id": "left-for"}, {"active": False}])
def test_an_endpoint_that_is_left_as_a_stranger_gets_nothing_for_an_organisation(given) -> None:
    to = account(roles=frozenset({"integrator"}), organisation_id="ours")
    there = recipient(
        "https://hooks.partner.example",
        channel=Channel.WEBHOOK,
        subject="one",
        account=to,
        endpoint=Endpoint(organisation_id="ours", test=False),
    )
    rows = [AudienceRow(Mode.INCLUDE, Kind.ORGANISATION, each) for each in ("ours", "left-for")]
    assert (Channel.WEBHOOK,) == there.reached_by(content(audience=tuple(rows)))
    left = replace(there, account=replace(to, **given))
    assert () == left.reached_by(content(audience=tuple(rows)))


@st.composite
def _recipients(draw: st.DrawFn) -> Recipient:
    rights = account(
        active=draw(st.booleans()),
        tier=draw(st.sampled_from(Tier)),
        regions=draw(st.frozensets(st.sampled_from(sorted(REGIONS)), max_size=2)),
        closed_groups=draw(st.sampled_from([frozenset(), frozenset({"ports"})])),
    )
    return recipient(
        regions=draw(st.frozensets(st.sampled_from(sorted(REGIONS)), max_size=2)),
        account=draw(st.sampled_from([None, rights])),
    )


@st.composite
def _markings(draw: st.DrawFn) -> Marking:
    tlp = draw(st.sampled_from([Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT]))
    return Marking(
        tlp=tlp,
        minimum_tier=draw(st.sampled_from([tier for tier in Tier if tier >= FLOORS[tlp]])),
        closed_group="ports" if tlp is Tlp.AMBER_STRICT else None,
    )


_ROWS = st.lists(
    st.builds(
        AudienceRow,
        st.sampled_from(Mode),
        st.just(Kind.REGION),
        st.sampled_from(sorted(REGIONS)),
    ),
    max_size=4,
)


@given(there=_recipients(), marking=_markings(), rows=_ROWS)
def test_reaching_is_being_addressed_and_being_allowed_to_read(
    there: Recipient, marking: Marking, rows: list[AudienceRow]
) -> None:
    alert = content(marking=marking, audience=tuple(rows))
    who = there.principal()
    wanted = compiled(tuple(rows)).addresses(who) and may_read(who, marking)
    assert wanted == bool(there.reached_by(alert))
    if there.account is None and wanted:
        assert (Tlp.CLEAR, Tier.PUBLIC) == (marking.tlp, marking.minimum_tier)


def test_an_address_is_not_shown_where_a_recipient_is_printed() -> None:
    said = repr(recipient("+447700900123"))
    assert "447700900123" not in said
    assert "stop-token" not in said


def test_who_has_an_account_and_asked_by_postcode_gets_one_message_for_either_reason() -> None:
    """One recipient, one address: also where what they asked for lies elsewhere."""
    wales = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    both = recipient(
        subject="one",
        account=account(),
        regions=frozenset({"WAL"}),
        outward_codes=frozenset({"CF10"}),
    )
    assert (Channel.EMAIL,) == both.reached_by(content())
    assert (Channel.EMAIL,) == both.reached_by(content(audience=wales))
    assert () == both.reached_by(content(audience=wales, marking=AMBER))
    assert (Channel.EMAIL,) == both.reached_by(content(marking=AMBER))


def test_an_account_alone_is_not_reached_about_a_place_that_is_none_of_theirs() -> None:
    elsewhere = (AudienceRow(Mode.INCLUDE, Kind.REGION, "WAL"),)
    there = recipient(subject="one", account=account(), regions=frozenset())
    assert 1 == len(there.selves())
    assert () == there.reached_by(content(audience=elsewhere))
