"""No retention without something that enforces it: the tables' words and the loops, both ways."""

import re
from importlib import import_module
from pathlib import Path

import pytest

from chassis.postgres.classifications import classifications
from chassis.postgres.retention import BY_PERSON, PLUMBING, Kept
from stack.services import MIGRATED
from tests.architecture.test_classifications import metadata_of

ROOT = Path(__file__).resolve().parents[2]
NOT_BY_THE_CLOCK_YET = {
    ("alerts", "7 years"),
    ("alerts", "7 years, pseudonym on erasure"),
    ("content", "7 years"),
    ("content", "7 years, pseudonym on erasure"),
    ("engagement", "7 years, emptied on erasure of the asker"),
    ("engagement", "7 years, pseudonym on erasure"),
}
"""What no row is old enough for before 2033: the person goes by erasure, and the row stays."""


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
                assert {"forget-keys", "audit-cut"} <= set(re.findall(r'"([a-z-]+)": every', roles))
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


def test_only_what_is_named_here_waits_for_a_loop_of_its_own() -> None:
    """Whatever is kept for a number of years has a loop that ends it, and is counted by age."""
    by_no_loop = {
        (service, each.retention)
        for service in MIGRATED
        for each in kept_by(service)
        if re.search(r"\d+ (hours|days|months|years)", each.retention)
        and set(each.enforced_by.split()) <= {BY_PERSON}
    }
    assert by_no_loop == NOT_BY_THE_CLOCK_YET


@pytest.mark.parametrize("service", MIGRATED)
def test_what_is_kept_for_years_by_a_loop_is_counted_in_the_report(service: str) -> None:
    for kept in kept_by(service):
        if re.search(r"\d+ years", kept.retention) and set(kept.enforced_by.split()) - {BY_PERSON}:
            assert kept.ages, kept.retention
