from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import IysSmsCase


@tagged("post_install", "-at_install")
class TestSmsTemplate(IysSmsCase):
    """A template that is not commercial is chosen by one and released by another (L-38)."""

    @classmethod
    def setUpClass(cls):
        """Override of `izinnet_iys_sms`: two consent managers who may edit templates."""
        super().setUpClass()
        system = cls.env.ref("base.group_system")
        cls.users["manager"].group_ids += system
        cls.users["second"] = cls.users["manager"].copy({"login": "iys_second"})
        cls.users["author"].group_ids += system
        cls.template = cls.env["sms.template"].create(
            {
                "name": "Kargo",
                "model_id": cls.env["ir.model"]._get_id("res.partner"),
                "body": "Siparişiniz yolda",
            }
        )

    def _choose(self, role="manager"):
        self.as_role(role, self.template).write(
            {"iys_message_class": "INFORMATIONAL", "iys_class_reason": "delivery"}
        )

    def _release(self, role="second"):
        return self.as_role(role, self.template).action_iys_release()

    def test_a_chosen_class_does_not_count_before_its_release(self):
        self._choose()
        self.assertFalse(self.template._iys_is_released())

    def test_a_second_manager_releases_it(self):
        self._choose()
        self._release()
        self.assertTrue(self.template._iys_is_released())

    def test_who_chose_it_cannot_release_it(self):
        self._choose()
        with self.assertRaises(UserError):
            self._release("manager")

    def test_who_wrote_the_text_cannot_release_it(self):
        self._choose()
        self.as_role("second", self.template).body = "Siparişiniz çıktı"
        with self.assertRaises(UserError):
            self._release("second")

    def test_who_is_no_manager_cannot_choose_it(self):
        with self.assertRaises(UserError):
            self._choose("author")

    def test_who_is_no_manager_cannot_release_it(self):
        self._choose()
        with self.assertRaises(UserError):
            self._release("author")

    def test_who_is_no_manager_cannot_take_commercial_away(self):
        self.template.iys_message_class = "COMMERCIAL"
        with self.assertRaises(UserError):
            self.as_role("author", self.template).iys_message_class = False

    def test_a_reason_of_the_law_is_needed(self):
        with self.assertRaises(ValidationError):
            self.template.iys_message_class = "INFORMATIONAL"

    def test_another_text_takes_the_release_back(self):
        self._choose()
        self._release()
        self.as_role("author", self.template).body = "Büyük indirim"
        self.assertFalse(self.template.iys_released_by_id)

    def test_another_translation_takes_the_release_back(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self._choose()
        self._release()
        self.template.update_field_translations("body", {"tr_TR": "Büyük indirim"})
        self.assertFalse(self.template._iys_is_released())

    def test_a_text_changed_beside_the_model_is_not_released(self):
        self._choose()
        self._release()
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE sms_template SET body = '{"en_US": "Indirim"}' WHERE id = %s""",
            [self.template.id],
        )
        self.assertFalse(self.template._iys_is_released())

    def test_the_same_text_again_keeps_the_release(self):
        self._choose()
        self._release()
        self.as_role("author", self.template).body = "Siparişiniz yolda"
        self.assertTrue(self.template._iys_is_released())

    def test_a_release_cannot_be_written_by_hand(self):
        self._choose()
        self.as_role("manager", self.template).write(
            {
                "iys_released_by_id": self.users["second"].id,
                "iys_released_hash": self.template._iys_text_hash(),
            }
        )
        self.assertFalse(self.template._iys_is_released())

    def test_a_release_cannot_come_with_a_context(self):
        templates = self.as_role("manager", self.env["sms.template"])
        made = templates.with_context(
            default_iys_released_by_id=self.users["second"].id
        ).create({"name": "x", "model_id": self.template.model_id.id, "body": "x"})
        self.assertFalse(made.iys_released_by_id)

    def test_a_class_in_a_context_frees_nobody(self):
        templates = self.as_role("author", self.env["sms.template"]).with_context(
            default_iys_message_class="OTP", default_iys_class_reason="code"
        )
        with self.assertRaises(UserError):
            templates.create(
                {"name": "x", "model_id": self.template.model_id.id, "body": "x"}
            )

    def test_a_copy_is_not_released(self):
        self._choose()
        self._release()
        self.assertFalse(self.template.copy()._iys_is_released())

    def test_a_copy_by_somebody_who_may_not_choose_is_commercial(self):
        self._choose()
        copied = self.as_role("author", self.template).copy()
        self.assertEqual(copied.iys_message_class, "COMMERCIAL")

    def test_choice_and_release_are_logged(self):
        self._choose()
        self._release()
        log = self.env["iys.log"].search(
            [("res_model", "=", "sms.template"), ("res_id", "=", self.template.id)]
        )
        self.assertEqual(
            log.mapped("message"), ["Message class released", "Message class chosen"]
        )

    def test_promotion_in_an_informational_text_is_shown(self):
        self._choose()
        self.template.body = "Siparişiniz yolda, indirim fırsatı"
        self.assertIn("indirim", self.template.iys_promotion_words)
