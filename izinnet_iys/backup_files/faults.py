"""What can go wrong with a backup; the words for people are in the models."""

import errno
from typing import Final

#: Every code there is; `models/backup/backup_words.py` has a sentence for each.
CODES: Final = (
    "disk_full", "refused", "unreachable", "login", "host_key", "no_library", "no_tool",
    "place", "key_missing", "key_open", "key_short", "key_place", "wrong_key",
    "truncated", "damaged", "gone", "dump", "restore", "counts", "files", "checks",
    "erasures", "database", "died", "unexpected",
)  # fmt: skip
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class BackupFault(Exception):
    """A backup, a drill or a restore that did not succeed, with its reason.

    ``code`` is one of ``CODES``; ``details`` are short texts for the sentence, without
    secrets and without personal data.
    """

    def __init__(self, code: str, **details: object):
        if code not in CODES:
            raise ValueError(f"no such fault: {code}")
        super().__init__(code)
        self.code = code
        self.details = {name: str(value)[:500] for name, value in details.items()}

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({told})" if told else self.code


def from_os(error: OSError, where: str) -> BackupFault:
    """Return the fault behind an error of a file or folder of this machine."""
    if error.errno in _FULL:
        return BackupFault("disk_full", where=where)
    return BackupFault("refused", where=where, reason=error.strerror or error)
