"""An SMS that waits, as the queue reads it: one query for a whole lot, no records."""

from datetime import datetime
from typing import NamedTuple

from odoo.tools import SQL

from ..sms_class import SmsClass


class Waiting(NamedTuple):
    """The columns of `sms.sms` a request needs, and what they point at.

    ``model`` and ``res_id`` are the record it was sent from, for the message log.
    """

    id: int
    uuid: str
    number: str
    body: str
    partner_id: int | None
    lang: str | None
    mailing_id: int | None
    token: str | None
    message_class: str | None
    is_released: bool
    is_logged: bool
    brand_id: int | None
    rule: str | None
    consent_id: int | None
    expires_at: datetime | None
    origin_model: str | None
    user_id: int | None
    model: str | None
    res_id: int | None
    notification_id: int | None
    trace_id: int | None

    @property
    def sms_class(self):
        """Its class and brand; the wish to log apart, which no request depends on."""
        return SmsClass(self.message_class, self.is_released, self.brand_id or False)


def claim(env, ids):
    """Lock those of some SMS that still wait, as nobody else's; return `Waiting` rows."""
    rows = env.execute_query(
        SQL(
            """
            SELECT s.id, s.uuid, COALESCE(s.number, ''), COALESCE(s.body, ''),
                   s.partner_id, p.lang, s.mailing_id, s.iys_token,
                   s.iys_message_class, COALESCE(s.iys_is_released, FALSE),
                   COALESCE(s.iys_is_logged, FALSE), s.iys_brand_id, s.iys_rule,
                   s.iys_consent_id, s.iys_expires_at, s.iys_origin_model,
                   s.create_uid, COALESCE(m.model, t.model),
                   COALESCE(m.res_id, t.res_id), k.mail_notification_id, t.id
            FROM sms_sms s
            LEFT JOIN res_partner p ON p.id = s.partner_id
            LEFT JOIN mail_message m ON m.id = s.mail_message_id
            LEFT JOIN sms_tracker k ON k.sms_uuid = s.uuid
            LEFT JOIN mailing_trace t ON t.id = k.mailing_trace_id
            WHERE s.id = ANY(%s) AND s.state = 'outgoing'
              AND s.to_delete IS NOT TRUE
            ORDER BY s.id FOR UPDATE OF s SKIP LOCKED
            """,
            list(ids),
        )
    )
    return [Waiting(*row) for row in rows]
