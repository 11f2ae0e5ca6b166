"""Which words mean nearly the same, by Kiwi's own language model: 어르신 and 시민, 항의 and 불만.

The similarity is the cosine of the CoNgram model's morpheme embeddings (kiwipiepy's
`most_similar_morphemes`); offline, since the model comes with the package.
"""

from functools import lru_cache

from interviewbuddy.bank.language import Term, language
from interviewbuddy.korean import kiwi

_NEIGHBOURS = 400
_LEAST = 0.45
_RARE_RANK, _RARE = 80, 0.72


@lru_cache(maxsize=50_000)
def similar(term: Term) -> dict[str, float]:
    """Canonical forms of near words → closeness, over 0.2 and below 1; empty for words the model hardly knows.

    A rare word's embedding is near to every other rare word's (파이썬 ≈ 하이드로겔, 0.97): where the
    eightieth neighbour is still that near, nearness says nothing.
    """
    try:
        found = kiwi().most_similar_morphemes((term.form, term.tag), top_n=_NEIGHBOURS)
    except (ValueError, KeyError):
        return {}
    if len(found) <= _RARE_RANK or found[_RARE_RANK].score > _RARE:
        return {}
    canonical = language().canonical
    near: dict[str, float] = {}
    for one in found:
        if one.score < _LEAST:
            break
        form = one.form.casefold()
        near.setdefault(canonical.get(form, form), (one.score - 0.3) / 0.7)
    return near
