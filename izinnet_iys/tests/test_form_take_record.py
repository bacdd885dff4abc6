"""What an answer leaves behind: proof, contact, explicit consents, open confirmations."""

from odoo.tests import tagged

from ..models.form.iys_form_take_text import clean, clean_words
from .form_case import EMAIL, FormCase

#: Texts strangers send: script, template, NUL, direction marks, lone surrogates, 4 bytes.
ODD = (
    "<script>alert(1)</script>",
    "{{7*7}} ${7*7} <t t-out='1'/>",
    "a\x00b\x1b[31m",
    "\u202eevil\u202c \u200bx",
    "\ud800 \udfff",
    "𝕿𝖊𝖘𝖙 😀",
    "'; DROP TABLE iys_consent; --",
    "%s %(x)s \\N \\x00",
    "=cmd|' /C calc'!A0",
    "x" * 100_000,
)


@tagged("-at_install", "post_install")
class TestFormTakeRecord(FormCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: what belongs to the brand of the form."""
        super().setUpClass()
        cls.ours = [("brand_id", "=", cls.alpha.id)]

    def _proof(self, **over):
        self._take(self._answer("EPOSTA", "MESAJ", **over))
        return self._acts().filtered(lambda act: act.type == "EPOSTA").evidence

    def test_the_proof_says_what_was_seen(self):
        """L-32: version, box, words beside it, text, all boxes and which were ticked."""
        proof = self._proof()
        self.assertEqual(proof["form_version"], f"1 sha256:{self.version.sha256}")
        self.assertEqual(proof["question"], self._box(self.form, "EPOSTA"))
        self.assertEqual(proof["boxes"], "empty by default")
        self.assertEqual(proof["boxes_shown"], ["EPOSTA", "MESAJ", "ARAMA"])
        self.assertEqual(proof["boxes_ticked"], ["EPOSTA", "MESAJ"])

    def test_the_proof_says_how_and_by_whom_it_was_seen(self):
        """L-32."""
        proof = self._proof()
        self.assertEqual(
            (proof["page"], proof["layout"], proof["ip"], proof["browser"]),
            (
                "https://izin.example.com/izin/abc", "page", "192.0.2.7", "Deneme/1.0"
            ),
        )  # fmt: skip

    def test_every_piece_of_proof_has_a_label(self):
        proof = self._proof()
        labels = self.env["iys.consent"]._evidence_labels()
        self.assertEqual(set(proof) - set(labels), set())

    def test_the_act_points_at_the_text_of_its_box(self):
        self._take(self._answer("EPOSTA"))
        box = self.form.question_ids.filtered(lambda b: b.type == "EPOSTA")
        self.assertEqual(self._acts().notice_id, box.notice_id)

    def test_the_salesperson_of_the_link_is_kept(self):
        user = self.users["collector"]
        point = self._make_point(self.form, kind="person", user_id=user.id)
        self._take(self._answer("EPOSTA"), point=point)
        self.assertEqual(self._acts().user_id, user)

    def test_no_odd_text_breaks_anything(self):
        """R-48, R-52, R-53: in every field at once; never an error of the server."""
        for text in ODD:
            answer = self._answer(
                "EPOSTA",
                "MESAJ",
                name=text,
                email=text,
                phone=text,
                extra={"city": text, text: text},
                page=dict.fromkeys(
                    ("url", "language", "layout", "ip", "browser"), text
                ),
            )
            self.assertEqual(self._take(answer).outcome, "faulty", text[:40])

    def test_odd_proof_of_the_page_is_kept_cut_and_clean(self):
        for number, text in enumerate(ODD):
            page = dict.fromkeys(("url", "language", "layout", "browser"), text)
            answer = self._answer(
                "EPOSTA", page=page, email=f"kisi{number}@example.com"
            )
            self.assertEqual(self._take(answer).outcome, "taken", text[:40])
        longest = max(len(act.evidence.get("page", "")) for act in self._acts())
        self.assertEqual(longest, 500)

    def test_odd_kinds_of_values_are_no_text(self):
        answer = self._answer(
            "EPOSTA", name=None, email=["a"], phone={}, extra={"x": 1}
        )
        self.assertEqual(self._take(answer).outcome, "faulty")

    def test_cleaned_text_has_no_hidden_characters(self):
        for text in ODD:
            kept = clean_words(text)
            kept.encode()  # lone surrogates would raise
            self.assertFalse({"\x00", "\u202e", "\u200b", "\x1b"} & set(kept))

    def test_a_name_is_no_formula(self):
        """R-52."""
        for text in ("=A1 B", "+A1 B", "-A1 B", "@A1 B", "＝A1 B", " = A1 B"):
            self.assertEqual(clean_words(text), "A1 B")

    def test_a_phone_keeps_its_plus(self):
        self.assertEqual(clean(" +90 532\u00a0111\x00"), "+90 532 111")

    def test_turkish_names_stay_as_they_are(self):
        self.assertEqual(clean_words(" Şükrü  Ğ. İÇÖZ\n"), "Şükrü Ğ. İÇÖZ")

    def test_the_one_contact_with_the_address_is_linked(self):
        partner = self._make_partner(email=EMAIL)
        self._take(self._answer("EPOSTA", "MESAJ"))
        self.assertEqual(self._acts().partner_id, partner)

    def test_an_address_of_two_contacts_is_guessed_for_neither(self):
        self._make_partner(email=EMAIL, phone=False)
        self._make_partner(email=EMAIL)
        self._take(self._answer("EPOSTA", "MESAJ"))
        linked = {act.type: bool(act.partner_id) for act in self._acts()}
        self.assertEqual(linked, {"EPOSTA": False, "MESAJ": True})

    def test_another_company_s_contact_is_not_linked(self):
        self._make_partner(email=EMAIL, company_id=self.other_company.id)
        mine = self._make_partner(email=EMAIL, company_id=self.company.id)
        self._take(self._answer("EPOSTA"))
        self.assertEqual(self._acts().partner_id, mine)

    def test_the_contact_of_a_visit_is_linked_whatever_the_address(self):
        self._make_partner(email=EMAIL)
        visited = self._make_partner(phone=False)
        self._take(self._answer("EPOSTA"), partner=visited)
        self.assertEqual(self._acts().partner_id, visited)

    def test_a_visit_of_another_company_s_contact_links_nobody(self):
        visited = self._make_partner(company_id=self.other_company.id)
        self._take(self._answer("EPOSTA"), partner=visited)
        self.assertFalse(self._acts().partner_id)

    def test_an_explicit_consent_is_kept_apart(self):
        """L-51: it is no act, and İYS never hears of it."""
        form = self._make_form(confirms_address=False, purposes=1)
        taken = self._take(self._answer("explicit_consent", form=form), form)
        given = self.env["iys.explicit.consent"].search(self.ours)
        self.assertEqual((taken.outcome, len(self._acts())), ("taken", 0))
        self.assertEqual((given.status, given.recipient), ("given", EMAIL))

    def test_an_approval_is_no_explicit_consent(self):
        """L-51."""
        form = self._make_form(confirms_address=False, purposes=1)
        self._take(self._answer("EPOSTA", form=form), form)
        self.assertFalse(self.env["iys.explicit.consent"].search(self.ours))

    def test_a_form_that_confirms_records_no_approval_yet(self):
        """L-27."""
        form = self._make_form(channels=("EPOSTA",))
        taken = self._take(self._answer("EPOSTA", form=form), form)
        self.assertEqual((taken.outcome, taken.confirm), ("taken", ("EPOSTA",)))
        self.assertFalse(self._acts())

    def _refuse(self, type_, recipient):
        act = self._make_received(type=type_, recipient=recipient, status="RET")
        self._record(act)

    def test_after_a_refusal_the_address_has_to_be_proved(self):
        """L-50: a stranger's typing does not undo a refusal."""
        self._refuse("EPOSTA", EMAIL)
        self._take(self._answer("EPOSTA"))
        asked = self.env["iys.confirmation"].search(self.ours)
        self.assertEqual((asked.purpose, len(self._acts())), ("confirm_eposta", 1))

    def test_after_a_refusal_an_unproved_phone_stays_a_draft(self):
        """L-27, L-50: İYS never sees it, and the refusal stays in force."""
        self._refuse("MESAJ", self.phone)
        self._take(self._answer("MESAJ"))
        states = {act.status: (act.state, act.is_effective) for act in self._acts()}
        self.assertEqual(
            states, {"ONAY": ("unconfirmed", False), "RET": ("received", True)}
        )
        self.assertFalse(self.env["iys.receipt"].search(self.ours))

    def test_a_refusal_of_one_channel_leaves_the_others_alone(self):
        """L-24."""
        self._refuse("MESAJ", self.phone)
        self._take(self._answer("ARAMA"))
        self.assertIn("queued", self._acts().mapped("state"))

    def test_nobody_learns_whether_an_address_refused(self):
        """R-45: outcome, faults and channels to confirm are the same."""
        self._refuse("EPOSTA", EMAIL)
        known = self._take(self._answer("EPOSTA"))
        other = self._take(self._answer("EPOSTA", email="baska@example.com"))
        self.assertEqual(
            (known.outcome, known.faults, known.confirm),
            (other.outcome, other.faults, other.confirm),
        )

    def test_a_channel_nobody_can_confirm_is_not_recorded(self):
        """L-27: without a way to confirm phones the form fails closed."""
        form = self._make_form(channels=("EPOSTA", "MESAJ"))
        taken = self._take(self._answer("EPOSTA", "MESAJ", form=form), form)
        self.assertEqual(dict(taken.faults), {"boxes": "no_confirmation"})
        asked = self.env["iys.confirmation"].search(self.ours)
        self.assertFalse(self._acts() or asked)
