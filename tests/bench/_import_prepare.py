"""Inside Odoo: a brand, the contacts of the list, and a plain model for base_import."""

import base64  # noqa: F401  (for the other parts)

account = env["iys.account"].create(  # noqa: F821  (env is the shell's)
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(  # noqa: F821
    {"name": "Marka", "account_id": account.id, "brand_code": "700001"}
)


def field(name, ttype, **more):
    return (
        0,
        0,
        {"name": name, "field_description": name[2:].title(), "ttype": ttype, **more},
    )


def selection(name, *values):
    options = [(0, 0, {"value": v, "name": v, "sequence": 1}) for v in values]
    return field(name, "selection", selection_ids=options)


plain_model = env["ir.model"].create(  # noqa: F821
    {
        "name": "Plain consent",
        "model": "x_plain_consent",
        "field_id": [
            field("x_recipient", "char"),
            field("x_person", "char"),
            selection("x_type", "ARAMA", "MESAJ", "EPOSTA"),
            selection("x_status", "ONAY", "RET"),
            field("x_date", "datetime"),
            selection("x_source", "HS_WEB", "HS_MESAJ"),
            selection("x_rtype", "BIREYSEL", "TACIR"),
            field("x_brand", "many2one", relation="iys.brand"),
        ],
    }
)
env["ir.model.access"].create(  # noqa: F821
    {
        "name": "plain",
        "model_id": plain_model.id,
        "group_id": env.ref("base.group_user").id,  # noqa: F821
        "perm_read": True,
        "perm_write": True,
        "perm_create": True,
    }
)
env.cr.execute(  # noqa: F821
    """
    INSERT INTO res_partner (name, complete_name, phone, phone_sanitized, email,
                             email_normalized, active, type, company_id)
    SELECT 'Kişi ' || n, 'Kişi ' || n, p, p, m, m, TRUE, 'contact', NULL
    FROM (SELECT n, CASE WHEN n %% 5 <> 0 THEN '+9053' || lpad(n::text, 8, '0') END p,
                 CASE WHEN n %% 5 = 0 THEN 'kisi' || n || '@example.com' END m
          FROM generate_series(0, %s) n) people
    """,
    [PARAMS["contacts"] - 1 if PARAMS["contacts"] else -1],  # noqa: F821
)
env.cr.execute("ANALYZE res_partner")  # noqa: F821
env.cr.commit()  # noqa: F821
tell(prepared=True)  # noqa: F821
