"""A causal decoder with and without cached keys and values: what it computes, what it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from dldrill.derivation.domain import OneOf, Range
from dldrill.derivation.family import Family, Statement, given
from dldrill.derivation.working import Asked, Working
from dldrill.maths.trace import bare

if TYPE_CHECKING:
    from dldrill.figures.marks import Figure

MOST = 10**8  #: positions × layers × tokens that the tracer goes through
MOST_BYTES = 10**15


class KvCache(Family):
    """Tokens are generated one by one: vectors computed, multiplications saved, memory taken."""

    title = "Keys and values of a decoder, cached or not"
    topic = "attention"
    how = (
        "traced back through the layers, from each new token, which queries, keys and values it needs, "
        "and laid out the cache as one array"
    )
    minutes = 5
    parts: ClassVar[tuple[str, ...]] = ("now", "computed", "saved", "bytes")

    tokens: int = given("T", Range(2, 8), "tokens of the prompt", default=3)
    new: int = given("n", Range(2, 5), "tokens that are generated, one after another", default=2)
    at_step: int = given("s", Range(1, 3), "the step that is looked at, counted from 1", default=1)
    layers: int = given("L", OneOf(1, 2, 3, 4, 6), "layers of the decoder", default=1)
    heads: int = given("h", OneOf(2, 4, 8), "attention heads of a layer", default=2)
    head_dim: int = given("d_h", OneOf(8, 32, 64), "width of a head's queries, keys and values", default=8)
    batch: int = given("B", OneOf(1, 4), "sequences that are generated side by side", default=1)
    size: int = given("b", OneOf(2, 4), "bytes that a number takes", default=2)
    cached: bool = given("cached", OneOf(True, False), "whether keys and values are kept", default=False)

    def solve(self, work: Working) -> int:
        """Vectors of the first step, of all steps, and what the cache saves and takes."""
        T, n, L = self.tokens, self.new, self.layers
        self._now(work)
        first = work.step("first", (3 * L - 1) * T + 1, "the first step finds nothing kept")
        positions = work.step(
            "positions",
            n * T + n * (n - 1) // 2,
            "the steps read T, T + 1, … tokens",
            prompt_only=(lambda: n * T, "every generated token makes the input of the next step longer"),
        )
        without = work.step("without", (3 * L - 1) * positions + n, "nothing kept: every step starts anew")
        kept = work.step(
            "kept",
            first + 3 * L * (n - 1),
            "with a cache a further step computes one query, key and value in every layer",
            queries_only=(
                lambda: first + L * (n - 1),
                "the newest token has no key and value in the cache yet: they are computed too",
            ),
        )
        self._computed(work, without, kept)
        self._saved(work, without, kept)
        return self._bytes(work)

    def _now(self, work: Working) -> None:
        """The vectors of one step."""
        L = self.layers
        asked = Asked(f"vectors at step {int(bare(self.at_step))}")
        if self.cached and self.at_step > 1:
            work.answer(
                "now",
                3 * L,
                "all before the newest token is kept: one query, key and value in every layer",
                asked,
                queries_only=(
                    lambda: L,
                    "the newest token has no key and value in the cache yet: they are computed too",
                ),
                all_again=(
                    lambda: (3 * L - 1) * (self.tokens + self.at_step - 1) + 1,
                    "the keys and values of the tokens before are in the cache",
                ),
                last_layer_only=(lambda: 3, "every layer computes a query, a key and a value"),
            )
            return
        read = work.step(
            "m",
            self.tokens + self.at_step - 1,
            "the prompt, and the tokens that were generated before",
            prompt_only=(lambda: self.tokens, "the tokens that were generated before are read too"),
        )
        work.answer(
            "now",
            (3 * L - 1) * read + 1,
            "keys and values of all tokens in every layer; all queries too, but in the last layer one only",
            asked,
            all_queries=(
                lambda: 3 * L * read,
                "of the last layer only the output at the last token is used: one query is enough there",
            ),
            one_query_a_layer=(
                lambda: (2 * read + 1) * L,
                "the layers below the last need their outputs, so also their queries, at every token",
            ),
            newest_only=(
                lambda: 3 * L,
                "at this step nothing is kept yet: the keys and values of all tokens are needed",
            ),
        )

    def _computed(self, work: Working, without: int, kept: int) -> None:
        asked = Asked("vectors for all the new tokens")
        if self.cached:
            work.answer(
                "computed",
                kept,
                "keys and values are kept, so each is computed once",
                asked,
                computed_anew=(lambda: without, "the keys and values of earlier tokens are kept"),
            )
        else:
            work.answer(
                "computed",
                without,
                "nothing is kept, so each step computes all again",
                asked,
                as_if_cached=(lambda: kept, "nothing is kept from one step to the next"),
            )

    def _saved(self, work: Working, without: int, kept: int) -> None:
        width = work.step(
            "D",
            self.heads * self.head_dim,
            "the heads share the width",
            one_head_wide=(lambda: self.head_dim, "the heads stand side by side: multiply by their number"),
        )
        work.answer(
            "saved",
            (without - kept) * width**2,
            "a vector is a product with a D × D matrix",
            Asked("multiplications that the cache saves in the projections"),
            width_not_squared=(
                lambda: (without - kept) * width,
                "each of the D components is a dot product of D numbers",
            ),
            not_the_difference=(
                lambda: without * width**2,
                "the cache does not save everything: subtract what is computed with it",
            ),
        )

    def _bytes(self, work: Working) -> int:
        T, n = self.tokens, self.new
        length = work.step(
            "length",
            T + n - 1,
            "the last new token is not read any more",
            last_one_too=(lambda: T + n, "the last new token is not fed in, so nothing is kept of it"),
            only_the_prompt=(lambda: T, "the generated tokens that are fed in get keys and values too"),
        )
        numbers = work.answer(
            "numbers",
            2 * self.layers * self.heads * self.head_dim * length * self.batch,
            "a key and a value for every layer, head, token and sequence",
            Asked("numbers in the cache"),
            keys_only=(
                lambda: self.layers * self.heads * self.head_dim * length * self.batch,
                "keys and values are both kept",
            ),
            one_layer=(
                lambda: 2 * self.heads * self.head_dim * length * self.batch,
                "every layer has keys and values of its own",
            ),
            one_head=(
                lambda: 2 * self.layers * self.head_dim * length * self.batch,
                "every head has keys and values of its own",
            ),
            one_sequence=(
                lambda: 2 * self.layers * self.heads * self.head_dim * length,
                "every sequence of the batch has a cache of its own",
            ),
            queries_kept=(
                lambda: 3 * self.layers * self.heads * self.head_dim * length * self.batch,
                "old queries are never used again, so they are not kept",
            ),
        )
        return work.answer(
            "bytes",
            numbers * self.size,
            "every number takes that many bytes",
            Asked("bytes of the cache"),
            numbers_not_bytes=(lambda: numbers, "that is the count of numbers: multiply by their bytes"),
        )

    def check(self) -> dict[str, Any]:
        """Needs traced back from the newest output, with a memory of keys and values or without."""
        import numpy as np

        kept, without = self._traced_needs(remember=True), self._traced_needs(remember=False)
        length = self.tokens + self.new - 1
        shape = (self.layers, 2, self.batch, self.heads, length, self.head_dim)
        cache = np.broadcast_to(np.zeros(1, np.dtype(f"V{self.size}")), shape)
        matrix = np.broadcast_to(np.zeros(1), (self.heads, self.head_dim, self.heads * self.head_dim))
        return {
            "now": (kept if self.cached else without)[self.at_step - 1],
            "computed": sum(kept if self.cached else without),
            "saved": (sum(without) - sum(kept)) * matrix.size,
            "numbers": cache.size,
            "bytes": cache.nbytes,
        }

    def _traced_needs(self, *, remember: bool) -> list[int]:
        """Vectors that each step computes: queries where outputs are needed, keys and values before them."""
        import numpy as np

        known = np.zeros((self.layers, self.tokens + self.new), dtype=bool)
        counts = []
        for length in range(self.tokens, self.tokens + self.new):
            wanted = np.zeros(length, dtype=bool)
            wanted[-1] = True
            count = 0
            for layer in reversed(range(self.layers)):
                # a key is needed wherever a query stands at its token or behind it
                missing = np.logical_or.accumulate(wanted[::-1])[::-1] & ~known[layer, :length]
                count += int(np.count_nonzero(wanted)) + 2 * int(np.count_nonzero(missing))
                wanted = wanted | missing
                if remember:
                    known[layer, :length] |= missing
            counts.append(count)
        return counts

    def ask(self) -> str:
        """The decoder, what is kept, and what is to be counted."""
        keeping = (
            "It keeps the keys and values of every token that it has read, in all layers, and reuses them."
            if self.cached
            else "It keeps nothing from one step to the next."
        )
        moment = f"at step ${self.at_step}$, which gives new token ${self.at_step}$"
        first_query = (
            " (The first token's query counts as well below the last layer, though it meets one key only.)"
            if self.layers > 1
            else ""
        )
        layers = "one layer" if self.layers == 1 else f"${self.layers}$ layers"
        return (
            f"A causal decoder has {layers} of self-attention with ${self.heads}$ heads of width "
            f"${self.head_dim}$; its hidden vectors have width $D$ = heads $\\times$ head width. It reads a "
            f"prompt of ${self.tokens}$ tokens and generates ${self.new}$ tokens, one a step; each new token "
            "but the last is fed in for the next step. In each layer a token's query, key and value are "
            "three vectors of width $D$ (all heads together), each the product of a $D\\times D$ matrix "
            f"with the token's hidden vector. {keeping} It computes only those vectors that the next token "
            "depends on: in the last layer, that is, only one query a step."
            f"{first_query}\n\n"
            "How many vectors (queries, keys and values, over all layers, for one sequence) does it compute "
            f"{moment}, and how many in all ${self.new}$ steps? How many multiplications in these matrix "
            "products does it save, for one sequence over all steps, to keep keys and values, compared "
            "with keeping nothing? How many bytes does such a cache take at the last step, when it holds all "
            f"the tokens that were fed in, for a batch of ${self.batch}$ "
            f"{'sequence' if self.batch == 1 else 'sequences'} and ${self.size}$ bytes a number?"
        )

    def fits(self) -> str | None:
        """All sizes are at least 1 and can be traced."""
        sizes = (self.tokens, self.new, self.layers, self.heads, self.head_dim, self.batch, self.size)
        if min(sizes) < 1:
            return "tokens, new, layers, heads, head_dim, batch and size must be at least 1"
        if not 1 <= self.at_step <= self.new:
            return f"step must be one of the steps, from 1 to {self.new}"
        if self.layers * self.new * (self.tokens + self.new) > MOST:
            return "layers × new × tokens must be at most 10^8: make one of them smaller"
        numbers = 2 * self.layers * self.heads * self.head_dim * (self.tokens + self.new) * self.batch
        if numbers * self.size > MOST_BYTES or (self.heads * self.head_dim) ** 2 > MOST_BYTES:
            return "the cache must be at most 10^15 bytes: make heads, head_dim or batch smaller"
        return None

    def suits(self) -> bool:
        """There is a second step that a cache helps."""
        return self.tokens >= 2 and self.new >= 2

    def statements(self) -> list[Statement]:
        """What the next token needs, cell by cell."""
        from dldrill.families._kv_cells import statements

        return statements(
            self.tokens + self.at_step - 1, self.layers, cached=self.cached and self.at_step > 1
        )

    def figure(self) -> Figure | None:
        """A layer's cells at the first step, or at a step that finds a cache."""
        from dldrill.families._kv_cells import grid

        return grid(self.tokens + self.at_step - 1, self.layers, cached=self.cached and self.at_step > 1)
