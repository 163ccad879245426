"""A server that asks people to sign in shows nothing before, and afterwards what their role allows."""

import pytest

from tests.browser.conditions import PATIENCE
from tests.browser.conftest import free_port, running_dashboard
from tests.browser.sign_in_provider import provider

pytestmark = pytest.mark.long

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret that only this test knows, long enough"
client_id = "equipoise"
client_secret = "shared"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[roles]
editor = ["Ada@example.org"]
"""


@pytest.mark.parametrize(("email", "role"), [("ada@example.org", "editor"), ("eve@example.org", "viewer")])
def test_sign_in_gives_a_role_and_signing_out_takes_it(chromium, tmp_path, email, role):
    port = free_port()
    with provider(email) as address:
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(SECRETS.format(port=port, provider=address))
        with running_dashboard(tmp_path, "--secrets.files", str(secrets), port=port) as dashboard:
            context = chromium.new_context()
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            page.goto(f"{dashboard}/data?data=sample")
            page.wait_for_selector("text=Sign in to go on")
            assert not page.locator("[class*=st-key-card_]").count()
            page.click(".st-key-sign_in button")
            page.wait_for_selector(f"text={email} · {role}")
            page.goto(f"{dashboard}/data?data=sample")
            page.wait_for_selector(".st-key-card_choose")
            assert bool(page.locator("text=Viewers cannot upload").count()) == (role == "viewer")
            page.click(".st-key-sign_out button")
            page.wait_for_selector("text=Sign in to go on")
            context.close()
