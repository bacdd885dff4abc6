"""What stands around the author's words in a commercial SMS (L-41 … L-43)."""

from dataclasses import dataclass

from odoo.addons.izinnet_iys.iys_api.content import holds_number, nature_in


@dataclass(frozen=True, slots=True)
class SmsFrame:
    """All that is the same for the texts of a brand in one language and mailing.

    ``label`` names the nature of the message; ``offer`` are (fact, line) pairs of which
    the line is added where the fact is not told; ``own_way`` is the operator's way to
    refuse, else ``link`` (with ``{token}``) is told by ``link_line`` (with ``{link}``).
    """

    label: str
    offer: tuple[tuple[str, str], ...]
    mersis: str
    own_way: str
    link: str
    link_line: str

    def complete(self, text, token):
        """Return a text with what it lacks; ``token`` is the message's own."""
        text = (text or "").rstrip()
        lines = [self._with_label(text)]
        lines += [line for fact, line in self.offer if fact not in text]
        if not holds_number(text, self.mersis):
            lines.append(f"Mersis:{self.mersis}")
        link = self.link.replace("{token}", token)
        if not (link in text or (self.own_way and self.own_way in text)):
            lines.append(self.own_way or self.link_line.replace("{link}", link))
        return "\n".join(line for line in lines if line)

    def _with_label(self, text):
        """Put the label before a text that does not say what it is (L-42)."""
        if self.label and not nature_in(text):
            return f"{self.label} {text}"
        return text
