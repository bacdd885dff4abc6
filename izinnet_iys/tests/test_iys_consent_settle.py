"""Settling what nobody knows: by asking İYS, never by guessing (R-3, R-6)."""

from datetime import timedelta, timezone

from odoo.tests import tagged

from ..iys_api.errors import IysUnavailable
from ..iys_api.messages import Consent
from .sync_case import SyncCase


@tagged("-at_install", "post_install")
class TestIysConsentSettle(SyncCase):
    def _unknown(self, **over):
        consent = self._record(self._make_act(**over))
        self.end(consent, IysUnavailable("lost", maybe_stored=True))
        self.clock.tick(timedelta(seconds=301))
        return consent

    def _add(self, **over):
        """Have İYS hold a record of the phone, as another of our systems sent it."""
        moment = over.pop("consent_date", None) or self.now()
        values = {
            "recipient": self.phone,
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consent_date": moment.replace(tzinfo=timezone.utc),
            **over,
        }
        registry = self.env["iys.demo.movement"]._get_registry(self.alpha)
        registry.add(Consent(**values))

    def test_what_iys_holds_is_registered(self):
        consent = self._unknown()
        self._add(consent_date=consent.consent_date)
        self.run_cron("settle")
        self.assertEqual(self.states(consent), ["registered"])
        self.assertEqual(consent.transaction_id, self.held().transaction_id)

    def test_what_iys_does_not_hold_is_handed_in_again(self):
        consent = self._unknown()
        self.run_cron("settle")
        self.assertEqual((self.states(consent), consent.attempts), (["queued"], 1))

    def test_another_source_at_the_same_moment_is_not_ours(self):
        """R-6: status, date and source must be the same."""
        consent = self._unknown()
        self._add(consent_date=consent.consent_date, source="HS_MOBIL")
        self.run_cron("settle")
        self.assertEqual(self.states(consent), ["local"])

    def test_a_later_record_of_iys_is_taken_over(self):
        """H178, L-5: İYS knows better."""
        consent = self._unknown()
        self.book().citizen_act(self.key(), "RET")
        self.run_cron("settle")
        received = consent.search([("state", "=", "received")])
        self.assertEqual(self.states(consent), ["local"])
        self.assertEqual((received.status, received.is_effective), ("RET", True))

    def test_an_earlier_record_of_iys_does_not_stop_the_act(self):
        consent = self._unknown()
        self._add(consent_date=consent.consent_date - timedelta(hours=1))
        self.run_cron("settle")
        self.assertEqual(self.states(consent), ["queued"])

    def test_iys_is_not_asked_before_it_can_know(self):
        consent = self._record(self._make_act())
        self.end(consent, IysUnavailable("lost", maybe_stored=True))
        self.run_cron("settle")
        self.assertEqual(self.states(consent), ["unknown"])

    def test_a_row_iys_keeps_losing_is_shown_to_a_person(self):
        consent = self._unknown()
        self.cr.execute("UPDATE iys_consent SET attempts = 12")
        self.run_cron("settle")
        self.assertEqual(
            (self.states(consent), consent.error_code), (["failed"], "Z002")
        )

    def test_a_worker_that_died_in_the_call_leaves_its_acts_unknown(self):
        """R-3: its lock is gone, its exchange is still in flight."""
        consent = self._record(self._make_act())
        exchange_id, _lot = self.lot(consent)
        self.run_cron("settle")
        exchange = self.env["iys.exchange"].browse(exchange_id)
        self.assertEqual(
            (exchange.state, self.states(consent)), ("unknown", ["unknown"])
        )

    def test_a_large_lost_lot_is_handed_in_again_unchanged(self):
        """Contract 7.5: the second edition answers with the first transaction."""
        acts = [self._make_act(recipient=p) for p in self.phones(101)]
        consents = self._record(*acts)
        self.end(consents, IysUnavailable("lost", maybe_stored=True))
        self.clock.tick(timedelta(seconds=301))
        self.run_cron("settle")
        self.assertEqual(set(self.states(consents)), {"queued"})

    def test_a_large_lost_lot_of_the_first_edition_is_looked_up(self):
        """Contract 7.2: there a repeat would be refused or stored twice."""
        self.account.api_edition = "v1"
        acts = [self._make_act(recipient=p) for p in self.phones(101)]
        consents = self._record(*acts)
        self.end(consents, IysUnavailable("lost", maybe_stored=True))
        self.clock.tick(timedelta(seconds=301))
        self.run_cron("settle")
        self.assertEqual(self.states(consents).count("unknown"), 1)
