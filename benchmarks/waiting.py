"""What it costs that the engine's threads sleep while they wait, and what it saves.

    python -m benchmarks.waiting

Prefill and decode of the demonstration model with spinning and with sleeping threads, in new
processes that take turns: once with the machine to themselves, once beside as many busy processes
as there are cores. Medians. Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from benchmarks.bare import interleaved

ROUNDS = 5
WAYS = {"spinning": {}, "sleeping": {"OMP_WAIT_POLICY": "passive"}}
CHILD = """
import time, sys
from benchmarks.bare import DEMO_MODEL, Bare
bare = Bare(DEMO_MODEL, window=2048, batch=512, flash_attention=False, threads=2)
ids = list(range(1000, 1512))
start = time.perf_counter(); bare.decode(ids); prefill = 512 / (time.perf_counter() - start)
start = time.perf_counter(); bare.generate(41); decode = 40 / (time.perf_counter() - start)
print(prefill, decode)
"""


def run(environment: dict[str, str]) -> tuple[float, float]:
    """Tokens per second of prefill and decode in a new process."""
    clean = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    output = subprocess.run(
        [sys.executable, "-c", CHILD],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    prefill, decode = map(float, output.split())
    return prefill, decode


def measure() -> dict[str, dict[str, float]]:
    """Both ways, as the machine is now."""
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in WAYS}

    def once(name: str) -> float:
        seen[name].append(run(WAYS[name]))
        return 0.0

    interleaved(ROUNDS, *(lambda name=name: once(name) for name in WAYS))
    return {
        name: {
            "prefill_tokens_per_s": round(sorted(v[0] for v in values)[ROUNDS // 2], 1),
            "decode_tokens_per_s": round(sorted(v[1] for v in values)[ROUNDS // 2], 1),
        }
        for name, values in seen.items()
    }


def main() -> None:
    """Measure and print."""
    alone = measure()
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(os.cpu_count() or 1)
    ]
    try:
        beside = measure()
    finally:
        for process in busy:
            process.kill()
            process.wait()
    print(json.dumps({"benchmark": "waiting", "alone": alone, "beside_busy_processes": beside}))


if __name__ == "__main__":
    main()
