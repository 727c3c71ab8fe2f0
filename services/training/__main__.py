"""`python -m services.training serve | work | migrate | republish`."""

from chassis.process import run
from services.training.bootstrap import migrate, republish, serve, work

if __name__ == "__main__":
    run(
        "training",
        {"serve": serve, "work": work, "migrate": migrate, "republish": republish},
    )
