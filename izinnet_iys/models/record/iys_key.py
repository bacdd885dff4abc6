"""The secret behind ``recipient_key``: kept outside the database (R-38)."""

import base64
import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from odoo import api, models, tools
from odoo.exceptions import UserError

PARAMETER = "izinnet_iys.key_fingerprint"
#: A path in the server's environment wins over the data directory.
KEY_FILE = "IZINNET_KEY_FILE"
KEY_BYTES = 32


class IysKey(models.AbstractModel):
    """Turns an address into a keyed hash (HMAC-SHA-256), never with a key of the database.

    The database only holds the key's fingerprint. Who has a dump cannot try all phone
    numbers against it; who loses the key file cannot match addresses any more, so it
    belongs into the server's own backup.
    """

    _name = "iys.key"
    _description = "Key for recipient hashes"

    @api.model
    def _ensure(self):
        """Make the key at install; does nothing when one is named already.

        Raises UserError for a given key that is too short to withstand guessing.
        """
        parameters = self.env["ir.config_parameter"].sudo()
        if parameters.get_param(PARAMETER):
            return
        given = os.environ.get(KEY_FILE)
        key = Path(given).read_bytes() if given else secrets.token_bytes(KEY_BYTES)
        if len(key) < KEY_BYTES:
            raise UserError(
                self.env._(
                    "The key file for addresses must hold at least %(count)s random bytes.",
                    count=KEY_BYTES,
                )
            )
        fingerprint = _fingerprint(key)
        if not given:
            _write_key(self._path(fingerprint), key)
        parameters.set_param(PARAMETER, fingerprint)

    @api.model
    def _hash(self, text):
        """Return the keyed hash of one text as 43 characters (base64url)."""
        return self._hasher()(text)

    @api.model
    def _hasher(self):
        """Return the hash function, for loops over many; raises UserError without key."""
        key = self._load()

        def keyed(text, _digest=hmac.digest, _encode=base64.urlsafe_b64encode):
            return _encode(_digest(key, text.encode(), "sha256"))[:43].decode()

        return keyed

    @api.model
    @tools.ormcache()
    def _load(self):
        if key := self._read():
            return key
        raise UserError(self._missing())

    @api.model
    def _fault(self):
        """Look at the file itself; return a sentence when it is not there, else False."""
        return not self._read() and self._missing()

    @api.model
    def _read(self):
        """Return the key from its file, or None: it is lost, another, or not for us."""
        fingerprint = self._fingerprint_here()
        for path in (os.environ.get(KEY_FILE), self._path(fingerprint or "none")):
            with contextlib.suppress(OSError):
                key = Path(path or "").read_bytes()
                if _fingerprint(key) == fingerprint:
                    return key
        return None

    @api.model
    def _missing(self):
        return self.env._(
            "The key file for addresses is missing on this server (fingerprint"
            " %(fingerprint)s). Nothing is recorded until the administrator puts it"
            " back from the server's backup.",
            fingerprint=self._fingerprint_here() or "–",
        )

    @api.model
    def _fingerprint_here(self):
        # sudo: the fingerprint is no secret, and everybody's work needs the key
        return self.env["ir.config_parameter"].sudo().get_param(PARAMETER)

    @api.model
    def _path(self, fingerprint):
        return Path(tools.config["data_dir"]) / "izinnet_iys" / f"{fingerprint}.key"


def _fingerprint(key):
    return hashlib.sha256(b"izinnet key " + key).hexdigest()[:16]


def _write_key(path, key):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
