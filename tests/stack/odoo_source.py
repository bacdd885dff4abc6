"""Which Odoo: the one that IZINNET_ODOO names, else Debian's package."""

import os
import re
from pathlib import Path

from . import debian
from .places import short_hash
from .trouble import StackError

VARIABLE = "IZINNET_ODOO"
SERIES = "19.0"


class OdooSource:
    """An Odoo on disk: where Python finds it and where its addons are."""

    def __init__(self, root):
        """Take a folder that holds the package `odoo`; refuse another series."""
        self.root = Path(root)
        text = (self.root / "odoo/release.py").read_text()
        found = re.search(r"(?m)^version_info = \((\d+), (\d+)", text)
        self.series = f"{found[1]}.{found[2]}" if found else "unknown"
        if self.series != SERIES:
            raise StackError(f"{root} is Odoo {self.series}; Odoo {SERIES} is needed.")
        self.key = short_hash(self.root, text)

    def addons_paths(self):
        """Return the addon folders besides `odoo/addons`, which Odoo adds itself."""
        separate = self.root / "addons"
        return [separate] if (separate / "web/__manifest__.py").exists() else []


def find_odoo(cache, environ=os.environ):
    """Return the OdooSource to use; fetch Debian's package if none is named."""
    if named := environ.get(VARIABLE):
        return OdooSource(named_root(Path(named).expanduser()))
    return OdooSource(debian.odoo_root(cache))


def named_root(path):
    """Return the Python root of a checkout, an installation, odoo-bin or `odoo`."""
    path = path.resolve()
    folder = path if path.is_dir() else path.parent
    for candidate in (folder, folder.parent / "lib/python3/dist-packages"):
        if (candidate / "odoo/release.py").is_file():
            return candidate
    raise StackError(
        f"{VARIABLE}={path}: no Odoo there. Name a checkout of Odoo {SERIES}, its "
        "odoo-bin, or the folder that holds the Python package `odoo`."
    )
