"""Print resources/sample/yidesk-guide.html to the PDF beside it, with Chromium.

Not part of `make test`: Chromium is large, and the PDF is in the repository. The Chinese pages are
set in a font without Kangxi radicals (WenQuanYi Micro Hei), because a PDF may otherwise give those
back for ordinary characters when its text is read.
"""

from __future__ import annotations

import shutil
import tempfile

from bootstrap.place import ROOT
from bootstrap.process import Failed, run_logged
from bootstrap.say import Problem, say

SOURCE = ROOT / "resources" / "sample" / "yidesk-guide.html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def write() -> None:
    """Make the sample document anew."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise Problem("Printing the sample needs Chromium and the font WenQuanYi Micro Hei.")
    target = SOURCE.with_suffix(".pdf")
    with tempfile.TemporaryDirectory() as profile:
        try:
            run_logged(
                [browser, "--headless", "--no-sandbox", "--disable-gpu",
                 f"--user-data-dir={profile}", "--no-pdf-header-footer",
                 f"--print-to-pdf={target}", SOURCE.as_uri()],
                "sample",
            )  # fmt: skip
        except Failed as failed:
            raise Problem(
                f"Chromium could not print the sample; {failed.log} tells why."
            ) from failed
    say(f"{target.relative_to(ROOT)} is made anew; look at it before you commit it.")
