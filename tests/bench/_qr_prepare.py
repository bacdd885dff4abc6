"""Inside Odoo: a form of a brand, for the links."""

# ruff: noqa: F821
account = env["iys.account"].create(
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(
    {"name": "Marka", "account_id": account.id, "brand_code": "700001"}
)
form = env["iys.form"].create({"name": "Fuar", "brand_id": brand.id})
env.cr.commit()
tell(form_id=form.id)
