"""What the tests of the sync share: a clock that stands still, jobs, a stubborn İYS."""

from contextlib import contextmanager
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api, fields

from ..iys_api.errors import IysUnavailable
from ..iys_api.fake import FakeRegistry
from ..iys_api.messages import Key
from .common import IysCommon

#: A Monday, noon in Türkiye, no holiday within a fortnight; naive UTC.
START = datetime(2026, 11, 16, 9, 0)


class SyncCase(IysCommon):
    """All brands talk to the demo registry; nothing moves unless a test moves it."""

    def setUp(self):
        """Override of `odoo.tests`: stop the clock at ``START``."""
        super().setUp()
        freezer = freeze_time(START)
        self.clock = freezer.start()
        self.addCleanup(freezer.stop)

    @contextmanager
    def job(self):
        """Give ``iys.consent`` as a scheduled action sees it: it may commit."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})["iys.consent"]

    def run_cron(self, name):
        """Run one scheduled action to its end."""
        with self.enter_registry_test_mode():
            self.env.ref(f"izinnet_iys.ir_cron_{name}").method_direct_trigger()

    def wakings(self, name):
        """How often a scheduled action is to be woken."""
        cron = self.env.ref(f"izinnet_iys.ir_cron_{name}")
        return self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])

    def hear_back(self):
        """Let İYS's worker and the waiting time pass, then ask about all lots."""
        self.clock.tick(timedelta(seconds=301))
        self.run_cron("results")

    def register(self, *acts):
        """Record acts and see them through to İYS; returns the consents."""
        consents = self._record(*acts)
        self.run_cron("push")
        self.hear_back()
        return consents

    def key(self, phone=None, recipient_type="BIREYSEL", type_="MESAJ"):
        """The key of an address at İYS."""
        return Key(phone or self.phone, recipient_type, type_)

    def book(self, brand=None):
        """The demo registry's books of a brand, where the citizen acts."""
        return self.env["iys.demo.movement"]._get_book(brand or self.alpha)

    def held(self, phone=None, brand=None):
        """What İYS holds of an address, or None."""
        return self.book(brand).record(self.key(phone))

    def phones(self, count):
        """Some different addresses."""
        return [f"+90532111{number:04}" for number in range(count)]

    def states(self, consents):
        """The states of consents, in their order."""
        consents.invalidate_recordset()
        return consents.mapped("state")

    def lot(self, consents):
        """Put acts into flight as a push does; returns (exchange id, [(id, Consent)])."""
        with self.job() as ledger:
            lot = ledger._sift(consents.ids)
            exchange = ledger._begin_submit(
                ledger.env["iys.brand"].browse(self.alpha.id), lot
            )
            ledger.env["iys.exchange"]._let_go()
            return exchange.id, lot

    def end(self, consents, answer):
        """Hand a lot in and let İYS answer so: a Receipt or an IysError."""
        exchange_id, lot = self.lot(consents)
        with self.job() as ledger:
            exchange = ledger.env["iys.exchange"].browse(exchange_id)
            ledger._end_submit(exchange, lot, answer)
        return self.env["iys.exchange"].browse(exchange_id)

    def now(self):
        """The frozen moment, naive UTC."""
        return fields.Datetime.now()


class LosesAnswers(FakeRegistry):
    """A registry that stores a lot and whose answer is lost on the way."""

    def submit(self, consents):  # pylint: disable=missing-return
        """See ``Registry.submit``."""
        super().submit(consents)
        raise IysUnavailable("the connection broke", maybe_stored=True)
