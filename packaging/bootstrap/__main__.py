"""Run as `python3 packaging/bootstrap COMMAND`, by the Makefile or by hand.

Only this file must be readable by an old Python: it looks for a newer one.
"""

from __future__ import annotations

import os
import shutil
import sys

OLDEST = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11")


def main() -> int:
    """Hand over to the commands, under a Python that can read them."""
    if sys.version_info < OLDEST:
        return _find_newer()
    here = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 - as old as can be
    sys.path[0] = os.path.dirname(here)  # noqa: PTH120 - makes the package `bootstrap` importable
    from bootstrap.commands import run  # noqa: PLC0415 - its syntax needs a newer Python

    return run(sys.argv[1:])


def _find_newer() -> int:
    for name in NEWER:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, *sys.argv])  # the same program, a newer Python
    print(
        "YiDesk needs Python 3.11 or newer; this is {}.{}. Install one, then run "
        "`make PYTHON=/path/to/python3.11 run`.".format(*sys.version_info[:2]),
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
