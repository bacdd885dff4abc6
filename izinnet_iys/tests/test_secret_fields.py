"""Which fields are secrets, and that asking around them tells nothing (R-59)."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .secret_case import SecretCase

ADDON = "izinnet_iys"
#: Fields that look like secrets and may be read; each was looked at.
KEYED = "a keyed hash: worth nothing without the key file (R-38)"
HASH = "a fingerprint that anybody may compare"
READABLE = {
    **dict.fromkeys(
        (
            "iys.ask.again.recipient_key", "iys.confirmation.recipient_key",
            "iys.consent.proof_key", "iys.consent.recipient_key", "iys.erasure.recipient_key",
            "iys.explicit.consent.recipient_key", "iys.hold.recipient_key",
            "iys.message.recipient_key", "iys.pause.recipient_key",
            "iys.proof.recipient_key", "iys.receipt.recipient_key",
        ),
        KEYED,
    ),
    **dict.fromkeys(
        (
            "iys.backup.key_fingerprint", "iys.backup.plan.key_fingerprint",
            "iys.consent.content_hash", "iys.import.file_hash",
            "iys.import.header_hash", "iys.seal.hash",
            "mail.template.iys_released_hash", "sms.template.iys_released_hash",
        ),
        HASH,
    ),
    "iys.account.tokens_per_hour": "a number",
    "iys.alarm.key": "names the cause",
    "iys.backup.plan.host_key": "the public key of the other server",
    "iys.backup.plan.key_fault": "a sentence: what is wrong with the key file",
    "iys.backup.plan.key_file": "where the key lies; the key itself is never read",
    "iys.form.point.token": "stands on the poster, for everybody",
    "iys.seal.anchor.token": "the time-stamp, made to be shown",
}  # fmt: skip


@tagged("-at_install", "post_install")
class TestSecretFields(SecretCase):
    def test_a_field_that_looks_secret_is_closed_or_was_looked_at(self):
        """R-59: a new one belongs behind ``groups``, or into the list with its reason."""
        self.assertEqual(self.readable_secrets(ADDON) - set(READABLE), set())

    def test_the_secrets_are_there(self):
        """R-59: the list this test goes by is not empty by mistake."""
        names = {str(field) for _model, field in self.secret_fields(ADDON)}
        self.assertLessEqual(
            {
                "iys.account.password",
                "iys.account.token_data",
                "iys.backup.plan.password",
                "res.company.iys_stamp_password",
                "iys.message.token",
                "iys.confirmation.secret_hmac",
            },
            names,
        )

    def test_no_way_of_asking_answers_about_a_secret(self):
        """R-59: read, search, sort, group, sum, export, write."""
        self.account.sudo().write({"username": "a", "password": "abc"})
        for model, field in self.secret_fields(ADDON):
            with self.subTest(field=str(field)):
                self.assertEqual(self.answers(model, field), set())

    def test_attachments_answer_about_no_secret(self):
        """R-59: Odoo searches them as the superuser."""
        self.company.sudo().iys_stamp_password = "abc"
        files = self.env["ir.attachment"].with_user(self.insider)
        files.create({"name": "x", "raw": b"x", "company_id": self.company.id})
        for domain in (
            [("company_id.iys_stamp_password", "=ilike", "a%")],
            [("company_id", "any", [("iys_stamp_password", "=ilike", "a%")])],
        ):
            with self.assertRaises(AccessError):
                files.search_count(domain)
        self.assertTrue(files.search_count([("company_id.name", "!=", False)]))

    def test_a_mailing_s_filter_answers_about_no_secret(self):
        """R-59: how many it reaches, asked as the screen does, would be the answer."""
        self.company.sudo().iys_stamp_password = "abc"
        self._make_partner(email="a@deneme.example.com", company_id=self.company.id)
        # with tracking, as on the screen: it counts as the superuser on its way
        screen = self.env(user=self.insider.id, context={})["mailing.mailing"]
        for domain in (
            [("company_id.iys_stamp_password", "=ilike", "a%")],
            [("company_id", "any", [("iys_stamp_password", "=ilike", "a%")])],
        ):
            values = {
                "subject": "x",
                "email_from": "biz@deneme.example.com",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr(domain),
                "iys_brand_id": self.alpha.id,
            }
            with self.subTest(domain=domain), self.assertRaises(AccessError):
                screen.web_save(values, {"iys_reach": {}})

    def test_no_way_round_by_another_model_answers_about_a_secret(self):
        """R-59: ``brand.account_id.password ilike 'a%'`` is an oracle as well."""
        roads = [r for _m, f in self.secret_fields(ADDON) for r in self.roads(f)]
        self.assertGreater(len(roads), 10)
        for _model, field in self.secret_fields(ADDON):
            with self.subTest(field=str(field)):
                self.assertEqual(self.roads_that_answer(field), set())
