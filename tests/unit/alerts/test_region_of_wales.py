"""A message of Wales's own: the Welsh rule and the sharing guardrail hold as for any message."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.alerts.domain.alert import Status
from services.alerts.domain.content import Severity
from services.alerts.domain.errors import SelfApproval
from services.alerts.domain.reach import Size
from services.alerts.domain.region_errors import NotOfTheRegion
from services.alerts.domain.sharing import Unusual, digest_of_warnings
from services.alerts.domain.sharing_errors import WarningsNotSeen
from services.alerts.domain.welsh_errors import (
    WelshByTranslator,
    WelshNotConfirmed,
    WelshTextNeeded,
)
from services.alerts.usecases.approve_alert import ApproveAlert
from services.alerts.usecases.approve_regional_alert import ApproveRegionalAlert
from services.alerts.usecases.confirm_welsh import ConfirmWelsh
from services.alerts.usecases.get_sharing_warnings import GetSharingWarnings
from services.alerts.usecases.submit_alert import SubmitAlert
from tests.fakes.alerts import EVERYTHING, issued, person
from tests.fakes.cascades import a_seat
from tests.unit.alerts.regional import (
    DEPUTY,
    EVERYONE,
    FRESH,
    HERE,
    HOLDER,
    HUB,
    MUST_BE_HERE,
    Region,
    seated,
)
from tests.unit.alerts.test_draft_regional_alert import ELSEWHERE

COORDINATES = ("regional-coordinator",)
CARDIFF = person("cardiff", *COORDINATES, **FRESH)
BANGOR = person("bangor", *COORDINATES, **FRESH)
BOTH = person("both", *COORDINATES, "welsh-approver", **FRESH)
OUTSIDE = person("outside", "welsh-approver", **FRESH)
WALES = (replace(HERE, value="WAL"),)
CYMRAEG = {"translations": EVERYTHING["translations"]}
FEW = Size.FEWER_THAN_TEN


class Wales(Region):
    """The use cases by which a message of Wales comes to be submitted."""

    def drafted(self, by=CARDIFF, **given):
        return super().drafted(by, **{"region": "WAL", "audience": WALES} | given)

    def submitted(self, by=CARDIFF, **given):
        return super().submitted(by, **given)


@pytest.fixture
def wales(unit_of_work, clock, stores) -> Wales:
    seated(stores)
    stores.paging.people += [CARDIFF, BANGOR, BOTH]
    stores.seats.keep(a_seat("WAL", "", holder="cardiff", deputy="bangor"))
    stores.seats.keep(a_seat("WAL", "", holder="both"))
    return Wales(unit_of_work, clock)


@pytest.fixture
def approve(unit_of_work, clock):
    use_case = ApproveRegionalAlert(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(by, alert_id=alert.alert_id, read=alert.digest, size=FEW)


@pytest.fixture
def confirm(unit_of_work, clock):
    use_case = ConfirmWelsh(unit_of_work=unit_of_work, clock=clock)
    return lambda by, alert: use_case(by, alert_id=alert.alert_id, read=alert.digest)


def test_without_welsh_two_people_of_wales_do_not_issue_it(wales, approve, stores) -> None:
    waiting = wales.submitted()
    with pytest.raises(WelshTextNeeded):
        approve(BANGOR, waiting)
    assert Status.SUBMITTED is stores.alerts.get(waiting.alert_id).status


def test_it_waits_for_a_welsh_approver_who_need_not_be_of_the_region(
    wales, approve, confirm
) -> None:
    """Their word is about the words alone: they hold no seat, and none is asked of them."""
    waiting = wales.submitted(**CYMRAEG)
    with pytest.raises(WelshNotConfirmed):
        approve(BANGOR, waiting)
    out = approve(BANGOR, confirm(OUTSIDE, waiting))
    assert (Status.ISSUED, "bangor", None) == (out.status, out.issued_by, out.welsh.due_at)


def test_the_word_makes_no_approver_of_a_welsh_approver(wales, confirm, approve) -> None:
    said = confirm(OUTSIDE, wales.submitted(**CYMRAEG))
    with pytest.raises(NotOfTheRegion):
        approve(OUTSIDE, said)


def test_the_hub_does_not_issue_it_though_its_welsh_is_confirmed(
    wales, confirm, unit_of_work, clock
) -> None:
    said = confirm(OUTSIDE, wales.submitted(**CYMRAEG))
    approve = ApproveAlert(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(NotOfTheRegion):
        approve(HUB, alert_id=said.alert_id, read=said.digest, size=FEW)


def test_who_confirms_the_welsh_for_the_region_is_no_second_person_of_it(
    wales, confirm, approve
) -> None:
    """One of Wales with both roles does the one or the other."""
    said = confirm(BOTH, wales.submitted(**CYMRAEG))
    with pytest.raises(SelfApproval):
        approve(BOTH, said)
    assert Status.ISSUED is approve(BANGOR, said).status


def test_who_wrote_the_welsh_does_not_confirm_it(wales, confirm) -> None:
    with pytest.raises(WelshByTranslator):
        confirm(BOTH, wales.submitted(BOTH, **CYMRAEG))


def test_what_is_extreme_goes_out_and_owes_its_welsh_within_the_hour(wales, approve, clock) -> None:
    out = approve(BANGOR, wales.submitted(severity=Severity.EXTREME))
    assert Status.ISSUED is out.status
    assert clock.now() + timedelta(hours=1) == out.welsh.due_at


def test_a_message_of_another_region_needs_none(wales, approve) -> None:
    """Also for everyone who must be in London: nobody of Wales gets it who has no place there."""
    for audience in ((HERE,), (EVERYONE, MUST_BE_HERE)):
        waiting = wales.submitted(HOLDER, region="LON", audience=audience)
        assert Status.ISSUED is approve(DEPUTY, waiting).status


@pytest.fixture
def unusual(wales, stores):
    """A draft of Wales, to which nothing was ever sent, though something was elsewhere."""
    stores.alerts.add(issued(audience=(ELSEWHERE,)))
    return wales.drafted(**CYMRAEG)


def test_the_guardrail_holds_for_a_regions_message_and_names_what_is_new(
    unusual, unit_of_work, clock, stores
) -> None:
    submit = SubmitAlert(unit_of_work=unit_of_work, clock=clock)
    said = {"alert_id": unusual.alert_id, "expected_version": unusual.version}
    for seen in (b"", b"0" * 32):
        with pytest.raises(WarningsNotSeen):
            submit(CARDIFF, **said, seen=seen)
    assert Status.DRAFT is stores.alerts.get(unusual.alert_id).status
    look = GetSharingWarnings(unit_of_work=unit_of_work)
    warnings = look(CARDIFF, alert_id=unusual.alert_id)
    assert [(Unusual.NEW_REGIONS, ("WAL",))] == [(each.kind, each.values) for each in warnings]
    waiting = submit(CARDIFF, **said, seen=digest_of_warnings(warnings))
    assert Status.SUBMITTED is waiting.status
    record = next(row for row in stores.audit.rows if row[1] == "alerts:submit")
    assert {"capacity": "region:WAL", "unusual": ["NEW_REGIONS"]} == record[4]


def test_having_seen_what_is_unusual_opens_no_door_to_others(
    unusual, unit_of_work, clock, stores
) -> None:
    warnings = GetSharingWarnings(unit_of_work=unit_of_work)(HUB, alert_id=unusual.alert_id)
    submit = SubmitAlert(unit_of_work=unit_of_work, clock=clock)
    with pytest.raises(NotOfTheRegion):
        submit(
            HUB,
            alert_id=unusual.alert_id,
            expected_version=unusual.version,
            seen=digest_of_warnings(warnings),
        )


def test_once_something_of_the_hubs_went_to_wales_it_is_new_no_more(
    unusual, stores, unit_of_work
) -> None:
    """What was sent counts, whoever sent it."""
    stores.alerts.add(issued(audience=WALES))
    look = GetSharingWarnings(unit_of_work=unit_of_work)
    assert () == tuple(look(CARDIFF, alert_id=unusual.alert_id))
