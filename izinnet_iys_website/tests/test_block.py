"""The consent block over HTTP: GET tells, POST acts."""

from .block_case import BlockCase


class TestBlock(BlockCase):
    def test_the_block_gets_the_texts_of_the_version(self):
        """L-32: the frozen words, not those of the form as it is edited."""
        self.form.sudo().title = "Sonradan"
        self.assertEqual(self._content(self.point)["title"], "Deneme")

    def test_no_box_is_told_to_be_ticked(self):
        """L-21."""
        boxes = self._content(self.point)["questions"]
        keys = {key for box in boxes for key in box}
        self.assertEqual(keys, {"id", "type", "label", "notice"})

    def test_the_words_follow_the_page_s_language(self):
        self.assertEqual(
            self._content(self.point, lang="en-US")["words"]["send"], "Send"
        )

    def test_asking_for_the_texts_changes_nothing(self):
        """R-47."""
        before = self.env["iys.consent"].search_count([])
        self._content(self.point)
        self._content(self.point)
        self.assertEqual(self.env["iys.consent"].search_count([]), before)

    def test_a_paused_form_shows_nothing(self):
        self.form.sudo().state = "paused"
        self.assertEqual(self._content(self.point)["state"], "closed")

    def test_a_form_of_another_company_shows_nothing(self):
        self.assertEqual(self._content(self.foreign_form.point_ids)["state"], "closed")

    def test_an_unknown_token_shows_what_a_foreign_one_shows(self):
        """R-45."""
        unknown = self.url_open("/iys/form/unknown/content?").json()
        self.assertEqual(unknown, self._content(self.foreign_form.point_ids))

    def test_one_ticked_of_three_makes_one_act(self):
        """L-24."""
        self._send("EPOSTA")
        self.assertEqual(self._acts().mapped("type"), ["EPOSTA"])

    def test_the_proof_says_where_and_how_it_was_seen(self):
        """L-32."""
        self._send("EPOSTA", layout="two")
        proof = str(self._acts().evidence)
        self.assertTrue("two" in proof and self.form.version_id.sha256 in proof)

    def test_nothing_ticked_keeps_nothing_and_says_so(self):
        """L-21."""
        reply = self._send()
        self.assertEqual((reply["outcome"], len(self._acts())), ("nothing", 0))

    def test_a_fault_names_its_field(self):
        reply = self._send("EPOSTA", email="not an address")
        self.assertIn("E-posta", reply["faults"]["email"])

    def test_a_confirming_form_asks_before_it_records(self):
        """L-27."""
        reply = self._send("EPOSTA", form=self.confirming)
        asked = (reply["waits"], len(self._open_confirmations()), len(self._acts()))
        self.assertEqual(asked, (True, 1, 0))

    def test_a_forged_version_is_closed(self):
        """R-46."""
        reply = self._send("EPOSTA", version="AAAA")
        self.assertEqual((reply["outcome"], len(self._acts())), ("closed", 0))

    def test_a_version_of_another_form_is_closed(self):
        reply = self._send("EPOSTA", version=self.confirming.version_id._signed())
        self.assertEqual((reply["outcome"], len(self._acts())), ("closed", 0))

    def test_a_form_of_another_company_takes_nothing_here(self):
        reply = self._send("EPOSTA", form=self.foreign_form)
        self.assertEqual((reply["outcome"], len(self._acts(self.gamma))), ("closed", 0))

    def test_a_robot_that_fills_the_trap_leaves_nothing(self):
        self._send("EPOSTA", website_address="https://spam.example.com")
        self.assertFalse(self._acts())

    def test_values_that_are_no_texts_are_no_answer(self):
        """R-48: lists, numbers and mappings where texts belong."""
        odd = self._send("EPOSTA", name=["a"], version={"a": 1})
        self.assertEqual((odd["outcome"], len(self._acts())), ("closed", 0))

    def test_the_editor_lists_the_forms_of_the_website_s_company(self):
        tokens = {one["token"] for one in self.website.iys_consent_points()}
        wanted = {self.point.token, self.confirming.point_ids.token}
        self.assertEqual(tokens, wanted)

    def test_a_form_of_another_company_cannot_be_chosen(self):
        with self.assertRaisesRegex(Exception, "another company"):
            self.website.iys_signup_point_id = self.foreign_form.point_ids
