"""The head of the chain leaves the house once a day, whatever the weather (R-34)."""

import json
import os
import time
from datetime import datetime, timedelta
from unittest.mock import patch

from psycopg2.errors import RaiseException

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .seal_case import SealCase


@tagged("-at_install", "post_install")
class TestIysSealAnchor(SealCase):
    def setUp(self):
        """Override of `odoo.tests`: a chain, and the true time for a true authority."""
        super().setUp()
        now = int(time.clock_gettime(time.CLOCK_REALTIME))  # no freezer reaches it
        self.clock.move_to(datetime(1970, 1, 1) + timedelta(seconds=now))
        self.three_acts()

    def test_the_head_of_the_day_is_anchored_once(self):
        self.anchor()
        anchor = self.anchor()
        self.assertEqual(len(anchor.search([("company_id", "=", self.company.id)])), 1)
        self.assertIn(anchor.head, self.seals().mapped("hash"))

    def test_without_a_chain_there_is_no_anchor(self):
        self.anchor()
        empty = self.env["res.company"].create({"name": "Boş"})
        anchors = self.env["iys.seal.anchor"].search([("company_id", "=", empty.id)])
        self.assertFalse(anchors)

    def test_an_authority_stamps_the_head(self):
        self.use_authority()
        anchor = self.anchor()
        self.assertEqual((anchor.state, anchor.is_late), ("stamped", False))
        self.assertIn("Deneme Zaman Damgasi", anchor.authority)

    def test_a_stamp_is_asked_for_once(self):
        authority = self.use_authority()
        self.anchor()
        self.anchor()
        self.assertEqual(authority.granted, 1)

    def test_nothing_is_lost_while_the_authority_is_down_for_three_days(self):
        """R-34: late stamps are marked late."""
        authority = self.use_authority()
        # the authority has a clock of its own: the last day is late by minutes, not by none
        self.clock.tick(timedelta(days=-3, minutes=-5))
        authority.down()
        for _day in range(3):
            anchor = self.anchor()
            self.assertEqual(anchor.state, "waiting")
            self.clock.tick(timedelta(days=1))
        authority.up()
        self.anchor()
        anchors = anchor.search([("company_id", "=", self.company.id)], order="day")
        self.assertEqual(anchors.mapped("state"), ["stamped"] * 4)
        self.assertEqual(anchors.mapped("is_late"), [True, True, True, False])

    def test_calls_that_never_arrived_use_up_nothing(self):
        authority = self.use_authority()
        authority.down()
        self.assertEqual(self.anchor().counted, 0)

    def test_a_lost_answer_may_have_been_counted(self):
        authority = self.use_authority()
        authority.answer = "drop"
        anchor = self.anchor()
        self.assertEqual((anchor.state, anchor.counted), ("waiting", 1))

    def test_a_stamp_over_something_else_is_not_taken(self):
        authority = self.use_authority()
        authority.answer = "other"
        anchor = self.anchor()
        self.assertEqual(anchor.state, "waiting")
        self.assertIn("the stamp is for something else", anchor.error)

    def test_no_more_than_four_hundred_stamps_a_year_are_asked_for(self):
        """R-34."""
        authority = self.use_authority()
        authority.answer = "drop"
        anchor = self.anchor()
        anchor.counted = 400
        self.assertEqual(self.anchor().counted, 400)
        self.assertEqual(authority.calls, 1)

    def test_a_worker_that_died_while_asking_is_made_up_for(self):
        self.use_authority()
        self.company.iys_stamp_url, url = False, self.company.iys_stamp_url
        anchor = self.anchor()
        anchor.write(
            {"state": "asking", "asked_at": self._now() - timedelta(minutes=20)}
        )
        self.company.iys_stamp_url = url
        self.assertEqual(self.anchor().state, "stamped")

    def test_a_stamp_that_is_a_day_late_is_an_alarm(self):
        """R-69."""
        authority = self.use_authority()
        authority.down()
        self.anchor()
        self.clock.tick(timedelta(hours=25))
        self.run_cron("alarm")
        mine = [("company_id", "=", self.company.id), ("kind", "=", "anchor_late")]
        self.assertEqual(len(self.env["iys.alarm"].search(mine)), 1)

    def test_the_stamps_are_checked_with_the_chain(self):
        self.use_authority()
        self.anchor()
        check = self.check()
        self.assertEqual((check.state, check.stamp_count), ("good", 1))

    def test_a_head_changed_under_its_stamp_is_found(self):
        self.use_authority()
        anchor = self.anchor()
        self.attack(
            "UPDATE iys_seal_anchor SET head = %s WHERE id = %s", "0" * 64, anchor.id
        )
        self.assertIn(
            ("anchor_invalid", "iys.seal.anchor", anchor.id), self.found(self.check())
        )

    def test_an_anchor_cannot_be_changed_by_sql(self):
        """R-31."""
        self.anchor()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(RaiseException),
            self.cr.savepoint(),
        ):
            self.cr.execute("UPDATE iys_seal_anchor SET head = 'x'")

    def test_the_head_is_mailed_to_people_who_were_chosen(self):
        self.company.iys_seal_partner_ids = self._make_partner(email="a@example.com")
        anchor = self.anchor()
        mail = self.env["mail.mail"].search([("subject", "like", "%keep this mail")])
        self.assertIn(anchor.head, mail.body_html)
        self.assertEqual(mail.recipient_ids, self.company.iys_seal_partner_ids)

    def test_the_head_is_written_into_the_folder_of_the_server(self):
        folder = self.use_folder()
        anchor = self.anchor()
        name = f"seal-{self.company.id}-{anchor.day}.json"
        self.assertEqual(json.loads((folder / name).read_text())["hash"], anchor.head)

    def test_the_stamp_follows_into_the_folder(self):
        folder = self.use_folder()
        self.use_authority()
        anchor = self.anchor()
        self.assertTrue((folder / f"seal-{self.company.id}-{anchor.day}.tsr").exists())

    def test_a_copy_in_the_folder_is_never_overwritten(self):
        folder = self.use_folder()
        anchor = self.anchor()
        path = folder / f"seal-{self.company.id}-{anchor.day}.json"
        path.write_text("{}")
        anchor.filed_at = False
        self.anchor()
        self.assertEqual(path.read_text(), "{}")

    def test_a_full_disk_stops_nothing(self):
        with (
            patch.dict(os.environ, {"IZINNET_ANCHOR_DIR": "/nowhere/at/all"}),
            mute_logger("odoo.addons.izinnet_iys.models.seal.iys_seal_copy"),
        ):
            self.assertFalse(self.anchor().filed_at)

    def test_an_authority_the_server_does_not_name_is_refused(self):
        """R-54."""
        for url in ("https://tsa.example.com", "http://10.0.0.1/tsa", "ftp://x"):
            with self.subTest(url), self.assertRaises(ValidationError):
                self.company.iys_stamp_url = url
