"""The blocks in a browser: dropped, saved, used by a visitor."""

from .block_case import BlockCase

VISITOR = "deneme@ornek.example.com"


class TestBlockTours(BlockCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: names the tours choose; an admin of the company."""
        super().setUpClass()
        cls.form.sudo().name = "Fair"
        cls.point.name = "Stand"
        admin = cls.env.ref("base.user_admin")
        admin.write(
            {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
        )

    def _page(self, url, *templates):
        """Publish a page made of snippets as they are when dropped."""
        views = self.env["ir.ui.view"]
        blocks = "".join(str(views._render_template(name)) for name in templates)
        arch = (
            f'<t t-name="website.{url[1:]}"><t t-call="website.layout">'
            f'<div id="wrap" class="oe_structure">{blocks}</div></t></t>'
        )
        values = {"name": url, "type": "qweb", "key": f"website.{url[1:]}"}
        view = views.create({**values, "arch": arch, "website_id": self.website.id})
        return self.env["website.page"].create(
            {"view_id": view.id, "url": url, "is_published": True}
        )

    def _form_page(self):
        """A contact form with the boxes dropped before its button."""
        page = self._page("/iletisim-deneme", "website.s_website_form")
        block = str(
            self.env["ir.ui.view"]._render_template("izinnet_iys_website.s_iys_consent")
        )
        ours = f'data-iys-point="{self.point.token}" data-name='
        block = block.replace("data-name=", ours, 1)
        button = '<div class="mb-0 py-2 col-12 s_website_form_submit'
        self.assertIn(button, page.view_id.arch_db)
        arch = page.view_id.arch_db.replace(button, block + button, 1)
        page.view_id.arch_db = arch.replace('mode="redirect"', 'mode="nothing"', 1)
        return page.url

    def test_a_block_is_dropped_saved_and_used(self):
        """One ticked of three: one act, of that channel and that address."""
        self.start_tour(
            self.website.get_client_action_url("/", True),
            "iys_consent_block_edit",
            login="admin",
        )
        self.start_tour("/", "iys_consent_block_use", login=None)
        self._work()
        self.assertRecordValues(
            self._acts(), [{"type": "EPOSTA", "recipient": VISITOR, "status": "ONAY"}]
        )

    def test_a_contact_form_with_empty_boxes_goes_out(self):
        """L-22."""
        self.start_tour(self._form_page(), "iys_consent_boxes_empty", login=None)
        self._work()
        self.assertFalse(self._acts())

    def test_a_contact_form_with_one_box_ticked_makes_one_act(self):
        self.start_tour(self._form_page(), "iys_consent_boxes_ticked", login=None)
        self._work()
        self.assertEqual(self._acts().mapped("type"), ["EPOSTA"])

    def test_the_boxes_are_dragged_into_a_form_and_saved_without_texts(self):
        """The saved page names the form and holds none of its texts (L-32)."""
        page = self._page("/iletisim-deneme", "website.s_website_form")
        url = self.website.get_client_action_url(page.url, True)
        self.start_tour(url, "iys_consent_boxes_edit", login="admin")
        arch = page.view_id.arch_db
        self.assertEqual(
            (f'data-iys-point="{self.point.token}"' in arch, "iys_live" in arch),
            (True, False),
        )

    def test_a_newsletter_box_asks_the_visitor_to_confirm(self):
        """L-17, L-27: with the name, and nothing recorded yet."""
        lists = self.env["mailing.list"]
        one = lists.create({"name": "Bülten", "is_public": True})
        self.website.iys_newsletter_point_id = self.confirming.point_ids
        page = self._page(
            "/bulten-deneme", "website_mass_mailing.s_newsletter_subscribe_form"
        )
        arch = page.view_id.arch_db
        page.view_id.arch_db = arch.replace('list-id="0"', f'list-id="{one.id}"')
        self.start_tour(page.url, "iys_newsletter_use", login=None)
        self._work()
        asked = self.env["iys.confirmation"].search([("recipient", "=", VISITOR)])
        self.assertEqual((asked.purpose, len(self._acts())), ("confirm_eposta", 0))
