"""Within Odoo: an account that is pushed to, and a brand somebody approved."""

from odoo.addons.izinnet_iys.iys_api.acts import Act  # noqa: E402

account = env["iys.account"].create(  # noqa: F821
    {"name": "Bench", "iys_code": "600001", "route": "demo"}
)
brand = env["iys.brand"].create(  # noqa: F821
    {"name": "Bench", "account_id": account.id, "brand_code": "700001"}
)
gateway = env["iys.sms.gateway"].create({"name": "Bench", "provider": "verimor"})  # noqa: F821
now = env.cr.now().replace(microsecond=0, tzinfo=None)  # noqa: F821
env["iys.consent"]._record_acts(  # noqa: F821
    [Act(brand.id, PARAMS["number"], "MESAJ", "ONAY", "HS_WEB", now)]  # noqa: F821
)
env.cr.commit()  # noqa: F821
tell(account=gateway.id, token=gateway.push_token)  # noqa: F821
