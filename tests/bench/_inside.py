"""Measuring inside an Odoo process: CPU of Python, its children and its PostgreSQL.

Fed to ``odoo shell`` before a bench's own code; hands results out as lines that begin
with BENCH.
"""

import json
import os
import resource
import time

PARAMS = json.loads(os.environ["BENCH_PARAMS"])
TICK = os.sysconf("SC_CLK_TCK")


def python_seconds():
    """CPU seconds of this process and of the children it has waited for."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def backend_seconds(cr):
    """CPU seconds of the PostgreSQL process behind a cursor (same machine)."""
    cr.execute("SELECT pg_backend_pid()")
    with open(f"/proc/{cr.fetchone()[0]}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory(name):
    """VmRSS or VmHWM of this process in MiB."""
    with open("/proc/self/status") as file:
        for line in file:
            if line.startswith(name):
                return int(line.split()[1]) / 1024
    raise LookupError(name)


def measure(env, work):
    """Run ``work()``; return its CPU seconds, wall seconds and growth in MiB."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")  # begin a new high-water mark
    before, python, backend = memory("VmRSS"), python_seconds(), backend_seconds(env.cr)
    clock = time.monotonic()
    result = work()
    spent = {
        "python": python_seconds() - python,
        "postgres": backend_seconds(env.cr) - backend,
        "wall": time.monotonic() - clock,
        "growth": memory("VmHWM") - before,
    }
    spent["cpu"] = spent["python"] + spent["postgres"]
    return spent | (result or {})


def tell(**values):
    """Hand a result out to the bench."""
    print("BENCH " + json.dumps(values), flush=True)
