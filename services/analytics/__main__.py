"""`python -m services.analytics serve | work | migrate | seed | reconcile`."""

from chassis.process import run
from services.analytics.bootstrap import migrate, reconcile, seed, serve, work

if __name__ == "__main__":
    run(
        "analytics",
        {
            "serve": serve,
            "work": work,
            "migrate": migrate,
            "seed": seed,
            "reconcile": reconcile,
        },
    )
