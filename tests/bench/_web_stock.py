"""Inside Odoo: a mailing list for the newsletter box of stock Odoo."""

# ruff: noqa: F821
env["ir.config_parameter"].set_param("web.base.url", PARAMS["url"])
mailing_list = env["mailing.list"].create({"name": "Haberler", "is_public": True})
env.cr.commit()
tell(list_id=mailing_list.id)
