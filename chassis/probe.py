"""`python -m chassis.probe` asks the process in the same container whether it is ready.

For engines that look by running a command, such as Docker's HEALTHCHECK; Kubernetes asks the side
port itself. The port is the one that the process was given: `<SERVICE>_METRICS_LISTEN`.
"""

import os
import sys
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Final

_SETTING: Final = "_METRICS_LISTEN"
_SECONDS: Final = 2


def side_port(environ: Mapping[str, str]) -> int | None:
    """Return the side port that the environment names, or None."""
    for name, value in environ.items():
        if name.endswith(_SETTING):
            port = value.rpartition(":")[2]
            return int(port) if port.isdecimal() else None
    return None


def ask(port: int) -> str | None:
    """Return None if the process is ready, else what it says."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_SECONDS)
    try:
        connection.request("GET", "/readyz")
        answer = connection.getresponse()
        said = answer.read(500).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        return f"does not answer: {error}"
    finally:
        connection.close()
    return None if answer.status == 200 else said


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Return 0 if the process is ready, else 1; say why not."""
    port = side_port(environ)
    wrong = f"no setting *{_SETTING} names a port" if port is None else ask(port)
    if wrong:
        print(wrong, file=sys.stderr)  # noqa: T201 - a command's answer
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
