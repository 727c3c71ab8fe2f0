"""`python -m services.analytics serve | work | migrate | seed | reconcile`."""

from chassis.data_commands import data_commands
from chassis.process import run
from services.analytics.bootstrap import migrate, reconcile, seed, serve, work
from services.analytics.outbound.postgres.retention import RETENTION
from services.analytics.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "analytics",
        {
            "serve": serve,
            "work": work,
            "migrate": migrate,
            "seed": seed,
            "reconcile": reconcile,
            **data_commands("analytics", METADATA, RETENTION),
        },
    )
