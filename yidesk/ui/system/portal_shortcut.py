"""A key by the desktop's portal: org.freedesktop.portal.GlobalShortcuts, version 1.

KDE Plasma, GNOME 48 and Hyprland have it. The desktop shows the person which key is proposed, and
keeps what was chosen. Each request is answered by a signal on an object of its own
(org.freedesktop.portal.Request); a program without a sandbox says first who it is
(org.freedesktop.host.portal.Registry), which older portals do not know and do not need.
"""

from __future__ import annotations

import contextlib
import queue
import secrets
from collections.abc import Callable

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.threading import DBusRouter, Proxy, open_dbus_connection

from yidesk.ui.system.desktop_bus import ANSWER_SECONDS, DESKTOP_ENTRY

PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name="org.freedesktop.portal.Desktop",
    interface="org.freedesktop.portal.GlobalShortcuts",
)
REGISTRY = PORTAL.with_interface("org.freedesktop.host.portal.Registry")
RESPONSE = MatchRule(type="signal", interface="org.freedesktop.portal.Request", member="Response")
ACTIVATED = MatchRule(type="signal", interface=PORTAL.interface, member="Activated")
SHORTCUT = "quick-question"
PREFERRED = "CTRL+ALT+y"
"""As the XDG shortcuts specification writes keys; the person may choose another one."""
Options = dict[str, tuple[str, object]]


class PortalShortcut:
    """One session of shortcuts; it ends with its connection to the bus."""

    def __init__(self, description: str) -> None:
        """DESCRIPTION: what the desktop shows beside the key."""
        self._description = description
        self._heard: queue.SimpleQueue[Message | None] = queue.SimpleQueue()

    def release(self) -> None:
        """Stop listening; the desktop forgets the session."""
        self._heard.put(None)

    def hold(self, pressed: Callable[[], None]) -> bool:
        """As `Claim` says. The person may take any time to choose a key."""
        with (
            contextlib.closing(open_dbus_connection("SESSION")) as connection,
            contextlib.closing(DBusRouter(connection)) as router,
            router.filter(RESPONSE, queue=self._heard),
            router.filter(ACTIVATED, queue=self._heard),
        ):
            bus = Proxy(message_bus, router, timeout=ANSWER_SECONDS)
            for rule in (RESPONSE, ACTIVATED):
                bus.AddMatch(rule)
            return self._listen(router, pressed)

    def _listen(self, router: DBusRouter, pressed: Callable[[], None]) -> bool:
        who = new_method_call(REGISTRY, "Register", "sa{sv}", (DESKTOP_ENTRY, {}))
        router.send_and_get_reply(who, timeout=ANSWER_SECONDS)  # whatever it answers
        made = self._ask(router, "CreateSession", "", (), {"session_handle_token": _token()})
        if made is None:
            return True  # released
        session = made.get("session_handle")
        if session is None:
            return False
        facts = {"description": ("s", self._description), "preferred_trigger": ("s", PREFERRED)}
        key = (session[1], [(SHORTCUT, facts)], "")
        bound = self._ask(router, "BindShortcuts", "oa(sa{sv})s", key, {})
        if bound is None:
            return True
        if not bound.get("shortcuts", ("", []))[1]:
            return False
        while (message := self._heard.get()) is not None:
            if message.header.fields.get(HeaderFields.member) == "Activated":
                pressed()
        return True

    def _ask(
        self,
        router: DBusRouter,
        method: str,
        signature: str,
        body: tuple[object, ...],
        options: Options,
    ) -> Options | None:
        """Results of a request, empty where it was refused; None when it was released meanwhile."""
        options = {**options, "handle_token": _token()}
        call = new_method_call(PORTAL, method, signature + "a{sv}", (*body, options))
        reply = router.send_and_get_reply(call, timeout=ANSWER_SECONDS)
        if reply.header.message_type is not MessageType.method_return:
            raise OSError(f"{method}: {reply.body}")
        (handle,) = reply.body
        while (message := self._heard.get()) is not None:
            if message.header.fields.get(HeaderFields.path) == handle:
                refused, results = message.body
                return {} if refused else results
        return None


def _token() -> tuple[str, str]:
    return "s", f"yidesk{secrets.token_hex(8)}"
