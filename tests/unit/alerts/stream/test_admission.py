"""Who asks for a stream is checked; the record is asked only for those who are not known yet."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from chassis.errors import Invalid
from chassis.principals import PrincipalRow
from chassis.tokens import Token
from kernel.tiers import Tier
from services.alerts.domain.whereabouts import Organisation, Premises
from services.alerts.inbound.stream.admission import Admission, Admitted
from services.alerts.inbound.stream.http_head import Head
from services.alerts.inbound.stream.hub import Hub
from services.alerts.inbound.stream.lookups import Lookups, places_of_many, rows_of_many
from services.alerts.inbound.stream.who import Anyone
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
) -> Admitted:
    """Ask for a stream where `known` is known at rights version 2, and nobody else."""

    def remembered(subject: str, at_least: int) -> PrincipalRow | None:
        return a_row(subject, rights_version=2) if (subject, at_least) <= ("known", 2) else None

    async def ask() -> Admitted:
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


def a_token(subject: str, *, rights_version: int = 0, service: str | None = None) -> Token:
    return Token(
        subject=subject,
        client="isp-web",
        service=service,
        issued_at=SetClock().now(),
        expires_at=SetClock().now() + timedelta(minutes=5),
        tier=Tier.REGISTERED,
        roles=frozenset(),
        rights_version=rights_version,
        acr="",
        second_factor_at=None,
    )


class Verifier:
    """Knows the tokens that it was given; of others it knows nothing without being asked."""

    def __init__(self, **tokens: Token) -> None:
        self.tokens = tokens

    def known(self, text: str) -> Token | None:
        return self.tokens.get(text)


def at_once(
    hub: Hub, text: str | None, row: PrincipalRow | None = None, **query: str
) -> Admitted | None:
    """Ask for a stream without waiting; only this row is known, if it is new enough."""
    asks_nobody: Any = None
    admission = Admission(
        verifier=Verifier(  # type: ignore[arg-type] # as far as it is asked
            good=a_token("shop", rights_version=2), service=a_token("svc", service="content")
        ),
        tickets=asks_nobody,
        rows=asks_nobody,
        remembered=lambda _, at_least: row if row and row.rights_version >= at_least else None,
        places=asks_nobody,
        hub=hub,
        clock=SetClock(),
        threads=asks_nobody,
    )
    headers = {} if text is None else {"authorization": text}
    return admission.known(Head(method="GET", path="/v1/stream", query=query, headers=headers))


def test_who_is_known_is_let_in_at_once_and_whatever_must_be_asked_is_not() -> None:
    hub, row = Hub(SetClock()), a_row("shop", rights_version=2)
    assert (Anyone(), None) == at_once(hub, None)
    admitted_at_once = at_once(hub, "Bearer good", row)
    assert admitted_at_once is not None
    assert ("shop", row) == (admitted_at_once[0].subject, admitted_at_once[1])

    assert at_once(hub, "Bearer strange", row) is None
    assert at_once(hub, "Basic good", row) is None
    assert at_once(hub, "Bearer service", row) is None
    assert at_once(hub, "Bearer good") is None
    assert at_once(hub, "Bearer good", a_row("shop", rights_version=1)) is None
    assert at_once(hub, None, ticket="known/2") is None
    assert at_once(hub, "Bearer good", row, ticket="known/2") is None


def test_nobody_is_let_in_at_once_before_it_is_known_where_their_organisation_is() -> None:
    hub, row = Hub(SetClock()), a_row("shop", rights_version=2, organisation_id=SHOP)
    assert at_once(hub, "Bearer good", row) is None
    hub.loaded([SHOP], [], [])
    assert at_once(hub, "Bearer good", row) is not None


def test_where_an_organisation_is_is_read_once_before_the_first_of_its_people_reads() -> None:
    hub, places = Hub(SetClock()), Places()
    for subject in ("first", "second"):
        admitted(Rows(SHOP), hub, places, ticket=f"{subject}/1")
    assert [SHOP] == places.asked
    assert 1 == len(hub.holdings.of(SHOP).places)


def test_a_token_and_a_ticket_together_are_refused() -> None:
    with pytest.raises(Invalid):
        admitted(Rows(), ticket="known/2", authorization="Bearer x")
