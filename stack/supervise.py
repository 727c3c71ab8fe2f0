"""Supervisor runs what `make up` starts: it restarts what dies and keeps the logs.

Every program is started through `setpriv --pdeathsig`, so that none outlives a supervisor that is
killed.
"""

import configparser
import os
import signal
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any

import psutil
from supervisor.xmlrpc import SupervisorTransport

from stack.places import SERVER_USER, is_root
from stack.platform import Platform
from stack.program import Program


class NotRunning(Exception):
    """No supervisor answers: the platform is not up."""


class Supervisor:
    """One platform's supervisor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "supervisord.conf"
        self.socket = folder / "supervisor.sock"
        self.pid_file = folder / "supervisord.pid"
        self.logs = folder / "logs"

    def launch(self, platform: Platform) -> None:
        """Start supervisord with every program known and none started."""
        self.logs.mkdir(exist_ok=True)
        self.config.touch(mode=0o600)
        self.config.write_text(self._configuration(platform))
        subprocess.run(
            [str(Path(sys.executable).with_name("supervisord")), "-c", str(self.config)],
            check=True,
            capture_output=True,
            cwd="/",
        )
        until = time.monotonic() + 10
        while not self.is_running():
            if time.monotonic() > until:
                raise NotRunning("supervisord did not start; see its log")
            time.sleep(0.05)

    def is_running(self) -> bool:
        """Tell whether supervisord answers."""
        try:
            self._call("getState")
        except NotRunning:
            return False
        return True

    def start(self, name: str) -> None:
        """Start one program; do not wait for it."""
        self._call("startProcess", name, False)

    def processes(self) -> list[dict[str, Any]]:
        """Return what supervisor knows of each program.

        Raises:
            NotRunning: the platform is not up.
        """
        return list(self._call("getAllProcessInfo"))

    def starts(self) -> dict[str, int]:
        """Return how often each program was started since `make up`."""
        counts: dict[str, int] = {}
        log = self.logs / "supervisord.log"
        for line in log.read_text("utf-8", "replace").splitlines() if log.exists() else ():
            if "spawned: '" in line:
                name = line.split("spawned: '", 1)[1].split("'", 1)[0]
                counts[name] = counts.get(name, 0) + 1
        return counts

    def stop(self) -> None:
        """Stop every program, ours first, then supervisord; leave no file that names them."""
        if self.is_running():
            pid = int(self._call("getPID"))
            self._call("shutdown")
            _wait_gone(pid, 90)
        for file in (self.socket, self.pid_file, self.config):
            file.unlink(missing_ok=True)

    def log_of(self, name: str) -> Path:
        """Return a program's log."""
        return self.logs / f"{name}.log"

    def _call(self, method: str, *arguments: object) -> Any:
        proxy = xmlrpc.client.ServerProxy(
            "http://127.0.0.1", transport=SupervisorTransport(None, None, f"unix://{self.socket}")
        )
        try:
            return getattr(proxy.supervisor, method)(*arguments)
        except OSError as error:
            raise NotRunning("the platform is not up: `make up` starts it") from error

    def _configuration(self, platform: Platform) -> str:
        config = configparser.RawConfigParser()
        config.optionxform = str  # type: ignore[assignment, method-assign] # keep names as they are
        config["unix_http_server"] = {"file": str(self.socket), "chmod": "0700"}
        config["supervisord"] = {
            "logfile": str(self.logs / "supervisord.log"),
            "pidfile": str(self.pid_file),
            "childlogdir": str(self.logs),
            "nodaemon": "false",
            "umask": "022",
        } | ({"user": "root"} if is_root() else {})
        config["rpcinterface:supervisor"] = {
            "supervisor.rpcinterface_factory": ("supervisor.rpcinterface:make_main_rpcinterface")
        }
        for program in platform.programs():
            config[f"program:{program.name}"] = self._section(program, platform.folder)
        path = _Text()
        config.write(path)
        return path.text

    def _section(self, program: Program, folder: Path) -> dict[str, str]:
        environment = {"HOME": str(folder), "USER": SERVER_USER, **program.environment}
        as_user = program.as_server and is_root()
        group = "true" if program.stop_as_group else "false"
        command = " ".join(
            _quoted(part)
            for part in ("setpriv", "--pdeathsig", program.stop_signal, *program.command)
        )
        return {
            "command": command,
            "environment": ",".join(f"{name}={told(value)}" for name, value in environment.items()),
            "directory": str(program.folder),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "60",
            "stopsignal": program.stop_signal,
            "stopwaitsecs": str(program.stop_seconds),
            "stopasgroup": group,
            "killasgroup": group,
            "redirect_stderr": "true",
            "stdout_logfile": str(self.log_of(program.name)),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "2",
            "priority": str(program.priority),
        } | ({"user": SERVER_USER} if as_user else {})


class _Text:
    def __init__(self) -> None:
        self.text = ""

    def write(self, more: str) -> int:
        self.text += more
        return len(more)


def told(value: str) -> str:
    """Quote a value of supervisor's list of an environment, in which nothing is escaped.

    Raises:
        ValueError: it has quotes of both kinds, for which the list has no way.
    """
    quote = "'" if '"' in value else '"'
    if quote in value:
        raise ValueError("a setting with quotes of both kinds cannot be told")
    return f"{quote}{value.replace('%', '%%')}{quote}"


def _quoted(text: str) -> str:
    """Quote for supervisor, where a percent sign is special."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _wait_gone(pid: int, seconds: float) -> None:
    try:
        psutil.Process(pid).wait(seconds)
    except psutil.NoSuchProcess:
        return
    except psutil.TimeoutExpired:
        os.kill(pid, signal.SIGKILL)  # its programs end with it: --pdeathsig
