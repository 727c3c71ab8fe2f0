"""Own levels begin, end at their date, and are overtaken: their people hear each once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.alerts.domain.delivery import HandOver, Outcome
from services.alerts.domain.site_notice import written
from services.alerts.domain.site_response import LEAD, SiteStanding
from services.alerts.domain.threat_levels import ResponseLevel, ThreatLevel
from services.alerts.usecases.follow_threat_levels import FollowThreatLevels
from services.alerts.usecases.forget_site_notices import KEPT, ForgetSiteNotices
from services.alerts.usecases.keep_premises import KeepPremises
from services.alerts.usecases.page_ports import Officer
from services.alerts.usecases.republish_site_responses import RepublishSiteResponses
from services.alerts.usecases.send_site_notices import MOST_ATTEMPTS, PAUSE, SendSiteNotices
from tests.fakes.alerts import NOON, person
from tests.fakes.sites import own_level
from tests.fakes.threat_levels import approved, in_force
from tests.fakes.whereabouts import SHOP, place, premises

HOUR = timedelta(hours=1)


@pytest.fixture
def own(stores):
    stores.site_overrides.people = [person("lead", LEAD, organisation_id=SHOP)]
    own = own_level(NOON, response=ResponseLevel.HEIGHTENED)
    stores.site_overrides.add(own)
    return own


@pytest.fixture
def follow(unit_of_work, clock):
    return FollowThreatLevels(unit_of_work=unit_of_work, clock=clock)


def told(stores) -> list[SiteStanding]:
    return [each.site.newest.told for each in stores.outbox.events]


def test_each_change_of_the_threat_level_tells_whether_the_own_level_still_counts(
    follow, stores, own
) -> None:
    assert follow() is None
    stores.threat_levels.add(first := approved(NOON))
    assert [1, None] == [follow(), follow()]
    critical = approved(
        NOON,
        follows=in_force(first),
        level=ThreatLevel.CRITICAL,
        response=ResponseLevel.EXCEPTIONAL,
    )
    stores.threat_levels.add(critical)
    assert [1, None] == [follow(), follow()]
    stores.threat_levels.add(approved(NOON, follows=in_force(critical)))
    assert [1, None] == [follow(), follow()]
    assert [SiteStanding.OWN, SiteStanding.OVERTAKEN, SiteStanding.OWN] == told(stores)
    assert 3 == len(stores.site_overrides.notices)


def test_at_its_date_it_ends_by_itself_and_that_is_told(follow, stores, own, clock) -> None:
    clock.moment = own.until
    assert [1, None] == [follow(), follow()]
    assert [SiteStanding.FOLLOWS] == told(stores)
    assert own.until == stores.site_overrides.find(own.override_id).ended_at


def test_premises_that_are_removed_take_their_levels_along(
    unit_of_work, clock, stores, own
) -> None:
    keep = KeepPremises(unit_of_work=unit_of_work, clock=clock)
    there = premises(premises_id=own.premises_id)
    keep(there)
    assert [] == stores.outbox.events
    keep(replace(there, version=2, active=False, place=place()))
    assert [SiteStanding.FOLLOWS] == told(stores)
    assert {} == stores.site_overrides.kept


def test_premises_that_move_to_northern_ireland_follow_its_level(
    unit_of_work, clock, stores, own, follow
) -> None:
    keep = KeepPremises(unit_of_work=unit_of_work, clock=clock)
    keep(premises(premises_id=own.premises_id, place=place(regions=frozenset({"NI"}))))
    assert [1, None] == [follow(), follow()]


def test_everything_that_is_not_over_is_told_again(unit_of_work, clock, stores, own) -> None:
    again = RepublishSiteResponses(unit_of_work=unit_of_work, clock=clock)
    assert 1 == again()
    assert [own] == [each.site.newest for each in stores.outbox.events]


class Mails:
    """Mails that a server answers as told."""

    def __init__(self, *answers):
        self.answers, self.sent = list(answers), []

    def send(self, to, message, reference):
        self.sent.append((to, message.subject, reference))
        return HandOver(outcome=self.answers.pop(0) if self.answers else Outcome.TAKEN)


@pytest.fixture
def noticed(stores, own):
    stores.site_overrides.notify([own], but=None, at=NOON)
    stores.paging.keep_officer(
        Officer(subject="lead", version=1, email="lead@shop.example", language="en")
    )
    return own


def sender(unit_of_work, clock, mails):
    return SendSiteNotices(
        unit_of_work=unit_of_work, sender=mails, clock=clock, public_url="https://isp.example"
    )


def test_a_lead_is_mailed_once_with_a_link_and_no_word_of_the_place(
    unit_of_work, clock, stores, noticed
) -> None:
    mails = Mails()
    send = sender(unit_of_work, clock, mails)
    assert [1, None] == [send(), send()]
    ((to, subject, _),) = mails.sent
    assert ("lead@shop.example", True) == (to, "counts" in subject)
    for language in ("en", "cy"):
        text = written(noticed, language, "https://isp.example").text
        assert f"/account/premises/{noticed.premises_id}/response" in text
        assert noticed.reason not in text
        assert ("/cy/" in text) is (language == "cy")


def test_what_was_mailed_is_forgotten_after_ninety_days(
    unit_of_work, clock, stores, noticed
) -> None:
    forget = ForgetSiteNotices(unit_of_work=unit_of_work, clock=clock)
    sender(unit_of_work, clock, Mails())()
    clock.moment = NOON + KEPT
    assert 0 == forget()
    clock.moment += timedelta(seconds=1)
    assert [1, 0] == [forget(), forget()]


def test_a_server_that_is_away_is_asked_again_under_the_same_reference(
    unit_of_work, clock, stores, noticed
) -> None:
    mails = Mails(Outcome.AWAY, Outcome.TAKEN)
    send = sender(unit_of_work, clock, mails)
    assert [1, None] == [send(), send()]
    clock.moment = NOON + PAUSE
    assert [1, None] == [send(), send()]
    assert 1 == len({reference for *_, reference in mails.sent})


def test_it_is_given_up_at_last_and_at_once_where_there_is_no_address_or_a_later_word(
    unit_of_work, clock, stores, noticed
) -> None:
    mails = Mails(*[Outcome.LATER] * MOST_ATTEMPTS)
    send = sender(unit_of_work, clock, mails)
    for _ in range(MOST_ATTEMPTS):
        assert 1 == send()
        clock.moment += PAUSE
    assert send() is None
    lifted = noticed.lift(by="lead", why="Over.", at=NOON)
    stores.site_overrides.notify([lifted], but=None, at=NOON)
    assert [1, None] == [send(), send()]
    stores.site_overrides.save(lifted)
    stores.paging.forget_officer("lead")
    stores.site_overrides.notify([replace(lifted, version=9)], but=None, at=NOON)
    assert [1, None] == [send(), send()]
    assert MOST_ATTEMPTS == len(mails.sent)
