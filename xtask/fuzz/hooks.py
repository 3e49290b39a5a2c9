"""Adds the rights of a part of the interface to the requests that schemathesis makes up.

MALL_SERVER is the demo's address, MALL_PART the part: public, shopper, staff or signed. MALL_KEY and MALL_KEY_SECRET are
an API key of the demo mall, for the signed part.
"""

import hashlib
import hmac
import os
import secrets
import time

import requests
import schemathesis

SERVER = os.environ["MALL_SERVER"]
PART = os.environ["MALL_PART"]


class Signature(requests.auth.AuthBase):
    """Signs a request when its bytes are final."""

    def __call__(self, request):
        timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        message = f"{request.method}\n{request.path_url}\n{timestamp}\n{nonce}\n".encode() + body + b"\n"
        secret = os.environ["MALL_KEY_SECRET"].encode()
        request.headers["mall-key"] = os.environ["MALL_KEY"]
        request.headers["mall-timestamp"] = timestamp
        request.headers["mall-nonce"] = nonce
        request.headers["mall-signature"] = hmac.new(secret, message, hashlib.sha256).hexdigest()
        return request


def shopper():
    """Pays in the demo, opens the claim page and returns the browser's cookies."""
    browser = requests.Session()
    payment = {"store_id": "red-clay-hotpot", "amount": "8600"}
    page = browser.post(f"{SERVER}/demo/payments", data=payment, timeout=10)
    page.raise_for_status()
    link = page.url.rsplit("/", 1)[1]
    claim = {"request_id": "fuzz", "link": link, "offer_id": "halfway-hill-fresh-coffee", "nth": 1}
    browser.post(f"{SERVER}/v1/claims", json=claim, timeout=10).raise_for_status()
    return browser.cookies.get_dict()


def staff():
    """Logs in at a store of the demo and returns the browser's cookies."""
    browser = requests.Session()
    person = {"store": "halfway-hill", "name": "manager", "password": "demo-password"}
    browser.post(f"{SERVER}/v1/staff/sessions", json=person, timeout=10).raise_for_status()
    return browser.cookies.get_dict()


COOKIES = {"shopper": shopper, "staff": staff}.get(PART, dict)()


@schemathesis.hook
def before_call(context, case, kwargs):
    if PART == "signed":
        kwargs["auth"] = Signature()
    elif COOKIES:
        case.cookies = {**(case.cookies or {}), **COOKIES}
