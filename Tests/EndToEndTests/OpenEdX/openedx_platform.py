"""A platform made of Open edX's own LTI code (lti-consumer-xblock), served over HTTP on loopback for a test.

    python openedx_platform.py PORT TOOL_URL BINDING_KEY

Open edX's package builds the login initiation, the id_token, the key set and the access tokens, and judges the tool's
client assertion, scopes and scores. This file only carries requests to it and answers back.
"""

import html
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PORT, TOOL, BINDING = int(sys.argv[1]), sys.argv[2], sys.argv[3]
BASE = f"http://127.0.0.1:{PORT}"

settings.configure(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    PLATFORM_NAME="Open edX",
    SECRET_KEY="test",
    USE_TZ=True,
)
django.setup()

from lti_consumer.data import Lti1p3LaunchData  # noqa: E402
from lti_consumer.lti_1p3.consumer import LtiAdvantageConsumer  # noqa: E402

SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
SCORES = []


def consumer():
    made = LtiAdvantageConsumer(
        iss=BASE,
        lti_oidc_url=TOOL + "/lti/login",
        lti_launch_url=TOOL + "/learn",
        client_id="lectern-openedx",
        deployment_id="1",
        rsa_key=KEY.decode(),
        rsa_key_id="openedx-1",
        redirect_uris=[TOOL + "/lti/launch"],
        tool_keyset_url=TOOL + "/.well-known/jwks.json",
    )
    made.enable_ags(BASE + "/lineitems", BASE + "/lineitems/1")
    made.enable_nrps(BASE + "/memberships")
    return made


class Platform(BaseHTTPRequestHandler):
    def do_GET(self):
        path, query = urlsplit(self.path).path, dict(parse_qsl(urlsplit(self.path).query))
        if path == "/start":
            data = Lti1p3LaunchData(
                user_id=query["user"], user_role="student", config_id="1", resource_link_id="block-1"
            )
            self.redirect(consumer().prepare_preflight_url(data))
        elif path == "/auth":
            self.answer(200, self.launch(query), "text/html")
        elif path == "/jwks":
            self.answer(200, json.dumps(consumer().get_public_keyset()), "application/json")
        elif path == "/scores":
            self.answer(200, json.dumps(SCORES), "application/json")
        else:
            self.answer(404, "", "text/plain")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if urlsplit(self.path).path == "/token":
            try:
                self.answer(200, json.dumps(consumer().access_token(dict(parse_qsl(body)))), "application/json")
            except Exception as error:
                self.answer(400, json.dumps({"error": type(error).__name__}), "application/json")
        elif urlsplit(self.path).path == "/lineitems/1/scores":
            self.score(body)
        else:
            self.answer(404, "", "text/plain")

    def launch(self, preflight):
        lti = consumer()
        lti.set_user_data(user_id=preflight["login_hint"], role="student")
        lti.set_resource_link_claim("block-1")
        lti.set_context_claim("course-v1:Demo+Tides+2026", context_title="Tides")
        lti.set_launch_presentation_claim("iframe")
        lti.set_custom_parameters({"lectern_binding": BINDING})
        fields = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
            for name, value in lti.generate_launch_request(preflight).items()
        )
        action = html.escape(preflight["redirect_uri"])
        return f'<form method="post" action="{action}">{fields}</form><script>document.forms[0].submit()</script>'

    def score(self, body):
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.headers.get("Content-Type") != "application/vnd.ims.lis.v1.score+json":
            return self.answer(415, "", "text/plain")
        try:
            allowed = consumer().check_token(token, [SCORE])
        except Exception:
            allowed = False
        if not allowed:
            return self.answer(403, "", "text/plain")
        SCORES.append(json.loads(body))
        self.answer(200, body, "application/json")

    def redirect(self, location):
        self.send_response(302)
        self.send_header("Location", location)
        self.end_headers()

    def answer(self, status, body, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", PORT), Platform).serve_forever()
