"""A transaction that holds what is handed over to a slow server lives until that is done."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from chassis.postgres.engine import OUTSIDE_SECONDS, open_engine, wait_outside


def test_a_transaction_that_waits_for_something_outside_is_not_ended_and_the_next_one_is(
    new_database,
) -> None:
    """Else what was handed over slowly could not be kept, and would be handed over again."""
    url = new_database("alerts").app_url
    engine = open_engine(url, process="test", pool=1, statement_seconds=1)
    longest = text("SHOW idle_in_transaction_session_timeout")
    with engine.begin() as connection:
        wait_outside(connection)
        assert f"{OUTSIDE_SECONDS // 60}min" == connection.scalar(longest)
        time.sleep(2.5)  # longer than it may be idle otherwise
        connection.execute(text("SELECT 1"))

    def idle() -> None:
        with engine.begin() as connection:
            assert "2s" == connection.scalar(longest)
            time.sleep(2.5)
            connection.execute(text("SELECT 1"))

    with pytest.raises(DBAPIError, match="idle-in-transaction"):
        idle()
    engine.dispose()
