"""Refusing needs nothing: no captcha, no limit, no mail, no İYS (R-50)."""

from odoo import fields
from odoo.tests import tagged

from odoo.addons.izinnet_iys.tests.form_case import EMAIL

from .attack_case import AttackCase


@tagged("-at_install", "post_install")
class TestRefusalRoads(AttackCase):
    def _captcha_is_down(self):
        """A captcha is set up and its provider answers nobody here."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("recaptcha_public_key", "x")
        parameters.set_param("recaptcha_private_key", "x")
        parameters.set_param("cf.turnstile_secret_key", "x")

    def _mail_is_down(self):
        self.env["ir.mail_server"].search([]).active = False
        self.env["ir.mail_server"].create(
            {"name": "down", "smtp_host": "127.0.0.1", "smtp_port": 9}
        )

    def _brand_is_stopped(self):
        self.alpha.write({"emergency_stop": True, "last_good_pull": False})

    def _breaker_is_open(self):
        for brand in self.alpha + self.beta:
            breaker = self.env["iys.breaker"].search([("brand_id", "=", brand.id)])
            later = str(fields.Datetime.now())
            breaker.write({"value": {"failures": 99, "open_until": later}})

    def _roads(self):
        """Return {name: (path, what is posted)} of every road without a log-in."""
        leave = {"choice": f"leave:{self.alpha.id}:EPOSTA"}
        return {
            "link": (f"/iys/refuse/{self.message_token}", {"choice": "channel"}),
            "one click": (
                f"/iys/refuse/{self.message_token}/oneclick",
                {"List-Unsubscribe": "One-Click"},
            ),
            "preference page": (f"/iys/preferences/{self.message_token}", leave),
            "asked link": (f"/iys/preferences/{self.asked_token}", leave),
            "everything": (f"/iys/preferences/{self.asked_token}", {"choice": "all"}),
        }

    def _refused(self):
        self.env.invalidate_all()
        decided = self.env["iys.consent"]._decide_send(self.alpha, "EPOSTA", [EMAIL])
        return decided[EMAIL].rule

    def _try(self, road, *troubles):
        path, data = self._roads()[road]
        with self.env.cr.savepoint() as savepoint:
            for trouble in troubles:
                trouble()
            self.env.flush_all()
            self.assertNotEqual(self._refused(), "refused")
            answer = self.url_open(path, data=data)
            self.assertEqual(answer.status_code, 200)
            told = self.env["iys.consent"].search(
                [("recipient", "=", EMAIL), ("status", "=", "RET")]
            )
            self.assertIn(self.alpha, told.filtered("is_effective").brand_id)
            savepoint.rollback()
        self.env.invalidate_all()

    def test_every_road_works_on_every_bad_day(self):
        """R-50: the fault matrix; a page without scripts posts exactly this."""
        troubles = {
            "crowd": [self._crowd],
            "captcha": [self._captcha_is_down],
            "mail": [self._mail_is_down],
            "stop": [self._brand_is_stopped],
            "breaker": [self._breaker_is_open],
        }
        troubles["all of it"] = [part for parts in troubles.values() for part in parts]
        for road in self._roads():
            for name, parts in troubles.items():
                with self.subTest(road=road, trouble=name):
                    self._try(road, *parts)

    def test_fifty_refusals_from_one_network_are_fifty_refusals(self):
        """R-43 raises a bar for answers and none for leaving."""
        self._crowd()
        row = {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": self.alpha.id,
            "body": "<p>Merhaba</p>",
        }
        people = [f"kisi{number}@example.com" for number in range(50)]
        rows = [{**row, "recipient": address} for address in people]
        for token in self.env["iys.message"]._log_sent(rows):
            self.url_open(f"/iys/refuse/{token}", data={"x": "1"})
        told = self._acts().filtered(lambda act: act.status == "RET")
        self.assertEqual(set(told.mapped("recipient")), set(people))
