"""`python -m services.identity serve | work | migrate | reconcile | seed | republish`.

And `realm diff`, which says what of the realm in Keycloak is not as its file says; `realm apply`,
which brings it there, as `reconcile` does; `tier-report`, which says what would be done about tiers
that end; and `import-postcodes FILE…`, each a CSV file or a folder of them.
And `tier-report` and `dormancy-report`, which say what would be done about tiers that end and about
accounts that nobody uses, and `import-postcodes FILE…`,
each a CSV file or a folder of them.
"""

from chassis.data_commands import data_commands
from chassis.process import run
from services.identity.bootstrap import (
    dormancy_report,
    import_postcodes,
    migrate,
    republish,
    seed,
    serve,
    tier_report,
    work,
)
from services.identity.bootstrap_realm import realm_command, reconcile
from services.identity.outbound.postgres.retention import RETENTION
from services.identity.outbound.postgres.tables import METADATA

if __name__ == "__main__":
    run(
        "identity",
        {
            "serve": serve,
            "work": work,
            "migrate": migrate,
            "reconcile": reconcile,
            "seed": seed,
            "republish": republish,
            "tier-report": tier_report,
            "dormancy-report": dormancy_report,
            **data_commands("identity", METADATA, RETENTION),
        },
        {"import-postcodes": import_postcodes, "realm": realm_command},
    )
