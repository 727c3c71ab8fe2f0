"""Who may publish and read what on NATS, as the server is told."""

import re
from pathlib import Path

import pytest

from stack.nats import SERVICES, Consumed, Followed, configuration

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


ADDRESSES = "isp.identity.v1.RecipientChanged"


def ways_to_read(name: str) -> list[str]:
    """Every subject by which addresses could be read, where a consumer has this name."""
    api, create = "$JS.API", f"$JS.API.CONSUMER.CREATE.IDENTITY.{name}"
    filters = (ADDRESSES, f"{ADDRESSES}.>", "isp.identity.v1.>", "isp.identity.v1.*", "*", ">")
    return [
        *(f"{create}.{each}" for each in filters),
        create,
        f"{api}.CONSUMER.CREATE.IDENTITY",
        f"{api}.CONSUMER.DURABLE.CREATE.IDENTITY.{name}",
        f"{api}.CONSUMER.MSG.NEXT.IDENTITY.alerts-RecipientChanged",
        f"{api}.STREAM.MSG.GET.IDENTITY",
        f"{api}.DIRECT.GET.IDENTITY",
        f"{api}.DIRECT.GET.IDENTITY.{ADDRESSES}",
        f"{api}.STREAM.SNAPSHOT.IDENTITY",
    ]


def reads_addresses(publish: list[str]) -> bool:
    """Tell whether what a user may publish lets it make, or pull from, a consumer of addresses.

    A subject of theirs that matches is enough, whatever it was meant for: `Followed` names
    consumers by a wildcard, so who follows anything of the stream could pull from another's.
    """
    names = {"anything", *(word for each in publish for word in each.split(".") if "-" in word)}
    return any(
        matches(pattern, way) for name in names for way in ways_to_read(name) for pattern in publish
    )


def matches(pattern: str, subject: str) -> bool:
    """Tell whether a NATS pattern covers a subject; wildcards of the subject count as words."""
    wanted, said = pattern.split("."), subject.split(".")
    for number, word in enumerate(wanted):
        if word == ">":
            return len(said) > number
        if number >= len(said) or word not in {"*", said[number]}:
            return False
    return len(wanted) == len(said)


def test_nobody_but_alerts_can_read_peoples_addresses() -> None:
    assert {"alerts"} == {name for name, (_, many) in USERS.items() if reads_addresses(many)}


@pytest.mark.parametrize(
    "reads",
    [
        Consumed(stream="IDENTITY", message=ADDRESSES),
        Followed(stream="IDENTITY", message=ADDRESSES),
        Followed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged"),
    ],
)
def test_the_search_for_who_reads_addresses_finds_what_is_planted(
    reads: Consumed | Followed,
) -> None:
    """The control of the test above."""
    assert reads_addresses(reads.allowed("training"))
    assert reads_addresses(["$JS.API.>"])
    assert reads_addresses(["$JS.API.STREAM.MSG.GET.*"])
    principals = Consumed(stream="IDENTITY", message="isp.identity.v1.PrincipalChanged")
    assert not reads_addresses(principals.allowed("training"))


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_passwords_come_from_the_environment(name: str) -> None:
    assert f"password: $NATS_{name.upper()}_PASSWORD" in TEXT
