"""Many answers from one network: a second press is asked for, nobody is refused (R-43)."""

import hashlib
import json
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import hash_sign, verify_hash_signed

from ...iys_api.networks import network_of
from .iys_form_version import is_canonical

SCOPE = "izinnet_iys.press"
#: A stadium may take so long from the first press to the second.
STAMP_HOURS = 2
#: System parameter → what holds without one.
SETTINGS = {
    "izinnet_iys.crowd_answers": 30,
    "izinnet_iys.crowd_minutes": 10,
    "izinnet_iys.crowd_seconds": 3,
}


class IysFormCrowd(models.Model):
    """A row for each answer taken: from which network, when. Deleted minutes later.

    A network is an IPv4 address or the /64 of an IPv6 address. It says little about who
    somebody is: a stadium sits behind one. So above the limit an answer is not refused;
    the page asks for a second press some seconds later, with a stamp that is good for
    this answer alone. Rows are only added on the public path (R-62).
    """

    _name = "iys.form.crowd"
    _description = "Recent answer, by network"
    _log_access = False

    network = fields.Char(required=True, readonly=True)
    at = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    _recent_idx = models.Index("(network, at)")

    @api.model
    def _note(self, ip):
        """Note that an answer came from ``ip`` (text of any kind)."""
        self.create({"network": network_of(ip)})

    @api.model
    def _asks_twice(self, version, answer):
        """Return '' when an `Answer` may be taken now, else the stamp for a second press.

        Who comes back too early gets the same stamp again and need not wait anew.
        """
        if not self._is_crowded(answer.page.get("ip")):
            return ""
        digest = _digest(version, answer)
        pressed_at = self._first_press(answer.page.get("stamp"), digest)
        if pressed_at is None:
            return self._stamp(digest)
        waited = time.time() - pressed_at
        return "" if waited >= self._setting("crowd_seconds") else answer.page["stamp"]

    @api.model
    def _is_crowded(self, ip):
        """Tell whether so many answers came from this network in the last minutes."""
        most = self._setting("crowd_answers")
        since = fields.Datetime.now() - timedelta(
            minutes=self._setting("crowd_minutes")
        )
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT count(*) FROM (SELECT 1 FROM iys_form_crowd"
                " WHERE network = %s AND at > %s LIMIT %s) recent",
                network_of(ip),
                since,
                most,
            )
        )
        return rows[0][0] >= most

    @api.model
    def _setting(self, name):
        """Return a number of ``SETTINGS``; a text that is none counts as the default."""
        key = f"izinnet_iys.{name}"
        # sudo: visitors read no parameters
        text = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        return int(text) if text.isdecimal() and text.isascii() else SETTINGS[key]

    @api.model
    def _stamp(self, digest):
        env_sudo = self.env(su=True)  # the signing key is the system's
        return hash_sign(
            env_sudo, SCOPE, [digest, time.time()], expiration_hours=STAMP_HOURS
        )

    @api.model
    def _first_press(self, stamp, digest):
        """Return when this very answer was sent first (seconds), None without proof."""
        if not stamp or not is_canonical(stamp):
            return None
        env_sudo = self.env(su=True)  # the signing key is the system's
        try:
            told = verify_hash_signed(env_sudo, SCOPE, stamp)
        except ValueError:  # base64 of something else
            return None
        return told[1] if told and told[0] == digest else None

    @api.model
    def _forget(self):
        """Delete what is too old to be counted."""
        minutes = self._setting("crowd_minutes")
        old = fields.Datetime.now() - timedelta(minutes=minutes)
        self.flush_model()
        self.env.cr.execute("DELETE FROM iys_form_crowd WHERE at <= %s", [old])
        self.invalidate_model()


def _digest(version, answer):
    """Return a fingerprint of what is answered, however the page sends it."""
    said = [
        version.id,
        answer.name,
        answer.email,
        answer.phone,
        sorted(answer.boxes),
        sorted(answer.extra.items()),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
