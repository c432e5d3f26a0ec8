"""What works behind the window's widgets; loaded and made once the window is seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from yidesk.ui import accessible
from yidesk.ui.bridge import Bridge
from yidesk.ui.chat.choosing import ChoosingPresenter
from yidesk.ui.chat.hits import Hits
from yidesk.ui.chat.leisure import Leisure
from yidesk.ui.chat.pasting import Pasting
from yidesk.ui.chat.presenter import ChatPresenter
from yidesk.ui.chat.scans import Scans
from yidesk.ui.document.sheet import PageSheet
from yidesk.ui.intake import Intake
from yidesk.ui.navigation import Navigation
from yidesk.ui.screens import Screens
from yidesk.ui.services import Services
from yidesk.ui.sidebar.shelf import Shelf

if TYPE_CHECKING:
    from yidesk.ui.chat.screen import ChatScreen
    from yidesk.ui.sidebar.panel import SidebarPanel


@dataclass(frozen=True, slots=True)
class Behind:
    """The presenters of what one sees at once, and the pane for documents."""

    sheet: PageSheet
    presenter: ChatPresenter
    scans: Scans
    pasting: Pasting
    choosing: ChoosingPresenter
    leisure: Leisure
    hits: Hits
    navigation: Navigation
    shelf: Shelf
    intake: Intake

    @classmethod
    def make(
        cls,
        window: QWidget,
        bridge: Bridge,
        services: Services,
        widgets: tuple[SidebarPanel, Screens, ChatScreen],
    ) -> Behind:
        """Join the SERVICES with the WIDGETS of the WINDOW."""
        accessible.install()
        sidebar, screens, screen = widgets
        chats = services.chats
        presenter = ChatPresenter(bridge, chats, screen)
        desk, switch = presenter.desk, services.preferences.settings.switch
        presenter.read_out.is_wanted = partial(switch, "read_out")
        navigation = Navigation(bridge, services, screens)
        shelf = Shelf(bridge, chats, sidebar, screens.notices)
        return cls(
            sheet=PageSheet(bridge, services.pictures),
            presenter=presenter,
            scans=Scans(bridge, services.recognition, screen, desk),
            pasting=Pasting(bridge, desk, screen, services.paths.pasted),
            choosing=ChoosingPresenter(
                bridge,
                chats,
                presenter,
                screen,
                lambda: services.shelf.answering(),  # noqa: PLW0108 - the shelf is imported late
            ),
            leisure=Leisure(bridge, chats, switch, window),
            hits=Hits(bridge, chats, presenter, screen),
            navigation=navigation,
            shelf=shelf,
            intake=Intake(bridge, screens, desk, navigation, shelf),
        )
