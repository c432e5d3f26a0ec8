"""The probe: a short-lived process for devices, plans and the first look at a file of a stranger.

A failed assertion in ggml ends the process, so what has not been seen before is seen here first.
A second thread receives, so that nothing is left behind when the application goes away.
"""

from __future__ import annotations

import logging
import os
import queue
import sys
import threading
from pathlib import Path

from yidesk.core.errors import EngineError, ModelError, YiDeskError
from yidesk.core.memory import Choice, Plan, Shape
from yidesk.protocol import messages, probing
from yidesk.protocol.channel import Channel, ChannelClosed

if sys.platform != "win32":
    import resource

log = logging.getLogger(__name__)

CPU_SECONDS = 60
"""Processor time of one probe; the application stops it sooner, unless it has gone itself."""
LOG_BYTES = 16 << 20
ADDRESS_BYTES = 8 << 30
"""Address space where there is no GPU; drivers of GPUs map far more than there is memory."""
FIRST_WORDS = "Hello, 你好 \N{WAVING HAND SIGN}"
"""Holds bytes that few vocabularies have as a token: one without byte tokens ends llama.cpp."""

Request = probing.ListDevices | probing.LookAt | probing.MakePlan


def run(channel: Channel, role: str) -> None:
    """Answer requests until the application says Shutdown or goes away."""
    logging.basicConfig(level=logging.INFO)
    _restrict_process()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(channel, requests), daemon=True).start()
    try:
        channel.send(messages.Hello(role=role, version=messages.VERSION, pid=os.getpid()))
        while True:
            channel.send(_answer(requests.get()))
    except ChannelClosed:
        os._exit(0)


def _receive(channel: Channel, requests: queue.SimpleQueue[Request]) -> None:
    try:
        while not isinstance(message := channel.receive(), messages.Shutdown):
            if isinstance(message, probing.ListDevices | probing.LookAt | probing.MakePlan):
                requests.put(message)
    except ChannelClosed:
        pass
    os._exit(0)  # drivers of GPUs have crashed at an ordinary exit


def _answer(request: Request) -> messages.AnyMessage:
    try:
        return _carry_out(request)
    except YiDeskError as error:
        return messages.Failed.of(request.id, error)
    except Exception as error:
        log.exception("request %d", request.id)
        fault = EngineError(
            "The probe made a mistake ({kind}).", code="internal", kind=type(error).__name__
        )
        return messages.Failed.of(request.id, fault)


def _carry_out(request: Request) -> messages.AnyMessage:
    if isinstance(request, probing.LookAt):
        _check_header(Path(request.path))
    from yidesk.engine.devices import devices  # noqa: PLC0415

    here = devices()
    if isinstance(request, probing.ListDevices):
        return probing.Devices(id=request.id, devices=here)
    if not any(device.is_gpu for device in here):
        _restrict_memory()
    if isinstance(request, probing.LookAt):
        return probing.Looked(id=request.id, shape=_look_at(Path(request.path)))
    return probing.Planned(id=request.id, plan=_plan(request))


def _check_header(path: Path) -> None:
    """What can be known before llama.cpp sees the file. Raises ModelError."""
    from yidesk.catalog import gguf  # noqa: PLC0415

    for problem in gguf.check(gguf.read_header(path)):
        raise problem


def _look_at(path: Path) -> Shape:
    """Everything that llama.cpp does with a file but its weights. Raises ModelError, or kills."""
    from yidesk.catalog.gguf import read_header  # noqa: PLC0415
    from yidesk.catalog.shape import read_shape  # noqa: PLC0415
    from yidesk.engine import llama  # noqa: PLC0415
    from yidesk.engine.dry_run import DryRun  # noqa: PLC0415

    shape = read_shape(path)
    dry_run = DryRun(path, shape)
    try:
        model = dry_run.model(gpu_layers=0)
        model.vocabulary.tokenize(FIRST_WORDS)
        if not read_header(path).answers:
            llama.EmbeddingContext(model, window=64, threads=1).close()
            return shape
        dry_run(Choice(window=512, kv_type="f16", flash_attention=True, batch=128, gpu_layers=0))
    except llama.LoadError as error:
        raise _refused(path, str(error)) from error
    finally:
        dry_run.close()
    return shape


def _plan(request: probing.MakePlan) -> Plan:
    from yidesk.catalog.shape import read_shape  # noqa: PLC0415
    from yidesk.engine import devices, draft_plan, llama  # noqa: PLC0415
    from yidesk.engine.dry_run import DryRun  # noqa: PLC0415

    path = Path(request.path)
    shape = request.shape or read_shape(path)
    here = devices.devices()
    memory = sum(device.total_bytes for device in here)
    dry_run = None if request.shape else DryRun(path, shape, most_bytes=memory)
    options = request.options
    threads = devices.threads(options.threads)
    draft = read_shape(Path(options.draft_model)) if options.draft_model and dry_run else None
    try:
        return draft_plan.make(shape, options, here, draft, threads=threads, measure=dry_run)
    except llama.LoadError as error:
        raise _refused(path, str(error)) from error
    finally:
        if dry_run is not None:
            dry_run.close()


def _refused(path: Path, reason: str) -> ModelError:
    from yidesk.catalog.gguf import read_header  # noqa: PLC0415
    from yidesk.catalog.rules import check_length  # noqa: PLC0415

    # llama.cpp says only that it failed; that a file was cut can be seen from its header
    for not_whole in check_length(read_header(path)):
        return not_whole
    return ModelError(
        "llama.cpp does not take {name}: {reason}.",
        code="model_damaged",
        next_step="It may be damaged, or of a kind this version does not know; choose another.",
        name=path.name,
        reason=reason.rstrip("."),
    )


def _restrict_process() -> None:
    """Bind this process to limits, where the system has them (not on Windows)."""
    if sys.platform != "win32":
        _limit(resource.RLIMIT_CORE, 0)
        _limit(resource.RLIMIT_FSIZE, LOG_BYTES)
        _limit(resource.RLIMIT_CPU, CPU_SECONDS)


def _restrict_memory() -> None:
    if sys.platform != "win32":
        _limit(resource.RLIMIT_AS, ADDRESS_BYTES)


def _limit(which: int, most: int) -> None:
    if sys.platform != "win32":
        _, allowed = resource.getrlimit(which)
        if allowed != resource.RLIM_INFINITY:
            most = min(most, allowed)
        try:
            resource.setrlimit(which, (most, allowed))
        except (ValueError, OSError) as error:  # macOS has no RLIMIT_AS that works
            log.info("limit %s is not available: %s", which, error)
