"""Inside Odoo: pg_dump and a plain copy, against our backup of the same data."""

# ruff: noqa: F821
import shutil
import subprocess
import tempfile
from pathlib import Path

from odoo import fields, tools

from odoo.addons.izinnet_iys.backup_files import make, names
from odoo.addons.izinnet_iys.backup_files.folder import FolderTarget

home = Path(tempfile.mkdtemp(prefix="izinnet_bench_backup_"))
store = tools.config.filestore(env.cr.dbname)
plan = env["iys.backup.plan"]
server, uuid = plan._server(), plan._database_uuid()
env.cr.commit()


def plain():
    """What an administrator types: two programs, nothing encrypted or compared."""
    place = home / "plain"
    place.mkdir()
    subprocess.run(
        [server.pg_dump, "-Fc", "-f", place / "dump", env.cr.dbname],
        env=dict(server.env),
        check=True,
    )
    shutil.copytree(store, place / "filestore")
    size = sum(p.stat().st_size for p in place.rglob("*") if p.is_file())
    shutil.rmtree(place)
    return {"bytes": size}


def ours():
    """The same data streamed, hashed, sealed, counted."""
    place = home / "ours"
    place.mkdir(mode=0o700)
    name = names.new_name(uuid, fields.Datetime.now())
    order = make.Order(env.cr.dbname, uuid, store, name)
    made = make.make(order, FolderTarget(str(place)), b"k" * 64, server)
    shutil.rmtree(place)
    return {"bytes": made.size}


rounds = {"plain": [], "ours": []}
for _ in range(PARAMS["rounds"]):
    for name, work in (("plain", plain), ("ours", ours)):
        rounds[name].append(measure(env, work))
shutil.rmtree(home)
tell(**rounds)
