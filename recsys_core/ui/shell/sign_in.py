"""Who is signed in and what they may do, where the server's secrets configure it; else everybody may do all.

``.streamlit/secrets.toml`` holds Streamlit's own section ``[auth]`` (OpenID Connect) and, below ``[roles]``,
the addresses of editors and approvers; whoever else signs in is a viewer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from recsys_core.errors import SettingError
from recsys_core.messages import message
from recsys_core.ui.text.escape import escape_markdown
from recsys_core.ui.text.words import Words

Role = Literal["viewer", "editor", "approver"]
Action = Literal["upload", "save", "train", "approve", "retire", "delete"]

ROLES: tuple[Role, ...] = ("viewer", "editor", "approver")
"""Each may do what those before it may."""
NEEDS: Mapping[Action, Role] = {
    "upload": "editor",
    "save": "editor",
    "train": "approver",
    "approve": "approver",
    "retire": "approver",
    "delete": "approver",
}


def is_configured() -> bool:
    """Whether this server asks people to sign in: Streamlit knows ``is_logged_in`` only then."""
    return "is_logged_in" in st.user


def signed_in() -> str:
    """The address of whoever is signed in, "" without one, or where nobody signs in."""
    user = st.user.to_dict() if is_configured() else {}
    return str(user.get("email") or user.get("sub") or "") if user.get("is_logged_in") else ""


def role() -> Role:
    """The visitor's role; an approver where nobody signs in."""
    if not is_configured():
        return ROLES[-1]
    try:
        listed: Mapping[str, Any] = st.secrets.get("roles", {})
    except StreamlitSecretNotFoundError:
        listed = {}
    return role_of(st.user.to_dict(), listed)


def role_of(user: Mapping[str, Any], listed: Mapping[str, Any]) -> Role:
    """The highest role that lists the address of a user; an address that nobody verified is not listed.

    Args:
        user: claims of the provider.
        listed: role -> addresses, compared without regard to case.
    """
    address = str(user.get("email") or "").strip().lower()
    if not address or not user.get("is_logged_in") or user.get("email_verified", True) not in (True, "true"):
        return ROLES[0]
    for name in reversed(ROLES[1:]):
        if address in {str(one).strip().lower() for one in listed.get(name, ())}:
            return name
    return ROLES[0]


def may(action: Action) -> bool:
    """Whether the visitor's role allows an action."""
    return ROLES.index(role()) >= ROLES.index(NEEDS[action])


def require(action: Action) -> None:
    """Refuse an action that the visitor's role does not allow; called where the action is done.

    Raises:
        SettingError: it does not.
    """
    if not may(action):
        raise SettingError(
            message(
                "errors.role",
                "Your role is {role}; this takes the role {needed}. Ask whoever runs this server for it.",
                role=role(),
                needed=NEEDS[action],
            )
        )


def gate(words: Words) -> None:
    """Show a button to sign in, and nothing else, to whoever is not; ends the run then."""
    if not is_configured():
        return
    if not signed_in():
        st.header(words("sign_in.title"))
        st.write(words("sign_in.line"))
        st.button(words("sign_in.button"), type="primary", key="sign_in", on_click=st.login)
        st.stop()
    with st.container(horizontal=True, horizontal_alignment="right", key="eq_signed_in"):
        said = words("sign_in.as", name=escape_markdown(signed_in(), 80), role=words(f"sign_in.{role()}"))
        st.caption(said, width="content")
        st.button(words("sign_in.out"), type="tertiary", key="sign_out", on_click=st.logout)
