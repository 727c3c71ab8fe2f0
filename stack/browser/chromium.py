"""The machine's own Chromium, driven by Playwright: found, or obtained from Debian by apt."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Browser, BrowserContext, BrowserType, sync_playwright

from stack.places import is_root

NAMES: Final = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DESKTOP: Final = (1280, 800)
PHONE: Final = (390, 844)
_ARGUMENTS: Final = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class NoChromium(Exception):
    """There is no Chromium, and it cannot be obtained; says what to do."""


def find() -> str:
    """Return where Chromium is; as root on Debian install it first where it is missing.

    Raises:
        NoChromium: there is none.
    """
    found = _here()
    if found is None and is_root() and shutil.which("apt-get"):
        print("Chromium is missing: apt-get install chromium …", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        found = _here()
    if found is None:
        raise NoChromium(
            "This needs Chromium: `apt-get install chromium`, or name one in ISP_CHROMIUM."
        )
    return found


def _here() -> str | None:
    named = os.environ.get("ISP_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def opened() -> Iterator[Browser]:
    """Open a headless Chromium that calls nobody by itself; it ends with the block.

    Raises:
        NoChromium: there is none.
    """
    with sync_playwright() as driver:
        browser = started(driver.chromium)
        try:
            yield browser
        finally:
            browser.close()


def started(kind: BrowserType, *more: str) -> Browser:
    """Start a headless Chromium under a driver that runs already, with further arguments.

    Raises:
        NoChromium: there is none.
    """
    alone = ("--no-sandbox",) if is_root() else ()
    return kind.launch(executable_path=find(), args=[*_ARGUMENTS, *alone, *more])


@contextmanager
def own_profile(browser: Browser) -> Iterator[BrowserContext]:
    """Open another Chromium with a profile on disk, as people have: other contexts are incognito.

    It stands for what Chromium does nowhere else, such as asking for notifications.
    """
    alone = ("--no-sandbox",) if is_root() else ()
    with TemporaryDirectory(prefix="isp-chromium-") as folder:
        context = browser.browser_type.launch_persistent_context(
            folder, executable_path=find(), args=[*_ARGUMENTS, *alone], locale="en-GB"
        )
        context.set_default_timeout(15_000)
        try:
            yield context
        finally:
            context.close()


def new_context(
    browser: Browser, *, phone: bool = False, scripts: bool = True, offline_worker: bool = False
) -> BrowserContext:
    """Return a browser of one person: with cookies of its own, as a desktop or as a phone.

    Without `offline_worker` no service worker stands between a page and what it asks for.
    """
    width, height = PHONE if phone else DESKTOP
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=2 if phone else 1,
        is_mobile=phone,
        has_touch=phone,
        locale="en-GB",
        timezone_id="Europe/London",
        java_script_enabled=scripts,
        service_workers="allow" if offline_worker else "block",
    )
    context.set_default_timeout(15_000)
    return context
