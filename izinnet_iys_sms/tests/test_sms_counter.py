"""The counter below an SMS: the browser counts as the gateways bill."""

import json
import random

from odoo.tests import HttpCase, tagged

from odoo.addons.izinnet_iys_sms.sms_gateways import count, straighten

from .common import IysSmsCase

MODULE = "@izinnet_iys_sms/sms_counter/segments.esm"
#: Letters of each mode, signs of two places, an emoji, signs of a word processor.
SIGNS = "aB 9\nçğıİşŞöü€[]^|~ŠЖ😀“”…’–\u00a0"
KINDS = ("abc \n1", "abcğışİ €", "abc€[]", SIGNS)

COMPARE = """
(() => {
    const {countText, straighten, wholeText} = odoo.loader.modules.get("%(module)s");
    const bad = %(cases)s.filter(({text, pieces, told}) => {
        const whole = wholeText(text, pieces);
        const {encoding, billed, parts} = countText(whole);
        const found = [whole, encoding, billed, parts, straighten(whole)];
        return JSON.stringify(found) !== JSON.stringify(told);
    });
    if (bad.length) {
        throw new Error(`${bad.length} differ: ${JSON.stringify(bad.slice(0, 2))}`);
    }
    console.log("test successful");
})();
"""


def _told(whole):
    info = count(whole)
    return [whole, info.encoding, info.billed, info.parts, straighten(whole)]


@tagged("post_install", "-at_install")
class TestSmsCounter(IysSmsCase, HttpCase):
    def test_the_browser_counts_as_the_gateways_do(self):
        """L-45: 400 texts of every mode, also at the borders between parts."""
        draw = random.Random(7)
        texts = ["a" * n for n in (154, 155, 156, 301, 302, 454)]
        texts += ["ş" * n for n in (149, 150, 151, 293, 294)]
        texts += ["😀" * n for n in (32, 33, 64, 65)]
        for _each in range(400):
            signs = draw.choice(KINDS)
            texts.append("".join(draw.choices(signs, k=draw.randint(1, 330))))
        texts = [text.rstrip() or "a" for text in texts]
        self._compare([{"text": t, "pieces": [], "told": _told(t)} for t in texts])

    def test_the_browser_adds_what_leaves_with_the_text(self):
        """L-41 … L-43: the very text the wall would make, piece by piece."""
        mailing = self._make_mailing()
        pieces = mailing.iys_counter["pieces"]
        mersis = self.alpha.mersis
        texts = (
            "Merhaba",
            "KAMPANYA: yüzde 20",
            f"Kampanyalar Mersis {mersis}",
            "Bizde " + " ".join(mersis),
            "İNDİRİM var, detay https://izinnet.example/x",
            f"{self.alpha.iys_sms_refusal} ve fazlası",
            "Bilgisayar 2030-01-31",
        )
        token = "x" * len(self.env["iys.message"]._new_token())
        cases = [
            {
                "text": text,
                "pieces": pieces,
                "told": _told(self.alpha._iys_sms_text(text, token, mailing=mailing)),
            }
            for text in texts
        ]
        self._compare(cases)

    def test_a_mailing_without_an_account_knows_no_price(self):
        self.assertNotIn("price", self._make_mailing().iys_counter)

    def test_the_price_of_the_account_is_the_authors_to_see(self):
        """The account itself is not."""
        gateway = self.env["iys.sms.gateway"].create(
            {"name": "Deneme", "part_price": 0.12, "provider": "fake"}
        )
        self.env.company.iys_sms_gateway_id = gateway
        mailing = self.as_role("author", self._make_mailing())
        self.assertEqual(mailing.iys_counter["price"], 0.12)

    def test_a_message_that_is_not_commercial_gets_nothing_added(self):
        """L-38."""
        free = self._make_mailing(
            iys_message_class="AFTER_SALE", iys_class_reason="after_sale"
        )
        self.assertEqual(free.iys_counter["pieces"], [])

    def _make_mailing(self, **over):
        self.alpha.iys_sms_refusal = "RET yaz 3340'a gönder"
        values = {
            "subject": "Deneme",
            "mailing_type": "sms",
            "body_plaintext": "Merhaba",
            "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            "iys_brand_id": self.alpha.id,
            "iys_nature_label": "KAMPANYA",
            "iys_valid_until": "2030-01-31",
            "iys_conditions": "https://izinnet.example/x",
            **over,
        }
        return self.env["mailing.mailing"].create(values)

    def _compare(self, cases):
        words = {"module": MODULE, "cases": json.dumps(cases)}
        ready = f"odoo.loader.modules.has('{MODULE}')"
        self.browser_js("/odoo", COMPARE % words, ready=ready, login="iys_manager")
