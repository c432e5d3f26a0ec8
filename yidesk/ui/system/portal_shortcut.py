"""A key by the desktop's portal: org.freedesktop.portal.GlobalShortcuts, version 1.

KDE Plasma, GNOME 48 and Hyprland have it. The desktop shows the person which key is proposed, and
keeps what was chosen. Each request is answered by a signal on an object of its own
(org.freedesktop.portal.Request); a program without a sandbox says first who it is
(org.freedesktop.host.portal.Registry), which older portals do not know and do not need.

Any program on the bus can send signals that look like these: only the portal's own are heard.
"""

from __future__ import annotations

import contextlib
import queue
import secrets

from jeepney import DBusAddress, HeaderFields, Message, MessageType, new_method_call
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.threading import DBusRouter, Proxy, open_dbus_connection

from yidesk.core.errors import YiDeskError
from yidesk.core.key_combination import KeyCombination, is_function
from yidesk.ui.system.desktop_bus import ANSWER_SECONDS, DESKTOP_ENTRY
from yidesk.ui.system.key_claim import Hears, Held, Press, ThreadedClaim, declined

PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    bus_name="org.freedesktop.portal.Desktop",
    interface="org.freedesktop.portal.GlobalShortcuts",
)
REGISTRY = PORTAL.with_interface("org.freedesktop.host.portal.Registry")
_OWNER_CHANGED = MatchRule(
    type="signal", interface=message_bus.interface, member="NameOwnerChanged"
)
_OWNER_CHANGED.add_arg_condition(0, PORTAL.bus_name)
RULES = (
    MatchRule(type="signal", interface="org.freedesktop.portal.Request", member="Response"),
    MatchRule(type="signal", interface="org.freedesktop.portal.Session", member="Closed"),
    MatchRule(type="signal", interface=PORTAL.interface),
    _OWNER_CHANGED,
)
SHORTCUT = "quick-question"
CANCELLED = 1
"""The answer to a request that the person has refused; 2 is any other end."""
MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Meta": "LOGO"}
"""As the XDG shortcuts specification writes them."""
Options = dict[str, tuple[str, object]]


class PortalShortcut(ThreadedClaim):
    """One session of shortcuts; it ends with its connection to the bus."""

    def __init__(self, description: str, key: KeyCombination) -> None:
        """DESCRIPTION: what the desktop shows beside the key, of which KEY is proposed."""
        super().__init__()
        self._description, self._key = description, key
        self._heard: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._session = self._portal = ""
        """The session's path, and the portal's own name on the bus."""

    def release(self) -> None:
        """Stop listening; the desktop forgets the session."""
        self._heard.put(None)

    def hold(self, hears: Hears) -> None:
        """As `ThreadedClaim` says. The person may take any time to choose a key.

        Raises OSError, KeyError, TimeoutError where there is no bus, or no portal for keys.
        """
        with (
            contextlib.closing(open_dbus_connection("SESSION")) as connection,
            contextlib.closing(DBusRouter(connection)) as router,
            contextlib.ExitStack() as stack,
        ):
            bus = Proxy(message_bus, router, timeout=ANSWER_SECONDS)
            for rule in RULES:
                stack.enter_context(router.filter(rule, queue=self._heard))
                bus.AddMatch(rule)
            if self._claim(router, bus, hears):
                self._listen(hears)

    def _claim(self, router: DBusRouter, bus: Proxy, hears: Hears) -> bool:
        """Ask for the key; False when it was released meanwhile."""
        who = new_method_call(REGISTRY, "Register", "sa{sv}", (DESKTOP_ENTRY, {}))
        router.send_and_get_reply(who, timeout=ANSWER_SECONDS)  # whatever it answers
        (self._portal,) = bus.GetNameOwner(PORTAL.bus_name)
        made = self._ask(router, "CreateSession", "", (), {"session_handle_token": _token()})
        if made is None:
            return False
        self._session = str(made["session_handle"][1])
        facts = {"description": ("s", self._description), "preferred_trigger": ("s", self.proposed)}
        key = (self._session, [(SHORTCUT, facts)], "")
        bound = self._ask(router, "BindShortcuts", "oa(sa{sv})s", key, {})
        if bound is None:
            return False
        given = bound.get("shortcuts", ("", []))[1]
        if not isinstance(given, list) or not self._tell(given, hears):
            raise declined()
        return True

    @property
    def proposed(self) -> str:
        """The key as the XDG shortcuts specification writes it."""
        held = [name for of, name in MODIFIERS.items() if of in self._key.modifiers]
        key = self._key.key
        return "+".join((*held, key if is_function(key) else key.lower()))

    def _tell(self, shortcuts: list[tuple[str, Options]], hears: Hears) -> bool:
        """Tell of the key among SHORTCUTS; False: it is not there."""
        for name, facts in shortcuts:
            if name == SHORTCUT:
                key = str(facts.get("trigger_description", ("s", ""))[1])
                hears.held(Held(key, by_desktop=True))
                return True
        return False

    def _listen(self, hears: Hears) -> None:
        while (message := self._next()) is not None:
            member, body = message.header.fields.get(HeaderFields.member), message.body
            if member == "Activated" and body[:2] == (self._session, SHORTCUT):
                hears.pressed(Press(str(body[3].get("activation_token", ("s", ""))[1])))
            elif member == "ShortcutsChanged" and body[0] == self._session:
                if not self._tell(body[1], hears):
                    hears.held(Held("", by_desktop=True))
            elif member == "NameOwnerChanged" or (
                member == "Closed" and _path(message) == self._session
            ):
                raise _lost()

    def _ask(
        self,
        router: DBusRouter,
        method: str,
        signature: str,
        body: tuple[object, ...],
        options: Options,
    ) -> Options | None:
        """Results of a request; None when it was released meanwhile.

        Raises YiDeskError when the person refused, OSError where it ended in another way.
        """
        options = {**options, "handle_token": _token()}
        call = new_method_call(PORTAL, method, signature + "a{sv}", (*body, options))
        reply = router.send_and_get_reply(call, timeout=ANSWER_SECONDS)
        if reply.header.message_type is not MessageType.method_return:
            raise OSError(f"{method}: {reply.body}")
        (handle,) = reply.body
        while (message := self._next()) is not None:
            if _path(message) == handle:
                answer, results = message.body
                if answer == CANCELLED:
                    raise declined()
                if answer:
                    raise OSError(f"{method} ended: {answer}")
                return dict(results)
            if message.header.fields.get(HeaderFields.member) == "NameOwnerChanged":
                raise OSError("the portal has gone")
        return None

    def _next(self) -> Message | None:
        """What the portal says next, or the bus; None: the key is given back."""
        while (message := self._heard.get()) is not None:
            if message.header.fields.get(HeaderFields.sender) in (
                self._portal,
                message_bus.bus_name,
            ):
                return message
        return None


def _path(message: Message) -> object:
    return message.header.fields.get(HeaderFields.path)


def _lost() -> YiDeskError:
    return YiDeskError(
        "The desktop has taken back the key for a quick question.",
        code="global_key_lost",
        next_step="Turn the key off and on again in the settings.",
    )


def _token() -> tuple[str, str]:
    return "s", f"yidesk{secrets.token_hex(8)}"
