"""Inside Odoo: contacts by the million, with nothing of ours; also for stock databases."""

# ruff: noqa: F821  (env, PARAMS, measure and tell are given)

CR = env.cr


def copy_record(record, count, first, **columns):
    """Copy a record's row ``count`` times by SQL; ``columns`` are SQL over number n."""
    table = record._table
    CR.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
        " AND table_schema = 'public' AND column_name <> 'id'",
        [table],
    )
    names = [row[0] for row in CR.fetchall()]
    values = [columns.get(name, f'"{name}"') for name in names]
    quoted = ", ".join(f'"{name}"' for name in names)
    CR.execute(
        f"INSERT INTO {table} ({quoted}) SELECT {', '.join(values)}"
        f" FROM {table}, generate_series(%s, %s) AS n WHERE {table}.id = %s",
        [first, first + count - 1, record.id],
    )


def make_people(count, first=0, ref="bench"):
    """Make contacts kisi<n>@… with phones; n is the number in their address."""
    sample = env["res.partner"].create(
        {"name": "Örnek", "email": "ornek@deneme.example.com", "phone": "+905320000000"}
    )
    env.flush_all()
    mail = "'kisi' || n || '@deneme.example.com'"
    phone = "'+90532' || lpad(n::text, 7, '0')"
    copy_record(
        sample,
        count,
        first,
        name="'Kişi ' || n",
        complete_name="'Kişi ' || n",
        email=mail,
        email_normalized=mail,
        phone=phone,
        phone_sanitized=phone,
        ref=f"'{ref}'",
        commercial_partner_id="NULL",
    )
    sample.unlink()
    CR.commit()
