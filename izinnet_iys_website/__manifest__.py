{
    "name": "İzinnet İYS for websites",
    "summary": "Consent forms on pages, by QR code and in website forms; preference page",
    "version": "19.0.0.2.0",
    "category": "Marketing",
    "license": "LGPL-3",
    "author": "İzinnet",
    "website": "https://izinnet.example",
    "depends": ["izinnet_iys", "website", "portal"],
    "auto_install": ["izinnet_iys", "website"],
    "data": [
        "views/form_page_templates.xml",
        "views/snippets.xml",
        "views/signup_templates.xml",
        "views/portal_templates.xml",
        "views/res_config_settings_views.xml",
        "views/iys_form_point_views.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "izinnet_iys_website/static/src/interactions/**/*",
            ("remove", "izinnet_iys_website/static/src/interactions/**/*.edit.js"),
        ],
        "website.assets_inside_builder_iframe": [
            "izinnet_iys_website/static/src/interactions/**/*.edit.js",
        ],
        "website.website_builder_assets": [
            "izinnet_iys_website/static/src/builder/**/*",
        ],
        "web.assets_tests": ["izinnet_iys_website/static/tests/tours/**/*"],
    },
}
