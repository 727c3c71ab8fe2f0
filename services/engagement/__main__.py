"""`python -m services.engagement serve | work | migrate | republish`."""

from chassis.data_commands import data_commands
from chassis.process import run
from services.engagement.bootstrap import migrate, republish, serve, work
from services.engagement.outbound.postgres.retention import RETENTION
from services.engagement.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "engagement",
        {
            "serve": serve,
            "work": work,
            "migrate": migrate,
            "republish": republish,
            **data_commands("engagement", METADATA, RETENTION),
        },
    )
