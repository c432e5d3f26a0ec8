"""The texts of a document's pages by their number, fetched when they are looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yidesk.core.types import Page


class PageTexts(Mapping[int, str]):
    """Keeps none of them. Looking at one raises DocumentError when it has gone."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = pages

    def __getitem__(self, number: int) -> str:
        if number not in self:
            raise KeyError(number)
        return self._pages[number - 1].text

    def __iter__(self) -> Iterator[int]:
        return iter(range(1, len(self._pages) + 1))

    def __len__(self) -> int:
        return len(self._pages)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and 1 <= number <= len(self._pages)

    def in_order(self) -> Iterator[tuple[int, str]]:
        """Every number with its text; for going through all this is the fastest."""
        return ((page.number, page.text) for page in self._pages)
