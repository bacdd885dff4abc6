"""Where a model keeps the address a message goes to, as SQL.

Odoo sends to the customer of a record or to the record's own address; which of the two
comes first differs by model and channel. These expressions follow its choice.
"""

from odoo.tools import SQL, Query, email_normalize

from ...iys_api.recipients import normalise

#: Fields Odoo tries one after the other when a model names no primary address.
MAIL_FIELDS = ("email_from", "x_email_from", "email", "x_email", "partner_email")
#: A plain address, exactly as İYS spells it. See ``recipients.is_email``, which a test
#: compares with this.
PLAIN_MAIL = (
    r"^[a-z0-9._+-]+@(?=.{2,}\.[^.]+$)"
    r"[a-z0-9-]+(\.[a-z0-9-]+)*\.([a-z]{2,}|xn--[a-z0-9-]+)$"
)
PLAIN_PHONE = r"^\+[1-9][0-9]{6,13}$"


def address_sql(model, alias, query, type):
    """Return SQL for a record's address as İYS spells it, or None when there is none.

    None means that SQL cannot know where this model's messages go (no address, several
    customers a record): such messages are decided one by one when they are prepared.
    Adds the joins it needs to ``query``.
    """
    raw = _raw_sql(model, alias, query, type)
    spelled = _odd_spellings(model, type) if raw and type == "EPOSTA" else {}
    if not spelled:
        return raw
    table = SQL(
        "(SELECT * FROM unnest(%s::text[], %s::text[]) AS odd(raw, address))",
        list(spelled),
        list(spelled.values()),
    )
    odd = query.make_alias(alias, "iys_odd")
    column = SQL.identifier(odd, "raw")
    query.add_join("LEFT JOIN", odd, table, SQL("%s = %s", column, raw))
    return SQL("COALESCE(%s, %s)", SQL.identifier(odd, "address"), raw)


def has_address(model, type):
    """Tell whether SQL knows where messages to records of a model go."""
    query = Query(model.env, model._table, model._table_sql)
    return _raw_sql(model, model._table, query, type) is not None


def plain_sql(address, type):
    """Return SQL that tells whether a text is an address İYS would take."""
    if type == "EPOSTA":
        return SQL(
            "(length(%(address)s) BETWEEN 6 AND 265 AND %(address)s ~ %(plain)s)",
            address=address,
            plain=PLAIN_MAIL,
        )
    return SQL("%s ~ %s", address, PLAIN_PHONE)


def _raw_sql(model, alias, query, type):
    """Return SQL for the address as Odoo keeps it, or None."""
    own = _own_mail(model, alias) if type == "EPOSTA" else _own_phone(model, alias)
    customer = _customer(model, alias, query, type)
    if customer is False:
        return None
    first, second = own, customer
    if type == "EPOSTA" and not model._mail_defaults_to_email:
        first, second = customer, own
    if first is None or second is None:
        return second if first is None else first
    return SQL("COALESCE(%s, %s)", first, second)


def _is_column(model, name, types=("char",)):
    field = model._fields.get(name)
    return bool(field and field.store and field.column_type and field.type in types)


def _own_mail(model, alias):
    if _is_column(model, "email_normalized"):
        return model._field_to_sql(alias, "email_normalized")
    primary = model._mail_get_primary_email_field()
    names = [
        name
        for name in ([primary] if primary else MAIL_FIELDS)
        if _is_column(model, name)
    ]
    if not names:
        return None
    columns = [
        SQL("NULLIF(lower(btrim(%s)), '')", model._field_to_sql(alias, name))
        for name in names
    ]
    return SQL("COALESCE(%s)", SQL(", ").join(columns))


def _own_phone(model, alias):
    if _is_column(model, "phone_sanitized"):
        return model._field_to_sql(alias, "phone_sanitized")
    return None


def _customer(model, alias, query, type):
    """SQL for the customer's address; None without customer, False when unclear."""
    if model._name == "res.partner":
        return None
    names = [name for name in model._mail_get_partner_fields() if name in model._fields]
    if type == "MESAJ" and not _is_column(model, "phone_sanitized"):
        numbers = [name for name in model._phone_get_number_fields() if name in model]
        if numbers:
            return False  # spelled anyhow: only preparing can tell
    if not names:
        return None
    if len(names) > 1 or not _is_column(model, names[0], ("many2one",)):
        return False
    partner = query.left_join(alias, names[0], "res_partner", "id", names[0])
    column = "email_normalized" if type == "EPOSTA" else "phone_sanitized"
    return model.env["res.partner"]._field_to_sql(partner, column)


def _odd_spellings(model, type):
    """Return {as Odoo keeps it: as İYS spells it} for the e-mails that differ.

    Few do: those with letters outside ASCII, or kept with a name around them.
    """
    query = Query(model.env, model._table, model._table_sql)
    raw = _raw_sql(model, model._table, query, type)
    odd = SQL("octet_length(%(raw)s) <> length(%(raw)s)", raw=raw)
    if not _is_column(model, "email_normalized"):
        odd = SQL("(%s OR %s !~ %s)", odd, raw, PLAIN_MAIL)
    rows = model.env.execute_query(
        SQL("SELECT DISTINCT %s FROM %s WHERE %s", raw, query.from_clause, odd)
    )
    found = {
        text: normalise(type, email_normalize(text, strict=False) or text)
        for (text,) in rows
    }
    return {text: address for text, address in found.items() if address}
