"""`python -m services.alerts serve | work | stream | migrate | republish | verify-ledger`."""

from chassis.process import run
from services.alerts.bootstrap import migrate, republish, serve, stream, verify_ledger, work

if __name__ == "__main__":
    run(
        "alerts",
        {
            "serve": serve,
            "work": work,
            "stream": stream,
            "migrate": migrate,
            "republish": republish,
            "verify-ledger": verify_ledger,
        },
    )
