"""`python -m services.identity serve | work | migrate | reconcile | seed | republish`.

And `tier-report`, which says what would be done about tiers that end, and `import-postcodes FILE…`,
each a CSV file or a folder of them.
"""

from chassis.process import run
from services.identity.bootstrap import (
    import_postcodes,
    migrate,
    reconcile,
    republish,
    seed,
    serve,
    tier_report,
    work,
)

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
        },
        {"import-postcodes": import_postcodes},
    )
