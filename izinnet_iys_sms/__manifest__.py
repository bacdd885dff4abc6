{
    "name": "İzinnet İYS SMS",
    "summary": "No commercial SMS without a consent: the send check on every road",
    "version": "19.0.0.2.0",
    "category": "Marketing",
    "license": "LGPL-3",
    "author": "İzinnet",
    "website": "https://izinnet.example",
    "depends": ["izinnet_iys", "sms", "mass_mailing_sms"],
    "data": [],
    "auto_install": True,
}
