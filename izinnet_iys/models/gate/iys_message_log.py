"""Writing the message log, in sets, by the cheapest road."""

import hashlib
import io
import re
import secrets
import zlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.recipients import normalise

TOKEN_BYTES = 24
#: Good enough: a mail shrinks to a fifth; higher levels cost more than they save.
LEVEL = 4
CHUNK = 1000
COLUMNS = (
    "sent_at", "brand_id", "company_id", "type", "recipient", "recipient_key",
    "partner_id", "message_class", "rule", "consent_id", "sender", "carrier", "carrier_ref",
    "subject", "body",
    "body_sha256", "message_ref", "mailing_id", "res_model", "res_id", "user_id", "token",
)  # fmt: skip
_ESCAPES = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r", "\0": ""})
_has_escapes = re.compile(r"[\\\t\n\r\0]").search


class IysMessage(models.Model):
    _inherit = "iys.message"

    @api.model
    def _new_token(self):
        """Make the token of a message that is about to leave (192 random bits, R-46)."""
        return secrets.token_urlsafe(TOKEN_BYTES)

    @api.model
    def _log_sent(self, rows):
        """Write one row for each message that left; return their tokens, in order.

        ``rows`` are dicts of field values: ``type`` and ``message_class`` at least,
        ``recipient`` in any spelling, many2one fields as ids, ``body`` as text (HTML of
        an e-mail, plain text of an SMS), ``token`` as the message's links carry it.
        Missing: sent now, by this user, for the brand's company, with a fresh token. A
        token that is in use already is replaced: the message has left, so nothing here
        may undo the note of it.
        """
        tokens = []
        for start in range(0, len(rows), CHUNK):
            tokens += self._log_chunk(rows[start : start + CHUNK])
        return tokens

    @api.model
    def _log_chunk(self, rows):
        tokens = self._free_tokens([row.get("token") for row in rows])
        common = self._common_values(rows)
        buffer = io.StringIO()
        for row, token in zip(rows, tokens, strict=True):
            buffer.write(self._log_line({**row, "token": token}, **common))
        buffer.seek(0)
        self.env.cr.copy_expert(
            f"COPY iys_message ({', '.join(COLUMNS)}) FROM STDIN", buffer
        )
        return tokens

    @api.model
    def _common_values(self, rows):
        """What all rows need and one look gives."""
        # whose brand it is decides where the row belongs, whoever sends
        brands_sudo = self.env["iys.brand"].sudo()
        brands = brands_sudo.browse(
            {row.get("brand_id") for row in rows if not row.get("company_id")}
            - {None, False}
        )
        return {
            "companies": {brand.id: brand.company_id.id for brand in brands.exists()},
            "own": (self.env.company.id, self.env.uid),
            "now": fields.Datetime.now(),
            "keyed": self._keyed_or_empty(),
        }

    @api.model
    def _keyed_or_empty(self):
        """Return the key function; without the key file every key is empty.

        Commercial messages do not leave then; one that needs no consent has left and is
        written down all the same.
        """
        try:
            return self.env["iys.key"]._hasher()
        except UserError:
            return lambda text: ""

    @api.model
    def _free_tokens(self, tokens):
        """Return the tokens with missing, doubled and used ones replaced."""
        self.env.cr.execute(
            "SELECT token FROM iys_message WHERE token = ANY(%s)",
            [[token for token in tokens if token]],
        )
        used = {row[0] for row in self.env.cr.fetchall()}
        free = []
        for token in tokens:
            if not token or token in used:
                token = self._new_token()
            used.add(token)
            free.append(token)
        return free

    @api.model
    def _log_line(self, row, companies, own, now, keyed):
        recipient = spelt_recipient(row["type"], row.get("recipient"))
        body = (row.get("body") or "").encode("utf-8", "replace")
        values = {
            "sent_at": now,
            "company_id": companies.get(row.get("brand_id")) or own[0],
            "user_id": own[1],
            **{name: value for name, value in row.items() if value},
            "recipient": recipient,
            "recipient_key": keyed(recipient),
            "body": rf"\x{zlib.compress(body, LEVEL).hex()}",
            "body_sha256": hashlib.sha256(body).hexdigest(),
        }
        return "\t".join([_spell(values.get(name)) for name in COLUMNS]) + "\n"


def spelt_recipient(type_, text):
    """Spell an address for the log: as the ledger does, or else as it was used."""
    text = text or ""
    return normalise(type_, text) or text.strip().lower()


def _spell(value):
    if value is None or value is False:
        return r"\N"
    if type(value) is not str:
        return str(value)  # numbers and moments have nothing to escape
    if value.isascii() and not _has_escapes(value):
        return value
    return value.encode("utf-8", "replace").decode().translate(_ESCAPES)
