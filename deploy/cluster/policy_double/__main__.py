"""`python -m deploy.cluster.policy_double KEYS` keeps the node's rules as the policies say.

It asks the API, as the caller `policies` whose certificate is in KEYS, and loads one table.
"""

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Final

import requests

from deploy.cluster.addresses import API
from deploy.cluster.policy_double.rules import ruleset
from deploy.cluster.policy_double.world import labels_of, pods_of

PODS: Final = "/api/v1/pods"
NAMESPACES: Final = "/api/v1/namespaces"
POLICIES: Final = "/apis/networking.k8s.io/v1/networkpolicies"
_WATCHED_SECONDS: Final = 60


class Api:
    """The few questions asked of the API."""

    def __init__(self, keys: Path) -> None:
        self._keys = keys

    def _get(self, path: str, **query: str | int) -> requests.Response:
        answer = requests.get(
            f"{API}{path}",
            params=query,
            cert=(str(self._keys / "policies.crt"), str(self._keys / "policies.key")),
            verify=str(self._keys / "ca.crt"),
            stream=True,
            timeout=(5, _WATCHED_SECONDS + 10),
        )
        answer.raise_for_status()
        return answer

    def list(self, path: str) -> list[dict[str, Any]]:
        """Return everything of a kind."""
        return list(self._get(path).json()["items"])

    def follow(self, path: str, changed: threading.Event) -> None:
        """Set an event at each change of a kind, for as long as the process lives."""
        while True:
            try:
                for _ in self._get(path, watch=1, timeoutSeconds=_WATCHED_SECONDS).iter_lines():
                    changed.set()
            except requests.RequestException as error:
                print(f"watching {path}: {error}", flush=True)
                time.sleep(0.2)


def main(keys: str) -> None:
    """Load the rules anew whenever they differ."""
    api, changed, loaded = Api(Path(keys)), threading.Event(), ""
    for path in (PODS, NAMESPACES, POLICIES):
        threading.Thread(target=api.follow, args=(path, changed), daemon=True).start()
    while changed.wait():
        changed.clear()
        pods, namespaces, policies = (api.list(each) for each in (PODS, NAMESPACES, POLICIES))
        rules = ruleset(pods_of(pods), labels_of(namespaces), policies)
        if rules != loaded:
            subprocess.run(["nft", "--file", "-"], input=rules, text=True, check=True)
            print(f"{time.strftime('%T')} {rules.count('return')} allowances loaded", flush=True)
            loaded = rules
        time.sleep(0.05)  # what changes together is taken together


if __name__ == "__main__":
    main(sys.argv[1])
