"""Filling the proof screen: the first lines of each block, and how many there are."""

from itertools import chain, islice

from odoo import fields, models

#: Lines shown in each block; the files hold everything.
SCREEN_LINES = 200


class IysProof(models.TransientModel):
    _inherit = "iys.proof"

    def _fill(self, found):
        """Write what was found onto the screen; ``found`` comes from ``_find``."""
        consents = self._first(self._each_consents(found))
        messages = self._first(self._each_messages(found))
        attempts = self._first(self._each_attempts(found))
        self.state_ids.unlink()
        self.attempt_ids.unlink()
        self.write(
            {
                "consent_ids": [fields.Command.set([act.id for act in consents])],
                "message_ids": [fields.Command.set([row.id for row in messages])],
                "exchange_ids": [
                    fields.Command.set(
                        list({act.exchange_id.id for act in consents} - {False})
                    )
                ],
                "state_ids": self._state_lines(found),
                "attempt_ids": [
                    fields.Command.create(attempt._asdict()) for attempt in attempts
                ],
                "summary": self._summary(found, consents, messages, attempts),
                "shown_at": fields.Datetime.now(),
            }
        )

    def _first(self, lots):
        """Return the first lines of some lots, one more than is shown at most."""
        return list(islice(chain.from_iterable(lots), SCREEN_LINES))

    def _state_lines(self, found):
        rows = islice(self._each_states(found), SCREEN_LINES)
        return [
            fields.Command.create(
                {
                    "brand_id": brand,
                    "recipient": recipient,
                    "type": type_,
                    "recipient_type": kind,
                    "status": status,
                    "known_status": known,
                    "consent_id": act or known_act,
                }
            )
            for (brand, _key, recipient, type_, kind, status, act, known, known_act,
                 _date) in rows
        ]  # fmt: skip

    def _summary(self, found, *blocks):
        """Say how much was found, and whether the screen shows only a part."""
        counts = [str(len(block)) for block in blocks]
        text = self.env._(
            "Addresses: %(found)s. Acts: %(acts)s, messages sent: %(sent)s, kept back:"
            " %(kept)s.",
            found=len(found),
            acts=counts[0],
            sent=counts[1],
            kept=counts[2],
        )
        if any(len(block) == SCREEN_LINES for block in blocks):
            text += " " + self.env._(
                "The screen shows the first %s lines of a block; the files hold all.",
                SCREEN_LINES,
            )
        return text
