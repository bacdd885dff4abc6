"""The vault: what masking takes out of a proof, locked until the legal term ends (L-58)."""

import base64
import hmac
import json
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg2 import Binary

from odoo import api, fields, models

NONCE = 12


class IysVault(models.Model):
    """Encrypted remains of proof: address, name, IP, words of one record.

    Encrypted with AES-256-GCM under a key derived from the address key file, so a dump of
    the database gives nothing away, and a row moved to another record does not open. Only
    the proof screen opens it, after the reason is in the day log. Stage 2 deletes it.
    """

    _name = "iys.vault"
    _description = "Vault of masked proof"
    _log_access = False

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    locked = fields.Binary(attachment=False, readonly=True, groups=fields.NO_ACCESS)

    _record_uniq = models.UniqueIndex("(res_model, res_id)")

    @api.model
    def _cipher(self):
        """Return the cipher; raises UserError when the key file is missing (R-38)."""
        key = self.env["iys.key"]._load()
        return AESGCM(hmac.digest(key, b"izinnet vault", "sha256"))

    @api.model
    def _lock(self, model, contents):
        """Put away {id: plain JSON value} of a model; what is locked already stays."""
        if not contents:
            return
        cipher = self._cipher()
        rows = [
            (model, id_, Binary(_encrypt(cipher, model, id_, _spell(content))))
            for id_, content in contents.items()
        ]
        self.env.cr.execute_values(
            "INSERT INTO iys_vault (res_model, res_id, locked) VALUES %s"
            " ON CONFLICT (res_model, res_id) DO NOTHING",
            rows,
        )

    @api.model
    def _open(self, model, ids):
        """Return {id: what was locked} of a model's records, as far as there is any.

        The caller has checked the right and logged the reason. Raises UserError without
        the key file and cryptography's InvalidTag for a row that was tampered with.
        """
        self.env.cr.execute(
            "SELECT res_id, locked FROM iys_vault"
            " WHERE res_model = %s AND res_id = ANY(%s)",
            [model, list(ids)],
        )
        rows = self.env.cr.fetchall()
        cipher = self._cipher() if rows else None
        return {
            id_: json.loads(_decrypt(cipher, model, id_, bytes(locked)))
            for id_, locked in rows
        }

    # === FILES === #

    @api.model
    def _lock_files(self, attachments):
        """Encrypt files where they lie; their name goes into the vault.

        The old bytes leave the file store with Odoo's own garbage collection.
        """
        cipher = self._cipher()
        done = self._open("ir.attachment", attachments.ids)
        for attachment in attachments.filtered(lambda file: file.id not in done):
            about = {"name": attachment.name, "mimetype": attachment.mimetype}
            self._lock("ir.attachment", {attachment.id: about})
            content = attachment.raw or b""
            attachment.write(
                {
                    "raw": _encrypt(cipher, "ir.attachment", attachment.id, content),
                    "name": f"locked-{attachment.id}.bin",
                    "mimetype": "application/octet-stream",
                    "index_content": False,
                }
            )

    @api.model
    def _open_file(self, attachment):
        """Return (bytes, name, mimetype) of a file, whether it is locked or not."""
        about = self._open("ir.attachment", attachment.ids).get(attachment.id)
        content = attachment.raw or b""
        if not about:
            return content, attachment.name, attachment.mimetype
        plain = _decrypt(self._cipher(), "ir.attachment", attachment.id, content)
        return plain, about["name"], about["mimetype"]


def _spell(content):
    return json.dumps(content, ensure_ascii=False, default=_spell_bytes).encode()


def _spell_bytes(value):
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def _encrypt(cipher, model, id_, plain):
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, plain, f"{model},{id_}".encode())


def _decrypt(cipher, model, id_, locked):
    return cipher.decrypt(locked[:NONCE], locked[NONCE:], f"{model},{id_}".encode())
