"""Inside Odoo: a ledger with as many consents as asked for, written by the database."""

# ruff: noqa: F821
account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(
    {"name": "Marka", "account_id": account.id, "brand_code": "700001"}
)
env.cr.execute(
    """
    INSERT INTO iys_consent (uid, brand_id, recipient, recipient_key, recipient_type,
        type, status, source, consent_date, person_name, recorded_at, state,
        transaction_id, iys_creation_date, is_effective)
    SELECT md5(n::text), %s, '+9053' || lpad(n::text, 8, '0'), md5('k' || n), 'BIREYSEL',
        'MESAJ', CASE WHEN n %% 10 = 0 THEN 'RET' ELSE 'ONAY' END, 'HS_WEB',
        timestamp '2026-01-01' + n * interval '7 seconds', 'Kişi ' || n, now(),
        'registered', md5('t' || n), timestamp '2026-01-02' + n * interval '7 seconds',
        TRUE
    FROM generate_series(1, %s) n
    """,
    [brand.id, PARAMS["rows"]],
)
env.cr.execute("ANALYZE iys_consent")
env.cr.commit()
tell(prepared=True)
