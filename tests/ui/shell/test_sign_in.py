import pytest

from recsys_core.errors import SettingError
from recsys_core.ui.shell import sign_in

LISTED = {"editor": ["Ada@Example.org"], "approver": ["grace@example.org"]}


@pytest.mark.parametrize(
    ("email", "more", "role"),
    [
        ("ada@example.org", {}, "editor"),
        ("GRACE@example.org ", {"email_verified": True}, "approver"),
        ("grace@example.org", {"email_verified": False}, "viewer"),
        ("grace@example.org", {"is_logged_in": False}, "viewer"),
        ("eve@example.org", {}, "viewer"),
        ("", {}, "viewer"),
    ],
)
def test_roles_belong_to_verified_addresses(email, more, role):
    assert sign_in.role_of({"is_logged_in": True, "email": email} | more, LISTED) == role


def test_a_role_may_do_what_lower_ones_may_and_nothing_above(monkeypatch):
    monkeypatch.setattr(sign_in, "role", lambda: "editor")
    assert sign_in.may("upload") and sign_in.may("save")
    for action in ("train", "approve", "retire", "delete"):
        with pytest.raises(SettingError, match="Your role is editor; this takes the role approver"):
            sign_in.require(action)


def test_without_configuration_everybody_may_do_all():
    assert not sign_in.is_configured() and sign_in.signed_in() == ""
    assert all(sign_in.may(action) for action in sign_in.NEEDS)
