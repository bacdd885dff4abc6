"""Reading the message log: the words as they were sent, and the search by address."""

import re
import zlib

from lxml import etree, html

from odoo import api, fields, models
from odoo.tools import html2plaintext, plaintext2html

from ...iys_api.recipients import normalise
from ..record.masked_char import MaskedChar, shown

#: What would make the reader's browser fetch something, or take the reader elsewhere.
_FETCHES = (
    "src",
    "srcset",
    "background",
    "poster",
    "data",
    "action",
    "href",
    "xlink:href",
)
_fetching_style = re.compile(r"(?i)url\s*\(|@import|expression\s*\(").search


class IysMessage(models.Model):
    _inherit = "iys.message"

    body_html = fields.Html(
        "As it was sent", compute="_compute_body", compute_sudo=True, sanitize=True
    )
    body_text = fields.Text(
        "In plain words", compute="_compute_body", compute_sudo=True
    )
    address = MaskedChar(
        "Phone or e-mail", compute="_compute_address", search="_search_address"
    )

    def _read_body(self):
        """Return the exact words of one message, as text; empty when there were none."""
        self.ensure_one()
        # the field is for this method only; who may read the row may read its words
        packed = self.sudo().with_context(bin_size=False).body
        packed = packed or self._locked_body()
        return zlib.decompress(packed).decode() if packed else ""

    def _compute_body(self):
        for message in self:
            words = message._read_body()
            is_mail = message.type == "EPOSTA"
            message.body_html = harmless(words) if is_mail else plaintext2html(words)
            message.body_text = html2plaintext(words) if is_mail else words

    @api.depends("recipient")
    def _compute_address(self):
        for message in self:
            message.address = message.recipient

    @api.model
    def _search_address(self, operator, value):
        """Find the messages of an address, typed in any spelling (L-34)."""
        if operator in ("ilike", "like", "=", "=ilike"):
            value = [value]
        elif operator != "in":
            return NotImplemented
        return [("recipient_key", "in", self.env["iys.key"]._keys_of(value))]

    @api.depends("subject", "recipient")
    def _compute_display_name(self):
        """Override of `base`: subject and address; an SMS has no subject."""
        for message in self:
            address = shown(message.recipient, message) or self.env._("(masked)")
            parts = (message.subject, address)
            message.display_name = " · ".join(part for part in parts if part)


def harmless(words):
    """Return HTML that loads nothing and leads nowhere; addresses of links stay readable.

    A picture fetched while the proof is read would count as opened by the recipient; a
    click on the refusal link would refuse in the recipient's name.
    """
    if not words.strip():
        return ""
    tree = html.fragment_fromstring(words, create_parent="div")
    _tell_pictures(tree)
    for element in tree.iter(etree.Element):
        if target := element.get("href") or element.get("src"):
            element.set("title", target)
        for name in _FETCHES:
            element.attrib.pop(name, None)
        if _fetching_style(element.get("style") or ""):
            del element.attrib["style"]
        if element.tag == "style" and _fetching_style(element.text or ""):
            element.text = ""
    return html.tostring(tree, encoding="unicode")


def _tell_pictures(tree):
    """Put a picture's own words in its place; one without words (a pixel) is left out."""
    for picture in list(tree.iter("img")):
        words = (picture.get("alt") or "").strip()
        picture.tail = (f"[{words}]" if words else "") + (picture.tail or "")
        picture.drop_tag()


class IysKey(models.AbstractModel):
    _inherit = "iys.key"

    @api.model
    def _keys_of(self, texts):
        """Return the keys of addresses typed in any spelling, phone or e-mail.

        Raises UserError when the key file is missing.
        """
        keyed = self._hasher()
        found = {
            normalise(type_, text) for text in texts for type_ in ("MESAJ", "EPOSTA")
        }
        return [keyed(address) for address in found if address]
