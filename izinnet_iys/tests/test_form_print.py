"""Posters, codes and the sheet to sign: what is printed, how big, for whom."""

import io
import re

from PIL import Image
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..report.poster import SIZES
from ..report.qr_art import rows_of
from .form_case import FormCase


def _text(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def _sizes(content):
    """Return the sizes of type, in points, of every letter in a PDF."""
    found = set()

    def look(text, _matrix, _text_matrix, _font, size):
        if text.strip():
            found.add(size)

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=look)
    return found


@tagged("post_install", "-at_install")
class TestFormPrint(HttpCase, FormCase):
    # === POSTERS === #

    def test_a_poster_names_brand_title_and_own_address(self):
        """T-17: people see where the code leads before they scan it."""
        text = _text(self.point._posters("a4"))
        address = self.point.url.split("://")[1]
        for words in (self.alpha.name, "Deneme", address):
            self.assertIn(words, text)

    def test_each_link_gets_a_page_of_the_wanted_size(self):
        points = self.point + self._make_point(self.form, name="Kasa")
        for size, (width, _height) in SIZES.items():
            pages = PdfReader(io.BytesIO(points._posters(size))).pages
            self.assertEqual(len(pages), 2)
            self.assertAlmostEqual(float(pages[0].mediabox.width), width, places=2)

    def test_a_long_name_pushes_nothing_off_the_page(self):
        self.alpha.name = "Çok uzun bir marka adı " * 3
        text = _text(self.point._posters("a6"))
        for words in (self.point.url.split("://")[1], "vazgeçebilirsiniz", "Kapı"):
            self.assertIn(words, text)

    # === CODES === #

    def test_the_svg_shows_the_very_squares_of_the_code(self):
        """Painted back run by run."""
        rows = [[False] * len(row) for row in rows_of(self.point.url)]
        for left, top, width in re.findall(r"M(\d+) (\d+)h(\d+)", self.point._qr_svg()):
            for place in range(int(left), int(left) + int(width)):
                rows[int(top)][place] = True
        self.assertEqual(rows, rows_of(self.point.url))

    def test_the_png_shows_the_very_squares_of_the_code(self):
        """Read back by another hand than the one that wrote it."""
        rows = rows_of(self.point.url)
        picture = Image.open(io.BytesIO(self.point._qr_png()))
        self.assertEqual(picture.size, (10 * len(rows), 10 * len(rows)))
        seen = [
            [picture.getpixel((10 * place + at, 10 * row + at)) == 0 for place in line]
            for at in (0, 5, 9)
            for row, line in enumerate([range(len(rows))] * len(rows))
        ]
        self.assertEqual(seen, rows * 3)

    def test_no_link_chosen_is_told(self):
        with self.assertRaisesRegex(UserError, "Choose"):
            self.point.browse().action_codes()

    def test_too_many_posters_for_one_look_are_told(self):
        points = [self._make_point(self.form) for _n in range(51)]
        with self.assertRaisesRegex(UserError, "ZIP"):
            self.point.browse([point.id for point in points]).action_poster_a4()

    # === THE SHEET === #

    def _sheet(self):
        return self.env["iys.sheet"]._print(self.form)

    def test_the_sheet_shows_boxes_texts_number_and_version(self):
        """L-18, L-32."""
        sheet = self._sheet()
        text = _text(sheet._paper())
        for words in (sheet.number, "İmza", "commercial_approval EPOSTA", "Ad soyad"):
            self.assertIn(words, text)
        self.assertIn(self.version.sha256[:16], text)

    def test_every_box_is_empty(self):
        """L-21: an open square of the reader's own font of signs, one for each."""
        self.assertEqual(_text(self._sheet()._paper()).count("❏"), 3)

    def test_nothing_is_smaller_than_twelve_points(self):
        """L-23."""
        self.assertGreaterEqual(min(_sizes(self._sheet()._paper())), 12)

    def test_the_sheet_shows_what_it_was_printed_from_though_the_form_goes_on(self):
        sheet = self._sheet()
        self.form.title = "Başka bir başlık"
        self._freeze_form(self.form)
        self.assertNotIn("Başka", _text(sheet._paper()))

    def test_each_sheet_has_a_number_of_its_own(self):
        urls = {self.form.action_paper()["url"] for _sheet in range(3)}
        self.assertEqual(len(urls), 3)

    def test_a_draft_has_no_sheet(self):
        draft = self.form.copy()
        with self.assertRaisesRegex(UserError, "Publish"):
            draft.action_paper()

    # === WHO MAY === #

    def test_a_collector_opens_what_the_buttons_lead_to(self):
        self.authenticate("iys_collector", "iys_collector")
        point, form = (self.as_role("collector", r) for r in (self.point, self.form))
        for media, action in (
            ("application/pdf", point.action_poster_a4()),
            ("application/pdf", form.action_paper()),
            ("image/png", point.action_png()),
            ("image/svg+xml", point.action_svg()),
        ):
            self.env.flush_all()
            answer = self.url_open(action["url"])
            self.assertEqual(answer.headers["Content-Type"].partition(";")[0], media)

    def test_another_company_s_links_are_not_there(self):
        self.authenticate("iys_collector", "iys_collector")
        ids = self.foreign_form.point_ids.ids
        self.assertEqual(self.url_open(f"/iys/codes/a4?ids={ids[0]}").status_code, 404)

    def test_odd_addresses_are_not_found(self):
        self.authenticate("iys_collector", "iys_collector")
        for path in (
            "codes/a3?ids=1",
            "codes/a4",
            "codes/a4?ids=x",
            "codes/a4?ids=٣",
            "codes/zip?ids=1",
            "codes/batch/0",
        ):
            self.assertEqual(self.url_open(f"/iys/{path}").status_code, 404, path)

    def test_who_has_no_role_prints_nothing(self):
        user = self.env["res.users"].create({"name": "Kimse", "login": "kimse"})
        with self.assertRaises(AccessError):
            self.point.with_user(user).action_codes()
