{
    "name": "Empty controller (bench)",
    "summary": "What a request to Odoo costs by itself",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "license": "LGPL-3",
    "author": "İzinnet",
    "depends": ["web"],
}
