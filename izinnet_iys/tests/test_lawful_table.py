"""Every rule of the lawfulness check: what breaks it is refused, in both languages.

One line a violation: the rule, what is made, how it breaks the rule, and words of the
sentence that the author reads in English and in Turkish.
"""

from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..iys_api.lawful import RULES as FORM_RULES
from ..iys_api.notice_rules import RULES as TEXT_RULES
from .document_case import DocumentCase
from .form_case import FormCase

RULES = {"L-20", "L-21", "L-22", "L-23", "L-24", "L-25", "L-52", "L-53"}
CLAUSE = (
    "<h3>Ticari elektronik ileti</h3>"
    "<p>SMS: ☐ Kabul ediyorum ☐ Reddediyorum</p><h3>İmza</h3>"
)


class Case(NamedTuple):
    """One violation: ``kind`` is form, box, text, notice, clause or contract."""

    rule: str
    kind: str
    change: object
    english: str
    turkish: str


def _intro(words):
    return {"intro": words}


CASES = (
    Case("L-20", "form", {"place": "message"}, "Nobody may be written", "kimseye ileti"),
    Case("L-21", "form", _intro("İşaretlemezseniz onay vermiş sayılırsınız."),
         "silence is no approval", "susmak onay değildir"),
    Case("L-21", "box", {"label": "Aksini belirtmedikçe kabul etmiş sayılırım."},
         "silence is no approval", "susmak onay değildir"),
    Case("L-21", "text", {"body": "<p>☑ SMS gönderilmesini onaylıyorum.</p>"},
         "ticked beforehand", "önceden işaretlenmiş"),
    Case("L-22", "form", _intro("Devam edebilmek için onay veriniz."),
         "not be a condition", "şartı olamaz"),
    Case("L-22", "box", {"label": "Onay vermem şart."}, "condition", "şartı olamaz"),
    Case("L-22", "form", _intro("Onay verenlere %10 indirim hakkı tanımlanır."),
         "no free choice", "özgür seçim değildir"),
    Case("L-23", "clause", ("Ticari elektronik ileti", "Diğer"),
         "no heading of its own", "ayrı bir başlık yok"),
    Case("L-23", "clause", ("İmza", "Ödeme"), "not at the end", "sonunda değil"),
    Case("L-23", "clause", ("☐ Reddediyorum", ""), "no box to refuse", "Ret kutusu yok"),
    Case("L-23", "clause", ("<p>SMS", '<p style="font-size: 9pt">SMS'),
         "12 points", "12 punto"),
    Case("L-23", "contract", ("İmza</h3>", "Ödeme</h3>"),
         "not at the end", "sonunda değil"),
    Case("L-24", "box", {"type": False}, "Choose call, SMS", "arama, mesaj veya"),
    Case("L-24", "box", {"type": "ARAMA"}, "another channel", "başka bir kanal"),
    Case("L-24", "box", {"label": "SMS ve e-posta almak istiyorum."},
         "several channels", "birden çok kanala"),
    Case("L-24", "text", {"body": "<p>SMS ve e-posta almayı onaylıyorum.</p>"},
         "another channel", "başka bir kanal"),
    Case("L-25", "form", {"confirms_address": True}, "no way to send a code",
         "kod gönderme yolu yok"),
    Case("L-25", "form", _intro("Kodu söyleyerek tüm izinleri vermiş olursunuz."),
         "a code proves an address", "kod yalnızca adresi"),
    Case("L-52", "box", {"label": "Aydınlatma metnini okudum, kabul ediyorum."},
         "read, not accepted", "kabul edilmez"),
    Case("L-52", "notice", {"purpose": "Metni okudum, kabul ediyorum."},
         "read, not accepted", "kabul edilmez"),
    Case("L-52", "notice", {"method": "[yolları yazın]"}, "Words of a template",
         "Hazır metinden"),
    Case("L-53", "notice", {"purpose": ""}, "names no purpose", "amaç yok"),
    Case("L-53", "notice", {"controller": "Biz."}, "trade name", "unvan"),
    Case("L-53", "notice", {"recipient": ""}, "to whom", "kime"),
    Case("L-53", "notice", {"method": ""}, "how data are collected", "nasıl"),
    Case("L-53", "notice", {"rights": ""}, "rights", "hakları yok"),
    Case("L-53", "form", {"notice_id": False}, "privacy notice", "aydınlatma metnini"),
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestLawfulTable(FormCase, DocumentCase):
    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: authors read English or Turkish."""
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")

    def _form(self, change):
        form = self.form.copy({"confirms_address": False})
        form.write(change)
        return form

    def _box(self, change):
        form = self._form({})
        form.question_ids.filtered(lambda box: box.type == "MESAJ").write(change)
        return form

    def _text(self, change, **over):
        values = {"kind": "commercial_approval", "type": "MESAJ", **over, **change}
        values = {"brand_id": self.alpha.id, "name": "Metin", **values}
        return self.env["iys.notice"].create(values)

    def _notice(self, change):
        blocks = self._notice_blocks()
        for _command, _id, values in blocks:
            values["content"] = change.get(values["kind"], values["content"])
        return self._text({}, kind="notice", type=False, block_ids=blocks)

    def _clause(self, change):
        body = CLAUSE.replace(*change)
        return self._text({}, kind="contract_clause", type=False, body=body)

    def _told(self, case, lang):
        """Return what the author reads when publishing is tried."""
        if case.kind == "contract":
            return self._told_of_contract(case.change, lang)
        make = {
            "form": self._form,
            "box": self._box,
            "text": self._text,
            "notice": self._notice,
            "clause": self._clause,
        }[case.kind]
        record = make(case.change).with_context(lang=lang)
        with self.assertRaises(UserError) as refused:
            record.action_publish()
        self.assertEqual(record.state, "draft")
        return str(refused.exception)

    def _told_of_contract(self, change, lang):
        """A signed contract is not published: its check says what it lacks."""
        body = CLAUSE.replace(*change)
        notice = self._text({}, kind="contract_clause", type=False, body=body)
        contract = self._file(content=notice._pdf(), kind="contract")
        contract.with_context(lang=lang).action_check_clause()
        self.assertEqual(contract.clause_state, "faulty")
        return contract.clause_text

    def _walk(self, lang, word):
        for case in CASES:
            with self.subTest(rule=case.rule, kind=case.kind, change=case.change):
                with self.env.cr.savepoint() as undone:
                    told = self._told(case, lang)
                    undone.rollback()
                self.assertIn(f"[{case.rule}]", told)
                self.assertIn(getattr(case, word), told)

    def test_each_violation_is_refused_with_its_rule_in_english(self):
        """L-20 … L-25, L-52, L-53."""
        self._walk("en_US", "english")

    def test_each_violation_is_refused_with_its_rule_in_turkish(self):
        """L-20 … L-25, L-52, L-53."""
        self._walk("tr_TR", "turkish")

    def test_no_rule_is_forgotten(self):
        self.assertEqual({case.rule for case in CASES}, RULES)
        self.assertLessEqual(RULES, {*FORM_RULES.values(), *TEXT_RULES.values()})

    def test_what_breaks_no_rule_is_published(self):
        """The same form, texts, notice and clause without the change."""
        for record in (
            self._form({}),
            self._text({"body": "<p>SMS gönderilmesini onaylıyorum.</p>"}),
            self._notice({}),
            self._clause(("", "")),
        ):
            if record._name == "iys.notice":
                record.name = f"{record.name} {record.kind}"
            record.action_publish()
            self.assertEqual(record.state, "published")
