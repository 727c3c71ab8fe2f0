"""Waiting for transactions that wait for each other."""

import time

import pytest
from sqlalchemy import Engine, text

_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def until_somebody_waits(engine: Engine) -> None:
    """Return when a transaction of this database waits for another."""
    for _ in range(1_000):
        with engine.connect() as connection:
            if connection.scalar(_WAITING):
                return
        time.sleep(0.01)
    pytest.fail("nobody waits: the two do not meet")
