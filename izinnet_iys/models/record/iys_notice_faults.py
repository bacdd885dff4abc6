"""What forbids publishing a text, in words and with the rule it breaks (L-51 … L-54)."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...iys_api.notice_rules import PLACEHOLDERS, Element, Text, check_text, fill


class IysNotice(models.Model):
    _inherit = "iys.notice"

    fault_text = fields.Text("Before publishing", compute="_compute_fault_text")

    @api.depends(
        "state", "kind", "type", "body", "substance", "previous_id", "needs_review",
        "brand_id", "block_ids.kind", "block_ids.content", "block_ids.ground",
    )  # fmt: skip
    @api.depends_context("lang")
    def _compute_fault_text(self):
        for notice in self:
            faults = notice._faults() if notice.state == "draft" else []
            notice.fault_text = "\n".join(f"• {text}" for _code, text in faults)

    def _check_publishable(self):
        """Raise UserError that names every fault of every draft."""
        for notice in self:
            if notice.state != "draft":
                raise UserError(self.env._("Only a draft can be published."))
            faults = notice._faults()
            if faults:
                told = "\n".join(f"• {text}" for _code, text in faults)
                raise UserError(
                    self.env._(
                        "%(name)s cannot be published yet:\n%(faults)s",
                        name=notice.display_name,
                        faults=told,
                    )
                )

    def _faults(self):
        """List what forbids publishing this text: [(code, text)], [] when nothing.

        The text says what is wrong, what to do, and the rule (L-n) behind it.
        """
        self.ensure_one()
        about = {}
        for fault in self._check_words():
            about.setdefault((fault.code, fault.rule), []).append(fault.about)
        found = [
            (code, f"{self._fault_words(code, words)} [{rule}]")
            for (code, rule), words in about.items()
        ]
        if self.previous_id and not self.substance:
            words = self.env._("Say whether the substance changed, then publish.")
            found.append(("no_substance", f"{words} [L-32]"))
        if self.needs_review:
            words = self.env._(
                "This is a ready text. Have it reviewed by your lawyer, make it your own"
                " and press “Reviewed”."
            )
            found.append(("not_reviewed", f"{words} [L-52]"))
        return found

    def _check_words(self):
        """Ask the rules about the text as it would be published."""
        elements = tuple(
            Element(block.kind or "free", block.content or "", block.ground or "")
            for block in self.block_ids
        )
        return check_text(
            Text(
                kind=self.kind or "notice",
                body=str(self.body or ""),
                type=self.type or "",
                elements=elements,
                values=self._placeholder_values(),
            )
        )

    def _filled_body(self):
        return fill(str(self.body), self._placeholder_values())

    def _placeholder_values(self):
        """Return what the brand says for each placeholder; empty where it says nothing."""
        brand = self.brand_id
        told = {"brand": brand.name, "trade_name": brand.trade_name}
        told |= {"mersis": brand.mersis, "contact": brand.contact}
        return {name: told[name] or "" for name in PLACEHOLDERS}

    def _fault_words(self, code, about):
        """Say a fault in words; ``about`` lists what it was found at."""
        channels = dict(self._fields["type"]._description_selection(self.env))
        told = ", ".join(channels.get(word, word) for word in about)
        words = {
            **self._element_faults(),
            **self._kind_faults(),
            **self._clause_faults(),
        }
        return words[code] % {"about": told}

    def _element_faults(self):
        return {
            "empty": self.env._("The text is empty. Write it, then publish."),
            "no_controller": self.env._(
                "The notice does not say who is responsible. Add the block “Who is"
                " responsible” with your identity."
            ),
            "no_purpose": self.env._(
                "The notice names no purpose. Add a block “Purpose” for each."
            ),
            "no_recipient": self.env._(
                "The notice does not say to whom data go and why. Add the block"
                " “Recipients”; if to nobody, say so."
            ),
            "no_method": self.env._(
                "The notice does not say how data are collected. Add the block “How data"
                " are collected”."
            ),
            "no_rights": self.env._(
                "The notice does not list the person's rights. Add the block “Rights”."
            ),
            "unnamed_controller": self.env._(
                "The block “Who is responsible” does not hold the brand's trade name."
            ),
            "purpose_without_ground": self.env._(
                "A purpose has no legal ground. Choose one for each purpose."
            ),
        }

    def _kind_faults(self):
        return {
            "no_channel": self.env._(
                "Choose the channel: call, SMS or e-mail. Each has its own approval."
            ),
            "other_channel": self.env._(
                "The approval also speaks of another channel (%(about)s). Make a text of"
                " its own for each channel."
            ),
            "accepted_notice": self.env._(
                "A privacy notice is read, not accepted. Take out words such as “okudum,"
                " kabul ediyorum”; at most “okudum, anladım” may be asked."
            ),
            "notice_in_consent": self.env._(
                "Elements of a privacy notice stand in a text to be decided on. Move them"
                " to a notice of their own."
            ),
            "mixed_consents": self.env._(
                "Explicit consent and approval of commercial messages are mixed. Make two"
                " texts, each with its own box."
            ),
            "general_consent": self.env._(
                "The consent is for any purpose, which makes it void. Name one purpose."
            ),
            "ticked_box": self.env._("A box is ticked beforehand. Leave it empty."),
            "leftover": self.env._(
                "Words of a template are left: %(about)s. Put your own in their place."
            ),
            "empty_value": self.env._(
                "The brand has nothing to fill in for “%(about)s”. Enter it at the brand."
            ),
        }

    def _clause_faults(self):
        return {
            "clause_heading": self.env._(
                "There is no heading of its own with “ticari elektronik ileti”."
            ),
            "clause_position": self.env._(
                "The clause is not at the end of the contract. Only the place to sign may"
                " follow it."
            ),
            "clause_size": self.env._(
                "Part of the clause is smaller than 12 points. Make it at least 12."
            ),
            "clause_no_box": self.env._(
                "There are no boxes to decide. Give each channel one to accept and one to"
                " refuse."
            ),
            "clause_accept": self.env._("There is no box to accept for: %(about)s."),
            "clause_refuse": self.env._("There is no box to refuse for: %(about)s."),
            "clause_shared": self.env._(
                "One box decides about several channels. Give each channel its own."
            ),
        }
