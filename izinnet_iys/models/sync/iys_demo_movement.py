"""The demo registry: a pretended İYS inside this database, without network or account."""

from datetime import timezone

from odoo import api, fields, models

from ...iys_api.fake import BookOptions, FakeRegistry, RegistryBook
from ...iys_api.messages import BrandInfo, Subscription
from ...iys_api.rules import RuleOptions
from ..append_only import protect
from .iys_demo_store import TableStore


class IysDemoMovement(models.Model):
    """One change of one record at the demo registry; never changed, never removed.

    The rules are those of ``iys_api.fake``; here are only its books, kept in tables so
    that a demo survives a restart. Times are naive UTC, whole seconds. Nobody but
    brands with route "demo" ever gets here.
    """

    _name = "iys.demo.movement"
    _description = "Movement at the demo registry"
    _order = "creation_date desc, id desc"
    _rec_name = "recipient"
    _log_access = False

    #: Seconds until the pretended worker has done a lot; İYS takes 300.
    WORKER_DELAY = 5
    #: Seconds until a movement shows in the feed; İYS takes an hour.
    LAG = 0

    brand_id = fields.Many2one("iys.brand", required=True, ondelete="restrict")
    recipient = fields.Char(required=True)
    recipient_type = fields.Char(required=True)
    type = fields.Char(required=True)
    status = fields.Char(required=True)
    source = fields.Char()
    consent_date = fields.Datetime()
    creation_date = fields.Datetime(required=True)
    transaction_id = fields.Char("İYS transaction", required=True)
    side = fields.Char(required=True, help="IYS: the recipient's own act; HS: ours.")
    previous = fields.Char("Status before")
    retailer_code = fields.Char("Dealer code")
    retailer_access = fields.Json("Dealers with access")
    citizen_name = fields.Char("Name")

    _record_idx = models.Index("(recipient, brand_id, recipient_type, type, id DESC)")
    _feed_idx = models.Index(
        '(brand_id, creation_date, transaction_id COLLATE "C", id)'
    )

    def init(self):
        """Override of `base`: like İYS's own book, this one only grows."""
        protect(self.env.cr, self._table)

    @api.model
    def _get_registry(self, brand):
        """Return the `Registry` of a demo brand, at the present time."""
        return FakeRegistry(
            self._get_book(brand),
            edition=brand.account_id.api_edition,
            brand=BrandInfo(brand.brand_code, brand.name, master=True),
            subscription=Subscription("ACTIVE", package="DEMO"),
        )

    @api.model
    def _get_book(self, brand):
        """Return the `RegistryBook` behind it, which also knows the citizen's acts."""
        brand.ensure_one()
        rules = RuleOptions(holidays=self.env["iys.holiday"]._map())
        options = BookOptions(
            rules=rules, worker_start=0, worker_delay=self.WORKER_DELAY, lag=self.LAG
        )
        return RegistryBook(
            TableStore(self.env, brand.id), _now, options, brand_code=brand.brand_code
        )


def _now():
    return fields.Datetime.now().replace(tzinfo=timezone.utc)
