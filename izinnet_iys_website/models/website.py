"""Which consent forms a website uses, and what its blocks show."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ..controllers.block_words import words_for

#: What of a version's content goes to visitors; all else stays on the server.
SHOWN = (
    "title",
    "intro",
    "thanks",
    "brand",
    "mersis",
    "contact",
    "fields",
    "labels",
    "confirm",
)
POINTS = (
    "iys_signup_point_id",
    "iys_newsletter_point_id",
    "iys_event_point_id",
    "iys_shop_point_id",
)
POINT_DOMAIN = (
    "[('company_id', '=', company_id), ('state', '=', 'active'),"
    " ('form_id.state', '=', 'published'), ('kind', '!=', 'visit')]"
)


class Website(models.Model):
    """All choices are empty at first: no boxes anywhere, no newsletter requests."""

    _inherit = "website"

    iys_signup_point_id = fields.Many2one(
        "iys.form.point",
        "Consent at sign-up",
        domain=POINT_DOMAIN,
        help="Its boxes stand on the sign-up page, empty and never required.",
    )
    iys_newsletter_point_id = fields.Many2one(
        "iys.form.point",
        "Consent of newsletter boxes",
        domain=POINT_DOMAIN,
        help="Who subscribes gets a link to confirm this form's approval. Without a form"
        " the newsletter boxes take no subscriptions.",
    )

    iys_event_point_id = fields.Many2one(
        "iys.form.point",
        "Consent at event registration",
        domain=POINT_DOMAIN,
        help="Its boxes stand in the registration form of events, empty and never"
        " required. They are for the first person named in the form.",
    )
    iys_shop_point_id = fields.Many2one(
        "iys.form.point",
        "Consent at checkout",
        domain=POINT_DOMAIN,
        help="Its boxes stand below the address in the shop's checkout, empty and never"
        " required.",
    )

    def write(self, vals):
        """Override of `website`: which forms it uses is set-up for the day log (L-8)."""
        done = super().write(vals)
        if changed := sorted(set(POINTS) & set(vals)):
            for website in self:
                self.env["iys.log"]._add(
                    "setup",
                    "Settings of the website changed",
                    record=website,
                    data={"fields": changed},
                )
        return done

    @api.constrains("company_id", *POINTS)
    def _check_iys_points(self):
        for website in self:
            points_sudo = self.env["iys.form.point"].sudo()
            for name in POINTS:
                points_sudo |= website.sudo()[name]
            if points_sudo.company_id - website.company_id:
                raise ValidationError(
                    self.env._(
                        "The consent form of %(website)s belongs to another company."
                        " Choose a form of the website's own company.",
                        website=website.name,
                    )
                )

    def iys_consent_points(self):
        """Return [{token, name}] of what an editor may put on pages of this website.

        :raises AccessError: for people who may not edit pages.
        """
        self.ensure_one()
        if not self.env.user.has_group("website.group_website_restricted_editor"):
            raise AccessError(
                self.env._("Only editors of the website choose its forms.")
            )
        # sudo: a designer places forms without a role in consents; names are enough
        points_sudo = self.env["iys.form.point"].sudo()
        points_sudo = points_sudo.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "active"),
                ("form_id.state", "=", "published"),
                ("kind", "!=", "visit"),
            ]
        )
        return [
            {"token": point.token, "name": f"{point.form_id.name}: {point.name}"}
            for point in points_sudo
        ]

    def _iys_point(self, token):
        """Return the point of this token if it is of this website's company, or none.

        It may be paused or ended: that is for who shows or takes to say.
        """
        # sudo: the token is public and names this one row
        points_sudo = self.env["iys.form.point"].sudo()
        point_sudo = points_sudo._by_token(token) if token else points_sudo
        own = point_sudo.company_id == self.company_id
        return point_sudo if own else points_sudo

    def _iys_chosen_point(self, field_name):
        """Return the point chosen in ``field_name`` while it takes answers, or none."""
        point_sudo = self.sudo()[field_name]  # visitors read no settings
        usable = point_sudo and self._iys_is_usable(point_sudo)
        return point_sudo if usable else point_sudo.browse()

    def _iys_is_usable(self, point_sudo):
        return point_sudo.company_id == self.company_id and point_sudo._is_open()

    def _iys_block(self, point_sudo, lang=""):
        """Return what a block shows of a point's published version, ready for JSON.

        ``{"state": "closed"}`` while the point takes no answers. Texts of the law come
        from the frozen version, never from the living form (L-32).
        """
        version_sudo = point_sudo.form_id.version_id
        if not version_sudo or not self._iys_is_usable(point_sudo):
            return {"state": "closed"}
        language, content = self._iys_content(version_sudo, lang)
        return {
            "state": "open",
            "token": point_sudo.token,
            "version": version_sudo._signed(),
            "language": language,
            "notice": self._iys_text(content.get("notice")),
            "questions": [self._iys_box(one) for one in content["questions"]],
            **{key: content.get(key) for key in SHOWN},
        }

    def _iys_signup_block(self):
        """Return what the sign-up page shows: a block in the page's language with its
        words, and ``asks_phone`` where a box is for a phone channel."""
        block = self._iys_block(self._iys_chosen_point("iys_signup_point_id"))
        if block["state"] != "open":
            return block
        questions = block["questions"]
        phones = {"MESAJ", "ARAMA"}
        block["asks_phone"] = any(one["type"] in phones for one in questions)
        return {**block, "words": words_for(block["language"])}

    def _iys_content(self, version_sudo, lang):
        """Return (language, content) of a version nearest to the page's language."""
        contents = version_sudo.content
        wanted = (lang or self.env.lang or "").replace("-", "_")
        for language in (wanted, "tr_TR", *contents):
            if language in contents:
                return language, contents[language]
        return wanted, {"questions": []}

    def _iys_box(self, question):
        return {
            "id": question["id"],
            "type": question.get("type") or "",
            "label": question["label"],
            "notice": self._iys_text(question.get("notice")),
        }

    def _iys_text(self, notice):
        """Return a frozen text for the page. ``body`` is HTML, cleaned when it was
        written and shown letter by letter as it was frozen (R-53)."""
        if not notice:
            return {}
        return {
            "name": notice.get("name", ""),
            "body": Markup(notice.get("body") or ""),
        }
