"""Pre-training of a scratch model on plain text, packed into rows of the whole context."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from transformers import GPT2LMHeadModel, Trainer

from interviewbuddy.batching import batched
from interviewbuddy.encoding import Example
from interviewbuddy.errors import InputError
from interviewbuddy.training import trainer
from interviewbuddy.training.base import Base, read_text
from interviewbuddy.training.config import Scratch
from interviewbuddy.training.examples import Collator, Rows

_PARAGRAPHS = 1000


def pretrain(base: Base, shape: Scratch, out: Path, seed: int) -> None:
    """Trains the scratch model in place on the recipe's text; resumes, and skips what is finished.

    :raise InputError: if the text is too short for a single row.
    """
    finished = out / "model"
    if not (finished / "config.json").is_file():
        rows = Rows(list(_packed(base, read_text(shape))))
        if not len(rows):
            raise InputError("text_too_small", characters=sum(map(len, read_text(shape))))
        _train(base, shape, rows, out, seed)
        base.model.save_pretrained(finished)
    base.model.load_state_dict(GPT2LMHeadModel.from_pretrained(finished).state_dict())


def _train(base: Base, shape: Scratch, rows: Rows, out: Path, seed: int) -> None:
    def make(size: int) -> Trainer:
        arguments = trainer.arguments(
            out,
            batch_size=shape.pretrain_batch_size,
            device_batch_size=size,
            num_train_epochs=shape.pretrain_epochs,
            learning_rate=shape.pretrain_learning_rate,
            lr_scheduler_type="cosine",
            weight_decay=0.1,
            save_strategy="epoch",
            save_total_limit=1,
            seed=seed,
        )
        return Trainer(model=base.model, args=arguments, data_collator=Collator(base.special.pad), train_dataset=rows)

    size = trainer.batch_that_fits(base.context, base.model.config.vocab_size)
    trainer.run(make, shape.pretrain_batch_size, size, "pre-training", out)


def _packed(base: Base, paragraphs: Iterable[str]) -> Iterator[Example]:
    """Paragraphs ended by the end token, cut into rows of `context` ids; the last, short row is left out."""
    buffer: list[int] = []
    for chunk in batched(paragraphs, _PARAGRAPHS):
        for encoded in base.tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
            buffer += [*encoded.ids, base.special.eos]
        while len(buffer) >= base.context:
            yield Example(tuple(buffer[: base.context]), 0)
            buffer = buffer[base.context :]
