"""The higher rights version of token and row wins, whole; doubt refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.errors import TokenRefused
from chassis.principals import CachedPrincipalRows, PrincipalRow, principal_of, principal_of_row
from chassis.snapshots import row_from_snapshot, snapshot_of
from chassis.tokens import Token
from kernel.standing import Standing
from kernel.tiers import Tier
from tests.fakes.plumbing import MemoryPrincipalRows, a_row

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROLES = ["editor", "alert-author", "alert-approver"]


def a_token(**given_: Any) -> Token:
    return Token(
        **{
            "subject": "reader",
            "client": "isp-web",
            "service": None,
            "issued_at": NOW,
            "expires_at": NOW + timedelta(minutes=5),
            "tier": Tier.REGISTERED,
            "roles": frozenset(),
            "rights_version": 1,
            "acr": "aal1",
            "second_factor_at": None,
        }
        | given_
    )


def tokens() -> st.SearchStrategy[Token]:
    return st.builds(
        a_token,
        tier=st.sampled_from(Tier),
        roles=st.frozensets(st.sampled_from(ROLES)),
        rights_version=st.integers(1, 3),
    )


def rows() -> st.SearchStrategy[PrincipalRow]:
    return st.builds(
        a_row,
        st.just("reader"),
        tier=st.sampled_from(Tier),
        roles=st.frozensets(st.sampled_from(ROLES)),
        closed_groups=st.frozensets(st.sampled_from(["ports"])),
        rights_version=st.integers(1, 3),
    )


@given(tokens(), rows())
def test_the_higher_version_wins_whole(token: Token, row: PrincipalRow) -> None:
    principal = principal_of(token, row)
    assert hash(principal.roles) == hash(frozenset(principal.roles))  # streams are found by it
    if token.rights_version > row.rights_version:
        assert (token.tier, token.roles, frozenset()) == (
            principal.tier,
            principal.roles,
            principal.closed_groups,
        )
    elif row.rights_version > token.rights_version:
        assert (row.tier, row.roles) == (principal.tier, principal.roles)
    else:
        assert principal.tier == min(token.tier, row.tier)
        assert principal.roles == token.roles & row.roles


def test_an_admin_is_one_by_our_row_and_by_no_older_one() -> None:
    row = a_row("reader", organisation_id="ours", organisation_admin=True)
    assert principal_of(a_token(), row).organisation_admin
    assert not principal_of(a_token(rights_version=2), row).organisation_admin
    assert not principal_of(a_token(), a_row("reader", organisation_id="ours")).organisation_admin
    mine = principal_of_row(row)
    assert mine is not None
    assert mine.organisation_admin


@pytest.mark.parametrize("said", [None, False, True])
def test_what_travels_says_who_is_admin_or_that_it_does_not_say(said: bool | None) -> None:
    row = a_row("reader", organisation_admin=said)
    assert row == row_from_snapshot(snapshot_of(row))


@given(tokens())
def test_without_a_row_a_token_gives_nothing_but_a_name(token: Token) -> None:
    principal = principal_of(token, None)
    assert ("reader", Tier.PUBLIC, frozenset()) == (
        principal.subject,
        principal.tier,
        principal.permissions,
    )


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.CLOSED])
def test_a_stopped_account_is_refused(standing: Standing) -> None:
    with pytest.raises(TokenRefused):
        principal_of(a_token(), a_row("reader", standing=standing, rights_version=2))


def test_a_token_from_before_the_moment_is_refused_even_with_a_higher_version() -> None:
    row = a_row("reader", valid_after=NOW + timedelta(seconds=1))
    with pytest.raises(TokenRefused):
        principal_of(a_token(rights_version=9), row)


def test_a_service_is_nobody_to_a_rule_about_people() -> None:
    principal = principal_of(a_token(service="identity", tier=Tier.TRUSTED), None)
    assert (None, Tier.PUBLIC) == (principal.subject, principal.tier)


def test_a_change_is_felt_after_half_a_second() -> None:
    store, now = MemoryPrincipalRows(), 0.0
    cached = CachedPrincipalRows(store, now=lambda: now)
    store.keep(a_row("reader"))
    cached.find("reader")
    store.keep(a_row("reader", standing=Standing.SUSPENDED, rights_version=2))
    now = 0.49
    assert Standing.ACTIVE is cached.find("reader").standing
    now = 0.51
    assert Standing.SUSPENDED is cached.find("reader").standing


def test_the_cache_has_a_bound() -> None:
    cached = CachedPrincipalRows(MemoryPrincipalRows(), kept=10)
    for number in range(100):
        cached.find(str(number))
    assert len(cached._kept) <= 10
