"""Reading rows as they are sealed and checked: the same query for both."""

from hashlib import sha256
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...seal_chain.verify import Row, Seal
from .seal_sources import BY_MODEL


class Found(NamedTuple):
    """One row of a source: whose it is, and its two parts."""

    id: int
    company_id: int
    row: Row


class IysSeal(models.Model):
    _inherit = "iys.seal"

    @api.model
    def _read_rows(self, source, where, *params, limit=None):
        """Return [Found] of a source's rows, by id; ``where`` is SQL on ``t``.

        Files of acts are read and hashed; one file of many acts is read once.
        """
        self.env.flush_all()
        rows = self.env.execute_query(source.select(where, *params, limit=limit))
        names, public_count = source.names, len(source.public)
        hashes = self._file_hashes(source, rows)
        found = []
        for row_id, company_id, is_masked, *values in rows:
            named = dict(zip(names, values, strict=True))
            personal = None
            if source.personal and not is_masked:
                personal = {name: named[name] for name in names[public_count:]}
                if "files" in personal:
                    personal["files"] = [hashes[f] for f in personal["files"] or ()]
            public = {name: named[name] for name in names[:public_count]}
            found.append(Found(row_id, company_id, Row(public, personal)))
        return found

    @api.model
    def _read_sealed(self, model, ids):
        """Return {id: Row} of rows that are sealed, foreign ones marked (R-32)."""
        source = BY_MODEL[model]
        found = {f.id: f.row for f in self._read_rows(source, "t.id = ANY(%s)", ids)}
        if model != "iys.consent":
            return found
        keyed = self._keyed_or_none()
        if keyed is None:
            return found
        return {row_id: _marked(row, keyed) for row_id, row in found.items()}

    @api.model
    def _read_links(self, company, after, limit):
        """Return the next links of a company's chain as [`Seal`]."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT company_id, seq, version, res_model, res_id, sealed_at, personal,
                       commitment, hash, salt, mac
                FROM iys_seal WHERE company_id = %s AND seq > %s ORDER BY seq LIMIT %s
                """,
                company.id,
                after,
                limit,
            )
        )
        return [_seal(*row) for row in rows]

    @api.model
    def _read_behind(self, seals):
        """Return ({(model, id): Row}, {(model, id) that were destroyed}) of some links."""
        by_model = {}
        for seal in seals:
            by_model.setdefault(seal.model, []).append(seal.row_id)
        rows, destroyed = {}, set()
        for model, ids in by_model.items():
            if model not in BY_MODEL:
                continue
            found = self._read_sealed(model, ids)
            rows |= {(model, row_id): row for row_id, row in found.items()}
            missing = [row_id for row_id in ids if row_id not in found]
            destroyed |= self._read_destroyed(model, missing)
        return rows, destroyed

    @api.model
    def _read_destroyed(self, model, ids):
        if not ids:
            return set()
        query = SQL(
            "SELECT res_id FROM iys_seal_gone WHERE res_model = %s AND res_id = ANY(%s)",
            model,
            ids,
        )
        return {(model, row_id) for (row_id,) in self.env.execute_query(query)}

    @api.model
    def _keyed_or_none(self):
        """Return the key function, or None where the key file is missing."""
        try:
            return self.env["iys.key"]._hasher()
        except UserError:
            return None

    @api.model
    def _file_hashes(self, source, rows):
        """Return {attachment: SHA-256 of its bytes} for the files of some rows."""
        if not source.personal or "files" not in source.names:
            return {}
        place = 3 + source.names.index("files")
        ids = {file for row in rows for file in row[place] or ()}
        # files of acts are nobody's to read here; only their fingerprints are kept
        attachments_sudo = self.env["ir.attachment"].sudo().browse(sorted(ids))
        hashes = {}
        for attachment_sudo in attachments_sudo:
            hashes[attachment_sudo.id] = sha256(attachment_sudo.raw or b"").hexdigest()
            attachment_sudo.invalidate_recordset(["raw"])  # one scan at a time
        return hashes


def _marked(row, keyed):
    """Tell of an act whose keyed address does not fit its address."""
    if row.personal is None or not row.personal["recipient"]:
        return row
    fits = keyed(row.personal["recipient"]) == row.public["recipient_key"]
    return row if fits else Row(row.public, row.personal, is_foreign=True)


def sealed_at_text(moment):
    """Spell the moment of a seal as it is hashed: UTC, whole seconds."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _seal(company, seq, version, model, row_id, sealed_at, personal, *rest):
    commitment, link, salt, mac = rest
    return Seal(
        company, seq, version, model, row_id, sealed_at_text(sealed_at), personal or "",
        commitment, link, salt or "", mac,
    )  # fmt: skip
