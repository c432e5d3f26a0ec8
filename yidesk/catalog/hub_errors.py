"""What the network and the hub may answer, in words; and which of it is worth another try."""

from __future__ import annotations

import email.utils
import socket
import time

import httpx2
from huggingface_hub import errors as hub_errors

from yidesk.catalog.network import PassingError
from yidesk.core.errors import ModelError, WrongUsage, YiDeskError

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""HTTP answers that may be better next time."""
PASSING_BYTES = PASSING | {403, 416}
"""The same for a signed address: it may have expired, or the file behind it have changed."""

Failure = (httpx2.HTTPError, httpx2.InvalidURL, hub_errors.HfHubHTTPError)
"""Everything a request may raise."""
Invalid = hub_errors.HFValidationError
"""A name that cannot be a repository's; raised before anything is asked."""


def status_of(error: Exception) -> int:
    """The HTTP status that an error carries; 0 when there was no answer."""
    response = getattr(error, "response", None)
    return response.status_code if isinstance(response, httpx2.Response) else 0


def retry_after(error: Exception) -> float:
    """Seconds the server asks to wait (RFC 9110, 10.2.3: a number or a date); 0 when none."""
    response = getattr(error, "response", None)
    value = response.headers.get("Retry-After", "") if isinstance(response, httpx2.Response) else ""
    if value.strip().isdigit():
        return float(value)
    parsed = email.utils.parsedate_to_datetime(value) if _looks_like_a_date(value) else None
    return max(0.0, parsed.timestamp() - time.time()) if parsed else 0.0


def _looks_like_a_date(value: str) -> bool:
    return email.utils.parsedate(value) is not None


def explain(
    error: Exception, *, host: str, repository: str, file: str = "", of_bytes: bool = False
) -> YiDeskError:
    """The sentence for an error of the hub client or of the connection.

    It is a PassingError where another try may help; of bytes, because their signed addresses
    expire, more is passing than of facts.
    """
    sentence = _explain(error, host, repository, file)
    status = status_of(error)
    named = isinstance(sentence, ModelError | WrongUsage) or sentence.code in {"offline", "gated"}
    if named or (status and status not in (PASSING_BYTES if of_bytes else PASSING)):
        return sentence
    passing = PassingError(
        sentence.sentence, code=sentence.code, next_step=sentence.next_step, **sentence.values
    )
    passing.wait = retry_after(error)
    return passing


def _explain(error: Exception, host: str, repository: str, file: str) -> YiDeskError:
    if isinstance(error, YiDeskError):
        return error
    if isinstance(error, hub_errors.GatedRepoError):
        return _gated(host, repository)
    if isinstance(error, hub_errors.EntryNotFoundError):
        return ModelError(
            "{repository} has no file {file}.",
            code="model_missing",
            next_step="Look at the list of its files and choose another.",
            repository=repository,
            file=file,
        )
    if isinstance(error, hub_errors.RepositoryNotFoundError | hub_errors.RevisionNotFoundError):
        return ModelError(
            "{host} has no repository {repository}, or it is private.",
            code="model_missing",
            next_step="See that the name is right; for a private one, enter your token.",
            host=host,
            repository=repository,
        )
    if isinstance(error, hub_errors.HFValidationError):
        return WrongUsage(
            "{repository} is not the name of a repository.",
            code="wrong_repository",
            next_step="Write it as OWNER/NAME.",
            repository=repository,
        )
    return _answered(status_of(error), host) if status_of(error) else _unreachable(error, host)


def _gated(host: str, repository: str) -> YiDeskError:
    return YiDeskError(
        "{repository} wants you to accept its terms first.",
        code="gated",
        next_step="Open https://{host}/{repository}, accept them, and enter your token here.",
        host=host,
        repository=repository,
    )


def _answered(status: int, host: str) -> YiDeskError:
    if status in {401, 403}:
        return YiDeskError(
            "{host} refuses to give this file (HTTP {status}).",
            code="refused",
            next_step="See that your token is right and may read this repository.",
            host=host,
            status=status,
        )
    if status == 429:
        return YiDeskError(
            "{host} has had too many requests from here.",
            code="too_many_requests",
            next_step="Try again in a while, or enter your token: it allows more.",
            host=host,
        )
    return YiDeskError(
        "{host} does not work as it should at the moment (HTTP {status}).",
        code="hub_failed",
        next_step="Try again later, or choose another mirror. What was fetched is kept.",
        host=host,
        status=status,
    )


def _unreachable(error: Exception, host: str) -> YiDeskError:
    cause = str(error) or type(error).__name__
    if isinstance(error, httpx2.ProxyError):
        return YiDeskError(
            "The proxy does not let us through to {host} ({cause}).",
            code="proxy",
            next_step="See that the proxy in the settings is right.",
            host=host,
            cause=cause,
        )
    if _is_unknown(error):
        return YiDeskError(
            "{host} is not found: this computer does not seem to be connected.",
            code="unreachable",
            next_step="Connect it, or choose another mirror. What was fetched is kept.",
            host=host,
        )
    return YiDeskError(
        "{host} cannot be reached ({cause}).",
        code="unreachable",
        next_step="See that you are connected, or choose another mirror. What was fetched is kept.",
        host=host,
        cause=cause,
    )


def _is_unknown(error: BaseException) -> bool:
    """Whether no address could be found for a name, as it is without a network."""
    seen: BaseException | None = error
    while seen is not None and not isinstance(seen, socket.gaierror):
        seen = seen.__cause__ or seen.__context__
    return seen is not None


def wrong_answer(host: str) -> PassingError:
    """For a server that does not keep to the protocol, or stands behind one that does not."""
    return PassingError(
        "{host} does not answer as a model hub does.",
        code="wrong_answer",
        next_step="See that the address is right, or choose another mirror.",
        host=host,
    )
