"""What masking takes away, table by table: one list for the preview and for the work.

Each step is one condition. The dry run counts it, the job acts on it, so what was approved
is what happens. ``{W}`` are contacts masked as a whole, ``{P}`` all contacts, ``{K}`` keys,
``{A}`` addresses, ``{WA}`` addresses of people masked as a whole: lists of values.
"""

import re
from typing import NamedTuple

DELETED, MASKED, LOCKED = "deleted", "masked", "locked"

#: Proof that names nobody; everything else of ``evidence`` goes into the vault.
KEPT_EVIDENCE = (
    "way", "road", "form", "form_version", "point", "question", "boxes", "boxes_shown",
    "boxes_ticked", "label", "language", "layout", "text_sha256", "shown_notice", "file",
    "row", "script", "recording_sha256", "documents", "confirmed_by", "mailing", "message",
)  # fmt: skip
_KEPT = ", ".join(f"'{name}'" for name in KEPT_EVIDENCE)
_EVIDENCE = (
    "evidence = (SELECT jsonb_object_agg(e.key, e.value) FROM jsonb_each(evidence) e"
    f" WHERE e.key IN ({_KEPT}))"
)
_TO_A = (
    "(lower(email_to) = ANY({0})"
    " OR substring(lower(email_to) FROM '<([^>]+)>') = ANY({0})"
    " OR id IN (SELECT mail_mail_id FROM mail_mail_res_partner_rel"
    "           WHERE res_partner_id = ANY({1})))"
)
#: Messages that exist for their recipient's sake; others belong to a document.
_LOOSE = (
    "(model IS NULL OR model IN ('res.partner', 'mailing.mailing', 'mailing.contact'))"
)
_OF_W = "res_model = 'res.partner' AND res_id = ANY({W})"


_assigned = re.compile(r"(?:^|, )(\w+) = (NULL|''|\()").findall


class Step(NamedTuple):
    """One condition on one model, and what is done where it holds.

    ``sets`` is the SET list, None to delete; ``lock`` the columns that go into the vault
    first. ``needs`` are columns that not every installation has.
    """

    model: str
    verb: str
    where: str
    sets: str | None = None
    lock: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def put(self):
        """{column: value put in place}, for the repetition after a restore; None to
        delete. Of the proof nothing is kept there: the restored vault has no room for it.
        """
        if self.sets is None:
            return None
        return {
            name: "" if value == "''" else None for name, value in _assigned(self.sets)
        }


#: Marketing data; of customers and debtors too.
MARKETING = (
    Step(
        "iys.consent",
        LOCKED,
        "recipient_key = ANY({K}) AND brand_id = ANY({brands})"
        " AND (recipient IS NOT NULL OR person_name IS NOT NULL)",
        f"recipient = NULL, person_name = NULL, partner_id = NULL, {_EVIDENCE}",
        ("recipient", "person_name", "evidence", "partner_id"),
    ),
    Step(
        "iys.message",
        LOCKED,
        "recipient_key = ANY({K}) AND company_id = {company}"
        " AND message_class = 'COMMERCIAL' AND recipient IS NOT NULL",
        "recipient = NULL, subject = NULL, body = NULL, partner_id = NULL",
        ("recipient", "subject", "body", "partner_id"),
    ),
    Step(
        "iys.explicit.consent",
        LOCKED,
        "recipient_key = ANY({K}) AND brand_id = ANY({brands})"
        " AND (recipient IS NOT NULL OR person_name IS NOT NULL)",
        f"recipient = NULL, person_name = NULL, partner_id = NULL, {_EVIDENCE}",
        ("recipient", "person_name", "evidence", "partner_id"),
    ),
    Step(
        "iys.receipt",
        MASKED,
        "recipient_key = ANY({K}) AND brand_id = ANY({brands}) AND recipient IS NOT NULL",
        "recipient = NULL, error = NULL",
    ),
    Step(
        "iys.confirmation",
        MASKED,
        "recipient_key = ANY({K}) AND brand_id = ANY({brands}) AND recipient IS NOT NULL",
        "recipient = NULL, pending = NULL, ip = NULL, error = NULL, partner_id = NULL",
    ),
    Step("iys.preference.ask", DELETED, "recipient = ANY({A})"),
    Step(
        "iys.signed.line",
        MASKED,
        "id IN (SELECT r.iys_signed_line_id FROM iys_consent_iys_signed_line_rel r"
        "       JOIN iys_consent c ON c.id = r.iys_consent_id"
        "       WHERE c.recipient_key = ANY({K}) AND c.brand_id = ANY({brands}))"
        " AND (phone IS NOT NULL OR email IS NOT NULL OR person_name IS NOT NULL)",
        "person_name = NULL, phone = NULL, email = NULL, reason = NULL",
    ),
    Step(
        "link.tracker.click",
        MASKED,
        "ip IS NOT NULL AND mailing_trace_id IN (SELECT t.id FROM mailing_trace t"
        " WHERE t.email = ANY({A}) OR (t.model = 'res.partner' AND t.res_id = ANY({P})))",
        "ip = NULL",
        needs=("mailing_trace_id",),
    ),
    Step(
        "mailing.trace",
        MASKED,
        "email IS NOT NULL AND (email = ANY({A})"
        " OR (model = 'res.partner' AND res_id = ANY({P})))",
        "email = NULL",
    ),
    Step(
        "mailing.trace",
        MASKED,
        "sms_number IS NOT NULL AND (sms_number = ANY({A})"
        " OR (model = 'res.partner' AND res_id = ANY({P})))",
        "sms_number = NULL",
        needs=("sms_number",),
    ),
    Step("mailing.contact", DELETED, "email_normalized = ANY({A})"),
    Step(
        "mailing.contact",
        DELETED,
        "phone_sanitized = ANY({A})",
        needs=("phone_sanitized",),
    ),
    Step(
        "sms.sms",
        DELETED,
        "mailing_id IS NOT NULL AND (number = ANY({A}) OR partner_id = ANY({P}))",
        needs=("mailing_id",),
    ),
    # a message takes its mail, notifications and tracked values with it
    Step(
        "mail.message",
        DELETED,
        "id IN (SELECT mail_message_id FROM mail_mail WHERE mailing_id IS NOT NULL AND "
        + _TO_A.format("{A}", "{P}")
        + ") AND "
        + _LOOSE,
    ),
)
#: Of people whom nothing else ties to the company.
WHOLE = (
    Step("sms.sms", DELETED, "number = ANY({WA}) OR partner_id = ANY({W})"),
    Step(
        "mail.message",
        DELETED,
        "(model = 'res.partner' AND res_id = ANY({W})) OR (id IN (SELECT mail_message_id"
        " FROM mail_mail WHERE "
        + _TO_A.format("{WA}", "{W}")
        + ") AND "
        + _LOOSE
        + ")",
    ),
    Step(
        "mail.mail",
        DELETED,
        _TO_A.format("{WA}", "{W}") + " AND NOT EXISTS (SELECT 1 FROM mail_message"
        "                   WHERE mail_message.id = mail_mail.mail_message_id AND "
        + _LOOSE
        + ")",
    ),
    Step(
        "mail.message",
        MASKED,
        "author_id = ANY({W}) AND NOT (model = 'res.partner' AND res_id = ANY({W}))",
        "subject = NULL, body = '', email_from = NULL, reply_to = NULL,"
        " author_id = NULL, incoming_email_to = NULL, incoming_email_cc = NULL",
    ),
    Step(
        "mail.notification",
        DELETED,
        "res_partner_id = ANY({W}) OR mail_email_address = ANY({WA})",
    ),
    Step("mail.notification", DELETED, "sms_number = ANY({WA})", needs=("sms_number",)),
    Step("mail.followers", DELETED, "partner_id = ANY({W}) OR (" + _OF_W + ")"),
    Step("mail.activity", DELETED, _OF_W),
    Step(
        "mail.scheduled.message",
        DELETED,
        "model = 'res.partner' AND res_id = ANY({W})",
    ),
    Step("ir.model.data", DELETED, "model = 'res.partner' AND res_id = ANY({W})"),
    Step("mail.blacklist", DELETED, "email = ANY({WA})"),
    Step("phone.blacklist", DELETED, "number = ANY({WA})"),
    Step("website.visitor", DELETED, "partner_id = ANY({W})"),
)
STEPS = MARKETING + WHOLE
