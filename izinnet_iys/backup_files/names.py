"""Names of files at a target: always made by us, never by a person (R-60)."""

import re
import secrets
from datetime import datetime
from typing import Final

from .faults import BackupFault

#: prefix, eight digits of the database, the moment in UTC, chance, kind
_NAME: Final = re.compile(
    r"izinnet-[0-9a-f]{8}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}\.(izb|ize)"
)
BACKUP: Final = "izb"
ERASURES: Final = "ize"
PART: Final = ".part"


def new_name(database_uuid: str, moment: datetime, kind: str = BACKUP) -> str:
    """Make a name nobody else has; ``moment`` is in UTC."""
    stamp = f"{moment:%Y%m%dT%H%M%SZ}"
    chance = secrets.token_hex(4)
    return checked(f"izinnet-{short(database_uuid)}-{stamp}-{chance}.{kind}")


def short(database_uuid: str) -> str:
    """Return the eight digits that stand for a database in a name."""
    return re.sub("[^0-9a-f]", "", database_uuid.lower())[:8].ljust(8, "0")


def checked(name: str) -> str:
    """Return the name if we could have made it; raises BackupFault("place") if not."""
    if not _NAME.fullmatch(name):
        raise BackupFault("place", reason="not a name of a backup")
    return name


def is_ours(name: str) -> bool:
    """Tell whether a file at a target is a whole one of ours."""
    return bool(_NAME.fullmatch(name))


def is_left_over(name: str) -> bool:
    """Tell whether a file at a target is a half-written one of ours."""
    return name.endswith(PART) and is_ours(name.removesuffix(PART))


def owner_of(name: str) -> str:
    """Return the eight digits of the database a name belongs to."""
    return checked(name).split("-")[1]


def kind_of(name: str) -> str:
    """Return ``BACKUP`` or ``ERASURES``."""
    return checked(name).rpartition(".")[2]
