{
    "name": "Everybody consented",
    "summary": "For Odoo's own tests only: every address has an approval",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "LGPL-3",
    "author": "İzinnet",
    "depends": ["izinnet_iys"],
    "installable": True,
    "post_init_hook": "post_init_hook",
}
