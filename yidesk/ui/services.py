"""What the window stands on."""

from __future__ import annotations

from dataclasses import dataclass

from yidesk.core.paths import DataPaths
from yidesk.services.chats import Chats
from yidesk.services.collections import Collections
from yidesk.services.computer import Computer
from yidesk.services.diagnostics import Diagnostics
from yidesk.services.downloads import Downloads
from yidesk.services.holdings import Holdings
from yidesk.services.library import Library
from yidesk.services.model_shelf import ModelShelf
from yidesk.services.offers import Offers
from yidesk.services.page_pictures import PagePictures
from yidesk.services.readings import Readings
from yidesk.services.recognition import Recognition
from yidesk.services.settings import Preferences


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What a person can do; `ui.app` builds it."""

    paths: DataPaths
    chats: Chats
    library: Library
    recognition: Recognition
    collections: Collections
    readings: Readings
    holdings: Holdings
    preferences: Preferences
    computer: Computer
    diagnostics: Diagnostics
    shelf: ModelShelf
    offers: Offers
    downloads: Downloads
    pictures: PagePictures
