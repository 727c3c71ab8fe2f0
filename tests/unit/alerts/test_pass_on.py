"""An alert goes along seats, and nobody's silence holds it up."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.errors import StaleVersion, StepUpRequired
from kernel.audiences import AudienceRow, Kind, Mode
from kernel.markings import Marking, Tlp
from kernel.places import REGIONS, SECTORS
from kernel.tiers import Tier
from services.alerts.domain.cascade import Context, Rung, StepState, regions_for, sectors_for
from services.alerts.domain.cascade_errors import (
    ContextLooser,
    NotCascaded,
    NotYourStep,
    StepSettled,
)
from services.alerts.domain.content import Urgency
from services.alerts.domain.delivery import State
from services.alerts.domain.dispatch import Dispatch
from services.alerts.domain.errors import AlertNotFound, IssuingFrozen, VersionChanged
from services.alerts.domain.events import ContextAdded
from services.alerts.domain.paging import Why
from services.alerts.domain.reach import Size
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.cascading import begin
from services.alerts.usecases.forget_cascades import ForgetCascades
from tests.fakes.alerts import APPROVER, NOON, READER, issued, submitted
from tests.fakes.cascades import a_seat
from tests.fakes.deliveries import recipient
from tests.fakes.freezing import freeze_all, thaw
from tests.unit.alerts.cascaded import (
    ALONG,
    DEPUTY,
    LEAD,
    LONDON,
    REGION,
    RETAIL,
    SCOTLAND,
    Along,
    along,
    member,
    seated,
)

ALL, LON, BOTH = set(REGIONS), {"LON"}, {"LON", "WAL"}
NOT_WALES = ALL - {"WAL"}
HALF_AN_HOUR = {"minutes": 30}
WORD = Context(text="The service road is shut.", tlp=Tlp.CLEAR)


@pytest.fixture
def cascade(unit_of_work, clock):
    seated(unit_of_work.stores)
    return Along(unit_of_work, clock)


def state(stores, alert, branch):
    step = stores.cascades.get(alert.alert_id, branch)
    return step and (step.state, step.rung)


def paged(stores):
    pages = stores.paging.pages.values()
    return sorted((e.subject, e.rung) for e in pages if e.why is Why.CASCADE)


def test_it_goes_from_the_region_to_the_lead_to_members(cascade, stores) -> None:
    shop, scot = member(stores, "shop", *RETAIL), member(stores, "scot", "SCO", "retail")
    alert = along(stores)
    # Scotland's seats are vacant: its people have it at once.
    assert {scot} == cascade.have(alert)
    assert (StepState.WAITING, Rung.HOLDER) == state(stores, alert, LONDON)
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, alert, SCOTLAND)
    cascade.passed(alert, LONDON, REGION)
    assert {scot} == cascade.have(alert)
    passed = cascade.passed(alert, RETAIL, LEAD, WORD)
    assert {scot, shop} == cascade.have(alert)
    assert ("lead", Rung.HOLDER, WORD, NOON) == (
        passed.done_by,
        passed.done_as,
        passed.context,
        passed.done_at,
    )
    assert alert == stores.alerts.get(alert.alert_id)
    assert [("lead", 0), ("region", 0)] == paged(stores)
    told = [each for each in stores.outbox.events if isinstance(each, ContextAdded)]
    assert [ContextAdded(alert, passed, WORD)] == told
    assert [RETAIL] == stores.cascades.branches_to(alert.alert_id, shop)
    logged = [each[1:3] for each in stores.audit.rows if each[0] == "lead"]
    assert [("alerts:pass-on", str(alert.alert_id))] == logged


def test_who_is_in_no_branch_has_it_from_the_hub_at_once(cascade, stores) -> None:
    postcode = recipient()
    stores.recipients.keep(postcode)
    alert = along(stores, audience=ALONG["audience"][:1])
    assert {postcode.recipient_id} == cascade.have(alert)


def test_silence_goes_to_the_deputy_and_then_the_hub_sends_it(cascade, stores, clock) -> None:
    shop = member(stores, "shop", *RETAIL)
    alert = along(stores)
    clock.pass_(**HALF_AN_HOUR)
    assert 1 == cascade.climb()  # the region has no deputy: the leads have it from the hub
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, alert, LONDON)
    assert (StepState.WAITING, Rung.HOLDER) == state(stores, alert, RETAIL)
    assert 0 == cascade.climb()
    clock.pass_(**HALF_AN_HOUR)
    assert 1 == cascade.climb()
    assert (StepState.WAITING, Rung.DEPUTY) == state(stores, alert, RETAIL)
    assert [("deputy", 1), ("lead", 0), ("region", 0)] == paged(stores)
    assert set() == cascade.have(alert)
    clock.pass_(**HALF_AN_HOUR)
    assert (1, 0) == (cascade.climb(), cascade.climb())
    assert {shop} == cascade.have(alert)
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, alert, RETAIL)
    with pytest.raises(StepSettled):
        cascade.passed(alert, RETAIL, LEAD)


def test_a_vacant_seat_waits_for_nobody_and_a_deputy_is_asked_at_once(cascade, stores) -> None:
    stores.seats.forget("lead")
    alert = along(stores)
    cascade.passed(alert, LONDON, REGION)
    assert (StepState.WAITING, Rung.DEPUTY) == state(stores, alert, RETAIL)
    assert Rung.DEPUTY is cascade.passed(alert, RETAIL, DEPUTY).done_as
    stores.seats.forget("deputy")
    other = along(stores)
    cascade.passed(other, LONDON, REGION)
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, other, RETAIL)


def test_who_may_not_read_it_or_whose_term_is_over_stands_for_nobody(cascade, stores) -> None:
    secret = Marking(tlp=Tlp.GREEN, minimum_tier=Tier.TRUSTED)
    alert = along(stores, marking=secret)
    cascade.passed(alert, LONDON, REGION)
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, alert, RETAIL)
    seat = next(each for each in stores.seats.of("region"))
    over = replace(seat.holder, until=NOON)
    stores.seats.keep(replace(seat, holder=over, version=2))
    assert (StepState.SENT_DIRECT, Rung.HUB) == state(stores, along(stores), LONDON)


def test_only_who_stands_there_passes_it_on_once_and_what_they_read(cascade, stores) -> None:
    alert = along(stores)
    for branch, by in ((LONDON, LEAD), (RETAIL, LEAD), (LONDON, READER)):
        with pytest.raises(NotYourStep):
            cascade.passed(alert, branch, by)
    with pytest.raises(VersionChanged):
        cascade.passed(alert, LONDON, REGION, read=bytes(32))
    with pytest.raises(StaleVersion):
        cascade.passed(alert, LONDON, REGION, expected_version=9)
    cascade.passed(alert, LONDON, REGION)
    with pytest.raises(StepSettled):
        cascade.passed(alert, LONDON, REGION)
    direct = issued()
    stores.alerts.add(direct)
    with pytest.raises(NotCascaded):
        cascade.passed(direct, LONDON, REGION)
    with pytest.raises(AlertNotFound):
        cascade.passed(submitted(**ALONG), LONDON, REGION)


def test_a_label_only_tightens_on_the_way(cascade, stores) -> None:
    alert = along(stores, marking=Marking(tlp=Tlp.GREEN, minimum_tier=Tier.REGISTERED))
    with pytest.raises(ContextLooser):
        cascade.passed(alert, LONDON, REGION, WORD)
    for impossible in (Tlp.AMBER_STRICT, Tlp.RED):
        with pytest.raises(ContextLooser):
            cascade.passed(alert, LONDON, REGION, replace(WORD, tlp=impossible))
    cascade.passed(alert, LONDON, REGION, replace(WORD, tlp=Tlp.AMBER))
    with pytest.raises(ContextLooser):
        cascade.passed(alert, RETAIL, LEAD, replace(WORD, tlp=Tlp.GREEN))
    assert cascade.passed(alert, RETAIL, LEAD, replace(WORD, tlp=Tlp.AMBER)).context


def test_an_alert_that_ended_is_passed_on_no_more(cascade, stores, clock) -> None:
    shop, alert = member(stores, "shop", *RETAIL), along(stores)
    stores.alerts.save(alert.withdraw(by="approver", why="wrong town", at=NOON))
    with pytest.raises(StepSettled):
        cascade.passed(alert, LONDON, REGION)
    clock.pass_(**HALF_AN_HOUR)
    assert 1 == cascade.climb()
    assert StepState.CLOSED is state(stores, alert, LONDON)[0]
    assert shop not in cascade.have(alert)


def test_in_two_branches_one_has_one_message_by_the_first_that_is_settled(
    cascade, stores, clock
) -> None:
    shop = member(stores, "shop", *RETAIL)
    account = stores.recipients.accounts["shop"]
    stores.recipients.accounts["shop"] = replace(account, regions=frozenset({"LON", "SCO"}))
    alert = along(stores)
    assert {shop} == cascade.have(alert)
    cascade.passed(alert, LONDON, REGION)
    cascade.passed(alert, RETAIL, LEAD, WORD)
    assert {shop} == cascade.have(alert)
    mine = [each for each in stores.deliveries.kept.values() if each.recipient_id == shop]
    assert [State.QUEUED] == [each.state for each in mine]


def test_an_approval_begins_it_and_what_is_immediate_may_not_go_that_way(
    unit_of_work, cascade, stores, clock
) -> None:
    waiting = submitted(**ALONG)
    stores.alerts.add(waiting)
    approve = ApproveAlert(unit_of_work=unit_of_work, clock=clock)
    out = approve(
        APPROVER, alert_id=waiting.alert_id, read=waiting.digest, size=Size.FEWER_THAN_TEN
    )
    steps = stores.cascades.steps(out.alert_id)
    assert [LONDON, SCOTLAND, ("SCO", "retail")] == [each.branch for each in steps]
    assert {out.digest} == {each.digest for each in steps}
    said = replace(out.content, urgency=Urgency.IMMEDIATE).violations(NOON)
    assert "content.cascaded" in {each.field for each in said}
    assert replace(out.content, cascaded=False).digest(out.alert_id) != out.digest


def test_an_update_reaches_at_once_who_had_what_it_takes_the_place_of(
    unit_of_work, cascade, stores
) -> None:
    stores.seats.forget("region")
    stores.seats.forget("lead")
    stores.seats.forget("deputy")
    shop, first = member(stores, "shop", *RETAIL), along(stores)
    assert {shop} == cascade.have(first)
    for each in list(stores.deliveries.kept.values()):
        stores.deliveries.kept[each.delivery_id] = replace(each, state=State.SENT, handed_at=NOON)
    stores.seats.keep(a_seat("LON", "", holder="region"))
    update = replace(
        issued(**ALONG, headline="Changed"), thread=first.thread.followed(first.alert_id)
    )
    stores.alerts.add(update)
    stores.dispatches.add(Dispatch.of(update, at=NOON))
    begin(stores, update, NOON)
    assert (StepState.WAITING, Rung.HOLDER) == state(stores, update, LONDON)
    assert {shop} == cascade.have(update)


def test_what_is_long_over_is_forgotten(unit_of_work, cascade, stores, clock) -> None:
    along(stores)
    forget = ForgetCascades(unit_of_work=unit_of_work, clock=clock)
    assert 0 == forget()
    clock.moment += timedelta(days=98)
    assert 3 == forget()
    assert {} == stores.cascades.kept


def test_a_freeze_stops_what_goes_further_down_until_it_ends(cascade, stores, clock) -> None:
    shop = member(stores, "shop", *RETAIL)
    alert = along(stores)
    freeze_all(stores)
    for word in (None, WORD):
        with pytest.raises(IssuingFrozen):
            cascade.passed(alert, LONDON, REGION, word)
    clock.pass_(**HALF_AN_HOUR)
    assert cascade.climb() == 0
    assert (StepState.WAITING, Rung.HOLDER) == state(stores, alert, LONDON)
    assert set() == cascade.have(alert)
    thaw(stores)
    clock.pass_(hours=3)
    while cascade.climb():
        clock.pass_(**HALF_AN_HOUR)
    assert {shop} == cascade.have(alert)


@pytest.mark.parametrize(
    "proof", [{"acr": "aal1"}, {"second_factor_at": NOON - timedelta(minutes=16)}]
)
def test_words_need_a_fresh_second_factor_and_the_hubs_own_do_not(cascade, stores, proof) -> None:
    alert = along(stores)
    weaker = replace(REGION, **proof)
    with pytest.raises(StepUpRequired):
        cascade.passed(alert, LONDON, weaker, WORD)
    assert (StepState.WAITING, Rung.HOLDER) == state(stores, alert, LONDON)
    assert cascade.passed(alert, LONDON, weaker).context is None


def _row(mode, kind, value=""):
    return AudienceRow(mode, kind, value)


@pytest.mark.parametrize(
    ("rows", "regions"),
    [
        ([_row(Mode.INCLUDE, Kind.EVERYONE)], ALL),
        ([_row(Mode.INCLUDE, Kind.EVERYONE), _row(Mode.EXCLUDE, Kind.REGION, "WAL")], NOT_WALES),
        ([_row(Mode.INCLUDE, Kind.TIER, "VERIFIED"), _row(Mode.MUST_BE, Kind.REGION, "LON")], LON),
        ([_row(Mode.INCLUDE, Kind.REGION, "LON"), _row(Mode.INCLUDE, Kind.REGION, "WAL")], BOTH),
        ([_row(Mode.INCLUDE, Kind.REGION, "LON"), _row(Mode.EXCLUDE, Kind.REGION, "LON")], set()),
        ([_row(Mode.INCLUDE, Kind.REGION, "LON"), _row(Mode.INCLUDE, Kind.ROLE, "expert")], ALL),
    ],
)
def test_it_passes_the_seats_of_whom_it_may_be_for_and_no_others(rows, regions) -> None:
    alert = issued(**ALONG | {"audience": tuple(rows)})
    assert regions == set(regions_for(alert))


def test_a_sector_that_is_left_out_is_not_passed() -> None:
    rows = (_row(Mode.INCLUDE, Kind.EVERYONE), _row(Mode.EXCLUDE, Kind.SECTOR, "retail"))
    assert set(SECTORS) - {"retail"} == set(sectors_for(issued(**ALONG | {"audience": rows})))
