"""From nothing to the first token: the program against the bare binding.

    python -m benchmarks.first_token

`yidesk ask` from process start to the first character on standard output, beside a script that
does nothing but load the same file with the binding and sample one token. Both are new processes,
taking turns; medians. Prints one JSON object.

Target: at most 1.5 s more than the bare binding.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

from benchmarks.bare import DEMO_MODEL, interleaved

ROUNDS = 5
QUESTION = "What is the capital of France?"
PROMPT = f"<|im_start|>user\n{QUESTION}<|im_end|>\n<|im_start|>assistant\n"
BARE = f"""
import sys
from pathlib import Path
from benchmarks.bare import Bare
bare = Bare(Path({str(DEMO_MODEL)!r}), window=8192, batch=512, flash_attention=False, threads=2)
import llama_cpp.llama_cpp as lib, ctypes
vocabulary = lib.llama_model_get_vocab(bare.model)
text = {PROMPT!r}.encode()
ids = (ctypes.c_int32 * 100)()
count = lib.llama_tokenize(vocabulary, text, len(text), ids, 100, False, True)
bare.decode(list(ids[:count]))
sys.stdout.write(str(lib.llama_sampler_sample(bare.sampler, bare.context, -1)))
sys.stdout.flush()
"""


def seconds_to_first_byte(command: list[str], folder: str) -> float:
    """From starting a process to its first byte on standard output."""
    environment = {**os.environ, "YIDESK_DATA_DIR": folder, "OMP_WAIT_POLICY": "passive"}
    start = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        if not process.stdout.read(1):
            raise RuntimeError(f"no answer from {command[:4]}")
        seconds = time.perf_counter() - start
        process.kill()
    return seconds


def main() -> None:
    """Measure and print."""
    ask = [sys.executable, "-m", "yidesk", "ask", "--model", str(DEMO_MODEL), QUESTION]
    with tempfile.TemporaryDirectory() as folder:
        seconds_to_first_byte(ask, folder)  # file caches, and the database
        ours, bare = interleaved(
            ROUNDS,
            lambda: seconds_to_first_byte(ask, folder),
            lambda: seconds_to_first_byte([sys.executable, "-c", BARE], folder),
        )
    result = {
        "benchmark": "first_token",
        "yidesk_s": round(ours, 3),
        "bare_s": round(bare, 3),
        "difference_s": round(ours - bare, 3),
        "target_s": 1.5,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
