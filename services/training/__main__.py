"""`python -m services.training serve | work | packages | migrate | republish | audit`.

`export-package COURSE FILE` writes a course for another platform.
"""

from chassis.data_commands import data_commands
from chassis.process import run
from services.training.bootstrap import audit, migrate, republish, serve, work
from services.training.bootstrap_export import export_package
from services.training.bootstrap_packages import packages
from services.training.outbound.postgres.retention import RETENTION
from services.training.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "training",
        {
            "serve": serve,
            "work": work,
            "packages": packages,
            "migrate": migrate,
            "republish": republish,
            "audit": audit,
            **data_commands("training", METADATA, RETENTION),
        },
        {"export-package": export_package},
    )
