"""What is computed in one call."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence

import numpy as np

from yidesk.engine.llama.binding import Handle, Tokens, lib


class Batch:
    """A llama_batch whose arrays are numpy's: filled without a Python loop (15 us per 512)."""

    def __init__(self, capacity: int) -> None:
        self.token = np.zeros(capacity, np.int32)
        self.position = np.zeros(capacity, np.int32)
        self.sequence_count = np.ones(capacity, np.int32)
        self.sequence = np.zeros(capacity, np.int32)
        self.output = np.zeros(capacity, np.int8)
        addresses = self.sequence.ctypes.data + 4 * np.arange(capacity, dtype=np.uint64)
        self._addresses = addresses.astype(np.uint64)
        int_pointer = ctypes.POINTER(ctypes.c_int32)
        self.struct = lib.llama_batch()
        self.struct.token = self.token.ctypes.data_as(int_pointer)
        self.struct.embd = None
        self.struct.pos = self.position.ctypes.data_as(int_pointer)
        self.struct.n_seq_id = self.sequence_count.ctypes.data_as(int_pointer)
        self.struct.seq_id = self._addresses.ctypes.data_as(ctypes.POINTER(int_pointer))
        self.struct.logits = self.output.ctypes.data_as(ctypes.POINTER(ctypes.c_int8))

    def fill(self, tokens: Tokens | Sequence[int], position: int, outputs: int) -> Handle:
        """Hold TOKENS from POSITION on in sequence 0, with logits for the last OUTPUTS of them."""
        count = len(tokens)
        if count == 1:  # while generating: slices would take five times as long
            self.token[0], self.position[0], self.output[0] = tokens[0], position, outputs
            self.struct.n_tokens = 1
            return self.struct
        self.token[:count] = tokens
        self.position[:count] = np.arange(position, position + count, dtype=np.int32)
        self.output[:count] = 0
        self.output[count - outputs : count] = 1
        self.struct.n_tokens = count
        return self.struct

    def fill_many(
        self, tokens: Tokens, positions: Tokens, sequences: Tokens, outputs: Tokens
    ) -> Handle:
        """Hold TOKENS at POSITIONS of SEQUENCES, with logits for those at the indexes OUTPUTS."""
        count = len(tokens)
        self.token[:count] = tokens
        self.position[:count] = positions
        self.sequence[:count] = sequences
        self.output[:count] = 0
        self.output[outputs] = 1
        self.struct.n_tokens = count
        return self.struct
