"""What the node's parts are told: their configuration files and command lines."""

import json
import sys
from typing import Any, Final

import yaml

from deploy.cluster.addresses import (
    DNS_SERVICE,
    DOMAIN,
    ETCD,
    NODE,
    NODE_ADDRESS,
    PODS,
    SERVICES,
)
from deploy.cluster.layout import Layout
from deploy.cluster.machine import CNI

CONTAINERD: Final = "/run/isp-cluster/containerd.sock"
"""In the node's own /run."""

PAUSE: Final = "localhost/isp-cluster-pause:1"

_CONTAINERD: Final = """\
version = 2
root = "{folder}/containerd"
state = "/run/isp-cluster/containerd"
disabled_plugins = [{unused}]
[grpc]
  address = "{socket}"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "{pause}"
  restrict_oom_score_adj = true     # a container in a container may not lower it
  enable_unprivileged_ports = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "{plugins}"
    conf_dir = "{folder}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
"""
_UNUSED: Final = (
    *(f"io.containerd.snapshotter.v1.{each}" for each in ("aufs", "btrfs", "devmapper", "zfs")),
    "io.containerd.tracing.processor.v1.otlp",
)


def write(layout: Layout) -> None:
    """Write the files that containerd, its network and the kubelet read."""
    for name in ("cni", "containerd", "kubelet", "pod-logs", "volume-plugins"):
        (layout.folder / name).mkdir()
    containerd = _CONTAINERD.format(
        folder=layout.folder,
        socket=CONTAINERD,
        pause=PAUSE,
        plugins=CNI,
        unused=", ".join(f'"{each}"' for each in _UNUSED),
    )
    (layout.folder / "containerd.toml").write_text(containerd)
    (layout.folder / "cni" / "10-isp.conflist").write_text(json.dumps(_pod_network()))
    (layout.folder / "kubelet.yaml").write_text(yaml.safe_dump(_kubelet(layout)))
    # What no name of the cluster answers, nobody answers: there is no world outside.
    (layout.folder / "resolv.conf").write_text("nameserver 127.0.0.1\n")


def _pod_network() -> dict[str, Any]:
    addresses = {
        "type": "host-local",
        "ranges": [[{"subnet": PODS}]],
        "routes": [{"dst": "0.0.0.0/0"}],
        "dataDir": "/run/isp-cluster/addresses",
    }
    bridge = {
        "type": "bridge",
        "bridge": "pods0",
        "isGateway": True,
        "ipMasq": True,
        "hairpinMode": True,  # a pod may reach itself through its Service
        "ipam": addresses,
    }
    return {"cniVersion": "0.4.0", "name": "isp", "plugins": [bridge]}


def _kubelet(layout: Layout) -> dict[str, Any]:
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "failCgroupV1": False,
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{layout.cgroup}",
        "containerRuntimeEndpoint": f"unix://{CONTAINERD}",
        "clusterDNS": [DNS_SERVICE],
        "clusterDomain": DOMAIN,
        "resolvConf": str(layout.folder / "resolv.conf"),
        "podLogsDir": str(layout.folder / "pod-logs"),
        "volumePluginDir": str(layout.folder / "volume-plugins"),
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": str(layout.keys / "ca.crt")},
        },
        "authorization": {"mode": "Webhook"},
        "failSwapOn": False,
        "oomScoreAdj": 0,
        "maxPods": 110,
        "serializeImagePulls": False,
        "registryPullQPS": 0,
        "imageGCHighThresholdPercent": 100,  # no registry would give an image back
        "evictionHard": {
            "memory.available": "100Mi",
            "nodefs.available": "1%",
            "imagefs.available": "1%",
        },
    }


def etcd(layout: Layout) -> tuple[str, ...]:
    """Return etcd's command; what it keeps need not survive a power cut."""
    peers = "http://127.0.0.1:2380"
    return (
        *("etcd", f"--data-dir={layout.folder}/etcd", "--unsafe-no-fsync", "--log-level=warn"),
        *(f"--listen-client-urls={ETCD}", f"--advertise-client-urls={ETCD}"),
        *(f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}"),
        f"--initial-cluster=default={peers}",
    )


def api_server(layout: Layout) -> tuple[str, ...]:
    """Return the API server's command."""
    keys = layout.keys
    return (
        *("kube-apiserver", f"--etcd-servers={ETCD}", f"--advertise-address={NODE_ADDRESS}"),
        *("--secure-port=6443", f"--service-cluster-ip-range={SERVICES}"),
        *(f"--tls-cert-file={keys}/api.crt", f"--tls-private-key-file={keys}/api.key"),
        *(f"--client-ca-file={keys}/ca.crt", f"--kubelet-certificate-authority={keys}/ca.crt"),
        f"--kubelet-client-certificate={keys}/admin.crt",
        f"--kubelet-client-key={keys}/admin.key",
        "--kubelet-preferred-address-types=InternalIP",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-signing-key-file={keys}/accounts.key",
        f"--service-account-key-file={keys}/accounts.pub",
        *("--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction"),
        "--allow-privileged=true",
    )


def controllers(layout: Layout) -> tuple[str, ...]:
    """Return the command of the controllers."""
    keys = layout.keys
    return (
        *("kube-controller-manager", f"--kubeconfig={keys}/controllers.conf"),
        f"--service-account-private-key-file={keys}/accounts.key",
        *(f"--root-ca-file={keys}/ca.crt", "--use-service-account-credentials"),
        *("--leader-elect=false", f"--cluster-cidr={PODS}"),
    )


def scheduler(layout: Layout) -> tuple[str, ...]:
    """Return the scheduler's command."""
    config = f"--kubeconfig={layout.keys}/scheduler.conf"
    return ("kube-scheduler", config, "--leader-elect=false")


def containerd(layout: Layout) -> tuple[str, ...]:
    """Return containerd's command."""
    return ("containerd", "--config", str(layout.folder / "containerd.toml"))


def kubelet(layout: Layout) -> tuple[str, ...]:
    """Return the kubelet's command."""
    return (
        *("kubelet", f"--kubeconfig={layout.keys}/kubelet.conf"),
        *(f"--config={layout.folder}/kubelet.yaml", f"--root-dir={layout.folder}/kubelet"),
        *(f"--hostname-override={NODE}", f"--node-ip={NODE_ADDRESS}"),
        f"--tls-cert-file={layout.keys}/node.crt",
        f"--tls-private-key-file={layout.keys}/node.key",
    )


def proxy(layout: Layout) -> tuple[str, ...]:
    """Return kube-proxy's command; the kernel's connection table is the machine's, left alone.

    It is not told which addresses are pods', so that it masks nobody's: what the node's own network
    asks of a Service comes from the address that it was sent from.
    """
    untouched = ("max-per-core", "tcp-timeout-established", "tcp-timeout-close-wait")
    return (
        *("kube-proxy", f"--kubeconfig={layout.keys}/proxy.conf", "--proxy-mode=nftables"),
        *(f"--hostname-override={NODE}", "--oom-score-adj=0"),
        *(f"--conntrack-{each}=0" for each in untouched),
    )


def policy_double(layout: Layout) -> tuple[str, ...]:
    """Return the command of the test double that enforces policies."""
    return (sys.executable, "-m", "deploy.cluster.policy_double", str(layout.keys))
