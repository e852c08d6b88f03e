"""How near a claim's tokens, read in their context, come to those of its source (as BERTScore aligns them)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.interfaces import Matrix, TextInContext
from assistant.verifying.lexicon import COUNTS, word_set

FIGURES = (
    "near",
    "near_any",
    "far1",
    "far2",
    "far3",
    "far2_best",
    "cosine",
    "back",
    "apart",
    "same",
    "same_least",
    "other",
    "order",
)
_QUIET = word_set(
    "the a an of to in on at by for with from and or is are was were be been it its this that these those as their "
    "they he she his her who which will would can could may has have had do does did than then also into about over "
    "under after before"
)
_QUIET_WEIGHT = 0.15
_SURE = 0.5  # cosine from which on a token's nearest one tells where it stands


def alignment(claim: TextInContext, held: Sequence[TextInContext]) -> dict[str, float]:
    """FIGURES, cosines in -1..1, of a claim and the sentences of its source; each claim token meets its nearest one.

    `near`: the weighed mean over the claim's tokens in the sentence where it is highest, `near_any` with every token
    free to choose its sentence; `far1` to `far3`: the mean of the one to three farthest tokens of weight, `far2_best`
    of two in the one sentence; `cosine`: of the whole texts; `back`: the mean the other way round; `apart`: cosine
    less `near`, high where the subject is the same and the words are not; `same`, `same_least` and `other`: of tokens
    that stand in that sentence letter by letter, and of those that do not; `order`: the share of pairs that stand there
    in the same order.
    """
    weights = np.array([_weight(piece) for piece in claim.pieces])
    tables = [claim.rows @ one.rows.T for one in held if len(one.pieces)]
    if not tables or not weights.size:
        return dict.fromkeys(FIGURES, 0.0)
    nearest = np.array([table.max(axis=1) for table in tables])
    means = nearest @ weights / weights.sum()
    best = int(np.argmax(means))
    anywhere = nearest.max(axis=0)
    heavy = weights == 1 if (weights == 1).any() else weights > 0
    far, far_best = np.sort(anywhere[heavy]), np.sort(nearest[best][heavy])
    cosine = max(float(claim.whole @ one.whole) for one in held)
    figures = {
        "near": means[best],
        "near_any": anywhere @ weights / weights.sum(),
        "far1": far[0],
        "far2": far[:2].mean(),
        "far3": far[:3].mean(),
        "far2_best": far_best[:2].mean(),
        "cosine": cosine,
        "back": tables[best].max(axis=0).mean(),
        "apart": cosine - means[best],
    }
    figures |= _of_words(claim, held[[i for i, one in enumerate(held) if len(one.pieces)][best]], tables[best], heavy)
    return {name: float(value) for name, value in figures.items()}


def _of_words(
    claim: TextInContext, held: TextInContext, table: Matrix, heavy: npt.NDArray[np.bool_]
) -> dict[str, float]:
    """Tokens of weight apart: those that the sentence has letter by letter, and the others.

    A word that is there but means less of the same than its like usually does has another role there.
    """
    nearest = table.max(axis=1)
    places = table.argmax(axis=1)
    there = set(held.pieces)
    own = np.array([piece in there for piece in claim.pieces]) & heavy
    strange = heavy & ~own
    at = places[heavy & (nearest > _SURE)]
    ahead = at[None, :] - at[:, None]
    pairs = np.triu(np.ones(ahead.shape, bool), 1) & (ahead != 0)
    return {
        "same": float(nearest[own].mean()) if own.any() else 1.0,
        "same_least": float(nearest[own].min()) if own.any() else 1.0,
        "other": float(nearest[strange].mean()) if strange.any() else 1.0,
        "order": float((ahead[pairs] > 0).mean()) if pairs.any() else 1.0,
    }


def _weight(piece: str) -> float:
    """Function words, punctuation and numbers, which the rules compare, count little.

    A piece that continues a word ("##ing") counts as a word does.
    """
    word = piece.removeprefix("##").lower()
    heavy = word[:1].isalpha() and (word != piece.lower() or word not in _QUIET | COUNTS)
    return 1.0 if heavy else _QUIET_WEIGHT
