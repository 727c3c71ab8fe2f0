"""Who may publish and read what on NATS, as the server is told."""

import re
from pathlib import Path

import pytest

from stack.nats import SERVICES, configuration

TEXT = configuration(4222, 8222, Path("/store"))
USERS = {
    name: (subscribe, re.findall(r'"([^"]+)"', publish))
    for name, subscribe, publish in re.findall(
        r"user: (\w+),.*?subscribe: \[([^\]]*)\], publish: \[([^\]]*)\]", TEXT, re.DOTALL
    )
}


def test_every_service_has_a_user_and_nobody_else_has_but_migrate() -> None:
    assert {"migrate", *SERVICES} == set(USERS)


def test_what_was_acknowledged_survives_a_power_cut() -> None:
    assert "sync_interval: always" in TEXT


def test_it_listens_on_loopback_only() -> None:
    assert 'listen: "127.0.0.1:4222"' in TEXT
    assert 'http: "127.0.0.1:8222"' in TEXT


@pytest.mark.parametrize("name", sorted(USERS))
def test_nobody_reads_but_through_their_own_inbox(name: str) -> None:
    assert f'"_INBOX.{name}.>"' == USERS[name][0]


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_service_publishes_its_own_events_only(name: str) -> None:
    events = [subject for subject in USERS[name][1] if not subject.startswith("$JS.")]
    usage = f"isp.usage.v1.UsageRecorded.{name}"
    assert {usage} <= set(events) <= {f"isp.{name}.v1.>", usage}


def test_only_migrate_makes_or_changes_streams() -> None:
    """With that right a service could forge another's events, or copy another's stream."""
    for name, (_, publish) in USERS.items():
        streams = [each for each in publish if re.match(r"\$JS\.API\.STREAM\.(?!INFO)", each)]
        assert bool(streams) == (name == "migrate"), name
    assert not any(each in {"*", ">"} for _, many in USERS.values() for each in many)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_a_consumer_names_the_one_message_it_reads(name: str) -> None:
    """Without the filter in the subject a service could read a whole stream of another."""
    made = [each for each in USERS[name][1] if ".CONSUMER.CREATE." in each]
    for each in made:
        *_, package_and_message = each.split(".", 5)
        assert re.search(r"isp\.\w+\.v1\.[A-Z]\w+(\.\*)?$", package_and_message), each


def test_only_who_counts_reads_what_several_services_publish() -> None:
    wide = {
        (name, each.partition(".CONSUMER.CREATE.")[2])
        for name, (_, publish) in USERS.items()
        for each in publish
        if ".CONSUMER.CREATE." in each and each.endswith("*")
    }
    assert {
        ("analytics", "USAGE.analytics-UsageRecorded.isp.usage.v1.UsageRecorded.*"),
        ("analytics", "USAGE.*.isp.usage.v1.UsageRecorded.*"),
    } == wide


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_passwords_come_from_the_environment(name: str) -> None:
    assert f"password: $NATS_{name.upper()}_PASSWORD" in TEXT
