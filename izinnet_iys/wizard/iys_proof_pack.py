"""The ZIP of a proof: readable and checkable without Odoo and without us (R-35)."""

import json
import mimetypes
import tempfile
from hashlib import sha256

from odoo import fields, models
from odoo.tools import file_path

from ..models.turkish_time import local_iso
from ..report.pack import HashedZip
from ..report.streamed import pieces
from .iys_proof_read_me import read_me


class IysProof(models.TransientModel):
    _inherit = "iys.proof"

    def _stream(self, file_format):
        """Write the file to disk and return an iterator over its bytes.

        Memory does not grow with the number of addresses; the database is not needed any
        more once the iterator is returned. Raises ValueError for an unknown form.
        """
        file = tempfile.TemporaryFile()
        writers = {"zip": self._write_pack, "pdf": self._write_pdf}
        if file_format not in writers:
            raise ValueError(f"a proof has no form {file_format!r}")
        writers[file_format](file, self._find())
        file.seek(0)
        return pieces(file)

    def _write_pack(self, file, found):
        """Write the whole pack for what ``_find`` gave."""
        moment = fields.Datetime.now()
        pack = HashedZip(file, moment)
        pack.add("README.txt", read_me().encode())
        with open(file_path("izinnet_iys/report/check_proof.py"), "rb") as checker:
            pack.add("check.py", checker.read())
        files, notices, exchanges = self._pack_files(pack, found)
        self._pack_texts(pack, notices)
        messages = self._pack_messages(pack, found)
        with pack.entry("proof.json") as entry:
            self._write_json(entry, found, files, messages)
        with pack.entry("exchanges.json") as entry:
            rows = [_exchange_row(one) for one in exchanges.sorted("id")]
            entry.write(_spell(rows).encode())
        pdf = tempfile.TemporaryFile()
        self._write_pdf(pdf, found)
        pdf.seek(0)
        with pack.entry("proof.pdf") as entry:
            for piece in pieces(pdf):
                entry.write(piece)
        pack.close()

    def _pack_files(self, pack, found):
        """Write the attachments; return ({act: entries}, texts shown, exchanges)."""
        files = {}
        notices = self.env["iys.notice"]
        exchanges = self.env["iys.exchange"]
        for consents in self._each_consents(found):
            notices |= consents.notice_id
            exchanges |= consents.exchange_id
            # files of an act are reached through the act, which was read with rights
            for act_sudo in consents.sudo().filtered("attachment_ids"):
                files[act_sudo.id] = [
                    _pack_file(pack, attachment)
                    for attachment in act_sudo.attachment_ids
                ]
        return files, notices, exchanges

    def _pack_texts(self, pack, notices):
        """Write each text twice: as people read it, and as its fingerprint was made."""
        for notice in notices.sorted("id"):
            body = str(notice.body or "")
            pack.add(f"texts/{notice.id}.html", body.encode())
            pack.add(f"texts/{notice.id}.json", notice._fingerprint_words().encode())

    def _pack_messages(self, pack, found):
        """Write the exact words of each message; return {message: path}."""
        paths = {}
        for messages in self._each_messages(found):
            for message in messages.with_context(iys_open_vault=True):
                ending = "html" if message.type == "EPOSTA" else "txt"
                paths[message.id] = f"messages/{message.id}.{ending}"
                pack.add(paths[message.id], message._read_body().encode())
        return paths

    def _write_json(self, entry, found, files, messages):
        """Write ``proof.json`` piece by piece, so that its length does not matter."""
        entry.write(f'{{"header": {_spell(self._pack_header(found))}'.encode())
        sections = {
            "records": (
                act._as_record(files.get(act.id, ()))
                for acts in self._each_consents(found)
                for act in acts
            ),
            "states": map(self._state_row, self._each_states(found)),
            "messages": (
                self._message_row(row, messages[row.id])
                for rows in self._each_messages(found)
                for row in rows
            ),
            "kept_back": (
                {**row._asdict(), "moment": local_iso(row.moment)}
                for rows in self._each_attempts(found)
                for row in rows
            ),
        }
        for name, rows in sections.items():
            entry.write(f',\n"{name}": ['.encode())
            for number, row in enumerate(rows):
                entry.write((",\n" if number else "\n").encode() + _spell(row).encode())
            entry.write(b"\n]")
        entry.write(b"}\n")

    def _pack_header(self, found):
        start, end = self._period()
        return {
            "made_at": local_iso(fields.Datetime.now()),
            "made_by": self.env.user.name,
            "company": self.env.company.name,
            "reason": self.reason or None,
            "subject": self.subject,
            "addresses": [address for address in found.values() if address],
            "masked_addresses": sum(1 for address in found.values() if not address),
            "brands": self._brands().mapped("name"),
            "period": [local_iso(start), local_iso(end)],
            "state_as_of": local_iso(self.moment),
        }

    def _state_row(self, row):
        brand, key, recipient, type_, kind, status, act, known, known_act, date = row
        return {
            "brand_id": brand,
            "pii_principal_id": key,
            "recipient": recipient,
            "channel": type_,
            "recipient_type": kind,
            "stood": status,
            "consent": act,
            "since": local_iso(date),
            "known_here": known,
            "known_consent": known_act,
        }

    def _message_row(self, message, path):
        return {
            "sent_at": local_iso(message.sent_at),
            "channel": message.type,
            "recipient": message.recipient,
            "message_class": message.message_class,
            "send_check": message.rule or None,
            "consent": message.consent_id.uid or None,
            "sender": message.sender or None,
            "subject": message.subject or None,
            "message_ref": message.message_ref or None,
            "file": path,
            "sha256": message.body_sha256,
        }


def _pack_file(pack, attachment):
    """Write one attachment under a name of ours; return its entry."""
    content, name, mimetype = attachment.env["iys.vault"]._open_file(attachment)
    digest = sha256(content).hexdigest()
    ending = mimetypes.guess_extension(mimetype or "") or ".bin"
    path = f"files/{digest}{ending}"
    if path not in pack.hashes:
        pack.add(path, content)
    return {"file": path, "name": name, "sha256": digest}


def _exchange_row(exchange):
    return {
        "exchange_id": exchange.id,
        "brand": exchange.brand_id.name,
        "kind": exchange.kind,
        "state": exchange.state,
        "request_id": exchange.request_id or None,
        "rows": exchange.row_count,
        "registered": exchange.good_count,
        "not_accepted": exchange.bad_count,
        "error_code": exchange.error_code or None,
        "started_at": local_iso(exchange.started_at),
        "ended_at": local_iso(exchange.ended_at),
    }


def _spell(value):
    return json.dumps(value, ensure_ascii=False, indent=1, default=str)
