"""A region's own message that waits pages its own people, and nobody who could not issue it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from kernel.audiences import AudienceRow, Kind, Mode
from services.alerts.domain.content import Urgency
from services.alerts.domain.reach import Size
from services.alerts.domain.seat import Sitter
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from tests.fakes.alerts import EVERYTHING, person
from tests.fakes.cascades import a_seat
from tests.unit.alerts.paging_desk import climbing, everybody, paged, waiting
from tests.unit.alerts.regional import (
    DEPUTY,
    FRESH,
    HERE,
    HOLDER,
    MUST_BE_HERE,
    THIRD,
    Region,
    seated,
)

NOW = {"urgency": Urgency.IMMEDIATE}
WALES = replace(HERE, value="WAL")


@pytest.fixture
def region(unit_of_work, clock, stores) -> Region:
    seated(stores)
    stores.paging.people += everybody()
    return Region(unit_of_work, clock)


@pytest.fixture
def page(unit_of_work, stores, clock) -> Callable[[], int]:
    return climbing(unit_of_work, stores, clock)


def of_anything(stores) -> set[str]:
    return {each.subject for each in stores.paging.pages.values()}


def test_every_rung_goes_to_who_sits_for_the_region_but_its_writer(
    region, page, stores, clock
) -> None:
    """Neither approvers, nor duty officers, nor a coordinator without a seat, nor a sector's lead.

    Approvers and duty officers of the hub there are, and the last rung would be theirs.
    """
    region.submitted(HOLDER, **NOW)
    for rung in range(4):
        assert 2 == page()
        assert {"deputy", "third"} == paged(stores, rung)
        clock.pass_(minutes=10)
    assert {"deputy", "third"} == of_anything(stores)


def test_all_who_had_a_hand_in_it_are_left_out(region, page, stores) -> None:
    region.submitted(HOLDER, DEPUTY, **NOW)
    assert 1 == page()
    assert {"third"} == of_anything(stores)


def test_who_sits_for_a_region_hears_wherever_they_live(region, page, stores) -> None:
    """A seat says for what somebody stands, and their own regions what warns them."""
    stores.paging.people.append(
        person("far", "regional-coordinator", regions=frozenset({"SCO"}), **FRESH)
    )
    stores.seats.keep(a_seat("LON", "", holder="far"))
    region.submitted(HOLDER, **NOW)
    page()
    assert "far" in of_anything(stores)


def test_who_lost_their_seat_or_their_account_hears_nothing(region, page, stores, clock) -> None:
    region.submitted(HOLDER, **NOW)
    seat = next(e for e in stores.seats.kept.values() if e.holder and e.holder.subject == "third")
    over = Sitter(subject="third", until=clock.now())
    stores.seats.keep(replace(seat, holder=over, version=seat.version + 1))
    stores.paging.people.remove(DEPUTY)
    assert 0 == page()
    assert set() == of_anything(stores)
    assert 1 == stores.paging.backlog(clock.now()).nobody, "whoever runs the platform is told"
    stores.paging.people.append(DEPUTY)
    clock.pass_(minutes=5)
    assert 1 == page()
    assert {"deputy"} == of_anything(stores)


def test_it_is_one_matter_whomever_else_its_audience_names(region, page, stores) -> None:
    """Whoever has a place in London and is of the South East: nobody of London hears it twice."""
    both = (MUST_BE_HERE, replace(HERE, value="SE"), AudienceRow(Mode.INCLUDE, Kind.EVERYONE))
    region.submitted(HOLDER, audience=both, **NOW)
    page()
    (run,) = stores.paging.runs.values()
    assert "LON" == run.region
    assert 2 == len(stores.paging.pages)


def test_the_record_says_whose_turn_it_was(region, page, stores) -> None:
    region.submitted(HOLDER, **NOW)
    page()
    (row,) = [each for each in stores.audit.rows if each[1] == "alerts:page"]
    assert ("regional-coordinator", "LON", 2) == tuple(
        row[4][name] for name in ("role", "region", "people")
    )


def test_once_it_is_out_nobody_is_paged_any_more(region, page, stores, unit_of_work, clock) -> None:
    theirs = region.submitted(HOLDER, **NOW)
    page()
    approve = ApproveRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    few = Size.FEWER_THAN_TEN
    approve(THIRD, alert_id=theirs.alert_id, read=theirs.digest, size=few)
    clock.moment += timedelta(minutes=10)
    assert 0 == page()


def test_of_wales_the_welsh_approvers_hear_while_their_word_is_missing(
    region, page, stores
) -> None:
    """Nobody of Wales can issue it before; an approver of the hub still hears nothing."""
    stores.paging.people += [
        person("cardiff", "regional-coordinator", **FRESH),
        person("bangor", "regional-coordinator", **FRESH),
        person("welsh", "welsh-approver", regions=frozenset({"WAL"})),
        person("elsewhere", "welsh-approver", regions=frozenset({"SCO"})),
    ]
    stores.seats.keep(a_seat("WAL", "", holder="cardiff", deputy="bangor"))
    cardiff = next(each for each in stores.paging.people if each.subject == "cardiff")
    region.submitted(
        cardiff,
        region="WAL",
        audience=(WALES,),
        translations=EVERYTHING["translations"],
        **NOW,
    )
    page()
    assert {"bangor", "welsh"} == of_anything(stores)


def test_where_wales_has_no_welsh_approver_those_of_elsewhere_hear(region, page, stores) -> None:
    """They can confirm it too, and without them it would wait unheard of."""
    cardiff = person("cardiff", "regional-coordinator", **FRESH)
    stores.paging.people += [
        cardiff,
        person("bangor", "regional-coordinator", **FRESH),
        person("elsewhere", "welsh-approver", regions=frozenset({"SCO"})),
    ]
    stores.seats.keep(a_seat("WAL", "", holder="cardiff", deputy="bangor"))
    region.submitted(
        cardiff,
        region="WAL",
        audience=(WALES,),
        translations=EVERYTHING["translations"],
        **NOW,
    )
    page()
    assert {"bangor", "elsewhere"} == of_anything(stores)


def test_of_the_hubs_message_about_the_region_approvers_hear_as_ever(region, page, stores) -> None:
    waiting(stores, audience=(HERE,))
    page()
    assert {"london", "anywhere"} == of_anything(stores)
