"""Everything that was decided, for an inquiry."""

from datetime import timedelta

import pytest

from services.alerts.usecases.export_decisions import ExportDecisions
from tests.fakes.alerts import AUTHOR, NOON, drafted, person
from tests.fakes.threat_levels import approved

INQUIRER = person("inquirer", "privacy-officer")
DAY = timedelta(days=1)


@pytest.fixture
def export(unit_of_work):
    return ExportDecisions(unit_of_work=unit_of_work)


@pytest.fixture
def filled(stores):
    """Seven decisions, two of which are about an alert that is on record."""
    stores.alerts.add(alert := drafted())
    for number in range(7):
        resource = str(alert.alert_id) if number < 2 else f"other-{number}"
        stores.audit.record(AUTHOR, "alerts:draft", resource)
    return alert


def test_pages_miss_nothing_and_asking_goes_on_record(export, stores, filled) -> None:
    seen, after = [], None
    for _ in range(4):
        page, after = export(INQUIRER, since=NOON, until=NOON + DAY, after=after, size=2)
        seen += page
    assert after is None
    assert list(range(7)) == [each.decision.entry_id.int for each in seen]
    assert ["author"] * 7 == [each.subject for each in seen], "whatever became of the rest"
    asked = [row for row in stores.audit.rows if row[1] == "inquiry:export"]
    assert [("inquirer", 2), ("inquirer", 2), ("inquirer", 2), ("inquirer", 1)] == [
        (row[0], row[4]["rows"]) for row in asked
    ]


def test_only_what_was_decided_between_the_two_moments(export, filled) -> None:
    first, last = NOON + timedelta(seconds=2), NOON + timedelta(seconds=4)
    page, after = export(INQUIRER, since=first, until=last, after=None, size=10)
    assert ([2, 3], None) == ([each.decision.entry_id.int for each in page], after)


def test_changes_of_the_threat_level_are_among_them_with_who_decided(export, stores) -> None:
    stores.threat_levels.add(change := approved(NOON, by="second"))
    resource = str(change.change_id)
    stores.audit.record(person("first"), "alerts:propose-threat-level", resource, why="R")
    stores.audit.record(person("second"), "alerts:approve-threat-level", resource, change.digest)
    page, _ = export(INQUIRER, since=NOON, until=NOON + DAY, after=None, size=10)
    assert ["first", "second"] == [each.subject for each in page]
    assert change.digest == page[1].decision.digest
