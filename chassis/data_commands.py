"""Commands of every service about what it keeps: what is personal, and whether it is whole."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Final

from sqlalchemy import MetaData

from chassis.configuration import Settings
from chassis.postgres.audit import ChainBroken, verify
from chassis.postgres.classifications import classifications
from chassis.postgres.engine import open_reader, refusing_when_away
from chassis.postgres.retention import PLUMBING, Kept, report
from chassis.process import Role

LATE: Final = 4
"""The status of `retention-report` where rows are there that should be gone."""

BROKEN: Final = 3
"""The status of `audit-verify` where a row was changed or is gone."""


def data_commands(service: str, own: MetaData, kept: Sequence[Kept]) -> Mapping[str, Role]:
    """Return `classifications`, `audit-verify` and `retention-report` of a service."""
    return {
        "classifications": partial(_classifications, service, own),
        "audit-verify": partial(audit_verify, service),
        "retention-report": partial(retention_report, service, kept),
    }


def _classifications(service: str, own: MetaData, _settings: Settings) -> None:
    for each in classifications(service, own):
        _print(each.as_dict())


def audit_verify(service: str, settings: Settings) -> None:
    """Follow the whole chain of the service's audit log, as its application, which can change none.

    One line of JSON says how it ended.

    Raises:
        SystemExit: a sealed row was changed or is gone; the line says which.
    """
    url = settings.url(f"{service.upper()}_DATABASE_URL", "postgresql+psycopg")
    engine = open_reader(url, process=f"{service}-audit-verify")
    try:
        with refusing_when_away(), engine.connect() as connection:
            unsealed = verify(connection)
    except ChainBroken as broken:
        _print({"service": service, "whole": False, "why": str(broken)})
        raise SystemExit(BROKEN) from broken
    finally:
        engine.dispose()
    _print({"service": service, "whole": True, "unsealed": unsealed})


def retention_report(service: str, kept: Sequence[Kept], settings: Settings) -> None:
    """Say, a line of JSON each, what is kept by age and what of it is over; delete nothing.

    Raises:
        SystemExit: something should be gone and is not: a loop does not run.
    """
    url = settings.url(f"{service.upper()}_DATABASE_URL", "postgresql+psycopg")
    engine, late = open_reader(url, process=f"{service}-retention-report"), 0
    with refusing_when_away(), engine.connect() as connection:
        for each in report(connection, (*kept, *PLUMBING), datetime.now(UTC)):
            _print({"service": service, **asdict(each)})
            late += each.late
    engine.dispose()
    if late:
        raise SystemExit(LATE)


def _print(said: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(said) + "\n")
