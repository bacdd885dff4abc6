"""Finding what a proof is about: the addresses, and everything kept about them."""

import base64
import re
import tempfile

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..iys_api.recipients import normalise
from ..models.operations.iys_import_words import file_fault_text
from ..spreadsheets.faults import FileFault
from ..spreadsheets.process import read_head

#: Addresses of one proof: half a minute of work, well below the server's time limit.
MAX_RECIPIENTS = 20_000
#: Rows of an uploaded list that are looked at.
FILE_ROWS = 100_000
#: Addresses looked at in one query.
LOT = 500
_separators = re.compile(r"[\n\r;,\t]+").split


class IysProof(models.TransientModel):
    _inherit = "iys.proof"

    def _find(self):
        """Return {key: address, or None when it is masked} of what is asked about.

        Raises UserError when nothing is asked, no address is readable, or there are too
        many, and AccessError for a message of another company.
        """
        finders = {
            "address": self._find_address,
            "list": self._find_list,
            "mailing": self._find_mailing,
            "message": self._find_message,
        }
        found = finders[self.subject]()
        if not found:
            raise UserError(
                self.env._(
                    "No phone or e-mail was found here. Check the spelling; a phone needs"
                    " all its digits."
                )
            )
        if len(found) > MAX_RECIPIENTS:
            raise UserError(
                self.env._(
                    "These are %(count)s addresses; one proof holds at most %(limit)s."
                    " Ask in parts. All recipients of one mailing are listed by the"
                    " report Message on the page Inspection.",
                    count=len(found),
                    limit=MAX_RECIPIENTS,
                )
            )
        return found

    def _find_address(self):
        if found := self._keyed([self.query or ""]):
            return found
        # the recipient of a message that was masked since is known by key alone
        return {self.recipient_key: None} if self.recipient_key else {}

    def _find_list(self):
        texts = _separators(self.addresses or "")
        return self._keyed([*texts, *self._texts_of_file()])

    def _texts_of_file(self):
        """Return the cells of the file as texts; raises UserError for a bad file."""
        content = base64.b64decode(self.with_context(bin_size=False).list_file or b"")
        if not content:
            return []
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            try:
                _sheets, _sheet, rows = read_head(file.name, FILE_ROWS)
            except FileFault as fault:
                raise UserError(
                    file_fault_text(self.env, fault.code, fault.details)
                ) from None
        return [cell for _number, cells in rows for cell in cells if cell]

    def _keyed(self, texts):
        """Return {key: address} of the texts that are addresses, in any spelling."""
        keyed = self.env["iys.key"]._hasher()
        found = {
            normalise("EPOSTA" if "@" in str(text) else "MESAJ", text) for text in texts
        }
        return {keyed(address): address for address in sorted(found - {None})}

    def _find_mailing(self):
        mailing = self.mailing_id
        if not mailing:
            raise UserError(self.env._("Choose the mailing."))
        screen = self.env["iys.report.screen"]
        screen._check_of_my_company(mailing.sudo())  # only its company is read
        logged = [("mailing_id", "=", mailing.id)]
        traces = self.env["mailing.trace"]
        names = [n for n in ("email", "sms_number") if n in traces._fields]
        texts = self._column(traces, names, SQL("mass_mailing_id = %s", mailing.id))
        return {**self._keyed(texts), **self._logged(logged)}

    def _find_message(self):
        # the message may belong to any document; its company decides who reads
        message_sudo = self.mail_message_id.sudo()
        if not message_sudo:
            raise UserError(self.env._("Open this screen from the message."))
        self.env["iys.report.screen"]._check_of_my_company(message_sudo)
        notifications = self.env["mail.notification"]
        names = ("mail_email_address", "sms_number")
        names = [n for n in names if n in notifications._fields]
        which = SQL("mail_message_id = %s", message_sudo.id)
        texts = self._column(notifications, names, which)
        texts += message_sudo.notification_ids.res_partner_id.mapped("email_normalized")
        logged = [("message_ref", "=", message_sudo.message_id)]
        return {**self._keyed(texts), **self._logged(logged)}

    def _column(self, model, names, which):
        """Return every text of some columns where a condition (SQL) holds."""
        model.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT %s FROM %s WHERE %s",
                SQL(", ").join(SQL.identifier(name) for name in names),
                SQL.identifier(model._table),
                which,
            )
        )
        return [text for row in rows for text in row if text]

    def _logged(self, domain):
        """Return {key: address} of the message log's rows of a domain."""
        rows = self.env["iys.message"].search_fetch(
            domain, ["recipient_key", "recipient"]
        )
        return {row.recipient_key: row.recipient for row in rows if row.recipient_key}

    def _consent_domain(self, keys):
        """Acts of some keys that were known by the end of the period."""
        return (
            Domain("recipient_key", "in", keys)
            & Domain("brand_id", "in", self._brands().ids)
            & Domain("recorded_at", "<", self._period()[1])
        )

    def _message_domain(self, keys):
        """Messages that left for some keys, in the period or of this very message."""
        mine = Domain("recipient_key", "in", keys)
        if self.subject == "mailing":
            return mine & Domain("mailing_id", "=", self.mailing_id.id)
        if self.subject == "message":
            reference = self.mail_message_id.sudo().message_id  # checked when found
            return mine & Domain("message_ref", "=", reference)
        start, end = self._period()
        period = Domain("sent_at", ">=", start) & Domain("sent_at", "<", end)
        if self.brand_ids:
            period &= Domain("brand_id", "in", self.brand_ids.ids)
        return mine & period

    def _lots(self, found):
        """Yield the keys in lots; what the last lot has read is forgotten."""
        keys = list(found)
        for start in range(0, len(keys), LOT):
            yield keys[start : start + LOT]
            self.env.flush_all()
            self.env["iys.consent"].invalidate_model()
            self.env["iys.message"].invalidate_model()

    def _each_consents(self, found):
        """Yield the acts lot by lot, ordered by address and time."""
        order = "recipient_key, type, consent_date, id"
        for keys in self._lots(found):
            domain = self._consent_domain(keys)
            yield self.env["iys.consent"].search(domain, order=order)

    def _each_messages(self, found):
        """Yield the logged messages lot by lot, ordered by time."""
        for keys in self._lots(found):
            domain = self._message_domain(keys)
            yield self.env["iys.message"].search(domain, order="sent_at, id")

    def _each_states(self, found):
        """Yield rows of what stood at the moment; see ``_iys_states_at``."""
        for keys in self._lots(found):
            which = SQL(
                "recipient_key = ANY(%s) AND brand_id = ANY(%s)",
                keys,
                self._brands().ids,
            )
            yield from self.env["iys.consent"]._iys_states_at(which, self.moment)
