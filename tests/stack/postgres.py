"""PostgreSQL: the server that PG* variables name, else a private cluster."""

import fcntl
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import system
from .places import REPO, STATE, locked, short_hash
from .trouble import StackError, say

# A test cluster: durability is given up for speed, never use it for real data.
SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "200",
    # Odoo opens thousands of tables in one transaction when it installs addons.
    "max_locks_per_transaction": "256",
    "max_wal_size": "4GB",
    "log_min_messages": "warning",
}
ROLE = "izinnet"
PORT = "5432"
SOCKET_PATH_LIMIT = 107
NAMED_BY = ("PGHOST", "PGPORT", "PGSERVICE", "PGHOSTADDR")


class NamedServer:
    """A server that somebody else runs; the PG* variables say how to reach it."""

    env = {}

    def start(self):
        """Check that it answers; raise StackError with psql's own words if not."""
        psql = system.need_postgres("psql")
        system.run([psql, "-X", "-d", "postgres", "-c", "SELECT 1"])

    def stop(self):
        """Leave it alone."""

    def kill(self):
        """Leave it alone."""


class Cluster:
    """A private cluster of this checkout, reached by a socket, not by TCP.

    Every command holds a shared lock while it uses the cluster; the last one to
    leave stops the server, so nothing is left running.
    """

    def __init__(self):
        """Choose places: the data beside the checkout's state, a short socket path."""
        self.user = system.unprivileged_user()
        self.home = _home(self.user)
        self.sockets = _socket_folder(self.home)
        self.env = {"PGHOST": str(self.sockets), "PGPORT": PORT, "PGUSER": ROLE}
        self._in_use = None

    def start(self):
        """Make the cluster if needed, start it if needed, and hold it in use."""
        with locked(STATE / "postgres.lock"):
            if not (self.home / "data/PG_VERSION").exists():
                self._create()
            if not self._running():
                self._launch()
            self._in_use = open(STATE / "postgres.in-use", "a")
            fcntl.flock(self._in_use, fcntl.LOCK_SH)

    def stop(self):
        """Leave the cluster; stop the server if nobody else uses it."""
        if not self._in_use:
            return
        with locked(STATE / "postgres.lock"):
            self._in_use.close()
            self._in_use = None
            with open(STATE / "postgres.in-use", "a") as alone:
                try:
                    fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return
                self.kill()

    def kill(self):
        """Stop the server whoever uses it (`./run stop`)."""
        if self._running():
            self._pg_ctl("stop", "-m", "fast")

    def _create(self):
        say("making a private PostgreSQL cluster")
        initdb = system.need_postgres("initdb")
        shutil.rmtree(self.home / "data", ignore_errors=True)
        shutil.rmtree(self.home / "data.part", ignore_errors=True)
        _private_folder(self.home, self.user)
        command = [initdb, "-D", self.home / "data.part", "-U", ROLE, "--no-sync"]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        system.run(system.as_user(self.user, map(str, command)), cwd="/")
        (self.home / "data.part").rename(self.home / "data")

    def _launch(self):
        _private_folder(self.sockets, self.user)
        settings = SETTINGS | {"unix_socket_directories": f"'{self.sockets}'"}
        text = "".join(f"{name} = {value}\n" for name, value in settings.items())
        (self.home / "data/postgresql.auto.conf").write_text(text)
        self._pg_ctl("start", "-l", str(self.home / "log"))

    def _running(self):
        pid_file = self.home / "data/postmaster.pid"
        if not pid_file.exists():
            return False
        command = system.as_user(self.user, [*self._pg_ctl_command("status")])
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.call(command, cwd="/", **quiet) == 0

    def _pg_ctl_command(self, *words):
        pg_ctl = system.need_postgres("pg_ctl")
        return [pg_ctl, "-D", str(self.home / "data"), "-w", "-t", "60", *words]

    def _pg_ctl(self, *words):
        command = system.as_user(self.user, self._pg_ctl_command(*words))
        # No pipes: the server would inherit them and keep our caller waiting.
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        if subprocess.call(command, cwd="/", stdin=subprocess.DEVNULL, **quiet):
            raise StackError(f"PostgreSQL did not {words[0]}: see {self.home / 'log'}")


def find_server(environ=os.environ):
    """Return the server to use; nothing is started yet."""
    if any(map(environ.get, NAMED_BY)):
        return NamedServer()
    # First of all: installing PostgreSQL also makes the user that it runs as.
    system.need_postgres("initdb")
    return Cluster()


def _home(user):
    """Return the cluster's folder: in the checkout if its user may go there."""
    if system.reaches(user, REPO):
        return STATE / "postgres"
    return Path("/var/tmp") / f"izinnet-{short_hash(REPO)}"


def _socket_folder(home):
    folder = home / "run"
    if len(f"{folder}/.s.PGSQL.{PORT}") <= SOCKET_PATH_LIMIT:
        return folder
    return Path(tempfile.gettempdir()) / f"izinnet-{short_hash(home)}"


def _private_folder(folder, user):
    folder.mkdir(parents=True, exist_ok=True)
    if user:
        shutil.chown(folder, user)
    folder.chmod(0o700)
