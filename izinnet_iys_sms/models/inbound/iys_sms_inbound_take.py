"""The entrance of texts: each is kept once and acted upon in the same transaction."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.izinnet_iys.iys_api.recipients import normalise
from odoo.addons.izinnet_iys.models.sync.iys_consent_results import RIVALS

from ...sms_gateways import Reading, read

_logger = logging.getLogger(__name__)

SOURCE = "HS_MESAJ"
#: A text that could not be recorded is tried again after this, until it can be.
TRY_AGAIN = timedelta(minutes=5)
#: How long a text may be; more than seven parts is no SMS.
LONGEST = 2000


class IysSmsInbound(models.Model):
    _inherit = "iys.sms.inbound"

    @api.model
    def _take(self, gateway, messages, road="text"):
        """Keep `sms_gateways.InboundMessage` of one account and act on the new ones.

        Returns the rows that are new. Raises SerializationFailure when a rival is
        keeping the same text at this moment: the caller begins anew.
        """
        fresh = self._keep_new(gateway, messages, road)
        for text in fresh:
            text._read_guarded()
        return fresh

    @api.model
    def _keep_new(self, gateway, messages, road):
        now = fields.Datetime.now()
        ids = []
        self.flush_model()
        for one in messages:
            self.env.cr.execute(
                """
                INSERT INTO iys_sms_inbound
                    (gateway_id, company_id, external_id, sender, receiver, text, keyword,
                     at, road, reading, state, answer_state, create_date, write_date,
                     create_uid, write_uid)
                VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, 'unclear', 'new', 'none',
                        %s, %s, %s, %s)
                ON CONFLICT (gateway_id, external_id) DO NOTHING RETURNING id
                """,
                [
                    gateway.id, gateway.company_id.id, one.external_id,
                    one.sender, one.receiver, one.text.replace("\0", "")[:LONGEST],
                    one.keyword, min(_naive(one.at), now), road, now, now,
                    self.env.uid, self.env.uid,
                ],
            )  # fmt: skip
            ids += [row[0] for row in self.env.cr.fetchall()]
        return self.browse(ids)

    def _read_guarded(self):
        """Act on one text; what cannot be recorded is kept and tried again (R-30)."""
        try:
            with self.env.cr.savepoint():
                self._read()
        except RIVALS:
            raise  # the whole lot is right when it is done again
        except UserError as error:
            self._note_failed(str(error))
        except Exception as fault:
            _logger.exception("text %s could not be recorded", self.id)
            self._note_failed(type(fault).__name__)

    def _note_failed(self, words):
        self.write(
            {
                "state": "failed",
                "error": words[:500],
                "retry_at": fields.Datetime.now() + TRY_AGAIN,
            }
        )
        self.gateway_id._brands()[:1]._alert_managers(
            self.env._("Texts of people could not be recorded"),
            self.env._(
                "A text sent to %(name)s could not be recorded: %(error)s It is tried"
                " again by itself. See Texts from people.",
                name=self.gateway_id.name,
                error=words,
            ),
        )

    @api.model
    def _retry_failed(self):
        """Try what could not be recorded once more; returns how many were tried."""
        due = [("state", "=", "failed"), ("retry_at", "<=", fields.Datetime.now())]
        failed = self.search(due, order="id", limit=100)
        for text in failed:
            text._read_guarded()
        return len(failed)

    def _read(self):
        """Decide what a text is and do it; the last branch is a person, never a yes."""
        self.ensure_one()
        keyword = self.road == "text" and self._keyword_meant()
        if keyword:
            self._approve(keyword)
        elif self.road == "list" or self._is_refusal():
            self._record_refusal()
        else:
            self._hand_to_person()

    def _is_refusal(self):
        codes = [b.iys_sms_word for b in self.gateway_id._brands() if b.iys_sms_word]
        return read(self.text or "", codes) is Reading.REFUSAL

    # === A REFUSAL === #

    def _record_refusal(self, **by_staff):
        """Record the person's no for the brands meant; it counts in this transaction.

        SMS that wait for the number fall at the send check, which every one of them
        passes when it leaves (R-26). ``by_staff`` are fields of `Act`.
        """
        if not normalise("MESAJ", self.sender or ""):
            self._hand_to_person(
                self.env._("The sender is no number that can be written to.")
            )
            return
        brands = self._brands_meant()
        was_refused = self._is_refused_already(brands)
        # sudo: nobody may write the ledger; a text of the person is one of its roads
        recorded = (
            self.env["iys.consent"]
            .sudo()
            ._refuse(
                brands,
                "MESAJ",
                [self.sender],
                SOURCE,
                self._evidence(by_staff),
                consent_date=self.at,
                origin_model=self._name,
                origin_id=self.id,
                **by_staff,
            )
        )
        faults = [answer.code for answer in recorded if answer.outcome == "faulty"]
        if faults or not recorded:
            raise UserError(
                self.env._("The record book did not take it (%s).", ", ".join(faults))
            )
        self._note_recorded("refusal", recorded, brands)
        if not was_refused:
            self._confirm_refusal(brands)
        self._order_list("add")

    def _is_refused_already(self, brands):
        """Tell whether a refusal is in force for all brands: then nothing is new."""
        ledger_sudo = self.env["iys.consent"].sudo()  # as above
        key = self.env["iys.key"]._hash(normalise("MESAJ", self.sender))
        return all(
            any(row[2] == "RET" for row in ledger_sudo._in_force(brand, "MESAJ", [key]))
            for brand in brands
        )

    def _evidence(self, by_staff=None):
        """Say how it came, for the proof (L-32)."""
        told = {
            "road": "sms_list" if self.road == "list" else "sms",
            "text": self.text,
            "receiver": self.receiver,
            "written_at": f"{self.at} UTC",
            "external_id": self.external_id,
            "operator": self.gateway_id._reader().label,
        }
        if by_staff:
            told |= {"road": "sms_staff", "decided_by": self.env.user.name}
        return {name: value for name, value in told.items() if value}

    def _note_recorded(self, reading, recorded, brands):
        ids = [answer.consent_id for answer in recorded if answer.consent_id]
        consents = self.env["iys.consent"].sudo().browse(ids)  # linked, not shown
        self.write(
            {
                "reading": reading,
                "state": "done",
                "error": False,
                "retry_at": False,
                "brand_id": brands.id if len(brands) == 1 else False,
                "partner_id": self.partner_id.id or consents.partner_id[:1].id,
                "consent_ids": [fields.Command.set(ids)],
            }
        )

    # === A PERSON DECIDES === #

    def _hand_to_person(self, why=""):
        """Leave a text to the consent managers of its company."""
        self.write({"state": "person", "error": why, "retry_at": False})
        self.partner_id = self._find_contact()
        todo = self.env.ref("mail.mail_activity_data_todo")
        people = self.env.ref("izinnet_iys.group_manager").all_user_ids
        for user in people:
            if user.active and self.company_id in user.company_ids:
                self.activity_schedule(
                    activity_type_id=todo.id,
                    summary=self.env._("Is this text a refusal?"),
                    user_id=user.id,
                )

    def _find_contact(self):
        """Return the one contact with this number, or none: nobody is guessed."""
        address = normalise("MESAJ", self.sender or "")
        found = self.env["res.partner"].search(
            [
                ("phone_sanitized", "=", address or "-"),
                ("company_id", "in", [False, self.company_id.id]),
            ],
            limit=2,
        )
        return found if len(found) == 1 else found.browse()


class IysConsent(models.Model):
    _inherit = "iys.consent"

    @api.model
    def _road_words(self):
        """Override of `izinnet_iys`: the roads of texts."""
        return {
            **super()._road_words(),
            "sms": self.env._("Text message of the person"),
            "sms_list": self.env._("Block list of the SMS operator"),
            "sms_staff": self.env._("Text message of the person, read by staff"),
            "sms_keyword": self.env._("Keyword of a consent form, by text message"),
        }


def _naive(moment):
    return (moment - moment.utcoffset()).replace(tzinfo=None, microsecond=0)
