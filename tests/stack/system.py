"""The machine: its commands, its package manager, its users and ports."""

import ctypes
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess

from .trouble import StackError, say

POSTGRES_BINARIES = "/usr/lib/postgresql/*/bin"
BROWSERS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser")


def run(command, **options):
    """Run a command and return it; raise StackError with its last words if it fails."""
    options = {"text": True, "capture_output": True} | options
    done = subprocess.run(command, check=False, **options)
    if done.returncode:
        words = ((done.stderr or "") + (done.stdout or "")).strip()[-1500:]
        raise StackError(
            f"{' '.join(map(str, command[:6]))} ended with {done.returncode}:\n{words}"
        )
    return done


def find_command(name, folders=()):
    """Return the path of a command on PATH or in the folders (globs), else None."""
    for pattern in folders:
        # The highest version last: /usr/lib/postgresql/9.6 sorts above 15 as text.
        found = sorted(glob.glob(f"{pattern}/{name}"), key=_by_number)
        if found:
            return found[-1]
    return shutil.which(name)


def _by_number(path):
    return [float(part) for part in path.split("/") if part.replace(".", "").isdigit()]


def need(what, find, package):
    """Return what `find()` finds; install its Debian package first when root.

    Raises StackError with the command to type when it is missing and we may not
    install it.
    """
    if found := find():
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise StackError(
            f"{what} is missing. Install it and start again, on Debian or Ubuntu: "
            f"sudo apt-get install {package}"
        )
    install(package)
    if found := find():
        return found
    raise StackError(f"{what} is still missing after installing {package}.")


def install(package):
    """Install a Debian package with the system's own package manager (as root)."""
    say(f"installing {package} with apt-get")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "-qq", "update"], env=quiet)
    run(
        ["apt-get", "-qq", "-y", "--no-install-recommends", "install", package],
        env=quiet,
        stdin=subprocess.DEVNULL,
    )


def need_postgres(name):
    """Return the path of one of PostgreSQL's programs (initdb, pg_ctl, psql …)."""
    return need(
        "PostgreSQL",
        lambda: find_command(name, (POSTGRES_BINARIES,)),
        "postgresql",
    )


def need_browser():
    """Return the path of the browser that Odoo's own tests look for."""

    def find():
        return next(filter(None, map(shutil.which, BROWSERS)), None)

    return need("A Chromium browser", find, "chromium")


def unprivileged_user():
    """Return the user that PostgreSQL runs as: None means ourselves (not root)."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def as_user(user, command):
    """Return the command changed so that it runs as the user."""
    return ["runuser", "-u", user, "--", *command] if user else list(command)


def reaches(user, folder):
    """Tell if the user may enter the folder (a home may be closed to others)."""
    if not user:
        return True
    test = as_user(user, ["test", "-x", str(folder)])
    return subprocess.run(test, check=False).returncode == 0


def free_port():
    """Return a TCP port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port):
    """Tell if somebody listens on a TCP port of 127.0.0.1."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def die_with_parent():
    """Ask the kernel to end this process when its parent goes (Linux only).

    For `preexec_fn`. The parent is the *thread* that starts the process: start
    servers from a thread that lives as long as they shall.
    """
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)


def descendants(pid):
    """Return the ids of all processes below a process, parents first."""
    children = _children_by_parent()
    found, queue = [], [pid]
    while queue:
        below = children.get(queue.pop(0), [])
        found += below
        queue += below
    return found


def _children_by_parent():
    children = {}
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open(f"/proc/{entry}/stat") as stat:
                # The name in brackets may hold spaces: count from its end.
                parent = int(stat.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry))
    return children
