"""Inside Odoo: fill the large base of the gate's bench."""

# ruff: noqa: F821
people = PARAMS["people"]
make_people(people)
brand = make_brand()
fill_ledger(brand, people)
make_merchants()
CR.execute(
    "INSERT INTO mail_blacklist (email, active)"
    " SELECT email_normalized, TRUE FROM res_partner"
    " WHERE ref = 'bench' ORDER BY id LIMIT %s",
    [people * 3 // 100],
)
CR.commit()
CR.execute("SELECT count(*) FROM iys_consent")
tell(acts=CR.fetchone()[0])
