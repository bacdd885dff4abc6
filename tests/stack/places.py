"""Where things are: the checkout, its private state, the user's cache."""

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
STATE = REPO / ".stack"
UNIMPORTANT = ("__pycache__", "tests")


def cache_root(environ=os.environ):
    """Return the folder for downloads and unpacked software, shared by checkouts."""
    base = environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "izinnet"


def addons(repo=REPO):
    """Return the names of the addons in the checkout, in order of the alphabet."""
    return sorted(path.parent.name for path in repo.glob("*/__manifest__.py"))


def short_hash(*parts):
    """Return 10 hex digits that change when any of the texts or bytes changes."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:10]


def source_hash(folders):
    """Return a hash of what an addon installs: no tests, caches, hidden files."""
    parts = []
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            names = path.relative_to(folder).parts
            unimportant = any(name in UNIMPORTANT or name[0] == "." for name in names)
            if path.is_file() and not unimportant:
                parts += [str(path), path.read_bytes()]
    return short_hash(*parts)


@contextlib.contextmanager
def locked(path):
    """Hold an exclusive lock on a file, so that two commands take turns."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
