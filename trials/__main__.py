"""`python -m trials [NAME] [--control X]`: one trial, or all of them with all their controls.

Each ends with one line of JSON. With a control, `met` says that the control failed as it must.
"""

import sys
from importlib import import_module
from typing import Final

TRIALS: Final = {
    "relay": "trials.relay",
    "delivery": "trials.delivery",
    "failover": "trials.failover",
}


def main(arguments: list[str]) -> int:
    """Run what the command line names; the status says whether every claim and control held."""
    control = None
    if "--control" in arguments:
        place = arguments.index("--control")
        control = arguments[place + 1] if len(arguments) > place + 1 else ""
        del arguments[place : place + 2]
    if any(name not in TRIALS for name in arguments):
        print(f"usage: python -m trials [{' | '.join(TRIALS)}] [--control X]", file=sys.stderr)
        return 2
    met = True
    for name in arguments or TRIALS:
        module = import_module(TRIALS[name])
        if control is not None and control not in module.CONTROLS:
            print(f"{name} has the controls {', '.join(module.CONTROLS)}", file=sys.stderr)
            return 2
        wanted = [control] if control or arguments else [None, *module.CONTROLS]
        for each in wanted:
            verdict = module.run(each)
            print(verdict.line(), flush=True)
            met = met and verdict.met
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
