"""`python -m services.alerts serve | work | stream | migrate | republish`."""

from chassis.process import run
from services.alerts.bootstrap import migrate, republish, serve, stream, work

if __name__ == "__main__":
    run(
        "alerts",
        {
            "serve": serve,
            "work": work,
            "stream": stream,
            "migrate": migrate,
            "republish": republish,
        },
    )
