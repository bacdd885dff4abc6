{
    "name": "İzinnet İYS SMS",
    "summary": "No commercial SMS without a consent: the send check on every road",
    "version": "19.0.0.2.0",
    "category": "Marketing",
    "license": "LGPL-3",
    "author": "İzinnet",
    "website": "https://izinnet.example",
    "depends": ["izinnet_iys", "sms", "mass_mailing_sms"],
    "data": [
        "views/iys_brand_views.xml",
        "views/mailing_mailing_views.xml",
        "views/refused_templates.xml",
        "views/sms_composer_views.xml",
        "views/sms_sms_views.xml",
        "views/sms_template_views.xml",
    ],
    "auto_install": True,
}
