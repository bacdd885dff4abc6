"""Odoo's own unsubscribe pages: each of them ends in a refusal of the brand (L-14)."""

from werkzeug.exceptions import NotFound, Unauthorized

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.mass_mailing.controllers.main import MassMailController

from ..iys_api.recipients import normalise
from ..models.gate.iys_road import CONTEXT_KEY, NO_REFUSAL, Road

#: What PostgreSQL takes for an id.
LARGEST_ID = 2**31 - 1


class IysMassMailController(MassMailController):
    """Says by which road a refusal comes; the hooks on Odoo's models record it.

    Opening a page changes nothing (R-47): stock Odoo's unsubscribes on GET. Joining a
    list or leaving the block list stays possible for the owner of the address. It is a
    wish about topics, never a consent, and the page says so.
    """

    def _check_mailing_email_token(
        self, mailing_id, document_id, email, hash_token, required_mailing_id=False
    ):
        """Override of `mass_mailing`: a mangled link is a wrong link, not an error."""
        if mailing_id and not self._iys_mailing(mailing_id):
            raise NotFound()
        if hash_token and not str(hash_token).isascii():
            raise Unauthorized()
        return super()._check_mailing_email_token(
            mailing_id, document_id, email, hash_token, required_mailing_id
        )

    @http.route()
    def mailing_unsubscribe_oneclick(self, mailing_id, **params):
        """Override of `mass_mailing`: the click of a mail program (RFC 8058)."""
        self._iys_set_road(mailing_id, "one_click", "HS_EPOSTA")
        return super().mailing_unsubscribe_oneclick(mailing_id, **params)

    @http.route()
    def mailing_confirm_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None
    ):
        """Override of `mass_mailing`: say whose e-mails are refused."""
        page = super().mailing_confirm_unsubscribe(
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )
        brands_sudo = self._iys_mailing(mailing_id).iys_brand_id
        page.qcontext["iys_brands"] = brands_sudo.name
        return page

    @http.route()
    def mailing_confirm_unsubscribe_post(self, mailing_id, **params):
        """Override of `mass_mailing`: a person confirms; the id may be any text."""
        if not str(mailing_id).isdecimal():
            raise Unauthorized()
        self._iys_set_road(int(mailing_id), "unsubscribe")
        return super().mailing_confirm_unsubscribe_post(mailing_id, **params)

    @http.route()
    def mailing_unsubscribe(
        self, mailing_id, document_id=None, email=None, hash_token=None, **_params
    ):
        """Override of `mass_mailing`: opening the link asks, only POST acts (R-47)."""
        link = {"document_id": document_id, "email": email, "hash_token": hash_token}
        if request.httprequest.method != "POST":
            return self._iys_ask(mailing_id, **link)
        if not request.env.context.get(CONTEXT_KEY):
            self._iys_set_road(mailing_id, "unsubscribe")
        return super().mailing_unsubscribe(mailing_id, **link)

    def _iys_ask(self, mailing_id, document_id=None, email=None, hash_token=None):
        """Ask for the confirmation; who has refused already sees his subscriptions."""
        page = self.mailing_confirm_unsubscribe(  # checks the link
            mailing_id, document_id=document_id, email=email, hash_token=hash_token
        )
        address, token = self._fetch_user_information(email, hash_token)
        mailing_sudo = self._iys_mailing(mailing_id)
        if not self._iys_has_refused(mailing_sudo, address):
            return page
        values = self._prepare_mailing_subscription_values(
            mailing_sudo, document_id, address, token
        )
        values["unsubscribed_name"] = request.env._(
            "You have refused the commercial e-mails of this sender."
        )
        return request.render("mass_mailing.page_mailing_unsubscribe", values)

    def _iys_has_refused(self, mailing_sudo, address):
        brand_sudo = mailing_sudo.iys_brand_id
        if brand_sudo:
            refusal = Domain(
                [
                    ("recipient", "=", normalise("EPOSTA", address)),
                    ("brand_id", "=", brand_sudo.id),
                    ("type", "=", "EPOSTA"),
                    ("status", "=", "RET"),
                    ("is_effective", "=", True),
                ]
            )
            # sudo: who holds the link may know what the address has refused
            return bool(
                request.env["iys.consent"].sudo().search_count(refusal, limit=1)
            )
        blocked_sudo = self._fetch_blocklist_record(address)  # None: no address
        return bool(blocked_sudo and blocked_sudo.active)

    def _mailing_unsubscribe_from_list(self, mailing, document_id, email, hash_token):
        """Override of `mass_mailing`: leaving the lists of a mailing refuses its brand."""
        brands = mailing.iys_brand_id or mailing.contact_list_ids.iys_brand_id
        request.env["iys.consent"]._refuse_heard("EPOSTA", [email], brands)
        request.update_context(**{CONTEXT_KEY: NO_REFUSAL})  # told, not again per list
        mailing = mailing.with_context(**{CONTEXT_KEY: NO_REFUSAL})
        return super()._mailing_unsubscribe_from_list(
            mailing, document_id, email, hash_token
        )

    @http.route()
    def mailing_update_list_subscription(self, mailing_id=None, **params):
        """Override of `mass_mailing`: unticked lists are refusals of their brands.

        The owner of the address may tick a list again; the ledger does not change.
        """
        self._iys_set_road(mailing_id, "preferences", may_rejoin=True)
        return super().mailing_update_list_subscription(mailing_id=mailing_id, **params)

    @http.route()
    def mail_blocklist_add(self, mailing_id=None, **params):
        """Override of `mass_mailing`: "Exclude me" refuses the brand of the mailing."""
        self._iys_set_road(mailing_id, "preferences")
        return super().mail_blocklist_add(mailing_id=mailing_id, **params)

    def _iys_set_road(self, mailing_id, name, source="HS_WEB", may_rejoin=False):
        """Tell the models how a refusal comes. The stock route checks the link itself."""
        mailing_sudo = self._iys_mailing(mailing_id)
        agent = request.httprequest.user_agent.string or ""
        evidence = {"ip": request.httprequest.remote_addr, "browser": agent[:200]}
        if mailing_sudo:
            evidence["mailing"] = f"{mailing_sudo.id}: {mailing_sudo.subject}"
        road = Road(
            name,
            source,
            tuple(mailing_sudo.iys_brand_id.ids),
            evidence,
            may_rejoin=may_rejoin,
        )
        request.update_context(**{CONTEXT_KEY: road})

    def _iys_mailing(self, mailing_id):
        # sudo: visitors may not read mailings; only brand and subject are used
        mailings_sudo = request.env["mailing.mailing"].sudo()
        if not isinstance(mailing_id, int) or mailing_id > LARGEST_ID:
            return mailings_sudo
        return mailings_sudo.browse(mailing_id).exists()
