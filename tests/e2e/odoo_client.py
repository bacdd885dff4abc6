"""A client of Odoo's HTTP interface: what a browser sends, without a browser."""

import re

import requests

TIMEOUT = 120


class Client:
    """A session of one user; every value it gives was read back by HTTP."""

    def __init__(
        self, url, database, login="admin", password="admin", patience=TIMEOUT
    ):
        """Log in; raises RuntimeError with Odoo's own words when refused.

        ``patience``: seconds until a call counts as lost.
        """
        self.url, self.patience = url, patience
        self.session = requests.Session()
        self._post(
            "/web/session/authenticate",
            {"db": database, "login": login, "password": password},
        )

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model."""
        words = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", words)

    def read(self, model, record_id, *names, **context):
        """Read some fields of one record, as a dict."""
        words = {"context": context} if context else {}
        return self.call(model, "read", [record_id], list(names), **words)[0]

    def ref(self, xml_id):
        """The database id of a record that an addon brought."""
        module, _, name = xml_id.partition(".")
        domain = [("module", "=", module), ("name", "=", name)]
        return self.call("ir.model.data", "search_read", domain, ["res_id"])[0][
            "res_id"
        ]

    def upload(self, page, target, values, name, content):
        """Fill in and send a page's form with one file; returns the path reached.

        Raises RuntimeError with the page's message when it comes back with one.
        """
        shown = self.session.get(self.url + page, timeout=TIMEOUT)
        token = re.search(r'name="csrf_token"\s+value="([^"]+)"', shown.text)
        answer = self.session.post(
            self.url + target,
            data=values | {"csrf_token": token[1]},
            files={"file": (name, content)},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        if answer.status_code not in (302, 303):
            told = re.search(r'role="alert"[^>]*>([^<]*)<', answer.text)
            raise RuntimeError(told[1] if told else f"HTTP {answer.status_code}")
        return answer.headers["Location"]

    def download(self, model, record_id, field):
        """Return the bytes of a file field."""
        answer = self.session.get(
            f"{self.url}/web/content/{model}/{record_id}/{field}", timeout=TIMEOUT
        )
        answer.raise_for_status()
        return answer.content

    def _post(self, path, params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(
            self.url + path, json=body, timeout=self.patience
        ).json()
        if "error" in answer:
            raise RuntimeError(answer["error"]["data"]["message"])
        return answer.get("result")
