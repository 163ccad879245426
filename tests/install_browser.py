"""See to it that a Chromium is here: Debian's through apt-get where that works, else Playwright's own."""

import os
import shutil
import subprocess
import sys


def main() -> int:
    """Install a browser unless there is one; 1, with a sentence, when none can be had."""
    if _found():
        return 0
    if shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests.", file=sys.stderr)
        sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False)
        subprocess.run([*sudo, "apt-get", "install", "-y", "-qq", "chromium"], check=False)
    if not _found():
        print("Installing Playwright's Chromium for the browser tests.", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if _found():
        return 0
    print(
        "The browser tests need Chromium and none could be installed: install it with your system's packages "
        "(for example `apt-get install chromium`) and run `make test` again.",
        file=sys.stderr,
    )
    return 1


def _found() -> bool:
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return True
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


if __name__ == "__main__":
    sys.exit(main())
