"""Which rows are sealed, and which of their columns: one place for all versions.

A column listed as public never changes and names nobody by itself. A personal column may
be blanked by masking, never replaced; it is sealed by a salted commitment
(``seal_chain.canon``). Columns that live on (states, links to contacts) are not sealed.
"""

from dataclasses import dataclass

from odoo.tools import SQL


@dataclass(frozen=True)
class Source:
    """One table whose rows are sealed. Expressions are on the alias ``t``.

    ``masked`` tells that the personal part is gone. ``grows`` says that rows never become
    ripe for sealing later than they are stored, so that old ids need not be looked at
    again (``iys.seal.mark``).
    """

    model: str
    company: str
    public: tuple[str, ...]
    personal: tuple[str, ...] = ()
    masked: str = "FALSE"
    ripe: str = "TRUE"
    grows: bool = True

    @property
    def table(self):
        """The table's name."""
        return self.model.replace(".", "_")

    @property
    def names(self):
        """Names of all sealed columns, public ones first."""
        return [_name(column) for column in (*self.public, *self.personal)]

    def select(self, where, *params, limit=None):
        """Return the query for (id, company, masked, columns …) of some rows, by id."""
        columns = [_spelt(column) for column in (*self.public, *self.personal)]
        head = f"t.id, {self.company}, {self.masked}"
        return SQL(
            f"SELECT {', '.join([head, *columns])} FROM {self.table} t WHERE {where}"
            f" ORDER BY t.id LIMIT {limit or 'ALL'}",
            *params,
        )


def _name(column):
    """``date:name`` and ``name=expression`` are spelt by ``_spelt``."""
    return column.removeprefix("date:").partition("=")[0]


def _spelt(column):
    name, _equals, expression = column.partition("=")
    if name.startswith("date:"):
        return f"""to_char(t.{_name(name)}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
    return expression or f"t.{name}"


_BRAND_COMPANY = "(SELECT b.company_id FROM iys_brand b WHERE b.id = t.brand_id)"
#: The files of an act, and that of the document its proof names: ids of attachments.
_FILES = """files=(SELECT array_agg(f.id ORDER BY f.id) FROM (
    SELECT r.ir_attachment_id AS id FROM ir_attachment_iys_consent_rel r
     WHERE r.iys_consent_id = t.id
    UNION
    SELECT a.id FROM ir_attachment a
     WHERE t.evidence->>'document_id' ~ '^[0-9]{1,9}$' AND a.res_model = 'iys.document'
       AND a.res_field = 'file' AND a.res_id = (t.evidence->>'document_id')::int) f)"""

SOURCES = (
    Source(
        "iys.consent",
        _BRAND_COMPANY,
        (
            "uid", "brand_id", "recipient_key", "recipient_type", "type", "status",
            "source", "date:consent_date", "retailer_code", "notice_id", "proof_key",
            "content_hash", "origin_model", "origin_id", "user_id", "date:recorded_at",
            "date:promise", "date:deadline",
        ),
        ("recipient", "person_name", "evidence", _FILES),
        masked="t.recipient IS NULL",
    ),
    Source(
        "iys.message",
        "t.company_id",
        (
            "date:sent_at", "brand_id", "type", "recipient_key", "message_class", "rule",
            "consent_id", "mailing_id", "res_model", "res_id", "user_id",
        ),
        ("recipient", "sender", "subject", "body_sha256", "message_ref"),
        masked="t.recipient IS NULL",
    ),
    Source(
        "iys.log",
        "t.company_id",
        ("date:date", "kind", "res_model", "res_id", "user_id"),
        ("message", "data"),
    ),
    Source(
        "iys.notice",
        _BRAND_COMPANY,
        (
            "brand_id", "name", "version", "language", "kind", "type", "sha256",
            "date:published_at", "publisher_id",
            "body_sha256=encode(sha256(convert_to(coalesce(t.body, ''), 'UTF8')), 'hex')",
        ),
        ripe="t.state <> 'draft'",
        grows=False,
    ),
    Source("iys.seal.gone", "t.company_id", ("date:date", "res_model", "res_id", "reason")),
    Source(
        "iys.seal.anchor",
        "t.company_id",
        ("day=t.day::text", "seq", "head", "date:due_at"),
    ),
    Source("iys.day.report", "t.company_id", ("day=t.day::text", "sha256")),
)  # fmt: skip
BY_MODEL = {source.model: source for source in SOURCES}
