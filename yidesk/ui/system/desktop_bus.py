"""The session bus of a Linux desktop: notifications, and progress on the launcher's icon.

Notifications: freedesktop.org's Desktop Notifications Specification 1.2. Progress: the signal
com.canonical.Unity.LauncherEntry.Update, which the docks of KDE Plasma, Ubuntu and others read.
Where there is no bus, or nobody listens, nothing happens.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable

from jeepney import DBusAddress, Message, MessageType, new_method_call, new_signal
from jeepney.bus_messages import MatchRule, message_bus
from jeepney.io.threading import DBusRouter, Proxy, open_dbus_connection

_log = logging.getLogger(__name__)
NOTIFICATIONS = DBusAddress(
    "/org/freedesktop/Notifications",
    bus_name="org.freedesktop.Notifications",
    interface="org.freedesktop.Notifications",
)
LAUNCHER = DBusAddress("/org/yidesk/launcher", interface="com.canonical.Unity.LauncherEntry")
DESKTOP_ENTRY = "yidesk"
AS_LONG_AS_USUAL = -1
ANSWER_SECONDS = 5.0


class DesktopBus:
    """Tells the desktop things. Everything here may block for a moment: not in the GUI thread."""

    def __init__(self, chosen: Callable[[int], None]) -> None:
        """Connect. CHOSEN gets the number of a notification that a person clicked, in a thread.

        Raises OSError or KeyError where there is no session bus.
        """
        self._connection = open_dbus_connection("SESSION")
        self._router = DBusRouter(self._connection)
        self._chosen = chosen
        clicked = MatchRule(
            type="signal",
            interface=NOTIFICATIONS.interface,
            member="ActionInvoked",
            path=NOTIFICATIONS.object_path,
        )
        Proxy(message_bus, self._router, timeout=ANSWER_SECONDS).AddMatch(clicked)
        self._clicks: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._filter = self._router.filter(clicked, queue=self._clicks)
        self._listener = threading.Thread(target=self._listen, name="desktop-bus", daemon=True)
        self._listener.start()

    def tell(self, title: str, text: str, action: str) -> int:
        """Show a notification that is clicked, or whose ACTION is; returns its number.

        0 where nobody shows notifications.
        """
        wanted = new_method_call(
            NOTIFICATIONS,
            "Notify",
            "susssasa{sv}i",
            (
                "YiDesk",
                0,
                "yidesk",
                title,
                text,
                ["default", action],
                {"desktop-entry": ("s", DESKTOP_ENTRY)},
                AS_LONG_AS_USUAL,
            ),
        )
        answer = self._router.send_and_get_reply(wanted, timeout=ANSWER_SECONDS)
        if answer.header.message_type is not MessageType.method_return:
            _log.info("no notification is shown here: %s", answer.body)
            return 0
        return int(answer.body[0])

    def show_progress(self, share: float | None) -> None:
        """Show on the launcher's icon how much is done, 0 to 1; None takes it away."""
        entry = f"application://{DESKTOP_ENTRY}.desktop"
        state = {"progress": ("d", share or 0.0), "progress-visible": ("b", share is not None)}
        self._router.send(new_signal(LAUNCHER, "Update", "sa{sv}", (entry, state)))

    def close(self) -> None:
        """Leave the bus."""
        self._clicks.put(None)
        self._listener.join(ANSWER_SECONDS)
        self._router.close()
        self._connection.close()

    def _listen(self) -> None:
        with self._filter:
            while (message := self._clicks.get()) is not None:
                self._chosen(int(message.body[0]))
