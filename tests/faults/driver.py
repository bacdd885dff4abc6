"""Runs jobs on Odoo's models in processes of their own, which may be killed.

``python -m tests.faults.driver DATABASE`` loads the models once and then reads one JSON
object a line: ``{"jobs": [[name, {arguments}], …], "die": [when, n]}``. Each job runs in
a fork of its own, all at the same time. ``die`` ends the first one by SIGKILL ``before``
or ``after`` its n-th commit; nothing of ours is changed for that, only Odoo's connection
counts its commits. The answer is one JSON list: the exit code of each job, -9 if killed.
"""

import json
import os
import signal
import sys
import traceback
from datetime import timedelta

from . import (
    backup_jobs,
    code_jobs,
    house,
    import_jobs,
    privacy_jobs,
    seal_jobs,
    sms_jobs,
    sms_report_jobs,
)
from .odoo_here import close_connections, environment, open_registry

CRONS = ("push", "results", "pull", "settle", "deadlines", "daily")


def main(database):
    """Serve until the input ends."""
    registry = open_registry(database)
    close_connections()
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        task = json.loads(line)
        dying = task.get("die")
        pids = [
            _fork(registry, name, arguments, dying if not place else None)
            for place, (name, arguments) in enumerate(task["jobs"])
        ]
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        print(json.dumps(codes), flush=True)


def _fork(registry, name, arguments, die):
    if pid := os.fork():
        return pid
    code = 1
    try:
        with environment(registry) as env:
            if die:
                _die_at(env.cr, *die)
            _run(env, name, arguments)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # no clean-up of the parent's things: this is only a copy
        os._exit(code)


def _run(env, name, arguments):
    if name in CRONS:
        getattr(env["iys.consent"], f"_cron_{name}")()
    else:
        JOBS[name](env, **arguments)


def _die_at(cr, when, number):
    """Let the job's own connection end the process at its n-th commit."""
    connection, count = cr._cnx, 0
    kind = type(connection)
    commit = kind.commit

    def counting(self):
        nonlocal count
        count += self is connection
        doomed = self is connection and count == number
        if doomed and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(self)
        if doomed:
            os.kill(os.getpid(), signal.SIGKILL)

    kind.commit = counting


def found(env, base_url, account, fast=True, **values):
    """Set the company up anew, see ``house.found``; ``fast`` lifts our own limits."""
    house.found(env, base_url, account, **values)
    if fast:
        house.lift_limits(env.cr)


def record(env, first, count, status="ONAY", minutes=60, brand_code=None):
    """Enter acts of our own for ``count`` persons, ``minutes`` old."""
    from odoo.addons.izinnet_iys.iys_api.acts import Act

    domain = [("brand_code", "=", brand_code)] if brand_code else []
    brand = env["iys.brand"].search(domain, order="id", limit=1)
    moment = house.recently(minutes)
    env["iys.consent"]._record_acts(
        [
            Act(
                brand.id, house.phone(n), "MESAJ", status, "HS_FIZIKSEL_ORTAM",
                moment + timedelta(seconds=n % 60),
            )
            for n in range(first, first + count)
        ]
    )  # fmt: skip


def joined(*parts):
    """Return all jobs by name; raises ValueError for a name that two files use."""
    jobs = {}
    for part in parts:
        if doubled := jobs.keys() & part.keys():
            raise ValueError(f"two jobs are called {sorted(doubled)}")
        jobs |= part
    return jobs


JOBS = joined(
    {"found": found, "record": record},
    import_jobs.JOBS,
    backup_jobs.JOBS,
    sms_jobs.JOBS,
    sms_report_jobs.JOBS,
    seal_jobs.JOBS,
    privacy_jobs.JOBS,
    code_jobs.JOBS,
)

if __name__ == "__main__":
    main(sys.argv[1])
