"""Runs a module whose token verifiers keep nothing: the peer verifies each token wherever it goes.

`python -m bench.forgetful MODULE ARGUMENTS...`
"""

import runpy
import sys

from chassis.tokens import TokenVerifier


def main() -> None:
    """Run the module that the arguments name, with theirs."""
    defaults = TokenVerifier.__init__.__kwdefaults__
    assert defaults is not None
    assert defaults["kept"], "what the peer must not do is no longer called `kept`"
    defaults["kept"] = 0
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
