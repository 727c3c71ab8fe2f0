"""Who asks for a stream is checked; the record is asked only for those who are not known yet."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from chassis.errors import Invalid
from chassis.principals import PrincipalRow
from services.alerts.domain.whereabouts import Organisation, Premises
from services.alerts.inbound.stream.admission import Admission
from services.alerts.inbound.stream.http_head import Head
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.lookups import Lookups, places_of_many, rows_of_many
from services.alerts.inbound.stream.who import Anyone, Holder
from services.alerts.usecases.ticket_ports import Ticket
from tests.fakes.plumbing import SetClock, a_row
from tests.fakes.whereabouts import SHOP, premises


class Tickets:
    """Tickets that say whom they are for and the version of their rights: `name/2`."""

    def open(self, text: str, at: datetime) -> Ticket:
        subject, _, version = text.partition("/")
        return Ticket(subject or None, int(version), at)


class Rows:
    """Counts what it is asked for."""

    def __init__(self, organisation_id: str | None = None) -> None:
        self.asked: list[str] = []
        self.organisation_id = organisation_id

    def find(self, subject: str) -> PrincipalRow | None:
        return a_row(subject)

    def find_many(self, subjects: Sequence[str]) -> Sequence[PrincipalRow]:
        self.asked += subjects
        whose = {"organisation_id": self.organisation_id}
        return [a_row(subject, rights_version=9, **whose) for subject in subjects]

    def find_newer(self, known: Mapping[str, int]) -> Sequence[PrincipalRow]:
        return [a_row(subject) for subject in known]


class Places:
    """Knows one shop, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def find(
        self, organisation_ids: Collection[str]
    ) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        self.asked += organisation_ids
        return [], [premises()]

    def changed(self, within: timedelta) -> tuple[Sequence[Organisation], Sequence[Premises]]:
        return [], []


def admitted(
    rows: Rows, hub: Hub | None = None, places: Places | None = None, **query: str
) -> tuple[Holder, PrincipalRow | None]:
    """Ask for a stream where `known` is known at rights version 2, and nobody else."""

    def remembered(subject: str, at_least: int) -> PrincipalRow | None:
        return a_row(subject, rights_version=2) if (subject, at_least) <= ("known", 2) else None

    async def ask() -> tuple[Holder, PrincipalRow | None]:
        with ThreadPoolExecutor(1) as threads:
            admission = Admission(
                verifier=None,  # type: ignore[arg-type] # nobody shows a token
                tickets=Tickets(),  # type: ignore[arg-type] # makes none
                rows=Lookups(rows_of_many(rows), threads),
                remembered=remembered,
                places=Lookups(places_of_many(places or Places()), threads),
                hub=hub or Hub(SetClock()),
                clock=SetClock(),
                threads=threads,
            )
            authorization = query.pop("authorization", None)
            headers = {} if authorization is None else {"authorization": authorization}
            return await admission(
                Head(method="GET", path="/v1/stream", query=query, headers=headers)
            )

    return asyncio.run(ask())


def test_the_record_is_asked_only_for_those_who_are_not_known_or_prove_more() -> None:
    rows = Rows()
    _, known = admitted(rows, ticket="known/2")
    assert (a_row("known", rights_version=2), []) == (known, rows.asked)

    for ticket in ("known/3", "stranger/1"):
        holder, found = admitted(rows, ticket=ticket)
        assert found == a_row(str(holder.subject), rights_version=9)
    assert ["known", "stranger"] == rows.asked


@pytest.mark.parametrize("query", [{}, {"ticket": "/0"}])
def test_someone_without_an_account_costs_no_look_up(query: dict[str, str]) -> None:
    rows = Rows()

    assert (Anyone(), None) == admitted(rows, **query)
    assert [] == rows.asked


def test_where_an_organisation_is_is_read_once_before_the_first_of_its_people_reads() -> None:
    hub, places = Hub(SetClock()), Places()
    for subject in ("first", "second"):
        admitted(Rows(SHOP), hub, places, ticket=f"{subject}/1")
    assert [SHOP] == places.asked
    assert 1 == len(hub.holdings.of(SHOP).places)


def test_a_token_and_a_ticket_together_are_refused() -> None:
    with pytest.raises(Invalid):
        admitted(Rows(), ticket="known/2", authorization="Bearer x")
