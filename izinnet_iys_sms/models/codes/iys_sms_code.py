"""An SMS with codes: its place is taken under locks before it is made (R-42)."""

import ipaddress
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from odoo import api, fields, models

from ...sms_gateways.code_limits import PAUSE_SECONDS, Verdict, judge

LOCK_SPACE = 0x1957_0B
#: Digits of a code: 20 bits, so tries and codes are limited (R-41).
PREFIX_TAIL = 4
#: Rows serve the limits; what was sent is in the message log.
KEPT_FOR = timedelta(days=40)


@dataclass(slots=True)
class Wish:
    """One more SMS with codes for a number.

    ``secret_hmac`` is the hash of the browser's secret; ``kind`` form, request or
    preference; ``pressed``: a person pressed a button for this very code; ``is_first``:
    the browser has not asked before.
    """

    number: str
    company: Any
    brand: Any
    secret_hmac: str
    kind: str = "form"
    ip: str = ""
    point: Any = None
    pressed: bool = False
    is_first: bool = False
    parts: int = 1
    keys: dict[str, str] = field(default_factory=dict)
    budget_id: int | None = None


class IysSmsCode(models.Model):
    """One SMS that carries codes, one for each purpose it is about (L-25).

    The row is written and committed in a transaction of its own, before the SMS is made:
    a place that is taken stays taken, whatever becomes of the request. It never changes
    but for nobody: tries and right codes are rows of `iys.sms.try`. So two visitors wait
    for each other only while places are counted: some milliseconds, under advisory locks
    of the number, its prefix and its company, always taken in this order.

    No number is stored, only keyed hashes of it. Files: ``iys_sms_code_count`` what the
    limits count, ``iys_sms_code_send`` the text and what became of it.
    """

    _name = "iys.sms.code"
    _description = "Code by SMS"
    _order = "id desc"
    _log_access = False

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    brand_id = fields.Many2one("iys.brand", readonly=True)
    point_id = fields.Many2one(
        "iys.form.point", "Link or QR code", readonly=True, ondelete="set null"
    )
    budget_id = fields.Many2one(
        "iys.sms.budget", "Planned event", readonly=True, ondelete="restrict"
    )
    kind = fields.Selection(
        [
            ("form", "On a form"),
            ("request", "One-to-one request"),
            ("preference", "Preference page"),
        ],
        required=True,
        readonly=True,
    )
    recipient_key = fields.Char(required=True, readonly=True)
    prefix_key = fields.Char(required=True, readonly=True)
    network_key = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    secret_hmac = fields.Char(required=True, readonly=True, groups=fields.NO_ACCESS)
    price = fields.Float(readonly=True, digits=(12, 4))
    created_at = fields.Datetime("Asked on", required=True, readonly=True)
    expires_at = fields.Datetime("Works until", required=True, readonly=True)
    try_ids = fields.One2many("iys.sms.try", "code_id", "Tries", readonly=True)
    is_entered = fields.Boolean("Entered", compute="_compute_tries")
    try_count = fields.Integer("Times tried", compute="_compute_tries")

    _number_idx = models.Index("(recipient_key, created_at)")
    _prefix_idx = models.Index("(prefix_key, created_at)")
    _company_idx = models.Index("(company_id, id)")
    _company_time_idx = models.Index("(company_id, created_at)")
    _network_idx = models.Index("(network_key, created_at)")
    _budget_idx = models.Index("(budget_id) WHERE budget_id IS NOT NULL")
    _secret_idx = models.Index("(secret_hmac)")

    @api.depends("try_ids.is_right")
    def _compute_tries(self):
        for code in self:
            right = code.try_ids.filtered("is_right")
            code.is_entered = bool(right)
            code.try_count = len(code.try_ids - right)

    @api.model
    def _wish(self, number, brand, secret, **over):
        """Return a `Wish` with the keys the limits count by."""
        keyed = self.env["iys.key"]._hasher()
        network = _network(over.get("ip"))
        keys = {
            "number": keyed(number),
            "prefix": keyed(f"prefix {number[:-PREFIX_TAIL]}"),
            "network": keyed(f"network {network}") if network else None,
        }
        hmac = keyed(f"browser {secret}")
        return Wish(number, brand.company_id, brand, hmac, keys=keys, **over)

    @api.model
    def _reserve(self, wish):
        """Take a place for one more SMS; returns (id of the row or None, verdict, wait).

        The verdict ``SEND`` alone comes with an id. A place that this browser took for a
        request that did not end well is given to it once more.
        """
        with self._alone(wish) as cr:
            if wish.is_first and self._is_double(cr, wish):
                return None, Verdict.DOUBLE, 0
            verdict, wait, own_id = self._judged(cr, wish)
            if own_id and self._is_unused(cr, wish, own_id):
                return own_id, Verdict.SEND, 0
            if verdict is Verdict.STOP_NOW:
                self._pause(cr, wish)
            if verdict is not Verdict.SEND:
                return None, verdict, wait
            return self._insert(cr, wish), verdict, 0

    @api.model
    def _may(self, wish):
        """Return (verdict, seconds to wait) for one more SMS, without taking a place."""
        return self._judged(self.env.cr, wish)[:2]

    @contextmanager
    def _alone(self, wish):
        """Hold the locks and give a cursor that begins after them.

        Two transactions, for a snapshot is older than the lock it waited for.
        """
        names = (wish.keys["number"], wish.keys["prefix"], f"company {wish.company.id}")
        with self.env.registry.cursor() as lock:
            lock.execute(  # from left to right
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s)),"
                " pg_advisory_xact_lock(hashtextextended(%s, %s)),"
                " pg_advisory_xact_lock(hashtextextended(%s, %s))",
                [each for name in names for each in (name, LOCK_SPACE)],
            )
            with self.env.registry.cursor() as cr:
                yield cr

    @api.model
    def _judged(self, cr, wish):
        gateway_sudo = wish.company.sudo().iys_sms_gateway_id  # visitors read no set-up
        sent, own_id = self._count(cr, wish)
        verdict, wait = judge(
            sent,
            gateway_sudo._iys_caps(),
            gateway_sudo.part_price * wish.parts,
            wish.pressed,
            wish.kind == "request",
        )
        return verdict, wait, own_id

    @api.model
    def _insert(self, cr, wish):
        gateway_sudo = wish.company.sudo().iys_sms_gateway_id  # as above
        now = fields.Datetime.now()
        values = {
            "company_id": wish.company.id,
            "brand_id": wish.brand.id or None,
            "point_id": wish.point.id or None if wish.point else None,
            "budget_id": wish.budget_id,
            "kind": wish.kind,
            "recipient_key": wish.keys["number"],
            "prefix_key": wish.keys["prefix"],
            "network_key": wish.keys["network"],
            "secret_hmac": wish.secret_hmac,
            "price": gateway_sudo.part_price * wish.parts,
            "created_at": now,
            "expires_at": now + timedelta(minutes=gateway_sudo.iys_code_minutes or 5),
        }
        places = ", ".join(["%s"] * len(values))
        cr.execute(
            f"INSERT INTO iys_sms_code ({', '.join(values)}) VALUES ({places})"  # noqa: S608
            " RETURNING id",
            list(values.values()),
        )
        return cr.fetchone()[0]

    @api.model
    def _is_double(self, cr, wish):
        """Tell whether this browser's question stands already; sees all that is committed."""
        cr.execute(
            "SELECT 1 FROM iys_confirmation WHERE browser_hmac = %s LIMIT 1",
            [wish.secret_hmac],
        )
        return bool(cr.fetchone())

    @api.model
    def _is_unused(self, cr, wish, code_id):
        """Tell whether this browser took a place a moment ago and made no SMS of it.

        Odoo runs a request again after a rival's commit; that is the same press.
        """
        cr.execute(
            """
            SELECT 1 FROM iys_sms_code code
            WHERE code.id = %s AND code.created_at >= %s
              AND NOT EXISTS (SELECT 1 FROM iys_confirmation asked
                              WHERE asked.sms_code_id = code.id)
            """,
            [code_id, fields.Datetime.now() - timedelta(seconds=60)],
        )
        return bool(cr.fetchone())

    @api.model
    def _pause(self, cr, wish):
        """Stop codes of a company for a while; the alarms tell of it (R-44)."""
        until = fields.Datetime.now() + timedelta(seconds=PAUSE_SECONDS)
        cr.execute(
            "INSERT INTO iys_sms_pause (company_id, begun_at, until)"
            " VALUES (%s, %s, %s)",
            [wish.company.id, fields.Datetime.now(), until],
        )

    @api.autovacuum
    def _gc_codes(self):
        """Forget rows that no limit counts any more."""
        old = [("created_at", "<", fields.Datetime.now() - KEPT_FOR)]
        self.search(old, limit=10_000, order="id").unlink()


def _network(ip):
    """Return the network of an address: itself, for IPv6 its first 64 bits (R-43)."""
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return ""
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)
