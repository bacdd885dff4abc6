"""Clients of the public page's bench, and what each of them posts."""

import re
import time

import requests


class Visitor:
    """One client: a session of its own and an address for every post."""

    def __init__(self, url, number):
        self.url, self.number, self.posts = url, number, 0
        self.session = requests.Session()

    def address(self):
        """Return an e-mail address nobody used before."""
        self.posts += 1
        return f"kisi{self.number}-{time.time_ns()}-{self.posts}@deneme.example.com"

    def post(self, path, **arguments):
        """Post; returns (seconds, status)."""
        begun = time.monotonic()
        answer = self.session.post(self.url + path, timeout=120, **arguments)
        return time.monotonic() - begun, answer.status_code, answer.text


def empty(visitor):
    """The floor: a controller that does nothing."""
    return visitor.post("/bench/empty", data={"name": "Deneme"})


def form(token):
    """Our public form: name, address, one box of three."""

    def act(visitor):
        if not hasattr(visitor, "hidden"):
            page = visitor.session.get(f"{visitor.url}/izin/{token}", timeout=120).text
            pairs = re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', page)
            box = re.search(r'name="(box_\d+)"', page)[1]
            visitor.hidden = {**dict(pairs), box: "1"}
        values = {**visitor.hidden, "name": "Deniz Deneme", "email": visitor.address()}
        return visitor.post(f"/izin/{token}", data=values)

    return act


def block(token):
    """Our block on a page: the same answer as JSON, as its script sends it."""

    def act(visitor):
        path = f"/iys/form/{token}"
        if not hasattr(visitor, "block"):
            url = f"{visitor.url}{path}/content?lang=tr"
            told = visitor.session.get(url, timeout=120).json()
            box = f"box_{told['questions'][0]['id']}"
            visitor.block = {"version": told["version"], "language": "tr_TR", box: "1"}
        person = {"name": "Deniz Deneme", "email": visitor.address()}
        params = {"values": {**visitor.block, **person}}
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        seconds, status, text = visitor.post(f"{path}/answer", json=body)
        is_taken = '"outcome": "taken"' in text
        return seconds, status if is_taken else f"not taken, {status}", text

    return act


def newsletter(list_id):
    """Odoo's newsletter box."""

    def act(visitor):
        params = {
            "list_id": list_id,
            "value": visitor.address(),
            "subscription_type": "email",
        }
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return visitor.post("/website_mass_mailing/subscribe", json=body)

    return act


def contact(visitor):
    """Odoo's contact form, which makes a lead."""
    if not hasattr(visitor, "token"):
        page = visitor.session.get(f"{visitor.url}/contactus", timeout=120).text
        visitor.token = re.search(r"csrf_token\W+(?:value=.)?(\w{40,})", page)[1]
    values = {
        "csrf_token": visitor.token,
        "contact_name": "Deniz Deneme",
        "email_from": visitor.address(),
        "name": "Soru",
        "description": "Merhaba",
    }
    return visitor.post("/website/form/crm.lead", data=values)
