"""Inside Odoo: the plain ``qrcode`` library draws codes, SVG and PNG.

As its own documentation shows: best mask, a picture object each; no links, no ZIP.
"""

# ruff: noqa: F821  (PARAMS, measure and tell are given)
import io
import secrets

import qrcode
from qrcode.image.svg import SvgPathImage


def draw(count):
    """Draw codes of addresses as long as ours."""
    for _number in range(count):
        url = f"http://localhost:8069/izin/{secrets.token_urlsafe(16)}"
        for factory in (SvgPathImage, None):
            code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
            code.add_data(url)
            code.make_image(image_factory=factory).save(io.BytesIO())


draw(1)
tell(plain=measure(env, lambda: draw(PARAMS["codes"])))
