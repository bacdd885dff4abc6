"""Ten thousand mutated links: none opens anything, none is an error (R-46)."""

import random

from odoo.tests import HttpCase, tagged

from .form_case import EMAIL, FormCase

EACH = 2000
LETTERS = "ABCabc019-_.=+/ %\x00ığ\u202e"


@tagged("-at_install", "post_install")
class TestTokens(FormCase, HttpCase):
    def setUp(self):
        """Override of `odoo.tests`: a true token of every kind."""
        super().setUp()
        self.dice = random.Random(46)
        self.answer = self._answer("EPOSTA")
        row = {"brand_id": self.alpha.id, "purpose": "preferences", "recipient": EMAIL}
        message = {
            "type": "EPOSTA",
            "message_class": "COMMERCIAL",
            "brand_id": self.alpha.id,
            "recipient": EMAIL,
            "body": "<p>x</p>",
        }
        self.question = self.env["iys.confirmation"]._ask([row])[0]
        (self.message,) = self.env["iys.message"]._log_sent([message])

    def _mutated(self, token):
        """Yield texts near a token: a letter changed, lost, doubled, swapped, added."""
        while True:
            place, kind = self.dice.randrange(len(token)), self.dice.randrange(6)
            head, letter, tail = token[:place], token[place], token[place + 1 :]
            other = self.dice.choice(LETTERS)
            text = (
                head + other + tail,
                head + tail,
                head + letter + letter + tail,
                token[::-1][place:] + head,
                token + other,
                head + letter.swapcase() + tail,
            )[kind]
            if text != token:
                yield text

    def _none_opens(self, token, opens):
        texts = self._mutated(token)
        for _number in range(EACH):
            text = next(texts)
            self.assertFalse(opens(text), repr(text))
        self.assertTrue(opens(token))

    def test_the_version_a_page_showed(self):
        self._none_opens(
            self.version._signed(), self.env["iys.form.version"]._by_signed
        )

    def test_a_confirmation(self):
        self._none_opens(self.question, self.env["iys.confirmation"]._by_secret)

    def test_a_message(self):
        self._none_opens(self.message, self.env["iys.message"]._by_token)

    def test_a_link_of_a_form(self):
        self._none_opens(self.point.token, self.env["iys.form.point"]._by_token)

    def test_a_stamp_for_a_second_press(self):
        """R-43: good for its own answer, and one spelling only."""
        parameters = self.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.crowd_answers", "0")
        parameters.set_param("izinnet_iys.crowd_seconds", "0")
        crowd = self.env["iys.form.crowd"]
        stamp = crowd._asks_twice(self.version, self.answer)

        def opens(text):
            said = self._answer("EPOSTA", page={**self.answer.page, "stamp": text})
            return not crowd._asks_twice(self.version, said)

        self._none_opens(stamp, opens)

    def test_over_http_none_is_an_error(self):
        """0 × 5xx, whatever stands in the address."""
        for path, token in (
            ("/izin/", self.point.token),
            ("/iys/confirm/", self.question),
            ("/iys/refuse/", self.message),
            ("/iys/preferences/", self.message),
        ):
            texts = self._mutated(token)
            for _number in range(40):
                text = next(texts).replace("/", "_").replace("%", "%25")
                answer = self.url_open(path + text.replace("\x00", "%00"))
                self.assertLess(answer.status_code, 500, repr(text))
