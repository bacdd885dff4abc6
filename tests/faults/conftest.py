"""Fixtures: a database of this part, the simulator, the driver."""

import contextlib
import json
import os
import re
import subprocess

import pytest

from tests.simulators.iys import IysSimulator, Limits
from tests.stack import places, system

from . import books, odoo_here

PREFIX = "izinnet_faults_"


@pytest.fixture
def simulator():
    """İYS over HTTP that answers at once, with nothing in it and no limits."""
    with IysSimulator(
        worker_delay=0, worker_start=0, lag=1, limits=Limits.off()
    ) as running:
        yield running


@pytest.fixture(scope="module")
def database(stack, request):
    """The name of a fresh database with the addon, dropped after the module."""
    drop_left_over(stack)
    subject = request.module.__name__.rpartition("_")[2]
    # two runs at the same time must not meet
    name = f"{PREFIX}{subject}_{os.getpid()}"
    stack.create_database(name)
    yield name
    odoo_here.close_connections()
    stack.drop_database(name)


def drop_left_over(stack):
    """Drop what a run left behind that was killed itself."""
    for name in stack.sql("SELECT datname FROM pg_database"):
        found = re.fullmatch(rf"{PREFIX}[a-z]+_(\d+)(_copy)?", name)
        if found and not os.path.exists(f"/proc/{found[1]}"):
            stack.drop_database(name)


class Driver:
    """The process that runs jobs, see ``driver.py``."""

    def __init__(self, stack, database):
        """Start it; ready when it has loaded the models."""
        self.connect = lambda: stack.connect(database)
        self.process = subprocess.Popen(
            [stack.python, "-m", "tests.faults.driver", database],
            env=stack.environment(odoo_here.HOSTS),
            cwd=places.REPO,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            preexec_fn=system.die_with_parent,
        )
        assert self._answer() == "ready"

    def run(self, *jobs, die=None):
        """Run jobs at once and return their exit codes; a job is a name or a pair."""
        self.start(*jobs, die=die)
        return self.finish()

    def start(self, *jobs, die=None):
        """Start jobs and do not wait for them."""
        pairs = [(job, {}) if isinstance(job, str) else job for job in jobs]
        line = json.dumps({"jobs": pairs, "die": die})
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def finish(self):
        """Wait for the jobs that were started; return their exit codes."""
        return self._answer()

    def settle_down(self, rounds=20):
        """Run all scheduled actions until nothing of ours waits; return the rounds."""
        for number in range(1, rounds + 1):
            codes = [self.run(job)[0] for job in ("settle", "push", "results", "pull")]
            assert codes == [0, 0, 0, 0]
            if not self.waiting():
                return number
        return rounds

    def waiting(self):
        """How many acts are on their way."""
        with contextlib.closing(self.connect()) as connection:
            with connection.cursor() as cr:
                return books.waiting(cr)

    def close(self):
        """End the process."""
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def _answer(self):
        line = self.process.stdout.readline()
        assert line, f"the driver ended with {self.process.wait(20)}"
        return json.loads(line)


@pytest.fixture(scope="module")
def driver(stack, database):
    """The driver of the module's database."""
    os.environ.update(stack.environment(odoo_here.HOSTS))
    running = Driver(stack, database)
    yield running
    running.close()
