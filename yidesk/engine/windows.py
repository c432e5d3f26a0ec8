"""The KV memories on one model: a large window for documents, a small one for short chats.

The large one begins small and is made anew when a prompt needs more, or when a document was read
with memory of another kind (KV type, flash attention) than it has: states are good for one kind
only. What it holds is put away before that, and comes back from disk or shelf.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from yidesk.core.errors import EngineError
from yidesk.core.memory import Choice, Device, Need, Plan, Sentence
from yidesk.core.words import phrase
from yidesk.engine import devices, guessing, llama, plan, replan, retreat
from yidesk.engine.chunk import next_key
from yidesk.engine.context import TokenMemory
from yidesk.engine.draft import DraftModel
from yidesk.engine.estimate import cells_of, estimate
from yidesk.engine.keeping import ReadingKeeper
from yidesk.engine.readings import ReadingFolder
from yidesk.engine.reported import mapped_bytes
from yidesk.engine.shelf import SHELF_BYTES, Shelf
from yidesk.engine.weights import Weights
from yidesk.engine.window_need import compared, need_of_all
from yidesk.engine.window_terms import Terms

log = logging.getLogger(__name__)

Tokens = npt.NDArray[np.int32]
Wanted = Callable[[], bool]

FIRST_WINDOW = 16_384
"""Tokens of the window to begin with; a 200K one takes 12 GB that most chats never need."""
SPARE_BYTES = 256 << 20
"""Main memory that is left when a window is made while the program runs."""


class Windows:
    """The two memories. `plan` tells what they may become, `way` what the large one is now."""

    def __init__(self, terms: Terms, weights: Weights) -> None:
        """Load the model and make the first window. Raises llama.LoadError."""
        self._terms = terms
        self._weights = weights
        self.plan = terms.plan
        self.steps: list[Sentence] = []
        """What was given up, and what was planned anew."""
        self._gave_up = False
        first = self.way = self._first()
        got = retreat.allocate(first, terms.options, weights.load, self._make)
        self.model = got.model
        self.way = got.plan
        self._give_up(got.notes, first)
        self.shelf = Shelf()
        self._guessing = guessing.Guessing(wanted=terms.options.guess)
        self._keeper = self._make_keeper(got.context)
        self.large = self._memory(got.context, self.way, self._keeper)
        self.small: TokenMemory | None = None
        self._compare()

    def _first(self) -> Plan:
        """The large window as it is to begin; all of it where a person chose its size."""
        window = self._window_for(1)
        return next(iter(self._ways(window)), replace(self.plan, window=window))

    def _ways(self, window: int) -> list[Plan]:
        """All ways to make it, the best first; one, once something had to be given up."""
        terms = self._terms
        if self._gave_up:
            return [replace(self.way, window=window)]
        found = plan.ways(terms.shape, terms.options, terms.devices, self.plan, window)
        return [
            replace(
                self.plan,
                window=window,
                kv_type=choice.kv_type,
                flash_attention=choice.flash_attention,
            )
            for choice in found
        ]

    def _memory(
        self, context: llama.Context, chosen: Choice, keeper: ReadingKeeper | None = None
    ) -> TokenMemory:
        speculation = self._guessing.speculation(chosen)
        return TokenMemory(context, keeper, speculation, shelf=self.shelf, root=_kind(chosen))

    # --- the draft model --------------------------------------------------------------------

    def adopt_draft(self, draft: DraftModel) -> None:
        """Let DRAFT guess from now on; it is closed with the windows."""

        def on_failure() -> None:
            self.forget_draft()
            self._tell((guessing.FAILED,))

        self._guessing.adopt(draft, on_failure)

    def forget_draft(self) -> None:
        """Plan without a draft model."""
        if self.plan.draft is not None:
            need = need_of_all(self._terms, replace(self.plan, draft=None))
            self.plan = replace(self.plan, draft=None, need=need)
            self.way = replace(self.way, draft=None)

    def _do_without_draft(self) -> bool:
        """Give its memory back; False where there is none."""
        if self._guessing.draft is None:
            return False
        self._guessing.close()
        self.forget_draft()
        self._tell((guessing.GIVEN_UP,))
        return True

    # --- the small window -------------------------------------------------------------------

    def small_for(self, room: int) -> TokenMemory | None:
        """The small window when it holds ROOM tokens; made when it is needed for the first time."""
        chosen = self.plan.small
        if chosen is None or room > chosen.window:
            return None
        if self.small is None:
            try:
                self.small = self._memory(self._make_checked(self.model, chosen), chosen)
            except llama.LoadError:
                self._do_without_small()
        return self.small

    def _do_without_small(self) -> None:
        self._close_small()
        if self.plan.small is not None:
            self.plan, note = retreat.without_small(self.plan)
            self.way = replace(self.way, small=None)
            self._tell((note,))

    def _close_small(self) -> None:
        """Free it; what it holds comes back from the shelf."""
        if self.small is not None:
            self.small.leave(0, lambda: True)
            self.small.context.close()
            self.small = None

    def empty_small(self, ids: Tokens, held: int, wanted: Wanted) -> bool:
        """Let a chat that has become too long for the small window go on in the large one.

        HELD: how much of IDS the large one has. False when it is not WANTED any more.
        """
        if self.small is None or self.small.common_prefix(ids) <= held:
            return True
        self._allow_shelf(self.way)
        return self.small.leave(0, wanted)

    # --- a longer plan ----------------------------------------------------------------------

    def plan_for(self, tokens: int) -> int:
        """Let the plan hold TOKENS, where memory has room; the window there can be for them.

        Nothing is made before it is needed. A window whose size a person chose stays as it is.
        """
        terms = self._terms
        if tokens <= self.plan.window:
            return self.plan.window
        here = replan.without(devices.devices(), self._held())
        found = replan.replan(terms.shape, terms.options, here, tokens, threads=self.plan.threads)
        if found is None:
            may = not terms.options.context and self._do_without_draft()
            return self.plan_for(tokens) if may else self.plan.window
        if not terms.options.context:
            self._adopt(replan.with_draft(found, self.plan.draft), here)
        return found.window

    def _held(self) -> Need:
        contexts = [memory.context.load_log for memory in self._memories]
        return replan.held(self.model.load_log, contexts, beside=self._guessing.mapped_bytes)

    def _adopt(self, found: Plan, here: tuple[Device, ...]) -> None:
        note = replan.told(self.plan, found)
        if found.small != self.plan.small:
            self._close_small()
        self._terms = replace(self._terms, devices=here, plan=found)
        self.plan, self._gave_up = found, False
        self.steps.append(note)

    # --- the large window -------------------------------------------------------------------

    def make_room(self, ids: Tokens, tokens: int, wanted: Wanted) -> bool:
        """Let the large window hold TOKENS, of them the prompt IDS, as far as the plan goes.

        What is in memory is not lost. False when it is not WANTED any more. Raises EngineError
        when the memory that the plan counted on is not there any more.
        """
        way = self._way_for(ids, tokens)
        if way is None:
            return True
        self._allow_shelf(way)
        if not self.large.leave(0, wanted):
            return False
        self._make_anew(way, min(tokens, way.window))
        return True

    def _way_for(self, ids: Tokens, tokens: int) -> Plan | None:
        """How the large window is to be made for TOKENS; None: it is good as it is.

        What is in memory is kept where its kind of memory holds so many. Else the best kind for so
        many is taken, or the one with which the beginning of IDS was read before.
        """
        grows = tokens > self.large.window and self.plan.window > self.large.window
        window = max(self.large.window, self._window_for(tokens)) if grows else self.large.window
        layers = self.plan.gpu_layers
        same = replace(self.way, window=min(window, self.plan.window), gpu_layers=layers)
        if self.large.common_prefix(ids) >= self.way.batch:
            fits = not grows or any(_kind(way) == _kind(same) for way in self._ways(same.window))
            ways = [same] if fits else self._ways(same.window)
        else:
            ways = self._ways(self._window_for(tokens))
        way = next((each for each in ways if self._has_read(each, ids)), ways[0] if ways else same)
        return way if grows or _kind(way) != _kind(same) else None

    def _window_for(self, tokens: int) -> int:
        """The large window that is made for so many tokens."""
        if self._terms.options.context:
            return self.plan.window
        wanted = max(FIRST_WINDOW, 1 << (tokens - 1).bit_length())
        return min(self.plan.window, wanted)

    def _has_read(self, way: Plan, ids: Tokens) -> bool:
        """Whether the first chunk of IDS is saved for memory of this kind."""
        folder = self._folder(way)
        if folder is None or len(ids) < way.batch:
            return False
        return folder.has(next_key(folder.root, ids[: way.batch]))

    def _make_anew(self, way: Plan, tokens: int) -> None:
        """Make the large window again, with less of everything when memory is short."""
        before, least = self.way, cells_of(tokens)
        if way.gpu_layers != before.gpu_layers:
            self._close_small()  # it stands on weights that are to be loaded again
        exact = replace(way, window=min(way.window, least))
        try:
            if not (
                self._move(way)
                or self._move(exact)
                or (self._do_without_draft() and self._move(replace(exact, draft=None)))
            ):
                self._do_without_small()
                self._retreat(replace(exact, small=None, draft=None), least)
        except llama.LoadError as error:
            self._go_back(before)
            raise EngineError(
                "There is not enough memory any more to let the window grow to {window:,} tokens.",
                code="window_growth",
                next_step="Close other programs, or choose a smaller KV type.",
                window=way.window,
            ) from error
        self._compare()

    def _move(self, way: Plan) -> bool:
        """Make the large window so; False when there is too little memory for it."""

        def make() -> llama.Context:
            self.model = self._weights.load(way.gpu_layers)
            return self._make_checked(self.model, way)

        try:
            self.large.move_to(make)
        except llama.LoadError as error:
            if not error.out_of_memory:
                raise
            return False
        self._is_now(way)
        return True

    def _retreat(self, way: Plan, least: int) -> None:
        """Make it with one thing less at a time, LEAST tokens at least. Raises LoadError."""
        found: list[retreat.Allocated[llama.Model, llama.Context]] = []

        def make() -> llama.Context:
            found.append(
                retreat.allocate(
                    way,
                    self._terms.options,
                    self._weights.load,
                    self._make_checked,
                    least=least,
                )
            )
            return found[0].context

        try:
            self.large.move_to(make)
        finally:
            if found:
                self.model = found[0].model
        self._is_now(found[0].plan)
        self._give_up(found[0].notes, way)

    def _go_back(self, before: Plan) -> None:
        """The window that there was, or as much of it as there is memory for."""
        self.model = self._weights.load(before.gpu_layers)
        window = before.window
        while not self._move(replace(before, window=window)) and window > plan.TINY_WINDOW:
            window //= 2

    def _is_now(self, way: Plan) -> None:
        changes = _kind(way) != _kind(self.way)
        self.way = way
        if changes:
            self.large.change_kind(_kind(way), self._folder(way))
            self.large.speculation = self._guessing.speculation(way)

    def _make_checked(self, model: llama.Model, chosen: Choice) -> llama.Context:
        """A context, where main memory has room for it. Raises llama.LoadError.

        A processor's memory is taken when it is touched, not when it is asked for: what is not
        there then ends the process.
        """
        need = estimate(self._terms.shape, chosen).of_context.main.total
        need += mapped_bytes(model.load_log) + self._guessing.mapped_bytes
        free = devices.processor().free_bytes - SPARE_BYTES
        if need > free:
            log.warning("%d MB needed, %d MB free", need >> 20, free >> 20)
            raise llama.LoadError(phrase("not enough main memory"), out_of_memory=True)
        return self._make(model, chosen)

    def _make(self, model: llama.Model, chosen: Choice) -> llama.Context:
        return llama.Context(
            model,
            window=chosen.window,
            batch=chosen.batch,
            flash_attention=chosen.flash_attention,
            kv_type=chosen.kv_type,
            threads=self.plan.threads,
        )

    def _allow_shelf(self, way: Choice) -> None:
        """Let the shelf hold what main memory has left beside a window made this way."""
        need = estimate(self._terms.shape, way).of_context.main.total
        free = devices.processor().free_bytes - plan.MARGIN_BYTES - need
        self.shelf.limit = max(SHELF_BYTES, free)

    def limit_shelf(self) -> None:
        """Let the shelf hold no more than it usually does."""
        self.shelf.limit = SHELF_BYTES
        self.shelf.shrink()

    # --- saved readings ---------------------------------------------------------------------

    def _make_keeper(self, context: llama.Context) -> ReadingKeeper | None:
        folder, options = self._folder(self.way), self._terms.options
        if folder is None:
            return None
        return ReadingKeeper(
            context,
            folder,
            save=options.save_readings,
            model=self._terms.name,
            on_trouble=self._terms.on_trouble,
        )

    def _folder(self, way: Plan) -> ReadingFolder | None:
        """The saved readings of this kind; None when there are to be none."""
        options = self._terms.options
        if not options.readings_folder:
            return None
        root = self._terms.root(self.model, way)
        return ReadingFolder(
            Path(options.readings_folder), root, quota_bytes=options.readings_quota
        )

    # --- what was given up, and what it takes -----------------------------------------------

    def _give_up(self, notes: tuple[Sentence, ...], before: Plan) -> None:
        """The way is another one than BEFORE after the steps that NOTES tell of."""
        if not notes:
            return
        chosen, way = self.plan, self.way
        window = chosen.window if way.window == before.window else way.window
        self.plan = replace(
            chosen,
            window=window,
            kv_type=way.kv_type if way.kv_type != before.kv_type else chosen.kv_type,
            flash_attention=chosen.flash_attention or way.flash_attention,
            gpu_layers=way.gpu_layers,
            small=None,
        )
        self._tell(notes)

    def _tell(self, notes: tuple[Sentence, ...]) -> None:
        self.plan = replace(self.plan, need=need_of_all(self._terms, self.plan))
        self._gave_up = True
        self.steps += notes
        for note in notes:
            self._terms.on_step(note)

    def _compare(self) -> None:
        """Hold what was planned for the window in use against what llama.cpp reported of it."""
        told = self.model.load_log + self.large.context.load_log
        self.compared = compared(self._terms, self.way, told)

    @property
    def contexts(self) -> list[llama.Context]:
        """All there are."""
        return [*(memory.context for memory in self._memories), *self._guessing.contexts]

    @property
    def _memories(self) -> list[TokenMemory]:
        return [self.large] if self.small is None else [self.large, self.small]

    def close(self, seconds: float) -> None:
        """Free them, once what is being saved is saved, as far as SECONDS allow."""
        self.large.save_rest(seconds)
        if self._keeper is not None:
            self._keeper.close()
        self._guessing.close()
        for memory in self._memories:
            memory.context.close()
        self._weights.close()


def _kind(chosen: Choice) -> str:
    """What two contexts on one model must have in common to take each other's states."""
    return f"{chosen.kv_type} {chosen.flash_attention}"
