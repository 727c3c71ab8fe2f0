"""`python -m services.content serve | work | migrate | republish | rebuild`."""

from chassis.process import run
from services.content.bootstrap import migrate, rebuild, republish, serve, work

if __name__ == "__main__":
    run(
        "content",
        {
            "serve": serve,
            "work": work,
            "migrate": migrate,
            "republish": republish,
            "rebuild": rebuild,
        },
    )
