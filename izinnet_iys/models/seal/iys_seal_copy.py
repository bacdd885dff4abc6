"""Copies of the daily head outside the database: by mail and into a folder (R-34)."""

import base64
import json
import logging
import os
from pathlib import Path

from markupsafe import Markup

from odoo import api, fields, models

from ...wizard.turkish_time import local_text

_logger = logging.getLogger(__name__)

#: Environment variable of the server process: the folder, best on another machine or on
#: a medium that cannot be overwritten. Who may set it runs the server (R-60).
FOLDER = "IZINNET_ANCHOR_DIR"
#: Days without a copy that are still made up for.
DAYS_BACK = 30


class IysSealAnchor(models.Model):
    _inherit = "iys.seal.anchor"

    @api.model
    def _copy_outside(self, company):
        """Mail and file the heads that are not outside yet; a stamp that waits does not
        hold the copy back."""
        since = fields.Date.subtract(fields.Date.today(), days=DAYS_BACK)
        anchors = self.search(
            [("company_id", "=", company.id), ("day", ">=", since)], order="day"
        )
        if company.iys_seal_partner_ids:
            for anchor in anchors.filtered(lambda a: not a.mailed_at):
                anchor._mail()
        folder = os.environ.get(FOLDER)
        if folder:
            for anchor in anchors.filtered(lambda a: not a.filed_at):
                anchor._file(Path(folder))

    def _mail(self):
        """Queue the mail with the head; the mail server's copy is out of our reach."""
        company = self.company_id
        partners = company.iys_seal_partner_ids
        self = self.with_context(lang=partners[:1].lang or company.partner_id.lang)
        mail_sudo = self.env["mail.mail"].sudo()  # jobs and managers send no mail else
        mail_sudo.create(
            {
                "subject": self.env._(
                    "Seal of %(company)s on %(day)s: keep this mail",
                    company=company.name,
                    day=f"{self.day:%d.%m.%Y}",
                ),
                "body_html": self._mail_body(),
                "email_from": company.email_formatted or self.env.user.email_formatted,
                "recipient_ids": [fields.Command.set(partners.ids)],
                "attachment_ids": [
                    fields.Command.create(
                        {
                            "name": self._file_name("json"),
                            "datas": base64.b64encode(self._file_content()),
                            "mimetype": "application/json",
                        }
                    )
                ],
                "iys_message_class": "INFORMATIONAL",
                "auto_delete": False,
            }
        )
        self.mailed_at = fields.Datetime.now()

    def _mail_body(self):
        words = self.env._(
            "This is the fingerprint of the consent ledger and the day log of"
            " %(company)s on %(day)s. Keep this mail: whoever changes an old record later"
            " cannot reproduce this number.",
            company=self.company_id.name,
            day=f"{self.day:%d.%m.%Y}",
        )
        rows = (
            (self.env._("Place in the chain"), self.seq),
            (self.env._("Fingerprint of the chain"), self.head),
            (self.env._("Time-stamp"), local_text(self.stamped_at) or "–"),
        )
        lines = Markup("").join(
            Markup("<tr><td>%s</td><td><code>%s</code></td></tr>") % row for row in rows
        )
        return Markup("<p>%s</p><table>%s</table>") % (words, lines)

    def _file_name(self, ending):
        return f"seal-{self.company_id.id}-{self.day}.{ending}"

    def _file_content(self):
        """Spell the head as a file; a check reads it back."""
        about = {
            "company_id": self.company_id.id,
            "day": str(self.day),
            "seq": self.seq,
            "hash": self.head,
        }
        return json.dumps(about, indent=1).encode()

    def _file(self, folder):
        """Write the head into the folder, and its stamp once there is one.

        A file that is there already is never overwritten. Trouble with the disk is
        logged and tried again in an hour.
        """
        try:
            _write_new(folder / self._file_name("json"), self._file_content())
            if self.token:
                content = base64.b64decode(self.with_context(bin_size=False).token)
                _write_new(folder / self._file_name("tsr"), content)
        except OSError as error:
            _logger.warning("seal: copy of %s not written: %s", self.day, error)
            return
        if self.token or self.state == "unstamped":
            self.filed_at = fields.Datetime.now()

    @api.model
    def _filed_heads(self, company):
        """Return {place: hash} of the copies in the folder; unreadable ones are left out."""
        folder = os.environ.get(FOLDER)
        heads = {}
        if not folder:
            return heads
        for path in sorted(Path(folder).glob(f"seal-{company.id}-*.json")):
            try:
                about = json.loads(path.read_text())
                heads[int(about["seq"])] = str(about["hash"])
            except (OSError, ValueError, KeyError, TypeError):
                _logger.warning("seal: %s is not readable", path.name)
        return heads


def _write_new(path, content):
    try:
        with open(path, "xb") as file:
            file.write(content)
    except FileExistsError:
        return
