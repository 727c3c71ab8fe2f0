"""The audit log in memory knows people as the real one; and what a pseudonym gives away."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.pseudonyms import Pseudonyms
from tests.fakes.plumbing import MemoryAudit, MemoryUnitOfWork
from tests.ports.audit_names import SUBJECTS, AuditNamesSuite, Open

SALTS = st.binary(min_size=32, max_size=32)


@dataclass
class _Stores:
    audit: MemoryAudit = field(default_factory=MemoryAudit)


@pytest.fixture
def audit() -> Open:
    work = MemoryUnitOfWork(_Stores())

    @contextmanager
    def opened() -> Iterator[MemoryAudit]:
        with work() as tx:
            yield tx.audit

    return opened


class TestMemoryAuditNames(AuditNamesSuite):
    """In memory."""


@given(salt=SALTS, other=SALTS, subject=SUBJECTS, key=st.binary(min_size=1, max_size=40))
def test_another_salt_or_none_is_another_name(
    salt: bytes, other: bytes, subject: str, key: bytes
) -> None:
    pseudonyms = Pseudonyms(key)
    name = pseudonyms.salted(salt, subject)
    assert name == pseudonyms.salted(salt, subject)
    assert name != pseudonyms.of(subject)
    assert (salt == other) is (name == pseudonyms.salted(other, subject))
    assert name != Pseudonyms(key + b"k").salted(salt, subject)
