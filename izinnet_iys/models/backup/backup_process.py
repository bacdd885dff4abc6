"""Starting the process that does the work: nothing that kills a worker kills a backup.

Odoo ends its workers after some minutes and limits their computing time; a backup takes
as long as it takes, so it gets a process and a session of its own.
"""

import json
import subprocess
import sys

from odoo.tools import config
from odoo.tools.misc import exec_pg_environ

_START = """
import json, resource, sys
for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (hard, hard))
task = json.load(sys.stdin)
sys.path[:] = task["path"]
from odoo.tools import config
config.parse_config(task["arguments"], setup_logging=True)
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
with Registry(task["database"]).cursor() as cr:
    api.Environment(cr, SUPERUSER_ID, {})["iys.backup.plan"].browse(task["plan"])._work()
"""


def start(database, plan_id):
    """Start the work on a plan and do not wait for it; raises OSError.

    What it needs comes by its standard input and by PG* variables: nothing secret stands
    in the list of processes.
    """
    task = {
        "path": sys.path,
        "arguments": _arguments(database),
        "database": database,
        "plan": plan_id,
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _START],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        env=exec_pg_environ(),
        cwd="/",
        start_new_session=True,
    )
    with process.stdin:
        process.stdin.write(json.dumps(task).encode())
    return process


def _arguments(database):
    """Return the options this server runs with, as far as the work needs them."""
    told = [
        f"--addons-path={','.join(config['addons_path'])}",
        f"--data-dir={config['data_dir']}",
        f"--database={database}",
        "--no-http",
        "--max-cron-threads=0",
        "--log-level=warn",
    ]
    if config["pg_path"]:
        told.append(f"--pg_path={config['pg_path']}")
    return told
