"""`python -m trials [NAME] [--control X] [--minutes N]`: one trial, or all with all their controls.

Each ends with one line of JSON. With a control, `met` says that the control failed as it must.
"""

import sys
from importlib import import_module
from typing import Final

TRIALS: Final = {
    "relay": "trials.relay",
    "delivery": "trials.delivery",
    "failover": "trials.failover",
    "kill_anything": "trials.kill_anything",
    "keycloak_dead": "trials.keycloak_dead",
    "revocation": "trials.revocation",
    "search_side_channels": "trials.search_side_channels",
}


def main(arguments: list[str]) -> int:
    """Run what the command line names; the status says whether every claim and control held."""
    control, minutes = _taken(arguments, "--control"), _taken(arguments, "--minutes")
    if any(name not in TRIALS for name in arguments):
        print(
            f"usage: python -m trials [{' | '.join(TRIALS)}] [--control X] [--minutes N]",
            file=sys.stderr,
        )
        return 2
    met = True
    for name in arguments or TRIALS:
        module = import_module(TRIALS[name])
        if control is not None and control not in module.CONTROLS:
            print(f"{name} has the controls {', '.join(module.CONTROLS)}", file=sys.stderr)
            return 2
        wanted = [control] if control or arguments else [None, *module.CONTROLS]
        for each in wanted:
            # Only those that go on for a time take one.
            verdict = module.run(each) if minutes is None else module.run(each, float(minutes))
            print(verdict.line(), flush=True)
            met = met and verdict.met
    return 0 if met else 1


def _taken(arguments: list[str], option: str) -> str | None:
    """Take an option and its value out of the arguments; return the value."""
    if option not in arguments:
        return None
    place = arguments.index(option)
    value = arguments[place + 1] if len(arguments) > place + 1 else ""
    del arguments[place : place + 2]
    return value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
