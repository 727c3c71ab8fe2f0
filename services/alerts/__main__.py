"""`python -m services.alerts serve | work | stream | migrate | republish | verify-ledger`."""

from chassis.data_commands import data_commands
from chassis.process import run
from services.alerts.bootstrap import migrate, republish, serve, stream, verify_ledger, work
from services.alerts.outbound.postgres.retention import RETENTION
from services.alerts.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "alerts",
        {
            "serve": serve,
            "work": work,
            "stream": stream,
            "migrate": migrate,
            "republish": republish,
            "verify-ledger": verify_ledger,
            **data_commands("alerts", METADATA, RETENTION),
        },
    )
