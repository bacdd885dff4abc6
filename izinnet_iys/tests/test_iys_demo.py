"""The demo registry: İYS's rules on tables, and the citizen (contract section 15)."""

import random
from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..iys_api.errors import IysRejected, IysStateError
from ..iys_api.fake import FakeRegistry, MemoryStore, RegistryBook
from ..iys_api.messages import Consent, Key, Outcome
from .common import IysCommon


@tagged("-at_install", "post_install")
class IysDemoCase(IysCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.key = Key(cls.phone, "BIREYSEL", "MESAJ")
        cls.registry_ = cls.env["iys.demo.movement"]._get_registry(cls.alpha)

    def _consent(self, **over):
        moment = datetime.now(timezone.utc).replace(microsecond=0)
        values = {
            "recipient": self.phone,
            "type": "MESAJ",
            "status": "ONAY",
            "source": "HS_WEB",
            "consent_date": moment - timedelta(minutes=5),
            **over,
        }
        return Consent(**values)


class TestIysDemoRegistry(IysDemoCase):
    def test_an_added_consent_is_found(self):
        added = self.registry_.add(self._consent())
        found = self.registry_.lookup(self.key)
        self.assertEqual(found.transaction_id, added.transaction_id)

    def test_a_refusal_of_nobody_known_is_refused(self):
        """Contract 6.5, H175 or H178: the same state rules as İYS."""
        with self.assertRaises(IysStateError):
            self.registry_.add(self._consent(status="RET"))

    def test_a_consent_from_the_future_is_refused(self):
        ahead = datetime.now(timezone.utc) + timedelta(days=1)
        with self.assertRaises(IysRejected):
            self.registry_.add(self._consent(consent_date=ahead))

    def test_a_lot_is_done_after_the_worker_was_there(self):
        with freeze_time(datetime.now()) as clock:
            receipt = self.registry_.submit([self._consent()])
            clock.tick(self.env["iys.demo.movement"].WORKER_DELAY)
            (row,) = self.registry_.results(receipt.request_id)
        self.assertEqual(row.outcome, Outcome.SUCCESS)

    def test_a_lot_waits_before_the_worker_was_there(self):
        with freeze_time(datetime.now()):
            receipt = self.registry_.submit([self._consent()])
            (row,) = self.registry_.results(receipt.request_id)
        self.assertEqual(row.outcome, Outcome.ENQUEUE)

    def test_brands_keep_separate_books(self):
        """L-6."""
        self.registry_.add(self._consent())
        beta = self.env["iys.demo.movement"]._get_registry(self.beta)
        self.assertIsNone(beta.lookup(self.key))

    def test_the_feed_pages_through_every_movement_once(self):
        phones = [f"+90532111{n:04}" for n in range(25)]
        for phone in phones:
            self.registry_.add(self._consent(recipient=phone))
        seen, after = [], None
        while (page := self.registry_.changes(after, "HS", 10)).consents:
            seen += [consent.recipient for consent in page.consents]
            after = page.after
        self.assertEqual(sorted(seen), phones)

    def test_the_list_of_brands_counts_the_records(self):
        self.registry_.add(self._consent())
        (brand,) = self.registry_.brands()
        self.assertEqual((brand.approval, brand.rejection), (1, 0))


class TestIysDemoStore(IysDemoCase):
    def test_tables_and_memory_answer_alike_to_a_random_history(self):
        """The books on tables are the books in memory: same acts, same answers."""
        dice = random.Random(6563)
        start = datetime(2026, 11, 16, 9, 0, tzinfo=timezone.utc)
        with freeze_time(start.replace(tzinfo=None)) as clock:
            table = self.env["iys.demo.movement"]._get_registry(self.beta)
            memory = FakeRegistry(
                RegistryBook(
                    MemoryStore(),
                    table.book.now,
                    table.book.options,
                    brand_code=self.beta.brand_code,
                )
            )
            for _step in range(150):
                clock.tick(dice.choice((0, 1, 2, 60)))
                act = _random_act(dice, table.book.now())
                self.assertEqual(_answer(table, act), _answer(memory, act))

    def test_tables_keep_every_member_of_a_movement(self):
        book = self.env["iys.demo.movement"]._get_book(self.alpha)
        stored = book.citizen_act(self.key, "RET", citizen_name="A*** B***")
        self.assertEqual(book.record(self.key), stored)


def _random_act(dice, now):
    key = Key(f"+90532111000{dice.randrange(4)}", "BIREYSEL", "MESAJ")
    status = dice.choice(("ONAY", "RET"))
    moment = now - timedelta(seconds=dice.choice((0, 1, 30, 86400)))
    consent = Consent(*key[:1], "MESAJ", status, "HS_WEB", moment)
    return dice.choice(
        (
            lambda registry: registry.add(consent).transaction_id,
            lambda registry: len(registry.submit([consent]).subrequests),
            lambda registry: registry.lookup(key),
            lambda registry: registry.changes(None, "IYS", 5),
            lambda registry: registry.changes(None, "HS", 5),
            lambda registry: registry.history(key),
            lambda registry: registry.book.counts(),
            lambda registry: registry.approved("MESAJ", "BIREYSEL", [key.recipient]),
            lambda registry: registry.book.citizen_act(key, status),
            lambda registry: registry.book.close_line(key.recipient),
        )
    )


def _answer(registry, act):
    try:
        return act(registry)
    except (IysRejected, IysStateError) as error:
        return type(error), error.code


class TestIysCitizen(IysDemoCase):
    def _act(self, **values):
        citizen = self.as_role("collector", self.env["iys.citizen"]).create(
            {"brand_id": self.alpha.id, "recipient": "0532 111 22 33", **values}
        )
        return citizen.action_act()

    def test_a_refusal_stands_at_the_demo_registry(self):
        self._act(act="RET")
        self.assertEqual(self.registry_.lookup(self.key).status, "RET")

    def test_a_refusal_arrives_by_the_normal_pull(self):
        self._act(act="RET")
        with self.enter_registry_test_mode():
            self.env.ref("izinnet_iys.ir_cron_pull").method_direct_trigger()
        self.env.invalidate_all()
        consent = self.env["iys.consent"].search([("recipient", "=", self.phone)])
        self.assertRecordValues(
            consent, [{"status": "RET", "state": "received", "is_effective": True}]
        )

    def test_a_closed_line_loses_every_approval_of_the_number(self):
        for channel in ("ARAMA", "MESAJ"):
            self.registry_.add(self._consent(type=channel))
        self._act(act="close")
        (brand,) = self.registry_.brands()
        self.assertEqual((brand.approval, brand.rejection), (0, 2))

    def test_a_spoilt_address_is_explained(self):
        with self.assertRaisesRegex(UserError, "no address"):
            self._act(recipient="12")

    def test_nobody_acts_for_a_person_at_the_real_registry(self):
        self.account.route = "direct"
        with self.assertRaises(UserError):
            self._act(act="ONAY")

    def test_the_button_of_a_contact_knows_its_address(self):
        context = self._make_partner().action_iys_citizen()["context"]
        self.assertEqual(context["default_recipient"], self.phone)

    def test_the_button_of_a_consent_knows_its_address(self):
        consent = self._record(self._make_act())
        context = consent.action_act_as_citizen()["context"]
        self.assertEqual(context["default_recipient"], self.phone)
