"""Inside Odoo: contacts with random text in the database, files in the filestore."""

# ruff: noqa: F821
import secrets

env.cr.execute(
    """
    INSERT INTO res_partner (name, complete_name, active, email, comment, type, company_id)
    SELECT md5(n::text), md5(n::text), true, md5(n::text) || '@bench.example',
           md5(random()::text) || md5(random()::text) || md5(random()::text), 'contact',
           NULL
    FROM generate_series(1, %s) n
    """,
    [PARAMS["rows"]],
)
for start in range(0, PARAMS["files"], 100):
    env["ir.attachment"].create(
        [
            {
                "name": f"{start + n}.bin",
                "raw": secrets.token_bytes(PARAMS["file_size"]),
            }
            for n in range(min(100, PARAMS["files"] - start))
        ]
    )
    env.invalidate_all()
env.cr.commit()
tell(done=True)
