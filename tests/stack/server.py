"""A running Odoo whose processes can be seen, and killed, by a test."""

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import places, system
from .trouble import StackError

START_SECONDS = 180
STOP_SECONDS = 20


class Server:
    """Odoo serving one database; start and stop with `with`."""

    def __init__(self, stack, database, workers, cron_threads, env, args, port):
        """Remember what to start; see Stack.serve."""
        self.stack = stack
        self.database = database
        self.port = port or system.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log_path = stack.state / "log" / f"serve-{database}-{self.port}.log"
        self.process = None
        self._env = env
        self._args = [
            *("-d", database, f"--db-filter=^{database}$"),
            *(f"--workers={workers}", f"--max-cron-threads={cron_threads}"),
            *(f"--http-port={self.port}", f"--gevent-port={system.free_port()}"),
            *args,
        ]

    def __enter__(self):
        """Start Odoo and wait until it answers."""
        self.start()
        return self

    def __exit__(self, *_error):
        """Stop Odoo and all its processes."""
        self.stop()

    def start(self):
        """Start Odoo (again); return when it answers over HTTP."""
        self.log_path.parent.mkdir(parents=True, exist_ok=True)
        with open(self.log_path, "a") as log:
            self.process = subprocess.Popen(
                self.stack.odoo_command(self._args),
                env=self.stack.environment(self._env),
                cwd=places.REPO,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=system.die_with_parent,
            )
        self._wait_until_it_answers()

    def workers(self):
        """Return the process ids of all workers (HTTP, cron, gevent)."""
        return system.descendants(self.process.pid)

    def workers_by_kind(self):
        """Return {"WorkerHTTP": [pid, …], "WorkerCron": [pid, …]} of those alive.

        Read from Odoo's log: process titles would need an extra package.
        """
        alive, kinds = set(self.workers()), {}
        for line in self.log_path.read_text(errors="replace").splitlines():
            for kind in ("WorkerHTTP", "WorkerCron"):
                found = line.partition(f"Worker {kind} (")[2].partition(")")[0]
                if found.isdigit() and int(found) in alive:
                    kinds.setdefault(kind, []).append(int(found))
        return kinds

    def kill(self, pid=None):
        """End a worker, or the whole server, the hard way (kill -9)."""
        if pid:
            os.kill(pid, signal.SIGKILL)
            return
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End the server and every process below it."""
        if not self.process or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()

    def _wait_until_it_answers(self):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(f"{self.url}/web/health", timeout=10):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        self.stop()
        tail = self.log_path.read_text(errors="replace")[-1500:]
        raise StackError(f"Odoo did not start; the end of {self.log_path}:\n{tail}")
