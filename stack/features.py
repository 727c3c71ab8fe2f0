"""`make features`: F01 to F29 with the tests that show each through the front."""

import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Final

from stack.places import CHECKOUT

FEATURES: Final = {
    "F01": "Zero-account alerts, registration, sign-in, own profile",
    "F02": "Identity verification against the GPG 45 profiles",
    "F03": "Tier expiry, dormant accounts, suspension and revocation",
    "F04": "Federated sign-in both ways",
    "F05": "Partner links",
    "F06": "Privacy: consent, access, erasure, retention",
    "F07": "Guidance, bulletins and resources",
    "F08": "Search",
    "F09": "Markings enforced everywhere a document shows",
    "F10": "Access to a restricted item on request",
    "F11": "Alerts: draft, approval by a second person, ends",
    "F12": "Targeting with a reach preview",
    "F13": "Delivery by stream, push, e-mail, SMS, webhook, feeds",
    "F14": "Acknowledgement and situation reports",
    "F15": "Cascade from hub to members",
    "F16": "Threat level and response level",
    "F17": "Exercises, and private drills of one organisation",
    "F18": "Verify this message; rumour board",
    "F19": "Decision ledger; public log",
    "F20": "Courses",
    "F21": "Accreditation",
    "F22": "Employer view",
    "F23": "Ask an expert",
    "F24": "Bridge calls",
    "F25": "Reports from members",
    "F26": "Newsletters, surveys, events",
    "F27": "Readiness",
    "F28": "Usage analytics",
    "F29": "Operations",
}

_PLUGIN: Final = """
import pytest
def pytest_collection_modifyitems(items):
    for item in items:
        for mark in item.iter_markers("feature"):
            print("FEATURE", mark.args[0], item.nodeid)
"""


def collected() -> dict[str, list[str]]:
    """Return the ids of the tests that carry each feature's mark."""
    plugin = CHECKOUT / ".pytest_cache" / "feature_listing.py"
    plugin.parent.mkdir(exist_ok=True)
    plugin.write_text(_PLUGIN)
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--collect-only", "-q", "tests/e2e"),
            *("-p", "feature_listing"),
        ],
        cwd=CHECKOUT,
        env={"PYTHONPATH": f"{plugin.parent}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    found = defaultdict(list)
    for line in ended.stdout.splitlines():
        if line.startswith("FEATURE "):
            _, feature, test = line.split(" ", 2)
            found[feature].append(test)
    return found


def main() -> None:
    """Print the table; what no test shows is said so."""
    found = collected()
    for feature, what in FEATURES.items():
        tests = found.get(feature, [])
        print(f"{feature}  {what:<58}{f'{len(tests)} tests' if tests else 'not built'}")
        for test in tests:
            print(f"       {Path(test).name}")
    print(f"\n{sum(map(bool, found.values()))} of {len(FEATURES)} have tests through the front;")
    print("`make test` says whether they pass.")


if __name__ == "__main__":
    main()
