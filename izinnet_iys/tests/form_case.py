"""What the tests of forms share: texts, forms, frozen versions, links and answers."""

import hashlib
import json

from odoo import fields

from ..models.form.form_taken import Answer
from .common import IysCommon

#: One box for each channel.
CHANNELS = ("EPOSTA", "MESAJ", "ARAMA")
EMAIL = "deneme.kisi@example.com"


class FormCase(IysCommon):
    """A published form ``form`` of brand ``alpha`` with one box a channel.

    It records at once; ``_make_form(confirms_address=True)`` gives one that asks the
    person to confirm. ``version`` and ``point`` belong to ``form``.
    """

    @classmethod
    def setUpClass(cls):
        """Override of `odoo.tests`: publish a form of each company."""
        super().setUpClass()
        cls._make_ready(cls.alpha, cls.beta, cls.gamma)
        cls.form = cls._make_form(confirms_address=False)
        cls.version, cls.point = cls.form.version_id, cls.form.point_ids
        cls.foreign_form = cls._make_form(cls.gamma, confirms_address=False)

    @classmethod
    def _make_text(cls, brand, kind="commercial_approval", type=None, **over):
        """Make a published text; faults of the text are no matter here."""
        values = {
            "brand_id": brand.id,
            "name": f"{kind} {type or ''}",
            "kind": kind,
            "type": type,
            "language": "tr_TR",
            "version": cls.env["iys.notice"].sudo().search_count([]) + 1,
            "body": f"<p>{kind} {type or ''}</p>",
            **over,
        }
        text = cls.env["iys.notice"].sudo().create(values)
        text._freeze()
        return text

    @classmethod
    def _make_form(cls, brand=None, channels=CHANNELS, purposes=0, **over):
        """Make a form with boxes for channels and ``purposes`` explicit consents,
        freeze its version and give it one link."""
        brand = brand or cls.alpha
        kinds = [("commercial_approval", type_) for type_ in channels]
        kinds += [("explicit_consent", None)] * purposes
        boxes = [
            fields.Command.create(
                {
                    "notice_id": cls._make_text(brand, kind, type_).id,
                    "type": type_,
                    "label": f"{kind} {type_}",
                }
            )
            for kind, type_ in kinds
        ]
        values = {
            "name": "Deneme formu",
            "title": "Deneme",
            "brand_id": brand.id,
            "question_ids": boxes,
            "notice_id": cls._make_text(brand, "notice").id,
            **over,
        }
        form = cls.env["iys.form"].sudo().create(values)
        cls._freeze_form(form)
        cls._make_point(form)
        return form

    @classmethod
    def _freeze_form(cls, form):
        """Freeze what a form says now as its version in use."""
        content = {lang: cls._form_content(form) for lang in ("tr_TR", "en_US")}
        words = json.dumps(content, sort_keys=True, ensure_ascii=False)
        version = (
            cls.env["iys.form.version"]
            .sudo()
            .create(
                {
                    "form_id": form.id,
                    "number": len(form.version_ids) + 1,
                    "content": content,
                    "sha256": hashlib.sha256(words.encode()).hexdigest(),
                    "published_at": cls._now(),
                }
            )
        )
        form.write({"version_id": version.id, "state": "published"})
        return version

    @classmethod
    def _form_content(cls, form):
        """Spell one language of a version as `iys.form.version` documents it."""
        brand = form.brand_id
        return {
            "title": form.title or "",
            "intro": form.intro or "",
            "thanks": form.thanks or "",
            "brand": brand.name,
            "mersis": brand.mersis,
            "contact": brand.contact,
            "notice": cls._text_content(form.notice_id),
            "questions": [
                {
                    "id": box.id,
                    "kind": box.notice_id.kind,
                    "type": box.type or "",
                    "label": box.label,
                    "notice": cls._text_content(box.notice_id),
                }
                for box in form.question_ids
            ],
            "fields": [
                "name",
                *(["email"] if form.asks_email else []),
                *(["phone"] if form.asks_phone else []),
                *(form.extra_fields or []),
            ],
            "labels": form._extra_labels(),
            "confirm": form.confirms_address,
        }

    @classmethod
    def _text_content(cls, text):
        return {
            "id": text.id,
            "name": text.name,
            "body": str(text.body),
            "sha256": text.sha256,
        }

    @classmethod
    def _make_point(cls, form, **over):
        values = {"form_id": form.id, "name": "Kapı", **over}
        return cls.env["iys.form.point"].sudo().create(values)

    @classmethod
    def _box(cls, form, type_):
        """Return the id, as text, of a form's box for a channel (or a text's kind)."""
        boxes = form.question_ids
        found = boxes.filtered(lambda b: type_ in (b.type, b.notice_id.kind))
        return str(found[:1].id)

    @classmethod
    def _answer(cls, *types, form=None, **over):
        """Make an `Answer` with the boxes of some channels ticked."""
        values = {
            "name": "Deneme Kişi",
            "email": EMAIL,
            "phone": cls.phone,
            "boxes": {cls._box(form or cls.form, type_): True for type_ in types},
            "page": {
                "url": "https://izin.example.com/izin/abc",
                "language": "tr_TR",
                "layout": "page",
                "ip": "192.0.2.7",
                "browser": "Deneme/1.0",
            },
            **over,
        }
        return Answer(**values)

    @classmethod
    def _take(cls, answer, form=None, point=None, partner=None):
        """Hand an answer in at a form's own link, for the version in use."""
        form = form or cls.form
        point = point or form.point_ids[:1]
        return cls.env["iys.form"].sudo()._take(form.version_id, point, answer, partner)

    @classmethod
    def _acts(cls, brand=None):
        """Return a brand's acts, newest first."""
        brand = brand or cls.alpha
        return cls.env["iys.consent"].sudo().search([("brand_id", "=", brand.id)])
