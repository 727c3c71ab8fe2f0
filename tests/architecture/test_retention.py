"""No retention without something that enforces it: the tables' words and the loops, both ways."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from chassis.postgres.classifications import classifications
from chassis.postgres.retention import BY_PERSON, PLUMBING, Kept
from chassis.postgres.tables import METADATA as CHASSIS
from stack.services import MIGRATED
from tests.architecture.test_classifications import metadata_of

ROOT = Path(__file__).resolve().parents[2]
PERIOD = re.compile(r"\d+ (hours?|days?|months?|years?)")
NOT_BY_AGE = {
    "until 30 days after they were stopped": {
        "identity.alert_subscriptions": "ForgetContacts: the row stays, without what names anybody",
    },
    "7 days if not confirmed, else as long as the address": {
        "identity.subscription_requests": "ForgetContacts: what was confirmed is not old",
    },
    "7 years, pseudonym on erasure": {
        "identity.closed_groups": "ForgetDecisions: the row stays, without the names",
        "identity.partner_providers": "ForgetDecisions: the row stays, without the names",
        "identity.verifications": "ForgetCases: with the case, after 24 months",
        "identity.provider_checks": "ForgetCases: with the case, after 24 months",
    },
    "24 months after the decision; the number until the provider has answered": {
        "identity.provider_checks": "ForgetCases: with the case",
    },
    "36 months after the answer": {"identity.complaints": "ForgetPrivacyRequests: by its answer"},
    "36 months after the answer; under a pseudonym once an erasure is done": {
        "identity.privacy_requests": "ForgetPrivacyRequests: by its answer, counted above",
    },
    "7 days after it was put together": {
        "identity.privacy_receipts": "AnswerPrivacyRequests: with its request, which is counted",
    },
    "90 days": {
        "alerts.branch_reports": "ForgetCascades: with its alert",
        "alerts.cascade_members": "ForgetCascades: with its alert",
        "alerts.cascade_steps": "ForgetCascades: with its alert",
        "alerts.help_requests": "ForgetAnswers: after it is closed",
        "alerts.help_shifts": "ForgetAnswers: after it is over",
        "alerts.pages": "ForgetAnswers: with its run",
        "alerts.reporters": "ForgetAnswers: while something was reported",
    },
    "90 days, or until the premises are removed": {
        "alerts.site_notices": "ForgetSiteNotices: after they were sent",
    },
}
"""What has a period in its words and goes by something else, each with what that is."""


def kept_by(service: str) -> tuple[Kept, ...]:
    found: tuple[Kept, ...] = import_module(
        f"services.{service}.outbound.postgres.retention"
    ).RETENTION
    return (*found, *PLUMBING)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("service", MIGRATED)
def test_every_retention_of_a_table_has_what_enforces_it_and_no_other_is_made_up(
    service: str,
) -> None:
    promised = {each.retention for each in classifications(service, metadata_of(service))}
    assert promised == {each.retention for each in kept_by(service)}


@pytest.mark.parametrize("service", MIGRATED)
def test_what_enforces_it_is_a_use_case_that_runs(service: str) -> None:
    folder = ROOT / "services" / service
    built = "".join(path.read_text("utf-8") for path in folder.glob("bootstrap*.py"))
    roles = (ROOT / "chassis" / "roles.py").read_text("utf-8")
    for kept in kept_by(service):
        for name in kept.enforced_by.split():
            if name == "run_work":
                assert {"forget-keys", "audit-cut", "endings"} <= set(
                    re.findall(r'"([a-z-]+)": every', roles)
                )
                continue
            module = import_module(f"services.{service}.usecases.{snake(name)}")
            assert callable(getattr(module, name))
            assert f"{name}(" in built, f"nothing builds {name} of {service}"


@pytest.mark.parametrize("service", MIGRATED)
def test_a_retention_in_days_or_hours_is_by_age_and_counted_in_the_report(service: str) -> None:
    """`retention-report` would say so if its loop did not run."""
    ages = {each.retention for each in kept_by(service) if each.ages}
    timed = {
        each.retention
        for each in kept_by(service)
        if re.match(r"\d+ (hours|days|months)", each.retention)
        and not re.search(r"; |, or |if not", each.retention)
    }
    assert timed <= ages


def promised() -> list[tuple[str, Any, str]]:
    """Return each column of a service that is promised for a period, with the promise."""
    return [
        (service, column, column.info["personal"]["retention"])
        for service in MIGRATED
        for metadata in (metadata_of(service), CHASSIS)
        for table in metadata.sorted_tables
        for column in table.c
        if column.info and PERIOD.search(column.info["personal"]["retention"])
    ]


@pytest.mark.parametrize(
    ("service", "column", "retention"), promised(), ids=lambda each: str(each)[:60]
)
def test_whatever_is_kept_for_a_period_is_ended_by_a_loop_that_counts_its_table(
    service: str, column: Any, retention: str
) -> None:
    """A promise of years that nothing ends would be found by whom it was made to."""
    name = f"{service}.{column.table.name}"
    (kept,) = [each for each in kept_by(service) if each.retention == retention]
    by_a_loop = set(kept.enforced_by.split()) - {BY_PERSON}
    assert by_a_loop, f"nothing ends {name} after {retention}"
    ended = any(each.ends(column) for each in kept.endings)
    counted = any(each.table is column.table for each, _ in kept.ages)
    if not (ended or counted):
        assert name in NOT_BY_AGE.get(retention, {}), f"no row of {name} is ended: {retention}"


def test_what_is_excused_is_promised() -> None:
    names = {f"{service}.{column.table.name}" for service, column, _ in promised()}
    assert {each for excused in NOT_BY_AGE.values() for each in excused} <= names


@pytest.mark.parametrize("service", MIGRATED)
def test_endings_are_done_by_the_loop_of_every_service_that_has_some(service: str) -> None:
    """And say so, so that nobody looks for another."""
    kept = kept_by(service)
    if any(each.endings for each in kept):
        bootstrap = (ROOT / "services" / service / "bootstrap.py").read_text("utf-8")
        assert "kept=RETENTION" in bootstrap
        assert all("run_work" in each.enforced_by for each in kept if each.endings)
