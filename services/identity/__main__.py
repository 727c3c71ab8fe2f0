"""`python -m services.identity serve | work | migrate | reconcile | seed | republish`."""

from chassis.process import run
from services.identity.bootstrap import migrate, reconcile, republish, seed, serve, work

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
        },
    )
