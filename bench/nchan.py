"""The peer of the stream's benchmarks: nginx with Nchan from Debian, one worker."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from stack.obtain import NotObtained, appear
from stack.places import cache_folder, is_root
from stack.ports import free_port
from stack.terminal import step

PACKAGES: Final = ("nginx", "libnginx-mod-nchan")
GREETING: Final = "text/event-stream"
REQUEST: Final = b"GET /stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
PULSE_SECONDS: Final = 15
"""As often as our stream's comments."""

CONFIGURATION: Final = """
daemon off;
worker_processes 1;
worker_rlimit_nofile 30000;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
load_module {module};
events {{ worker_connections 25000; use epoll; multi_accept on; }}
http {{
  access_log off;
  tcp_nodelay on;
  keepalive_requests 1000000;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  nchan_shared_memory_size 256M;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    location = /publish {{
      nchan_publisher;
      nchan_channel_id alerts;
      nchan_message_buffer_length 1000;
      nchan_message_timeout 1h;
    }}
    location = /stream {{
      nchan_subscriber eventsource;
      nchan_channel_id alerts;
      nchan_subscriber_first_message newest;
      nchan_eventsource_ping_interval {pulse};
    }}
  }}
}}
"""

_NAMESPACE: Final = (
    *("unshare", "--mount", *(() if is_root() else ("--map-root-user",)), "sh", "-c"),
    'mount -t tmpfs tmpfs /var/lib && mkdir /var/lib/nginx && exec "$0" "$@"',
)
"""Nchan asks for a folder there, whatever it is told: it gets one that nobody else sees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nchan:
    """A running Nchan. `worker` is the process that holds the streams."""

    port: int
    worker: int
    publisher: HTTPConnection

    def publish(self, data: bytes) -> float:
        """Publish an event to everyone; return when that began (Unix time)."""
        began = time.time()
        self.publisher.request("POST", "/publish", data, {"X-EventSource-Event": "alert"})
        answer = self.publisher.getresponse()
        answer.read()
        if answer.status >= 300:
            raise ConnectionError(f"Nchan answered {answer.status}")
        return began


@contextmanager
def nchan(folder: Path, core: int) -> Iterator[Nchan]:
    """Run Nchan on one core, in a folder of its own, until the block ends.

    Raises:
        NotObtained: this machine has no Nchan and cannot fetch it.
    """
    program, module = _obtained(cache_folder())
    folder.mkdir()
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(folder=folder, module=module, port=port, pulse=PULSE_SECONDS)
    )
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *_NAMESPACE,
                *("taskset", "-c", str(core), str(program)),
                *("-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    publisher = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        worker = _ready(process, publisher, folder / "nginx.log")
        yield Nchan(port=port, worker=worker, publisher=publisher)
    finally:
        publisher.close()
        process.terminate()
        process.wait(30)


def _ready(master: subprocess.Popen[bytes], publisher: HTTPConnection, log: Path) -> int:
    """Wait until Nchan answers; return the id of its one worker."""
    until = time.monotonic() + 10
    while time.monotonic() < until and master.poll() is None:
        with suppress(ConnectionRefusedError):
            publisher.connect()
            children = Path(f"/proc/{master.pid}/task/{master.pid}/children")
            return int(children.read_text().split()[0])
        time.sleep(0.05)
    raise NotObtained(f"Nchan does not start:\n{log.read_text('utf-8', 'replace')}")


def _obtained(cache: Path) -> tuple[Path, Path]:
    """Return the program and its module: what is installed, else what Debian's packages hold."""
    installed = Path("/usr/sbin/nginx"), Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
    if all(each.exists() for each in installed):
        return installed
    lacking = [each for each in ("apt-get", "dpkg") if shutil.which(each) is None]
    if lacking:
        raise NotObtained(f"the peer is missing: install {' and '.join(PACKAGES)}")

    def fill(into: Path) -> None:
        with step("nginx and Nchan"):
            _run(into, "apt-get", "download", "--quiet", *PACKAGES)
            for package in sorted(into.glob("*.deb")):
                _run(into, "dpkg", "-x", package.name, ".")
                package.unlink()

    folder = appear(cache / "nchan-debian", fill)
    return folder / "usr/sbin/nginx", folder / "usr/lib/nginx/modules/ngx_nchan_module.so"


def _run(folder: Path, *command: str) -> None:
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise NotObtained(
            f"the peer cannot be fetched; install {' and '.join(PACKAGES)}:\n{ended.stderr[-500:]}"
        )
