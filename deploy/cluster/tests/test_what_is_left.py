"""After everything else: the cluster is ended, and nothing of it is left on the machine."""

import os
import subprocess
from pathlib import Path

from deploy.cluster import traces
from deploy.cluster.policy_double.rules import TABLE
from deploy.cluster.tests.conftest import Node

ITS_TABLES = {f"table inet {TABLE}", "table ip kube-proxy"}


def tables(*where: str) -> set[str]:
    """Return a network's tables of nftables: this test's, which is the cluster's, or another."""
    listed = subprocess.run(
        [*where, "nft", "list", "tables"], capture_output=True, text=True, check=True
    )
    return set(listed.stdout.splitlines())


def tables_of_the_machine() -> set[str]:
    """Return the tables of whoever started this test."""
    return tables("nsenter", f"--target={os.getppid()}", "--net")


def test_nothing_is_left_when_the_cluster_is_ended(node: Node) -> None:
    """Last in the order of files: the tests before it need the cluster.

    Its network is left when the servers beside the node are: the fixture looks at that.
    """
    cluster, layout = node.cluster, node.cluster.layout
    inner = cluster.inner()
    its_own = {
        kind: Path(f"/proc/{inner}/ns/{kind}").readlink() for kind in ("mnt", "pid", "uts", "ipc")
    }
    ours = {kind: Path(f"/proc/self/ns/{kind}").readlink() for kind in its_own}
    assert not set(its_own.values()) & set(ours.values())
    assert len(traces.left(layout)) > 10, "the control: what is looked for can be found"
    assert tables() >= ITS_TABLES
    assert not ITS_TABLES & tables_of_the_machine()

    cluster.down()

    assert [] == traces.left(layout)
    for process in Path("/proc").glob("[0-9]*"):
        for kind, was in its_own.items():
            try:
                assert was != (process / "ns" / kind).readlink(), f"{process} is still in it"
            except OSError:
                continue
    assert not ITS_TABLES & tables_of_the_machine()
