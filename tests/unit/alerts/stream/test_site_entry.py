"""What counts at a premises reaches the people of its organisation, and nobody else."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from kernel.audiences import UnknownAudience
from kernel.principals import ANONYMOUS
from kernel.tiers import Tier
from services.alerts.inbound.stream.entry import Entry
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.site_entry import SITE, site_entry_from
from services.alerts.inbound.stream.who import Anyone, TicketHolder
from services.alerts.site_messages import site_changed_to_pb
from tests.fakes.alerts import READER, person
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.sites import own_level, site
from tests.fakes.threat_levels import approved, in_force
from tests.fakes.whereabouts import SHOP
from tests.unit.alerts.stream.stage import NOON, MemoryLine

NATIONAL = in_force(approved(NOON))
OWN = own_level(NOON, national=NATIONAL)


def told(newest=OWN, **given) -> Entry:
    payload = site_changed_to_pb(site(NATIONAL, newest, **given), NOON).SerializeToString()
    return site_entry_from(SITE, str(uuid4()), payload)


def said(entry: Entry) -> dict:
    line = MemoryLine()
    line.write(entry.wire)
    (event,) = line.events()
    assert "site-response" == event.kind
    return event.json()


def test_only_the_people_of_the_organisation_may_see_it() -> None:
    made = told()
    assert made.visible_to(person("member", tier=Tier.REGISTERED, organisation_id=SHOP))
    for other in (
        ANONYMOUS,
        READER,
        person("stranger", organisation_id="other"),
        person("gone", tier=Tier.PUBLIC, organisation_id=SHOP),
    ):
        assert not made.visible_to(other)


def test_it_says_both_levels_with_the_wording_and_neither_why_nor_who() -> None:
    text = said(told())
    assert ("OWN", "EXCEPTIONAL", "HEIGHTENED") == (
        text["standing"],
        text["response"],
        text["threat_level"]["response"],
    )
    assert "An attack is likely" == text["threat_level"]["wording"]["en"]
    assert {"en", "cy"} == text["response_meaning"].keys()
    assert {"response", "since", "until"} == text["own"].keys()
    for hidden in (OWN.reason, OWN.decided.by, SHOP):
        assert hidden not in str(text)


def test_what_is_over_says_so_and_where_nothing_is_set_nothing_is_guessed() -> None:
    over = told(OWN.lift(by="lead", why="Over.", at=NOON))
    assert over.ended
    assert ("FOLLOWS", None) == (said(over)["standing"], said(over)["own"])
    payload = site_changed_to_pb(site(None, OWN.gone(NOON)), NOON).SerializeToString()
    bare = said(site_entry_from(SITE, "x", payload))
    assert (None, None) == (bare["response"], bare["threat_level"])


def test_an_event_that_names_no_organisation_is_shown_to_nobody() -> None:
    with pytest.raises(UnknownAudience):
        told(organisation_id="")


def opened(hub: Hub, clock: SetClock, whose: str | None) -> MemoryLine:
    subject, line = str(uuid4()), MemoryLine()
    row = a_row(subject, organisation_id=whose)
    hub.enter(line, TicketHolder(subject, 1, clock.now()), row, None, b"")
    return line


def standings(line: MemoryLine) -> list[str]:
    return [each.json()["standing"] for each in line.events() if each.kind == "site-response"]


def test_a_colleagues_stream_hears_it_once_and_later_comers_while_it_counts() -> None:
    clock = SetClock()
    hub = Hub(clock)
    mine, other = opened(hub, clock, SHOP), opened(hub, clock, "other")
    nobody = MemoryLine()
    hub.enter(nobody, Anyone(), None, None, b"")
    assert 1 == hub.publish(told())
    assert 0 == hub.publish(told())
    assert 0 == hub.publish(told(replace(OWN, version=0)))
    assert (["OWN"], [], []) == tuple(map(standings, (mine, other, nobody)))
    assert ["OWN"] == standings(opened(hub, clock, SHOP))
    clock.pass_(days=2)
    assert [] == standings(opened(hub, clock, SHOP))
    assert 1 <= hub.publish(told(OWN.gone(NOON + timedelta(days=2))))
    assert ["OWN", "FOLLOWS"] == standings(mine)
