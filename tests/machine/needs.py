"""PostgreSQL, Redis and Chromium: where they are, and how they come to be there.

Uses what is present. As root on a machine with apt-get it installs what is missing and asks
nothing; anywhere else it stops with the sentence that says what to install.
"""

import glob
import os
import shutil
import subprocess

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = {"initdb": "postgresql", "redis-server": "redis-server", "chromium": "chromium"}


def postgres_folder():
    """The folder of the newest PostgreSQL server's programs, or null."""
    found = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    newest = sorted(found, key=lambda path: int(path.split("/")[-3]))[-1:]
    path = newest[0] if newest else shutil.which("initdb")
    return os.path.dirname(os.path.realpath(path)) if path else None


def redis_server():
    return shutil.which("redis-server")


def chromium():
    """The browser's path: $CHROMIUM if it is set, else the first one found."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)


def missing():
    """The Debian packages of what is not there."""
    found = {"initdb": postgres_folder(), "redis-server": redis_server(), "chromium": chromium()}
    return [PACKAGES[name] for name, path in found.items() if not path]


def sentence(packages):
    names = " ".join(packages)
    return (
        f"The tests need {', '.join(packages)}. Install with: "
        f"sudo apt-get install --no-install-recommends {names} "
        f"(or your system's packages of the same programs), then run the command again."
    )


def provide():
    """Make sure everything is there; SystemExit with a sentence when it cannot be."""
    wanted = missing()
    if wanted and (os.getuid() != 0 or not shutil.which("apt-get")):
        raise SystemExit(sentence(wanted))
    if wanted:
        _install(wanted)
    if missing():
        raise SystemExit(sentence(missing()))


def _install(packages):
    print(f"Installing {', '.join(packages)} ...", flush=True)
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=env)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        check=True,
        env=env,
        stdout=subprocess.DEVNULL,
    )
