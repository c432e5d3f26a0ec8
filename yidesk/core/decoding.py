"""In how many computations an answer came."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """In how many computations an answer came, and what was guessed for that."""

    kind: str = ""
    """Where guesses came from: "lookup", "draft" or "lookup+draft"; empty: there were none."""
    proposed: int = 0
    """Tokens that were guessed."""
    accepted: int = 0
    """Of them, those that were what was drawn at their place."""
    decode_calls: int = 0
    """Computations of the model that answers, after those of the prompt."""
    tokens_per_call: float = 0.0
    """1 without guesses. The first token is the prompt's own and not counted."""

    def __add__(self, other: Decoding) -> Decoding:
        """What two requests took together."""
        calls = self.decode_calls + other.decode_calls
        tokens = sum(each.tokens_per_call * each.decode_calls for each in (self, other))
        kinds = (self.kind + "+" + other.kind).split("+")
        return Decoding(
            kind="+".join(kind for kind in ("lookup", "draft") if kind in kinds),
            proposed=self.proposed + other.proposed,
            accepted=self.accepted + other.accepted,
            decode_calls=calls,
            tokens_per_call=tokens / calls if calls else 0.0,
        )
