"""Builds the player of SCOs, for `bootstrap_packages.py`."""

from urllib.parse import urlsplit

from kernel.ports import Clock, Ids, RandomIds, SystemClock
from services.training.bootstrap_records import hear_statements
from services.training.inbound.scorm_http import ScormApp
from services.training.usecases.move_on import MoveOn
from services.training.usecases.play_scorm import BeginScorm, CommitScorm
from services.training.usecases.records_ports import RecordsUnitOfWork


def scorm_app(
    work: RecordsUnitOfWork,
    at_once: RecordsUnitOfWork,
    moving: MoveOn,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> ScormApp:
    """Return the application of `/scorm/`: what its units report is heard as units of cmi5 are."""
    clock, ids = clock or SystemClock(), ids or RandomIds()
    hear = hear_statements(work, at_once, moving, clock)
    site = urlsplit(moving.site)
    return ScormApp(
        site=f"{site.scheme}://{site.netloc}",
        begin=BeginScorm(unit_of_work=work, hear_statements=hear, clock=clock, ids=ids),
        commit=CommitScorm(unit_of_work=work, hear_statements=hear, clock=clock, ids=ids),
    )
