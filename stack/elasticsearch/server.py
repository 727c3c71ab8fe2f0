"""Starts Elasticsearch on loopback, on data of its own."""

from pathlib import Path
from shutil import copytree, rmtree
from typing import Final

from stack.places import give_to_servers, private_folder
from stack.ports import Ports
from stack.program import Program, answers_http

LEAST_JAVA: Final = 21
_QUICK: Final = ("-XX:TieredStopAtLevel=1", "-XX:-AlwaysPreTouch")
"""For tests: a quicker start, a slower server. Never when search is measured."""

_FEW_FILES: Final = ("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:-HeapDumpOnOutOfMemoryError")
"""The stock options keep up to 2 GB of collector logs, and a dump of the heap."""

_SETTINGS: Final = """\
# Written by stack/elasticsearch/server.py.
cluster.name: isp
discovery.type: single-node
network.host: 127.0.0.1
http.port: {http}
transport.port: {transport}
path.data: {home}/data
path.logs: {home}/logs
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
action.destructive_requires_name: true
"""


def prepare(server: Path, home: Path, ports: Ports, *, quick: bool) -> None:
    """Write an instance's own configuration, and make its data folder."""
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    config = home / "config"
    rmtree(config, ignore_errors=True)
    copytree(server / "config", config)
    text = _SETTINGS.format(
        http=ports["elasticsearch"], transport=ports["elasticsearch-transport"], home=home
    )
    (config / "elasticsearch.yml").write_text(text)
    options = ["-Xms512m", "-Xmx512m", *_FEW_FILES, *(_QUICK if quick else ())]
    (config / "jvm.options.d" / "isp.options").write_text("\n".join(options) + "\n")
    config.chmod(0o700)  # a keystore is made in it
    for name in ("data", "logs", "tmp"):
        private_folder(home / name)
    give_to_servers(config)


def program(server: Path, home: Path, java: Path, ports: Ports) -> Program:
    """Return Elasticsearch on loopback."""
    health = f"http://127.0.0.1:{ports['elasticsearch']}/_cluster/health?local=true"
    return Program(
        name="elasticsearch",
        command=(str(server / "bin" / "elasticsearch"),),
        environment={
            "PATH": "/usr/bin:/bin",
            "ES_JAVA_HOME": str(java),
            "ES_PATH_CONF": str(home / "config"),
            "ES_TMPDIR": str(home / "tmp"),
        },
        ready=answers_http(health),
        as_server=True,
        stop_seconds=60,
        priority=20,
    )
