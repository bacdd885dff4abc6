"""Odoo from Debian's package, unpacked privately; the system stays as it is."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import urlsplit

from .places import locked
from .system import run
from .trouble import StackError, say

SUITE = "unstable"
ODOO = "odoo-19"
# Odoo's package links into these by relative symbolic links, so they must lie in
# the same root. Without libjs-jquery every public page is an error 500.
LINKED = (
    "libjs-jquery",
    "libjs-underscore",
    "libjs-jquery-form",
    "fonts-font-awesome",
    "fonts-roboto-unhinted",
    "fonts-montserrat",
    "fonts-inconsolata",
    "fonts-ocr-b",
)
PYTHON_ROOT = "usr/lib/python3/dist-packages"
# Left out of the package for its licence, but named by web.assets_backend: the
# console error of the missing file fails every browser test of the back office.
HOLES = ("mail/static/lib/selfie_segmentation/selfie_segmentation.js",)
KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
MIRROR_VARIABLE = "IZINNET_DEBIAN_MIRROR"


def odoo_root(cache):
    """Return the Python root of an unpacked Odoo 19; fetch it if it is not there.

    The version once fetched stays, so a second start asks nobody.
    """
    with locked(cache / "odoo.lock"):
        pointer = cache / "odoo-debian.txt"
        if pointer.exists() and (cache / pointer.read_text()).is_dir():
            return cache / pointer.read_text() / PYTHON_ROOT
        folder = _fetch(cache)
        pointer.write_text(folder.name)
        return folder / PYTHON_ROOT


def _fetch(cache):
    if not shutil.which("apt-get"):
        raise StackError(
            "Odoo 19 is missing. Set IZINNET_ODOO to an Odoo 19 checkout or "
            "installation; only on Debian and Ubuntu can it be fetched for you."
        )
    apt = PrivateApt(cache / "apt", find_mirror())
    say(f"reading the package list of Debian {SUITE}")
    apt.update()
    version = apt.version(ODOO)
    if not version:
        raise StackError(
            f"Debian {SUITE} has no {ODOO} now. Set IZINNET_ODOO to an Odoo 19."
        )
    target = cache / f"odoo-{version}"
    if not target.is_dir():
        _unpack([apt.download(name) for name in (ODOO, *LINKED)], target)
    return target


def _unpack(packages, target):
    temporary = target.with_name(target.name + ".part")
    shutil.rmtree(temporary, ignore_errors=True)
    for package in filter(None, packages):
        say(f"unpacking {package.name}")
        run(["dpkg", "-x", str(package), str(temporary)])
    for hole in HOLES:
        stub = temporary / PYTHON_ROOT / "odoo/addons" / hole
        stub.parent.mkdir(parents=True, exist_ok=True)
        stub.write_text("/* Not in Debian's package; blurs the camera picture. */\n")
    temporary.rename(target)


class PrivateApt:
    """apt with its own sources, state and downloads below one folder."""

    def __init__(self, folder, mirror):
        """Prepare the folder for a mirror (a URI of the Debian archive)."""
        self.folder = folder
        for name in ("state/lists/partial", "cache/archives/partial", "debs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "status").touch()
        signed = f"[signed-by={KEYRING}] " if os.path.exists(KEYRING) else ""
        (folder / "sources.list").write_text(f"deb {signed}{mirror} {SUITE} main\n")

    def _options(self):
        settings = {
            "Dir::State": self.folder / "state",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Dir::Etc::sourcelist": self.folder / "sources.list",
            "Dir::Etc::sourceparts": "-",
            # The download user of apt cannot enter a home folder.
            "APT::Sandbox::User": "root",
        }
        pairs = (f"{name}={value}" for name, value in settings.items())
        return [part for pair in pairs for part in ("-o", pair)]

    def update(self):
        """Read the package list; raise StackError with apt's own words."""
        run(["apt-get", *self._options(), "-q", "update"])

    def version(self, name):
        """Return the version the archive offers, None if it has no such package."""
        done = run(["apt-cache", *self._options(), "policy", name])
        found = re.search(r"Candidate: (\S+)", done.stdout)
        return found[1] if found and found[1] != "(none)" else None

    def download(self, name):
        """Return the path of the package's file, downloaded unless it is there."""
        version = self.version(name)
        if not version:
            say(f"the archive has no {name}: going on without it")
            return None
        file_version = version.replace(":", "%3a")
        debs = self.folder / "debs"
        if not list(debs.glob(f"{name}_{file_version}_*.deb")):
            say(f"downloading {name} {version}")
            run(["apt-get", *self._options(), "-q", "download", name], cwd=debs)
        return next(debs.glob(f"{name}_{file_version}_*.deb"))


def find_mirror(folder="/etc/apt", environ=os.environ):
    """Return the Debian mirror of this machine's own package sources.

    Raises StackError when the machine has none (Ubuntu, for one).
    """
    if mirror := environ.get(MIRROR_VARIABLE):
        return mirror
    for text in _source_texts(Path(folder)):
        for uri in source_uris(text):
            if _is_debian(uri):
                return uri
    raise StackError(
        "This machine's package sources name no Debian mirror. Set IZINNET_ODOO to "
        f"an Odoo 19, or {MIRROR_VARIABLE} to the address of a Debian mirror "
        "(and install debian-archive-keyring)."
    )


def _source_texts(folder):
    files = sorted(folder.glob("sources.list.d/*.sources"))
    files += [folder / "sources.list", *sorted(folder.glob("sources.list.d/*.list"))]
    return [path.read_text(errors="replace") for path in files if path.is_file()]


def source_uris(text):
    """Return the URIs of binary packages in apt sources of either format, in order."""
    uris = []
    for stanza in re.split(r"\n\s*\n", text):
        uris += _deb822_uris(stanza)
    for line in text.splitlines():
        if found := re.match(r"\s*deb\s+(?:\[[^]]*\]\s+)?(\S+)", line):
            uris.append(found[1])
    return uris


def _deb822_uris(stanza):
    fields = dict(re.findall(r"(?mi)^(types|uris|enabled)\s*:\s*(.*)$", stanza))
    fields = {name.lower(): value for name, value in fields.items()}
    if fields.get("enabled", "yes").strip().lower() in ("no", "false"):
        return []
    if "deb" not in fields.get("types", "").split():
        return []
    return fields.get("uris", "").split()


def _is_debian(uri):
    """Tell the main archive from the security one and from other publishers."""
    return Path(urlsplit(uri).path).stem == "debian"
