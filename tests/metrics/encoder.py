"""A tiny BERT with the same weights on every machine: drawn by NumPy's frozen generator, not by torch's."""

from pathlib import Path

import numpy as np

LETTERS = "저는 대학에서 회계를 전공하고 고객의 말씀을 끝까지 듣고 해결했습니다 배웠 인턴 결산 팀장 보고서 정리 . ,"


def write_encoder(folder: Path) -> Path:
    """Three layers of width 32 over syllables, with BERT's special tokens."""
    import torch
    from transformers import BertConfig, BertModel

    folder.mkdir(parents=True, exist_ok=True)
    syllables = sorted(set(LETTERS) - {" "})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *syllables, *(f"##{one}" for one in syllables)]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n", "utf-8")
    _write_tokenizer(folder, words)
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    model = BertModel(config)
    draw = np.random.RandomState(7)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = draw.normal(0, 1.0 if "word_embeddings" in name else 0.1, tuple(parameter.shape))
            mean = 1.0 if "LayerNorm.weight" in name else 0.0
            parameter.copy_(torch.from_numpy((mean + noise).astype(np.float32)))
    model.save_pretrained(folder)
    return folder


def _write_tokenizer(folder: Path, words: list[str]) -> None:
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordPiece(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
        model_max_length=64,
    ).save_pretrained(folder)
