"""Nobody learns by asking us whom we know: same words, same time (R-45, T-14)."""

import statistics
import time

from odoo.tests import tagged

from .attack_case import AttackCase

#: Answers a kind; the kinds take turns, so that a busy machine is busy for all.
ROUNDS = 200
KINDS = ("known", "unknown", "refused", "blocked")
#: Seconds between medians that no visitor could use.
LENIENT = 0.010
#: How far from a coin's toss a rank comparison may be; ours has no reason to be off.
FAIR = 0.12


@tagged("-at_install", "post_install")
class TestSameAnswer(AttackCase):
    @classmethod
    def setUpClass(cls):
        """Override of `attack_case`: people of each kind; no crowd is one here."""
        super().setUpClass()
        parameters = cls.env["ir.config_parameter"].sudo()
        parameters.set_param("izinnet_iys.crowd_answers", "1000000")
        cls.people = {
            kind: [f"{kind}{number}@example.com" for number in range(ROUNDS)]
            for kind in KINDS
        }
        cls._record(
            *[
                cls._make_received(recipient=address, type="EPOSTA", status=status)
                for kind, status in (("known", "ONAY"), ("refused", "RET"))
                for address in cls.people[kind]
            ]
        )
        cls.env["mail.blacklist"].create(
            [{"email": address} for address in cls.people["blocked"]]
        )
        cls.env.flush_all()

    def _measure(self, ask):
        """Let the kinds take turns; return ({kind: seconds}, set of answers seen)."""
        seconds, answers = {kind: [] for kind in KINDS}, set()
        for kind in KINDS:  # warm
            ask(f"warm{kind}@example.com")
        for number in range(ROUNDS):
            for turn in range(len(KINDS)):
                kind = KINDS[(turn + number) % len(KINDS)]
                begun = time.perf_counter()
                answer = ask(self.people[kind][number])
                seconds[kind].append(time.perf_counter() - begun)
                answers.add((answer.status_code, answer.content))
        return seconds, answers

    def _must_be_alike(self, seconds, answers):
        self.assertEqual(len(answers), 1)
        for kind in KINDS[1:]:
            one, other = seconds["known"], seconds[kind]
            gap = abs(statistics.median(one) - statistics.median(other))
            fair = abs(_share_won(one, other) - 0.5) <= FAIR
            self.assertTrue(gap <= LENIENT or fair, f"{kind}: {gap * 1000:.1f} ms")

    def test_the_form_answers_everybody_alike(self):
        """R-45: known, unknown, refused and blocked address; bytes, status and time."""
        box = f"box_{self._box(self.form, 'EPOSTA')}"
        values = {"version": self.version._signed(), "name": "Ada Akçam", box: "1"}

        def ask(address):
            path = f"/izin/{self.point.token}"
            return self.url_open(path, data={**values, "email": address})

        self._must_be_alike(*self._measure(ask))

    def test_asking_for_a_preference_link_answers_everybody_alike(self):
        """R-45."""

        def ask(address):
            return self.url_open("/iys/preferences", data={"email": address})

        self._must_be_alike(*self._measure(ask))

    def test_the_comparison_sees_a_difference(self):
        """What could not see one would prove nothing."""
        slow = {kind: [0.01] * ROUNDS for kind in KINDS}
        slow["refused"] = [0.03] * ROUNDS
        with self.assertRaises(AssertionError):
            self._must_be_alike(slow, {1})


def _share_won(one, other):
    """Return how often a value of ``one`` is above one of ``other`` (Mann-Whitney's U
    as a share; 0.5: neither tells itself apart)."""
    wins = sum((a > b) + (a == b) / 2 for a in one for b in other)
    return wins / (len(one) * len(other))
