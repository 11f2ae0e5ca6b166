"""Overlap of n-grams with a reference: BLEU and chrF++ by sacreBLEU, ROUGE by Google's rouge_score."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any

import numpy as np

from interviewbuddy.korean import nfc
from interviewbuddy.metrics.base import Array, MeanMetric, Metric
from interviewbuddy.metrics.tokenization import Tokenization, tokenization


class Bleu(Metric):
    """Corpus BLEU-4 (Papineni et al. 2002) as sacreBLEU computes it (Post 2018, https://aclanthology.org/W18-6319).

    With `ko-mecab` the value is sacreBLEU's own; the other tokenisations are handed to it ready cut.
    """

    name = "bleu"
    ordered = True
    floor = 5.0

    def __init__(self, tokens: Tokenization | None = None) -> None:
        from sacrebleu.metrics.bleu import BLEU

        self._tokens = tokens or tokenization("ko-mecab")
        self._bleu: Any = BLEU(tokenize="none", force=True)

    @property
    def signature(self) -> str:
        """SacreBLEU's own, with our name for the tokenisation."""
        return f"nrefs:1|case:mixed|eff:no|{self._tokens.signature}|smooth:exp|version:{version('sacrebleu')}"

    def statistics(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        """Matches and totals for each order, then both lengths: (texts, 10)."""
        return np.array([self._row(*pair) for pair in zip(hypotheses, references, strict=True)], dtype=np.float64)

    def _row(self, hypothesis: str, reference: str) -> list[int]:
        ours, theirs = (" ".join(self._tokens(text)) for text in (hypothesis, reference))
        score = self._bleu.corpus_score([ours], [[theirs]])
        return [*score.counts, *score.totals, score.sys_len, score.ref_len]

    def values(self, sums: Array) -> Array:
        """SacreBLEU's formula for each row."""
        return np.array([self._value([round(number) for number in row]) for row in sums])

    def _value(self, row: list[int]) -> float:
        score = self._bleu.compute_bleu(row[0:4], row[4:8], row[8], row[9], smooth_method="exp", max_ngram_order=4)
        return float(score.score)


class ChrF(Metric):
    """chrF++ (Popović 2017, https://aclanthology.org/W17-4770) as sacreBLEU computes it; needs no Korean tokenizer."""

    name = "chrf++"
    ordered = True
    floor = 15.0

    def __init__(self) -> None:
        from sacrebleu.metrics.chrf import CHRF

        self._chrf: Any = CHRF(word_order=2)

    @property
    def signature(self) -> str:
        """Character and word orders, and sacreBLEU's version."""
        return f"nrefs:1|case:mixed|eff:yes|nc:6|nw:2|space:no|version:{version('sacrebleu')}"

    def statistics(self, hypotheses: Sequence[str], references: Sequence[str]) -> Array:
        """Hypothesis, reference and shared n-grams for each order, as sacreBLEU's own significance test takes them."""
        ours, theirs = ([nfc(text) for text in texts] for texts in (hypotheses, references))
        return np.array(self._chrf._extract_corpus_statistics(ours, [theirs]), dtype=np.float64)

    def values(self, sums: Array) -> Array:
        """SacreBLEU's formula for each row."""
        scores = (self._chrf._compute_score_from_stats([round(number) for number in row]) for row in sums)
        return np.array([score.score for score in scores])


class Rouge(MeanMetric):
    """Mean F1 of ROUGE-1, ROUGE-2 or ROUGE-L (Lin 2004, https://aclanthology.org/W04-1013).

    rouge_score's default tokenizer drops everything outside a-z0-9, Hangul included; so a tokenizer is
    always passed in. `default=True` leaves it out, as those do who do not know, and scores as they do.
    """

    def __init__(self, kind: str, tokens: Tokenization | None = None, *, default: bool = False) -> None:
        from rouge_score.rouge_scorer import RougeScorer

        self.name = kind
        self.ordered = kind != "rouge1"
        self.floor = 40.0 if kind == "rouge1" else 30.0 if kind == "rougeL" else 10.0
        self._tokens = None if default else tokens or tokenization("ko-mecab")
        self._kind = kind
        self._scorer: Any = RougeScorer([kind], tokenizer=_Passed(self._tokens) if self._tokens else None)

    @property
    def signature(self) -> str:
        """Tokenisation and rouge_score's version."""
        cut = self._tokens.signature if self._tokens else "tok:rouge_score-default(a-z0-9)"
        return f"nrefs:1|f1|{cut}|stemmer:no|version:{version('rouge-score')}"

    def each(self, hypotheses: Sequence[str], references: Sequence[str]) -> list[float]:
        """F1 for each text, 0 to 100."""
        pairs = zip(hypotheses, references, strict=True)
        return [100 * self._scorer.score(theirs, ours)[self._kind].fmeasure for ours, theirs in pairs]


class _Passed:
    """What rouge_score calls a tokenizer."""

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self.tokenize = cut


def deck_bleu() -> Bleu:
    """BLEU as sacreBLEU gives it to those who name no tokenizer: 13a, made for English."""
    from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

    cut = Tokenizer13a()
    return Bleu(Tokenization("13a", "", lambda text: cut(text).split()))
