"""Templates: a class needs two people, and a text without promotion."""

from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged

from .common import IysCommon


@tagged("post_install", "-at_install")
class TestMailTemplate(IysCommon):
    """One consent manager says what a template is, a second one releases it (L-38)."""

    @classmethod
    def setUpClass(cls):
        """Override of `common`: a second manager and a template of the first."""
        super().setUpClass()
        cls.second = new_test_user(
            cls.env,
            login="iys_second",
            groups="base.group_user,izinnet_iys.group_manager,mail.group_mail_template_editor",
            company_id=cls.company.id,
        )
        cls.first = cls.users["manager"]
        cls.first.group_ids += cls.env.ref("mail.group_mail_template_editor")
        # Odoo tries a template on the first contact it finds, of whatever company
        cls.companies = cls.env["res.company"].search([])
        (cls.first | cls.second).sudo().company_ids = cls.companies
        cls.template = cls._make_template()

    @classmethod
    def _make_template(cls, **over):
        return (
            cls.env["mail.template"]
            .with_user(cls.first)
            .with_context(allowed_company_ids=cls.companies.ids)
            .create(
                {
                    "name": "Bakım",
                    "model_id": cls.env["ir.model"]._get_id("res.partner"),
                    "subject": "Bakım zamanı",
                    "body_html": "<p>Cihazınızın bakım zamanı geldi.</p>",
                    "iys_message_class": "AFTER_SALE",
                    "iys_class_reason": "after_sale",
                    **over,
                }
            )
        )

    def _release(self):
        self.template.with_user(self.second).action_iys_release()

    def test_who_chose_the_class_cannot_release_it(self):
        with self.assertRaises(UserError):
            self.template.action_iys_release()

    def test_a_second_manager_releases_it(self):
        self._release()
        self.assertEqual(self.template.iys_release_state, "released")

    def test_another_body_takes_the_release_back(self):
        self._release()
        self.template.with_user(self.second).body_html = "<p>Yeni</p>"
        self.assertFalse(self.template._iys_is_released())

    def test_another_subject_takes_the_release_back(self):
        self._release()
        self.template.subject = "Fırsat"
        self.assertFalse(self.template._iys_is_released())

    def test_a_new_name_takes_nothing_back(self):
        self._release()
        self.template.name = "Bakım 2"
        self.assertTrue(self.template._iys_is_released())

    def test_promotion_in_the_text_is_pointed_out(self):
        self.template.body_html = "<p>Bu hafta %30 indirim!</p>"
        self.assertIn("indirim", self.template.iys_promotion_words.lower())

    def test_a_plain_text_is_not_pointed_out(self):
        self.assertFalse(self.template.iys_promotion_words)

    def test_the_form_opens_for_both_people(self):
        for user in (self.first, self.second):
            with self.subTest(user.login):
                form = Form(self.template.with_user(user))
                self.assertEqual(form.iys_message_class, "AFTER_SALE")
