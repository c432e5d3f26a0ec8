"""How much a file may cost. Files come from strangers; every size has an end, said in words."""

from __future__ import annotations

import logging
import sys
import time

from yidesk.core import document_limits

if sys.platform != "win32":
    import resource

MAX_PAGES = document_limits.MAX_PAGES
MAX_PAGE_CHARACTERS = document_limits.MAX_PAGE_CHARACTERS
MAX_TEXT_CHARACTERS = document_limits.MAX_TEXT_CHARACTERS
MEMORY_BYTES = document_limits.MEMORY_BYTES
PAGE_SECONDS = document_limits.PAGE_SECONDS
MAX_TEXT_BYTES = 64 * 1024 * 1024
"""A text file is held in memory whole; 200,000 tokens are about 1 MB."""
MAX_PDF_BYTES = 4 * 1024 * 1024 * 1024
MAX_PACKAGE_BYTES = 1024 * 1024 * 1024
"""A zip file on disk: pictures make office files and books large, their text is small."""
MAX_PARTS = 20_000
"""Files within a zip file; thick books and decks have hundreds."""
MAX_PART_BYTES = 64 * 1024 * 1024
"""A part that is unpacked into memory; the text of a 2,000-page book is about 20 MB of XML."""
MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Everything unpacked from one file, and the most of a part that is read as a stream."""
MAX_RATIO = 300
"""How often a part may be larger than it was packed, from RATIO_COUNTS_FROM bytes on. Markup
reaches 50; a bomb has 1,000, the most that deflate can do."""
RATIO_COUNTS_FROM = 8 * 1024 * 1024
MAX_MARKS = 8_000_000
"""Signs of markup ("<" and "=") in the trees of one file: every element or attribute costs 100
bytes or more as a tree, whatever its size in the file."""
MAX_CELL_CHARACTERS = 32_767
"""The longest cell that Excel itself writes."""
OPENING_SECONDS = 180
"""Processor time to open a file that says all the while that it goes on; a sheet of a million
rows needs ten."""
RECOGNITION_SECONDS = 600
"""Processor time to recognise the text of one page; a dense one takes five, of all processors."""
LOG_BYTES = 1024 * 1024
OPEN_FILES = 64

_log = logging.getLogger(__name__)


def restrict_process(memory: int = MEMORY_BYTES) -> None:
    """Bind this process to the limits, where the system has them (not on Windows)."""
    if sys.platform == "win32":
        return
    for which, most in (
        (resource.RLIMIT_CORE, 0),  # a core file would hold the person's document
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, LOG_BYTES),  # it writes its log and nothing else
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        _limit(which, most, most)


def grant_processor_time(seconds: int = PAGE_SECONDS) -> None:
    """Allow so many SECONDS from now on; the system ends a process that uses more.

    The application stops a silent reader sooner; this holds when the application is gone as well.
    """
    if sys.platform == "win32":
        return
    _limit(resource.RLIMIT_CPU, int(time.process_time()) + seconds, resource.RLIM_INFINITY)


def _limit(which: int, soft: int, hard: int) -> None:
    if sys.platform == "win32":
        return
    _, allowed = resource.getrlimit(which)
    if allowed != resource.RLIM_INFINITY:
        soft = min(soft, allowed)
        hard = allowed if hard == resource.RLIM_INFINITY else min(hard, allowed)
    try:
        resource.setrlimit(which, (soft, hard))
    except (ValueError, OSError) as error:  # macOS has no RLIMIT_AS that works
        _log.info("limit %s is not available: %s", which, error)
