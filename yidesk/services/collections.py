"""Folders of documents that follow what happens on the disk.

A folder is looked through when it is added, and again whenever somebody asks: that costs a look
at every name and nothing else, but for files that may be renamed ones, which are hashed. New and
changed files are read when a person wants it; a changed file becomes another document, and chats
about the earlier one keep it.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from yidesk.core.errors import Cancelled, DocumentError, YiDeskError
from yidesk.core.unicode import mend
from yidesk.services.answer_events import Opening
from yidesk.services.folder_walk import FoundFile, LeftOut, Walk, walk
from yidesk.services.library import Library
from yidesk.services.opening import OpeningFile
from yidesk.services.remaining import Remaining
from yidesk.services.stopping import Stop
from yidesk.store.folders import FileState, Folder, FolderFile, FolderId
from yidesk.store.store import Store

__all__ = [
    "Collections",
    "FileState",
    "Folder",
    "FolderFile",
    "FolderId",
    "FolderRead",
    "FolderReading",
    "LeftOut",
    "ReadingFile",
]

TO_READ = (FileState.NEW, FileState.CHANGED)
"""The states of files that are read when nothing else is said."""


@dataclass(frozen=True, slots=True)
class ReadingFile:
    """A file of a folder is being turned into pages."""

    name: str
    done: int
    """Files before it."""
    total: int
    share: float = 0.0
    """Of the bytes of all files, 0 to 1."""
    seconds_left: float | None = None
    """Of all files; None while nobody can tell."""
    opening: Opening | None = None
    """How far the file itself is; None at its beginning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRead:
    """The last event of reading a folder."""

    folder: Folder
    documents: tuple[str, ...]
    """Fingerprints of all its documents, by the path of the file."""
    failed: tuple[FolderFile, ...]
    """Those that could not be read now, each with its error."""
    complete: bool
    """False when it was stopped; what was read is kept."""


OnProgress = Callable[[ReadingFile], object]
Begin = Callable[[Callable[[], bool]], Folder]


class Collections:
    """Folders of documents. Every method may be called from any thread."""

    def __init__(self, store: Store, library: Library) -> None:
        self._folders = store.document_folders
        self._library = library

    def add(self, path: Path, cancelled: Callable[[], bool] = lambda: False) -> Folder:
        """Know a folder, and look through it; nothing is read yet.

        Raises DocumentError, Cancelled; then the folder is not known.
        """
        place = path.expanduser().resolve()
        found = walk(place, cancelled)
        if mend(place) != str(place):
            raise DocumentError(
                "The name of the folder {name} is no text.",
                code="folder_name",
                next_step="Rename it, and add it again.",
                name=mend(place.name),
            )
        return self._compare(self._folders.add(str(place)), place, found, cancelled)

    def list(self) -> Sequence[Folder]:
        """Every folder, by path, as it was found last."""
        return self._folders.every()

    def files(self, folder: FolderId) -> Sequence[FolderFile]:
        """The files of a folder, by path, as they were found last."""
        return self._folders.files(folder)

    def documents(self, folder: FolderId) -> Sequence[str]:
        """Fingerprints of what was read from a folder, each once, by the path of the file."""
        return _documents(self._folders.files(folder))

    def places(self, folder: FolderId) -> Sequence[str]:
        """The folder and those below it, to be watched for changes; none when it is missing."""
        try:
            return walk(Path(self.known(folder).path)).folders
        except DocumentError:
            return ()

    def look(self, folder: FolderId, cancelled: Callable[[], bool] = lambda: False) -> Folder:
        """Look through a folder again. Raises YiDeskError when it is not known, Cancelled.

        What is known of a folder that is missing (a stick that was taken out) stays as it is.
        """
        place = Path(self.known(folder).path)
        try:
            found = walk(place, cancelled)
        except DocumentError:
            self._folders.note_missing(folder)
            return self.known(folder)
        return self._compare(folder, place, found, cancelled)

    def read(
        self,
        folder: FolderId,
        states: Sequence[FileState] = TO_READ,
        on_progress: OnProgress = lambda _event: None,
    ) -> FolderReading:
        """Read the files in these states; iterate to do it. ON_PROGRESS is told within a file."""
        begin: Begin = lambda _stopped: self.known(folder)  # noqa: E731 - a callback
        return FolderReading(self, self._library, begin, states, on_progress)

    def open(self, path: Path) -> FolderReading:
        """Add a folder and read what is new or changed in it; iterate to do it.

        What its last event names can be brought into a chat (`Chats.attach`).
        """
        return FolderReading(self, self._library, lambda stopped: self.add(path, stopped), TO_READ)

    def remove(self, folder: FolderId, *, with_documents: bool = False) -> int:
        """Forget a folder; the files on the disk are left alone.

        WITH_DOCUMENTS: what was read from it is removed from the library too, but for documents
        that another folder holds. Returns the bytes of readings that were freed.
        """
        documents = self.documents(folder)
        self._folders.remove(folder)
        if not with_documents:
            return 0
        others = {name for other in self._folders.every() for name in self.documents(other.id)}
        return sum(self._library.remove(name) for name in documents if name not in others)

    def note(self, folder: FolderId, file: FolderFile) -> None:
        """Note what became of a file."""
        self._folders.note_file(folder, file)

    def known(self, folder: FolderId) -> Folder:
        """A folder as it was found last. Raises YiDeskError when it is not known."""
        known = self._folders.get(folder)
        if known is None:
            raise YiDeskError("This folder is not there any more.", code="folder_unknown")
        return known

    def _compare(
        self, folder: FolderId, place: Path, found: Walk, cancelled: Callable[[], bool]
    ) -> Folder:
        known = {file.path: file for file in self._folders.files(folder)}
        changed = list(_differences(known, found.files))
        gone = [each for path, each in known.items() if path not in _paths(found.files)]
        renamed = self._renamed(place, changed, gone, cancelled)
        lost = [
            dataclasses.replace(each, state=FileState.GONE)
            for each in gone
            if each.document and each.path not in renamed
        ]
        new_names = {file.path: file for file in renamed.values()}
        self._folders.note(
            folder,
            files=[*(new_names.get(each.path, each) for each in changed), *lost],
            without=_paths(gone) - _paths(lost),
            left_out={reason.value: count for reason, count in found.left_out.items()},
        )
        return self.known(folder)

    def _renamed(
        self,
        place: Path,
        changed: Iterable[FolderFile],
        gone: Sequence[FolderFile],
        cancelled: Callable[[], bool],
    ) -> dict[str, FolderFile]:
        """Files that are called otherwise now, by their former path.

        Only a new file of exactly the size of one that is gone is hashed.
        """
        renamed: dict[str, FolderFile] = {}
        sizes = {each.bytes for each in gone if each.document}
        for file in changed:
            if file.state is not FileState.NEW or file.bytes not in sizes:
                continue
            try:
                mark = self._library.identify(place / file.path, cancelled=cancelled)
            except DocumentError:
                continue  # it is told when it is read
            former = next((e for e in gone if e.document == mark and e.path not in renamed), None)
            if former is not None:
                self._library.moved(mark, place / file.path)
                renamed[former.path] = dataclasses.replace(
                    file, state=FileState.READ, document=mark
                )
        return renamed


class FolderReading:
    """Files of a folder being read. Iterate once, in any thread; the last event is a FolderRead.

    A file that cannot be read costs itself only. Iterating raises YiDeskError where there is no
    folder, or nothing can be kept any more; and Cancelled before the first file.
    """

    def __init__(
        self,
        collections: Collections,
        library: Library,
        begin: Begin,
        states: Sequence[FileState],
        on_progress: OnProgress = lambda _event: None,
    ) -> None:
        """BEGIN gives the folder; it is given what tells whether Stop was pressed."""
        self._collections = collections
        self._library = library
        self._begin = begin
        self._states = frozenset(states)
        self._on_progress = on_progress
        self._stop = Stop()
        self._failed: list[FolderFile] = []

    def cancel(self) -> None:
        """Stop soon; what was read is kept. Safe from any thread."""
        self._stop.press()

    def __iter__(self) -> Iterator[ReadingFile | FolderRead]:
        """Read file by file."""
        folder = self._begin(lambda: self._stop.pressed)
        files = self._collections.files(folder.id)
        wanted = [file for file in files if file.state in self._states]
        progress = _Progress(wanted)
        for file in wanted:
            if self._stop.pressed:
                break
            yield progress.of(file)
            try:
                self._take(folder, file, partial(self._tell, progress, file))
            except Cancelled:
                break
            progress.passed(file)
        yield FolderRead(
            folder=self._collections.known(folder.id),
            documents=tuple(self._collections.documents(folder.id)),
            failed=tuple(self._failed),
            complete=not self._stop.pressed,
        )

    def _tell(self, progress: _Progress, file: FolderFile, opening: Opening) -> None:
        self._on_progress(progress.of(file, opening))

    def _take(self, folder: Folder, file: FolderFile, tell: Callable[[Opening], object]) -> None:
        path = Path(folder.path) / file.path
        with contextlib.suppress(OSError):  # what is read is what lies there now
            status = path.stat()
            file = dataclasses.replace(file, bytes=status.st_size, changed=status.st_mtime_ns)
        try:
            mark = self._read(path, OpeningFile(file.path, tell))
        except DocumentError as error:
            file = dataclasses.replace(file, state=FileState.FAILED, error=error)
            self._failed.append(file)
        else:
            file = dataclasses.replace(file, state=FileState.READ, document=mark, error=None)
        self._collections.note(folder.id, file)

    def _read(self, path: Path, opening: OpeningFile) -> str:
        """The fingerprint of the document in a file, which is in the library then.

        A copy of a file that is still where it was gives it no other name.
        """
        pressed = lambda: self._stop.pressed  # noqa: E731 - a callback, twice
        mark = self._library.identify(path, opening.on_bytes, cancelled=pressed)
        known = self._library.entry(mark)
        if known is None or not self._is_at(mark, Path(known.path), pressed):
            return self._library.add(path, opening.on_page, cancelled=pressed).fingerprint
        return mark

    def _is_at(self, mark: str, path: Path, cancelled: Callable[[], bool]) -> bool:
        """Whether a document's file still holds it: names may have been exchanged."""
        try:
            return path.is_file() and self._library.identify(path, cancelled=cancelled) == mark
        except DocumentError:
            return False


class _Progress:
    """How far the reading of a folder is, by the bytes of its files."""

    def __init__(self, files: Sequence[FolderFile]) -> None:
        self._files = len(files)
        self._bytes = sum(file.bytes for file in files)
        self._done = self._before = 0
        self._remaining = Remaining()

    def of(self, file: FolderFile, opening: Opening | None = None) -> ReadingFile:
        """FILE is being read, which is so far itself."""
        within = opening.share if opening is not None and opening.pages_total else 0.0
        share = (self._before + within * file.bytes) / max(self._bytes, 1)
        left = self._remaining.seconds(share)
        return ReadingFile(file.path, self._done, self._files, share, left, opening)

    def passed(self, file: FolderFile) -> None:
        """FILE is read, or cannot be."""
        self._done += 1
        self._before += file.bytes


def _differences(known: dict[str, FolderFile], found: Iterable[FoundFile]) -> Iterator[FolderFile]:
    """Files that are new, or not as they were found or read last."""
    for file in found:
        before = known.get(file.path)
        seen = FolderFile(
            path=file.path, state=FileState.NEW, bytes=file.bytes, changed=file.changed
        )
        if before is None:
            yield seen
            continue
        same = (before.bytes, before.changed) == (file.bytes, file.changed)
        after = _state_after(before, same=same)
        if not same or after is not before.state:
            yield dataclasses.replace(seen, state=after, document=before.document)


def _state_after(before: FolderFile, *, same: bool) -> FileState:
    """The state of a file that is there, by what it was, and whether it is the SAME still."""
    if before.state is FileState.REMOVED:
        return FileState.REMOVED
    if before.document is None:
        return before.state if same and before.state is FileState.FAILED else FileState.NEW
    if before.state in {FileState.READ, FileState.GONE}:
        return FileState.READ if same else FileState.CHANGED
    return before.state if same else FileState.CHANGED


def _documents(files: Iterable[FolderFile]) -> list[str]:
    there = (file.document for file in files if file.state is not FileState.GONE)
    return list(dict.fromkeys(document for document in there if document))


def _paths(files: Iterable[FolderFile | FoundFile]) -> frozenset[str]:
    return frozenset(file.path for file in files)
