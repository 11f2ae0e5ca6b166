"""The `buddy` command: a table of commands, each imported when it is used."""

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from interviewbuddy.errors import BuddyError

app = App(name="buddy", help="Korean interview practice, and the lab behind it.", version_flags=["--version"])
corpus = App(name="corpus", help="Interview records: build a corpus, look into it.")
lab = App(name="lab", help="Experiments: a matrix of fine-tunes, run, resumed and reported.")
ratings = App(name="ratings", help="The Human Score: rounds of rating, their links, what they say.")
app.command(corpus)
app.command(lab)
app.command(ratings)

Occupation = Literal["BM", "SM", "PS", "RND", "ICT", "ARD", "MM"]
Experience = Literal["NEW", "EXPERIENCED"]
Database = Annotated[str | None, Parameter(env_var="BUDDY_DATABASE")]


@app.command
def serve(
    *,
    model: str | None = None,
    host: str = "127.0.0.1",
    port: int = 5000,
    database: Annotated[str | None, Parameter(env_var="BUDDY_DATABASE")] = None,
    allowed_host: tuple[str, ...] = (),
    slots: int = 4,
    corpus: tuple[Path, ...] = (),
    lab: Annotated[tuple[Path, ...], Parameter(env_var="BUDDY_LAB")] = (Path("docs/lab"),),
) -> None:
    """Serve the web pages and the API.

    Parameters
    ----------
    model
        A bundle folder, a .gguf file, or the address of an OpenAI-compatible server.
        Without it, answers come from the written sample corpus.
    host
        The address to listen on.
    port
        The port to listen on.
    database
        Where conversations are kept: a SQLAlchemy URL. Default: SQLite in the user's data folder.
    allowed_host
        A further name under which the service may be addressed; may be given more than once.
    slots
        How many answers the embedded engine writes at a time; more wait their turn.
    corpus
        A built corpus to search beside the bundled records; may be given more than once. Text whose
        licence forbids showing it (AI Hub's) leads to the bundled records and is never shown.
    lab
        Folders whose sub-folders hold the reports that /lab shows.
    """
    from interviewbuddy.web.server import run

    run(
        model=model,
        host=host,
        port=port,
        database=database,
        allowed_hosts=allowed_host,
        slots=slots,
        lab=lab,
        corpora=corpus,
    )


@app.command
def ask(
    question: str,
    /,
    *,
    occupation: Occupation | None = None,
    experience: Experience | None = None,
    notes: Path | None = None,
    model: str | None = None,
    seed: int | None = None,
    corpus: tuple[Path, ...] = (),
) -> None:
    """Stream one answer to standard output; what it is goes to standard error.

    Parameters
    ----------
    question
        The interview question, in Korean.
    occupation
        AI Hub's code of the occupation (직군).
    experience
        NEW (신입) or EXPERIENCED (경력).
    notes
        A text file of your own facts; what is in it is not marked as somebody else's.
    model
        As for `buddy serve`.
    seed
        Makes a generated answer repeatable; for written examples, chooses among the near ones.
    corpus
        As for `buddy serve`.
    """
    from interviewbuddy.asking import ask_on_terminal

    ask_on_terminal(question, occupation, experience, notes, model, seed, corpus)


@corpus.command
def build(*sources: Path, out: Path, split: Literal["question", "official"] = "question", seed: int = 0) -> None:
    """Make a cleaned, de-duplicated, leak-free corpus of AI Hub's label files.

    Parameters
    ----------
    sources
        Zips, folders, JSON files or JSON-lines files, mixed as you have them.
    out
        The folder to write: train, validation and test Parquet files, report.json, README.md.
    split
        question: no question stands in two splits. official: AI Hub's own Training and Validation.
    seed
        Which questions are held out.
    """
    from interviewbuddy.corpus.commands import build_and_tell

    build_and_tell(list(sources), out, split, seed)


@corpus.command
def stats(folder: Path, /, *, diff: int = 0) -> None:
    """Say what is in a corpus.

    Parameters
    ----------
    folder
        A folder made by `buddy corpus build`.
    diff
        How many cleaned answers to show before and after.
    """
    from interviewbuddy.corpus.commands import show_stats

    show_stats(folder, diff)


@app.command
def train(
    *,
    config: Path | None = None,
    base: str | None = None,
    corpus: Path | None = None,
    composition: str | None = None,
    method: Literal["all", "last-block", "head", "lora"] | None = None,
    epochs: float | None = None,
    learning_rate: float | None = None,
    batch_size: int | None = None,
    seed: int | None = None,
    max_steps: int | None = None,
    text: tuple[Path, ...] = (),
    show: int = 0,
    out: Path | None = None,
) -> None:
    """Fine-tune one model; the same command again resumes an interrupted run.

    Parameters
    ----------
    config
        A TOML recipe (see configs/); a flag overrides what it says.
    base
        skt/kogpt2-base-v2, another causal model by name or folder, or scratch.
    corpus
        A folder made by `buddy corpus build`.
    composition
        What the prompt is made of, such as question-answer.
    method
        How much of the model is trained.
    epochs
        Passes over the training split.
    learning_rate
        Peak learning rate.
    batch_size
        Examples an update sees; reached by accumulation where memory is short.
    seed
        Of initial weights, order and dropped conditions.
    max_steps
        Ends after so many updates whatever the epochs; for trying out.
    text
        Plain text for a scratch base to read first, a paragraph a line (.xz too); repeatable.
    show
        Print so many examples (tokens, ids and loss mask in colour) and train nothing.
    out
        The run's folder.
    """
    from interviewbuddy.training.commands import train_and_tell

    flags = {
        "base": base,
        "corpus": corpus,
        "composition": composition,
        "method": method,
        "epochs": epochs,
        "learning_rate": learning_rate,
        "batch_size": batch_size,
        "seed": seed,
        "max_steps": max_steps,
        "text": tuple(map(str, text)) or None,
        "out": out,
    }
    train_and_tell(config, {name: value for name, value in flags.items() if value is not None}, show)


@app.command
def export(
    run: Path,
    /,
    *,
    out: Path,
    quantization: Literal["f32", "f16", "q8_0"] = "q8_0",
    name: str | None = None,
    demonstration: bool = False,
) -> None:
    """Make a bundle, which `buddy serve --model` serves, of a finished run.

    Parameters
    ----------
    run
        The folder that `buddy train` wrote.
    out
        The bundle's folder.
    quantization
        How weights are stored; q8_0 is smallest and fastest.
    name
        The bundle's name; default: the run folder's.
    demonstration
        Mark the bundle as too small to be believed; pages say so.
    """
    from interviewbuddy.training.commands import export_and_tell

    export_and_tell(run, out, quantization, name, demonstration)


@app.command
def score(
    *,
    references: Path,
    hypotheses: Path,
    metrics: str | None = None,
    tokenization: Literal["ko-mecab", "kiwi", "eojeol", "syllable"] = "ko-mecab",
    as_the_deck: bool = False,
    encoder: str | None = None,
    layer: int | None = None,
    rescale: bool = False,
) -> None:
    """Score texts against references and print JSON, each score with its interval and signature.

    Parameters
    ----------
    references
        A UTF-8 file, a reference a line.
    hypotheses
        A UTF-8 file, a generated text a line, in the same order.
    metrics
        Families, with commas between: bleu, rouge, chrf, distinct, repetition, length, ended, bertscore.
    tokenization
        What BLEU, ROUGE and the counts of repetition cut Korean into.
    as_the_deck
        BLEU and ROUGE with their default tokenizers, made for English, to show the effect.
    encoder
        BERTScore's encoder: a folder or a hub's name. Default: klue/roberta-base, where it can be had.
    layer
        BERTScore's layer, counted from 1.
    rescale
        Rescale BERTScore so that wrongly paired texts score 0.
    """
    from interviewbuddy.metrics.commands import score_and_print

    score_and_print(references, hypotheses, metrics, tokenization, as_the_deck, encoder, layer, rescale)


@app.command
def evaluate(
    bundle: Path,
    /,
    *,
    corpus: Path,
    out: Path,
    split: Literal["train", "validation", "test"] = "test",
    questions: int = 0,
    seed: int = 42,
) -> None:
    """Ask a bundle the questions of a split and score what it says.

    Parameters
    ----------
    bundle
        A folder made by `buddy export`.
    corpus
        A folder made by `buddy corpus build`.
    out
        The folder for generations.jsonl, report.json and report.md.
    split
        Whose questions are asked.
    questions
        How many, drawn by a fixed seed; 0 asks all.
    seed
        Of what is drawn while answering.
    """
    from interviewbuddy.lab.commands import evaluate_and_tell

    evaluate_and_tell(bundle, corpus, split, out, questions, seed)


@lab.command
def run(
    config: Path,
    /,
    *,
    out: Path | None = None,
    base: str | None = None,
    corpus: Path | None = None,
    ray: str | None = None,
    results: str | None = None,
) -> None:
    """Run a matrix, or a search and what it found; the same command again goes on where it stopped.

    Parameters
    ----------
    config
        A TOML file (see configs/).
    out
        The folder for runs and report. Default: runs/ and the configuration's name.
    base
        Another base than the configuration's, such as skt/kogpt2-base-v2.
    corpus
        A folder made by `buddy corpus build`. Default: the bundled records.
    ray
        Spread the runs over the Ray cluster at this address ("auto" finds one).
    results
        Keep finished runs at this address too (s3://…, gs://…, file://…: whatever fsspec knows), and find them there.
    """
    from interviewbuddy.lab.commands import run_and_tell

    flags = {"base": base, "corpus": str(corpus) if corpus else None}
    chosen = {name: value for name, value in flags.items() if value is not None}
    run_and_tell(config, out or Path("runs") / config.stem, chosen, ray, results)


@lab.command
def report(
    folder: Path,
    /,
    *,
    out: Path | None = None,
    encoder: str | None = None,
    ratings: str | None = None,
    database: Database = None,
) -> None:
    """Write the report of the runs that are finished.

    Parameters
    ----------
    folder
        A folder that `buddy lab run` wrote.
    out
        Where report.json, report.md, report.html and all generations go. Default: the same folder.
    encoder
        BERTScore's encoder: a folder or a hub's name. Default: klue/roberta-base, where it can be had.
    ratings
        A closed round of `buddy ratings` about these runs' answers: correlates the metrics with it.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.lab.commands import report_and_tell

    report_and_tell(folder, out, encoder, ratings, database)


@ratings.command(name="import")
def import_ratings(file: Path, /, *, replace: bool = False, database: Database = None) -> None:
    """Take in ratings made elsewhere; of a file with a bad row, nothing.

    Parameters
    ----------
    file
        CSV or JSON with round, item, evaluator, sentence_accuracy, question_relevance, context_richness.
    replace
        Let a mark that differs from the one kept take its place.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import import_and_tell

    import_and_tell(file, replace, database)


@ratings.command(name="report")
def report_ratings(
    *,
    round: str | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
    database: Database = None,
) -> None:
    """Say what the ratings come to: Final Scores, sums, agreement.

    Parameters
    ----------
    round
        One round alone, by its name.
    json
        Print JSON.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import report_and_tell

    report_and_tell(round, json, database)


@ratings.command(name="round")
def create_round(
    name: str,
    /,
    *,
    generations: Annotated[tuple[Path, ...], Parameter(name="--from", consume_multiple=True)],
    questions: int,
    models: str | None = None,
    evaluators: int = 5,
    repeats: float = 0.1,
    seed: int | None = None,
    address: str = "http://127.0.0.1:5000",
    database: Database = None,
) -> None:
    """Make a blind round of generated answers and print one private link an evaluator.

    Parameters
    ----------
    name
        What the round is called; evaluators do not see it before it closes.
    generations
        JSON-lines files, a generation a line: model, question, answer, and run, seed, occupation, experience.
    questions
        How many questions are drawn of those that all the models answered.
    models
        Whose answers are rated, separated by commas; default: everyone's.
    evaluators
        How many links.
    repeats
        The share of answers shown twice to each evaluator, for self-consistency.
    seed
        Draws the same questions, answers and orders again.
    address
        Where the service is reached; the links begin with it.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import create_and_tell

    chosen = [one.strip() for one in models.split(",") if one.strip()] if models else None
    create_and_tell(name, list(generations), questions, chosen, evaluators, repeats, seed, address, database)


@ratings.command(name="links")
def round_links(name: str, /, *, address: str = "http://127.0.0.1:5000", database: Database = None) -> None:
    """Print a round's private links again.

    Parameters
    ----------
    name
        The round.
    address
        Where the service is reached.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import links_and_tell

    links_and_tell(name, address, database)


@ratings.command(name="close")
def close_round(name: str, /, *, database: Database = None) -> None:
    """End a round for good: no more marks, and from now on results with the models' names.

    Parameters
    ----------
    name
        The round.
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import close_and_tell

    close_and_tell(name, database)


@ratings.command(name="ask")
def ask_model_to_rate(name: str, /, *, model: str, database: Database = None) -> None:
    """Have a model rate every answer of an open round; it is marked as a model everywhere.

    Parameters
    ----------
    name
        The round.
    model
        The address of an OpenAI-compatible server (its key in BUDDY_API_KEY).
    database
        As for `buddy serve`.
    """
    from interviewbuddy.ratings.commands import ask_and_tell

    ask_and_tell(name, model, database)


def main(words: list[str] | None = None) -> None:
    """Runs the command, the process's own words or these.

    Ends with 0 (done), 1 (a clear sentence), 2 (wrong usage) or 130 (interrupted).
    """
    try:
        app(words)
    except BuddyError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        from interviewbuddy.locale import terminal_language, text

        print(text("cli.interrupted", terminal_language()), file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
