"""Taking the seal out: everything a stranger needs to check it (R-35)."""

import base64
import json
import tempfile

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import file_path

from ..report.pack import HashedZip
from ..report.streamed import pieces
from ..seal_chain.canon import spell
from .iys_seal_read_me import read_me

MIN_REASON = 5
LOT = 5000


class IysSealExport(models.TransientModel):
    """Asks for the reason and hands over to ``/iys/seal/<id>``; each export is logged.

    Without personal data (the default) rows are checked by their commitments, so the
    pack may leave the house; with it, addresses and words can be compared as well.
    """

    _name = "iys.seal.export"
    _description = "Export of the seal"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda s: s.env.company
    )
    reason = fields.Char(help="Kept in the day log. Who gets the pack, and what for?")
    with_personal = fields.Boolean(
        "With addresses, names and words",
        help="Leave it off unless the receiver may see personal data.",
    )
    taken_at = fields.Datetime(readonly=True)

    def action_export(self):
        """Note the reason and open the download."""
        self.ensure_one()
        self.env["iys.seal.check"]._check_may_check()
        if len((self.reason or "").strip()) < MIN_REASON:
            raise UserError(self.env._("Write down why the seal is exported."))
        seq, _head = self.env["iys.seal"]._head(self.company_id)
        self.env["iys.log"]._add(
            "export",
            f"Seal exported: {self.reason.strip()}",
            company=self.company_id,
            data={"seals": seq, "with_personal": self.with_personal},
        )
        # only this road, which has logged the reason, opens the download
        self.sudo().taken_at = fields.Datetime.now()
        url = f"/iys/seal/{self.id}"
        return {"type": "ir.actions.act_url", "url": url, "target": "self"}

    def write(self, vals):
        """Override of `base`: nobody opens the download without the reason in the log."""
        if "taken_at" in vals and not self.env.su:
            raise UserError(self.env._("Use the button to export."))
        return super().write(vals)

    def _stream(self):
        """Write the ZIP to disk and return an iterator over its bytes.

        Memory does not grow with the number of seals; the database is not needed any
        more once the iterator is returned.
        """
        file = tempfile.TemporaryFile()
        # who exports has the right to; rows of other people's documents are only hashed
        self.sudo()._write_pack(file)
        file.seek(0)
        return pieces(file)

    def _write_pack(self, file):
        pack = HashedZip(file, fields.Datetime.now())
        pack.add("README.txt", read_me().encode())
        with open(file_path("izinnet_iys/seal_chain/check_seal.py"), "rb") as checker:
            pack.add("check.py", checker.read())
        with pack.entry("seals.jsonl") as entry:
            for line in self._lines():
                entry.write(line)
        about = {
            "company_id": self.company_id.id,
            "company": self.company_id.name,
            "made_at": f"{fields.Datetime.now():%Y-%m-%dT%H:%M:%SZ}",
            "anchors": self._pack_anchors(pack),
        }
        pack.add("seal.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
        if self.company_id.iys_stamp_ca:
            pack.add("authority.pem", base64.b64decode(self.company_id.iys_stamp_ca))
        pack.close()

    def _pack_anchors(self, pack):
        """Write the stamps; return what the checker has to know of each anchor."""
        told = []
        for anchor in self.env["iys.seal.anchor"].search(
            [("company_id", "=", self.company_id.id)], order="seq"
        ):
            path = f"anchors/{anchor.day}.tsr" if anchor.token else None
            if path:
                pack.add(path, base64.b64decode(anchor.token))
            told.append(
                {
                    "seq": anchor.seq,
                    "hash": anchor.head,
                    "date": str(anchor.day),
                    "late": anchor.is_late,
                    "file": path,
                }
            )
        return told

    def _lines(self):
        """Yield the chain as lines of JSON, one a seal with its row."""
        chain, after = self.env["iys.seal"], 0
        while seals := chain._read_links(self.company_id, after, LOT):
            rows, _destroyed = chain._read_behind(seals)
            for seal in seals:
                row = rows.get((seal.model, seal.row_id))
                yield spell(self._line(seal, row)).encode() + b"\n"
            after = seals[-1].seq

    def _line(self, seal, row):
        shows = bool(
            self.with_personal and row is not None and row.personal is not None
        )
        return {
            "seq": seal.seq,
            "version": seal.version,
            "model": seal.model,
            "id": seal.row_id,
            "sealed_at": seal.sealed_at,
            "row": None if row is None else row.public,
            "personal": row.personal if shows else None,
            "salt": seal.salt if shows else None,
            "personal_commitment": seal.personal,
            "commitment": seal.commitment,
            "hash": seal.hash,
        }
