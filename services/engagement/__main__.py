"""`python -m services.engagement serve | work | migrate | republish`."""

from chassis.process import run
from services.engagement.bootstrap import migrate, republish, serve, work

if __name__ == "__main__":
    run(
        "engagement",
        {"serve": serve, "work": work, "migrate": migrate, "republish": republish},
    )
