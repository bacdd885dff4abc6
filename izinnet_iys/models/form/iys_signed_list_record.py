"""Record: the good lines of a signed list become acts with their proof."""

import hashlib

from odoo import models
from odoo.exceptions import AccessError, UserError

from ...iys_api.acts import Act
from ...iys_api.codes import explain

SOURCE = "HS_ISLAK_IMZA"
#: Tells the ledger that no contact may be guessed for an address.
NOBODY = 0


class IysSignedList(models.Model):
    _inherit = "iys.signed.list"

    def action_record(self):
        """Record the lines without fault; raises UserError when the sheet lacks something."""
        self.ensure_one()
        self.check_access("write")
        if self.todo:
            raise UserError(self.todo)
        lines = self.line_ids.filtered(lambda ln: not ln.is_recorded and not ln.fault)
        if not lines:
            raise UserError(self.env._("No line is ready to be recorded."))
        lines._record(self._file_words())
        return True

    def action_open_consents(self):
        """Show what was recorded from this list."""
        return {
            **self.env["ir.actions.act_window"]._for_xml_id(
                "izinnet_iys.iys_consent_action"
            ),
            "domain": [("id", "in", self.line_ids.consent_ids.ids)],
            "context": {},
        }

    def _file_words(self):
        """Name each scan with its SHA-256, so that a later change shows (L-32)."""
        return [
            f"{file.name} sha256:{hashlib.sha256(file.raw or b'').hexdigest()}"
            for file in self.attachment_ids
        ]


class IysSignedLine(models.Model):
    _inherit = "iys.signed.line"

    def _record(self, files):
        """Hand all lines in together; each one keeps what became of it."""
        partners = self._find_or_make_contacts()
        acts = [
            line._act(type_, partners.get(line.id), files)
            for line in self
            for type_ in line._ticked()
        ]
        # sudo: nobody has the right to write the ledger; this is one of its entrances
        recorded = iter(self.env["iys.consent"].sudo()._record_acts(acts))
        for line in self:
            line._keep([next(recorded) for _type in line._ticked()])

    def _act(self, type_, partner, files):
        sheet = self.list_id
        return Act(
            brand_id=sheet.brand_id.id,
            recipient=self._recipient(type_),
            type=type_,
            status="ONAY",
            source=SOURCE,
            consent_date=sheet.signed_at,
            person_name=self.person_name.strip(),
            partner_id=partner,
            notice_id=sheet.notice_id.id,
            evidence=self._evidence(files),
            attachment_ids=tuple(sheet.attachment_ids.ids),
            origin_model=self._name,
            origin_id=self.id,
            user_id=self.env.uid,
        )

    def _evidence(self, files):
        proof = {
            "way": "paper",
            "list": self.list_id.name,
            "row": self.list_id.line_ids.ids.index(self.id) + 1,
            "files": files,
        }
        if self.reason:
            proof["reason_after_refusal"] = self.reason
        return proof

    def _keep(self, recorded):
        """Note what became of a line; it stays open only when nothing was stored."""
        faults = [
            explain(answer.code, self.env.lang or "en").meaning
            for answer in recorded
            if answer.outcome == "faulty"
        ]
        ids = [answer.consent_id for answer in recorded if answer.consent_id]
        self.write(
            {
                "is_recorded": bool(ids),
                "result": " ".join(faults) or self.env._("Recorded"),
                "consent_ids": [(6, 0, ids)],
            }
        )

    def _find_or_make_contacts(self):
        """Return {line id: contact id}: the one contact with the address, or a new one.

        Where several contacts have an address nobody is guessed.
        """
        found = {}
        for name, type_ in (
            ("phone_sanitized", "MESAJ"),
            ("email_normalized", "EPOSTA"),
        ):
            field = "email" if type_ == "EPOSTA" else "phone"
            wanted = {
                ln.id: normal for ln in self if (normal := ln._spelt(type_, field))
            }
            owners = self._owners(name, set(wanted.values()))
            for line_id, address in wanted.items():
                if len(owners.get(address, ())) == 1:
                    found.setdefault(line_id, owners[address][0])
                elif owners.get(address):
                    found.setdefault(line_id, NOBODY)
        new = self.filtered(lambda ln: ln.id not in found and ln.list_id.add_contacts)
        return {**found, **new._make_contacts()}

    def _spelt(self, type_, field):
        return self[field] and self._recipient(type_)

    def _owners(self, name, addresses):
        """Return {address: contact ids} in one query."""
        groups = self.env["res.partner"]._read_group(
            [(name, "in", list(addresses))], [name], ["id:array_agg"]
        )
        return dict(groups)

    def _make_contacts(self):
        values = [
            {
                "name": line.person_name,
                "phone": line._spelt("MESAJ", "phone") or False,
                "email": line._spelt("EPOSTA", "email") or False,
            }
            for line in self
        ]
        try:
            made = self.env["res.partner"].create(values)
        except AccessError:
            return {}  # the consents count without contacts, too
        return dict(zip(self.ids, made.ids, strict=True))
