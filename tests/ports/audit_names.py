"""What every audit log must know of people's names, in memory and in PostgreSQL."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Open = Callable[[], AbstractContextManager[Any]]
SUBJECTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=80)


class AuditNamesSuite:
    """Everything an audit log promises about names; `audit` opens one in a transaction."""

    def test_a_person_has_one_name_and_it_leads_back_to_them(self, audit: Open) -> None:
        one, two = str(uuid4()), str(uuid4())
        with audit() as log:
            names = {log.name_of(one), log.name_of(two), log.name_of(one)}
        assert 2 == len(names)
        assert not any(who in name for who in (one, two) for name in names)
        with audit() as log:
            assert log.name_of(one) in names
            assert {log.name_of(one): one, log.name_of(two): two} == dict(log.people(names))
            assert {} == dict(log.people({"", "nobody"})) == dict(log.people(set()))

    def test_who_was_erased_is_nobody_and_who_comes_after_is_somebody_else(
        self, audit: Open
    ) -> None:
        who, stays = str(uuid4()), str(uuid4())
        with audit() as log:
            name, other = log.name_of(who), log.name_of(stays)
            assert (name, 1) == log.forget(who)
            assert {other: stays} == dict(log.people({name, other}))
        with audit() as log:
            again = log.name_of(who)
            assert again not in {name, other}
            assert {again: who} == dict(log.people({name, again}))

    def test_who_has_no_name_gets_one_that_leads_nowhere(self, audit: Open) -> None:
        who = str(uuid4())
        with audit() as log:
            (one, gone), (two, none) = log.forget(who), log.forget(who)
            assert (0, 0, True) == (gone, none, one != two)
            assert {} == dict(log.people({one, two}))

    # Two executors on purpose: it is one claim about the store in memory and in PostgreSQL.
    @settings(
        suppress_health_check=[
            HealthCheck.function_scoped_fixture,
            HealthCheck.differing_executors,
        ],
        deadline=None,
    )
    @given(subject=SUBJECTS, others=st.lists(SUBJECTS, max_size=3))
    def test_no_name_comes_twice_in_however_many_lives(
        self, audit: Open, subject: str, others: list[str]
    ) -> None:
        seen: set[str] = set()
        with audit() as log:
            kept = {log.name_of(each) for each in others if each != subject}
            for _ in range(3):
                name = log.name_of(subject)
                assert name not in seen | kept
                assert (name, 1) == log.forget(subject)
                seen.add(name)
            assert kept == set(log.people(seen | kept))

    def test_what_fails_leaves_no_name(self, audit: Open) -> None:
        who = str(uuid4())

        def fail() -> None:
            with audit() as log:
                name.append(log.name_of(who))
                raise RuntimeError

        name: list[str] = []
        with pytest.raises(RuntimeError):
            fail()
        with audit() as log:
            assert {} == dict(log.people(set(name)))
            assert name != [log.name_of(who)]
