"""A person's own proof that an address is theirs: a link, later a code (L-25, L-27)."""

import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.recipients import normalise
from ..record.masked_char import MaskedChar
from .form_words import METHODS, PURPOSES

SECRET_BYTES = 24
TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
LIFE = timedelta(hours=24)
#: A second request so soon is the same wish (double click, two tabs).
SAME_WISH = timedelta(seconds=60)
#: Nobody's mailbox is filled by who types strange addresses: so many in 24 hours.
MOST_ASKED = 5
#: state: from where it may be reached. Nothing leads out of confirmed, expired, stopped.
TRANSITIONS = {
    "sent": ("waiting", "failed"),
    "failed": ("waiting", "sent"),
    "confirmed": ("waiting", "sent", "failed"),
    "expired": ("waiting", "sent", "failed"),
    "stopped": ("waiting", "sent", "failed"),
}
OPEN = TRANSITIONS["confirmed"]


class IysConfirmation(models.Model):
    """One purpose, one address, one use. The link or code is stored as a keyed hash.

    ``pending`` holds what a confirmation will record: the values of one `Act` (all but
    the date, which is the confirming act's own, L-27) and what was seen; under
    ``purposes`` the explicit consents of the same answer, each ticked by itself.
    ``verify`` and ``preferences`` never have any.

    States, changed only by ``_set_state``::

        waiting --[mail left]--> sent          waiting, sent --[mail refused]--> failed
        failed  --[mail left after all]--> sent
        waiting, sent, failed --[the person presses the button, 24 h]--> confirmed
        waiting, sent, failed --[24 h are over]--> expired   (address and proof blanked)
        waiting, sent, failed --[another link for the same was used]--> stopped

    A link that reached the person counts, also before the queue noted it as sent or when
    the mail server took it and then reported a failure. Files: ``iys_confirmation_use``
    what using it does, ``iys_confirmation_mail`` how it is sent.
    """

    _name = "iys.confirmation"
    _description = "Confirmation of an address"
    _inherit = ["iys.masked"]
    _order = "id desc"
    _rec_name = "recipient"
    _log_access = False

    brand_id = fields.Many2one("iys.brand", required=True, readonly=True, index=True)
    company_id = fields.Many2one(related="brand_id.company_id")
    purpose = fields.Selection(PURPOSES, required=True, readonly=True)
    method = fields.Selection(
        METHODS,
        required=True,
        readonly=True,
        default="email_link",
    )
    recipient = MaskedChar(readonly=True)
    recipient_key = fields.Char(required=True, readonly=True, index=True)
    secret_hmac = fields.Char(
        required=True, readonly=True, index=True, groups=fields.NO_ACCESS
    )
    pending = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    about = fields.Char(
        readonly=True, help="Texts of the explicit consents it carries, by their ids."
    )
    version_id = fields.Many2one("iys.form.version", "Form version", readonly=True)
    point_id = fields.Many2one("iys.form.point", "Link or QR code", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Contact", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one("res.users", "Asked by", readonly=True)
    language = fields.Char(readonly=True)
    created_at = fields.Datetime("Asked on", required=True, readonly=True)
    expires_at = fields.Datetime("Works until", required=True, readonly=True)
    sent_at = fields.Datetime("Sent on", readonly=True)
    sent_count = fields.Integer(readonly=True)
    failed_attempts = fields.Integer(readonly=True)
    error = fields.Char("Why it could not be sent", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "To be sent"),
            ("sent", "Sent"),
            ("confirmed", "Confirmed"),
            ("expired", "Expired"),
            ("failed", "Could not be sent"),
            ("stopped", "Stopped"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    confirmed_at = fields.Datetime("Confirmed on", readonly=True)
    consent_id = fields.Many2one("iys.consent", "Consent", readonly=True)
    ip = fields.Char("IP address", readonly=True)

    _open_idx = models.Index(
        "(expires_at) WHERE state IN ('waiting', 'sent', 'failed')"
    )
    _pending_check = models.Constraint(
        "CHECK (pending IS NULL OR purpose NOT IN ('verify', 'preferences'))",
        "Checking an address and opening the preference page record nothing.",
    )
    _method_check = models.Constraint(
        "CHECK (method != 'email_link'"
        " OR purpose NOT IN ('confirm_mesaj', 'confirm_arama'))",
        "A link by e-mail proves nothing about a phone.",
    )
    _code_check = models.Constraint(
        "CHECK (method != 'sms_code' OR purpose != 'confirm_eposta')",
        "A code by SMS proves nothing about an e-mail address.",
    )
    _unproved_check = models.Constraint(
        "CHECK (consent_id IS NULL OR purpose NOT IN ('verify', 'preferences'))",
        "Checking an address and opening the preference page give no consent.",
    )

    @api.model
    def _ask(self, rows):
        """Ask for a confirmation for each row; returns the secrets, in order.

        ``rows`` are dicts of field values: ``brand_id``, ``purpose``, ``recipient`` (any
        spelling) at least. ``pending`` of a purpose that records an approval has source
        (HS_), person_name, notice_id and evidence, as far as known.

        The secret is None where nothing was asked because the same was asked a moment
        ago, or too often today. Mails leave by Odoo's own queue. Raises
        UserError for an address that is none, and without the address key.
        """
        asked, flooded = self._recently_asked(
            rows := [self._spelt(row) for row in rows]
        )
        tokens, fresh = [], []
        for row in rows:
            kind = (row["brand_id"], row["purpose"], row["recipient_key"])
            wish = (*kind, row["about"])
            is_idle = wish in asked or kind in flooded
            token = None if is_idle else secrets.token_urlsafe(SECRET_BYTES)
            tokens.append(token)
            if token:
                asked.add(wish)
                fresh.append({**row, "secret_hmac": self._hmac(token)})
        made = self.create(fresh)
        made._send([token for token in tokens if token])
        return tokens

    @api.model
    def _spelt(self, row):
        address = normalise(
            "EPOSTA" if "@" in row["recipient"] else "MESAJ", row["recipient"]
        )
        if not address:
            raise UserError(self.env._("This is no phone number and no e-mail."))
        now = fields.Datetime.now()
        purposes = (row.get("pending") or {}).get("purposes", ())
        texts = sorted(purpose["notice_id"] for purpose in purposes)
        return {
            **row,
            "about": ",".join(map(str, texts)) or False,
            "recipient": address,
            "recipient_key": self.env["iys.key"]._hash(address),
            "created_at": now,
            "expires_at": now + LIFE,
        }

    @api.model
    def _recently_asked(self, rows):
        """Return what needs or gets no further mail: the wishes of a moment ago, (brand,
        purpose, key, about), and the kinds, (brand, purpose, key), asked too often."""
        now, asked, counts = fields.Datetime.now(), set(), {}
        groups = self._read_group(
            [
                ("recipient_key", "in", [row["recipient_key"] for row in rows]),
                ("created_at", ">", now - LIFE),
            ],
            ["brand_id", "purpose", "recipient_key", "about"],
            ["__count", "created_at:max"],
        )
        for brand, purpose, key, about, count, latest in groups:
            kind = (brand.id, purpose, key)
            counts[kind] = counts.get(kind, 0) + count
            if latest > now - SAME_WISH:
                asked.add((*kind, about))
        return asked, {kind for kind, count in counts.items() if count >= MOST_ASKED}

    @api.model
    def _hmac(self, token):
        return self.env["iys.key"]._hash(f"confirmation {token}")

    @api.model
    def _by_secret(self, token):
        """Return the confirmation a secret still opens; empty for every other text.

        Used, expired and unknown are one and the same here.
        """
        if not isinstance(token, str) or not TOKEN.fullmatch(token):
            return self.browse()
        return self.search(
            [
                ("secret_hmac", "=", self._hmac(token)),
                ("state", "in", OPEN),
                ("expires_at", ">", fields.Datetime.now()),
            ],
            limit=1,
        )

    def _set_state(self, target, **vals):
        """Move to a state as the table allows; returns the records that moved."""
        moved = self.filtered(lambda asked: asked.state in TRANSITIONS[target])
        moved.write({"state": target, **vals})
        return moved

    @api.model
    def _cron_expire(self):
        """End what nobody confirmed in 24 hours, and forget whom it was about.

        Without a confirmation there is no ground to keep name, address and answers
        (L-27); mails that never left are thrown away.
        """
        late = self.search(
            [("state", "in", OPEN), ("expires_at", "<=", fields.Datetime.now())]
        )
        late._set_state("expired", recipient=False, pending=False, ip=False)
        late._drop_mails()
