"""What forbids publishing a form, in words and with the rule it breaks."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...iys_api import lawful
from ...iys_api.terms import TYPES


class Fault(NamedTuple):
    """One fault for the author: code of `lawful.RULES`, the rule (L-n) and a sentence."""

    code: str
    rule: str
    text: str


class IysForm(models.Model):
    _inherit = "iys.form"

    fault_html = fields.Html("Lawfulness check", compute="_compute_fault_html")
    is_lawful = fields.Boolean(compute="_compute_fault_html")

    @api.depends(
        "brand_id", "place", "title", "intro", "thanks", "notice_id", "asks_phone",
        "asks_email", "confirms_address", "question_ids.label", "question_ids.type",
        "question_ids.notice_id",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_fault_html(self):
        for form in self:
            faults = form._faults()
            form.is_lawful = not faults
            form.fault_html = self.env["ir.qweb"]._render(
                "izinnet_iys.form_faults", {"faults": faults}
            )

    def _faults(self):
        """List what forbids publishing this form: [`Fault`], [] when nothing."""
        self.ensure_one()
        about = {}
        for fault in lawful.check_form(self._facts()):
            about.setdefault((fault.code, fault.rule), []).append(fault.about)
        return [
            Fault(code, rule, self._fault_words(code, words))
            for (code, rule), words in about.items()
        ]

    def _check_lawful(self):
        """Raise UserError that names every fault of every form with its rule."""
        for form in self:
            if faults := form._faults():
                told = "\n".join(f"• {fault.text} [{fault.rule}]" for fault in faults)
                raise UserError(
                    self.env._(
                        "%(name)s cannot be published yet:\n%(faults)s",
                        name=form.name,
                        faults=told,
                    )
                )

    def _facts(self):
        """Put the form as the check wants it, without Odoo."""
        brand, notice = self.brand_id, self.notice_id
        asked = {"phone": self.asks_phone, "email": self.asks_email}
        return lawful.Form(
            place=self.place or "",
            boxes=tuple(self._box_facts(box) for box in self.question_ids),
            words="\n".join(filter(None, (self.title, self.intro, self.thanks))),
            has_notice=bool(notice) and notice.brand_id == brand,
            notice_published=notice.state == "published",
            has_identity=bool(brand) and brand._iys_has_identity(),
            addresses=frozenset(name for name, is_asked in asked.items() if is_asked),
            confirms=self.confirms_address and self.place != lawful.PAPER,
            can_confirm=frozenset(t for t in TYPES if brand._iys_confirm_methods(t)),
        )

    def _box_facts(self, box):
        text = box.notice_id
        return lawful.Box(
            label=box.label or "",
            kind=text.kind or "",
            type=box.type or "",
            text_type=text.type or "",
            is_published=text.state == "published",
            is_ours=text.brand_id == self.brand_id,
        )

    def _fault_words(self, code, about):
        """Say a fault in a sentence: what is wrong and what to do."""
        types = dict(self.env["iys.consent"]._fields["type"]._description_selection(
            self.env
        ))  # fmt: skip
        told = ", ".join(
            types.get(words) or html2plaintext(words) for words in about if words
        )
        return {**self._words_whole(), **self._words_boxes()}[code] % {"about": told}

    def _words_whole(self):
        return {
            "no_address": self.env._(
                "%(about)s needs an address the form does not ask for. Tick phone or"
                " e-mail, or take the box away."
            ),
            "by_message": self.env._(
                "Nobody may be written to in order to ask for consent. Show the form"
                " where people are: QR code, own page, event, paper."
            ),
            "silence": self.env._(
                "“%(about)s”: silence is no approval. Only a box the person ticks counts."
            ),
            "required": self.env._(
                "“%(about)s”: consent may not be a condition of anything. Say that it is"
                " the person's free choice."
            ),
            "reward": self.env._(
                "“%(about)s”: an advantage in return for consent is no free choice. Take"
                " it out."
            ),
            "no_box": self.env._(
                "The form asks for nothing. Add a box for each channel."
            ),
            "no_code": self.env._(
                "The address for %(about)s cannot be confirmed yet: there is no way to"
                " send a code. Connect an SMS operator, or switch the confirmation off"
                " for this form."
            ),
            "code_for_consent": self.env._(
                "“%(about)s”: a code proves an address and nothing else; each consent is a"
                " choice of its own. Take it out."
            ),
            "no_identity": self.env._(
                "The brand lacks trade name, MERSİS number or contact. Complete the brand."
            ),
            "no_notice": self.env._(
                "Choose the brand's privacy notice; it comes first."
            ),
            "notice_unpublished": self.env._(
                "The privacy notice is no published version."
            ),
        }

    def _words_boxes(self):
        return {
            "clause_place": self.env._(
                "“%(about)s” is a contract clause: it stands at the end of a contract on"
                " paper, before the signature, not on a page."
            ),
            "clause_unpublished": self.env._(
                "The contract clause of “%(about)s” is no published version."
            ),
            "no_channel": self.env._("Choose call, SMS or e-mail for “%(about)s”."),
            "other_channel": self.env._(
                "The text behind “%(about)s” is about another channel. Choose the text of"
                " the box's own channel."
            ),
            "channel_twice": self.env._("%(about)s is asked twice. One box a channel."),
            "all_at_once": self.env._(
                "“%(about)s” decides about several channels. One box a channel."
            ),
            "mixed": self.env._(
                "“%(about)s” is an explicit consent and has no channel. Commercial"
                " messages have boxes of their own."
            ),
            "accepted_notice": self.env._(
                "“%(about)s”: a privacy notice is read, not accepted. Take the words out."
            ),
            "wrong_kind": self.env._(
                "The text behind “%(about)s” asks for nothing. Choose an approval or an"
                " explicit consent."
            ),
            "unpublished": self.env._(
                "The text behind “%(about)s” is no published version."
            ),
            "other_brand": self.env._(
                "The text behind “%(about)s” belongs to another brand."
            ),
        }
