from dataclasses import replace
from datetime import timedelta

from ..iys_api.limits import Breaker
from .common import IysCommon


class TestDecideSend(IysCommon):
    """The gate as models ask it; the rules themselves are tested without Odoo."""

    @classmethod
    def setUpClass(cls):
        """Override of `IysCommon`: brands that may send."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta, cls.gamma)
        cls.mail = "ayse@deneme.example.com"

    def _rule(self, recipient=None, brand=None, type_="MESAJ", situation=None):
        recipient = recipient or self.phone
        decisions = self.env["iys.consent"]._decide_send(
            brand or self.alpha, type_, [recipient], situation
        )
        return decisions[recipient].rule

    def _merchant(self, **over):
        proof = {"iys_recipient_type": "TACIR", "iys_recipient_type_proof": "Sicil 1"}
        return self._make_partner(**{**proof, **over})

    def test_an_approval_confirmed_by_iys_opens_the_gate(self):
        """L-16."""
        self._record(self._make_received())
        self.assertEqual(self._rule(), "approved")

    def test_the_decision_names_the_act_that_allowed_it(self):
        """L-64: why was this recipient allowed."""
        consent = self._record(self._make_received())
        decisions = self.env["iys.consent"]._decide_send(
            self.alpha, "MESAJ", [self.phone]
        )
        self.assertEqual(decisions[self.phone].consent_id, consent.id)

    def test_an_approval_on_its_way_does_not_open_it(self):
        """L-16."""
        self._record(self._make_act())
        self.assertEqual(self._rule(), "waiting")

    def test_a_refusal_closes_it_before_iys_knows(self):
        """L-14."""
        self._record(self._make_received())
        self._record(self._make_act(status="RET", consent_date=self._now()))
        self.assertEqual(self._rule(), "refused")

    def test_nobody_is_written_to_without_a_consent(self):
        """L-1."""
        self.assertEqual(self._rule(), "no_consent")

    def test_an_approval_for_another_brand_counts_for_nothing(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.beta.id))
        self.assertEqual(self._rule(), "no_consent")

    def test_an_approval_for_another_channel_counts_for_nothing(self):
        """L-24."""
        self._record(self._make_received(type="ARAMA"))
        self.assertEqual(self._rule(), "no_consent")

    def test_an_approval_given_to_another_company_counts_for_nothing(self):
        """L-6."""
        self._record(self._make_received(brand_id=self.gamma.id))
        self.assertEqual(self._rule(), "no_consent")

    def test_a_proved_merchant_needs_no_approval(self):
        """L-36."""
        self._merchant()
        self.assertEqual(self._rule(), "merchant")

    def test_a_later_listing_without_a_date_ends_no_refusal_of_a_merchant(self):
        """L-65: İYS's own date says when it was told, not when the person decided."""
        self._merchant()
        hour_ago = self._now() - timedelta(hours=1)
        listing = {"recipient_type": "TACIR", "source": None, "consent_date": None}
        self._record(self._make_act(status="RET", consent_date=hour_ago))
        self._record(
            replace(self._make_received(), **listing, iys_creation_date=self._now())
        )
        self.assertEqual(self._rule(), "refused")

    def test_a_merchant_who_refused_is_left_in_peace(self):
        """L-36."""
        self._merchant()
        self._record(self._make_act(status="RET", recipient_type="TACIR"))
        self.assertEqual(self._rule(), "refused")

    def test_an_address_shared_with_an_individual_is_an_individuals(self):
        """L-36: in doubt the approval is needed."""
        self._merchant()
        self._make_partner(name="Çalışan")
        self.assertEqual(self._rule(), "no_consent")

    def test_a_merchants_refusal_outweighs_an_older_approval_of_the_person(self):
        """L-65: two records of one address."""
        self._record(
            self._make_received(consent_date=self._now() - timedelta(hours=2)),
            self._make_received(
                recipient_type="TACIR", status="RET", source="IYS_MOBIL"
            ),
        )
        self.assertEqual(self._rule(), "refused")

    def test_a_later_approval_of_the_person_outweighs_a_merchants_refusal(self):
        """L-65."""
        self._record(
            self._make_received(
                recipient_type="TACIR",
                status="RET",
                consent_date=self._now() - timedelta(hours=2),
            ),
            self._make_received(),
        )
        self.assertEqual(self._rule(), "approved")

    def test_every_spelling_of_a_phone_is_the_same_phone(self):
        """R-39."""
        self._record(self._make_received())
        for spelling in ("0532 111 22 33", "5321112233", "00905321112233"):
            self.assertEqual(self._rule(spelling), "approved", spelling)

    def test_capitals_in_a_mail_address_make_no_difference(self):
        """R-39."""
        self._record(self._make_received(type="EPOSTA", recipient=self.mail))
        self.assertEqual(self._rule("AYŞE@x", type_="EPOSTA"), "no_address")
        self.assertEqual(self._rule(self.mail.upper(), type_="EPOSTA"), "approved")

    def test_a_plus_tag_is_another_mailbox(self):
        """An approval for one address is none for a longer one."""
        self._record(self._make_received(type="EPOSTA", recipient=self.mail))
        tagged = self.mail.replace("@", "+haber@")
        self.assertEqual(self._rule(tagged, type_="EPOSTA"), "no_consent")

    def test_a_domain_in_turkish_letters_is_its_ascii_form(self):
        """R-39."""
        self._record(self._make_received(type="EPOSTA", recipient="ali@çınar.com"))
        domain = "çınar.com".encode("idna").decode()
        self.assertEqual(self._rule(f"ali@{domain}", type_="EPOSTA"), "approved")

    def test_a_stale_book_makes_everybody_wait(self):
        """L-15, R-16."""
        self._record(self._make_received())
        self.alpha.last_good_pull = self._now() - timedelta(hours=25)
        self.assertEqual(self._rule(), "stale")

    def test_a_brand_that_never_heard_from_iys_waits(self):
        """Fail closed (L-15)."""
        self._record(self._make_received())
        self.alpha.last_good_pull = False
        self.assertEqual(self._rule(), "stale")

    def test_an_open_breaker_makes_everybody_wait(self):
        """Fail closed while İYS does not answer (R-12)."""
        self._record(self._make_received())
        opened = Breaker(opened_at=1.0).as_dict()
        self.env["iys.breaker"].create(
            {"brand_id": self.alpha.id, "kind": "changes", "value": opened}
        )
        self.assertEqual(self._rule(), "unreachable")

    def test_the_emergency_stop_wins_over_everything(self):
        """L-55."""
        self._record(self._make_received())
        self.alpha.emergency_stop = True
        situation = self.alpha._iys_situation("INFORMATIONAL", True)
        self.assertEqual(self._rule(situation=situation), "stopped")

    def test_a_brand_still_being_set_up_sends_nothing(self):
        """L-1."""
        self._record(self._make_received())
        self.alpha.registration_state = "draft"
        self.assertEqual(self._rule(), "not_registered")

    def test_no_brand_means_no_message(self):
        """L-1."""
        decisions = self.env["iys.consent"]._decide_send(
            self.env["iys.brand"], "MESAJ", [self.phone]
        )
        self.assertEqual(decisions[self.phone].rule, "no_brand")

    def test_a_released_informational_message_needs_no_consent(self):
        """L-38."""
        situation = self.alpha._iys_situation("INFORMATIONAL", True)
        self.assertEqual(self._rule(situation=situation), "informational")

    def test_an_unreleased_class_counts_as_commercial(self):
        """L-38, law.md section 3, step 2."""
        situation = self.alpha._iys_situation("INFORMATIONAL", False)
        self.assertEqual(self._rule(situation=situation), "no_consent")

    def test_a_brand_without_identity_sends_nothing(self):
        """L-41."""
        self._record(self._make_received())
        self.alpha.mersis = False
        self.assertEqual(self._rule(), "content")

    def test_the_broken_one_of_three_does_not_stop_the_others(self):
        self._record(
            self._make_received(), self._make_received(recipient="+905321112244")
        )
        decisions = self.env["iys.consent"]._decide_send(
            self.alpha, "MESAJ", [self.phone, "kırık", "+905321112244"]
        )
        self.assertEqual(
            [decision.rule for decision in decisions.values()].count("approved"), 2
        )

    def test_a_thousand_recipients_cost_as_many_queries_as_one(self):
        """Sets, not rows."""
        numbers = [f"+90532{n:07}" for n in range(2000000, 2001000)]
        situation = self.alpha._iys_situation()
        self._rule()  # the address key is read once per server
        with self.assertQueryCount(3):
            self.env["iys.consent"]._decide_send(
                self.alpha, "MESAJ", numbers, situation
            )

    def test_without_the_address_key_nothing_leaves(self):
        """R-38: what cannot be matched is blocked."""
        self._record(self._make_received())
        self.env["ir.config_parameter"].set_param(
            "izinnet_iys.key_fingerprint", "f" * 16
        )
        self.env.registry.clear_cache()
        self.assertEqual(self._rule(), "no_consent")
        informational = self.alpha._iys_situation("INFORMATIONAL", True)
        self.assertEqual(self._rule(situation=informational), "informational")
