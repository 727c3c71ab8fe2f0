"""`python -m services.content serve | work | files | migrate | republish | rebuild | reconcile`."""

from chassis.data_commands import data_commands
from chassis.process import run
from services.content.bootstrap import migrate, rebuild, reconcile, republish, serve, work
from services.content.bootstrap_attachments import files
from services.content.outbound.postgres.retention import RETENTION
from services.content.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "content",
        {
            "serve": serve,
            "work": work,
            "files": files,
            "migrate": migrate,
            "republish": republish,
            "rebuild": rebuild,
            "reconcile": reconcile,
            **data_commands("content", METADATA, RETENTION),
        },
    )
