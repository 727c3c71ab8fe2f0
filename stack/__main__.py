"""`python -m stack up | down | status | logs [SERVICE] | reset`: what `make` calls."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final

import psutil

from stack.demo_content.attachments import publish_attachments
from stack.demo_content.films import publish_films
from stack.demo_content.formats import ask_for_formats
from stack.demo_content.links import publish_links
from stack.demo_content.packages import publish_package
from stack.demo_content.publish import NotPublished, publish
from stack.demo_content.templates import publish_templates
from stack.obtain import NotObtained, WrongChecksum, obtain
from stack.partner.catalogue_registered import catalogue_registered
from stack.partner.sample_registered import sample_registered
from stack.places import cache_folder, state_folder
from stack.platform import CommandFailed, NotReady, Platform
from stack.ports import NoPort, Ports, PortTaken
from stack.signin import SignInFailed
from stack.story.front import Front, StoryBroken
from stack.supervise import NotRunning, Supervisor
from stack.terminal import fail, step

_AFTER: Final = """
Ready in {seconds:.0f} s.

  The platform        http://localhost:{gateway}
  REST reference      http://localhost:{gateway}/reference
  Live stream         http://localhost:{stream}/v1/stream
  Keycloak            http://localhost:{keycloak}
  A partner's site    http://localhost:{partner}
  Mails that arrived  {mails}
  Texts that arrived  {texts}
  Notifications, too  {pushes}

Demo accounts, password Demo-pass-2026 (second factors: `make accounts`):
  owner@cafe.example      registered      member@retail.example   verified, retail in London
  author@hub.example      writes alerts   approver@hub.example    approves them
  verifier@hub.example    checks people   verifier2@hub.example   decides on them (and verifier3)
  editor@hub.example      writes advice   editor2@hub.example     lets it stand

Try next:
  make story
  curl -N http://localhost:{stream}/v1/stream
  make status
"""


def up() -> int:
    """Start the platform; return when it is ready. Ctrl-C undoes the start."""
    began = time.monotonic()
    supervisor = Supervisor(state_folder())
    if supervisor.is_running():
        print("The platform is up already: `make status`.")
        return _complete()
    ports = Ports.fixed()
    try:
        ports.check_free()
        platform = Platform.in_folder(
            obtain(cache_folder()), state_folder(), ports, kind="development"
        )
        with step("configuration"):
            platform.prepare()
        (supervisor.logs / "supervisord.log").unlink(missing_ok=True)
        supervisor.launch(platform)
        platform.start(supervisor.start)
        _publish_advice()
    except KeyboardInterrupt:
        print("\nUndoing the start …", flush=True)
        supervisor.stop()
        return 130
    except (
        NotReady,
        CommandFailed,
        NotObtained,
        WrongChecksum,
        NoPort,
        PortTaken,
        NotRunning,
        NotPublished,
    ) as error:
        fail(str(error))
        supervisor.stop()
        return 1
    print(
        _AFTER.format(
            seconds=time.monotonic() - began,
            gateway=ports["gateway"],
            stream=ports["stream"],
            keycloak=ports["keycloak"],
            partner=ports["partner"],
            mails=platform.mails,
            texts=platform.texts,
            pushes=platform.pushes,
        )
    )
    return 0


def _complete() -> int:
    """Publish what a start that was killed left out; what runs stays as it is."""
    try:
        _publish_advice()
    except NotPublished as error:
        fail(str(error))
        return 1
    return 0


def _publish_advice() -> None:
    with step("advice of the demonstration") as here:
        here.note = str(publish(Front.of_make_up()))
    with step("files of the demonstration") as here:
        here.note = str(publish_attachments(Front.of_make_up()))
    with step("films of the demonstration") as here:
        here.note = str(publish_films(Front.of_make_up()))
    with step("a request for a format") as here:
        here.note = str(ask_for_formats(Front.of_make_up()))
    with step("templates of the demonstration") as here:
        here.note = str(publish_templates(Front.of_make_up()))
    with step("links of the demonstration") as here:
        here.note = str(publish_links(Front.of_make_up()))
    with step("package of the demonstration") as here:
        here.note = str(publish_package(Front.of_make_up()))
    with step("partner site and catalogue of the demonstration"):
        try:
            sample_registered(Front.of_make_up())
            catalogue_registered(Front.of_make_up())
        except (StoryBroken, SignInFailed) as error:
            raise NotPublished(f"The partner site was not registered: {error}") from error


def down() -> int:
    """Stop everything; the data stays."""
    with step("everything stopped"):
        Supervisor(state_folder()).stop()
    return 0


def reset() -> int:
    """Stop everything and delete the data."""
    down()
    folder = state_folder()
    with step(f"deleted {folder}"):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


def status() -> int:
    """Print each program's state; return 1 if one is not running."""
    supervisor = Supervisor(state_folder())
    processes, starts = supervisor.processes(), supervisor.starts()
    print(f"{'program':<20}{'state':<10}{'pid':>8}{'up':>10}{'memory':>10}{'restarts':>10}")
    for each in processes:
        name, running = each["name"], each["statename"] == "RUNNING"
        since = f"{each['now'] - each['start']} s" if running else "-"
        memory = f"{_megabytes(each['pid'])} MB" if running else "-"
        restarts = max(0, starts.get(name, 0) - 1)
        print(
            f"{name:<20}{each['statename'].lower():<10}{each['pid'] or '-':>8}{since:>10}"
            f"{memory:>10}{restarts:>10}"
        )
        if not running or restarts:
            for line in _last_lines(supervisor, name):
                print(f"    {line[:150]}")
    return 0 if all(each["statename"] == "RUNNING" for each in processes) else 1


def logs(service: str = "") -> int:
    """Follow the logs of a service's programs, or of all of them."""
    supervisor = Supervisor(state_folder())
    names = [each["name"] for each in supervisor.processes() if each["name"].startswith(service)]
    if not names:
        fail(f"no program's name begins with {service!r}")
        return 2
    files = [str(supervisor.log_of(name)) for name in names if supervisor.log_of(name).exists()]
    return subprocess.run(["tail", "-n", "20", "-F", *files], check=False).returncode


def _megabytes(pid: int) -> int:
    """Return the resident memory of a process and its children."""
    try:
        process = psutil.Process(pid)
        family = [process, *process.children(recursive=True)]
        return sum(each.memory_info().rss for each in family) // 1024**2
    except psutil.NoSuchProcess:
        return 0


def _last_lines(supervisor: Supervisor, name: str) -> list[str]:
    log = supervisor.log_of(name)
    return log.read_text("utf-8", "replace").splitlines()[-5:] if log.exists() else []


VERBS: Final[dict[str, Callable[..., int]]] = {
    "up": up,
    "down": down,
    "status": status,
    "logs": logs,
    "reset": reset,
}


def main(arguments: list[str]) -> int:
    """Run one verb."""
    verb = VERBS.get(arguments[0]) if arguments else None
    if verb is None:
        print(__doc__)
        return 2
    try:
        return verb(*arguments[1:])
    except NotRunning as error:
        fail(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main(sys.argv[1:]))
