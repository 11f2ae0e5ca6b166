"""A search of recipes before the matrix is run: drawn at random, the bad ones stopped early (Ray Tune).

trials/<hash>/            one trial each, as `fine_tune` writes it
trials/<hash>/trial.json  what was drawn and how far it came; written last: such a trial is never run again

A trial learns and is judged by its validation loss; it answers nothing. What is found is then run like
every other recipe, with every seed, beside the recipe that the search began from.
"""

import math
import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from interviewbuddy.lab import runs
from interviewbuddy.lab.base import shared_base, shared_corpus
from interviewbuddy.lab.cluster import RETRIES, connected, made_again
from interviewbuddy.lab.config import Cell, LabConfig, Range, Search
from interviewbuddy.training.config import TrainConfig
from interviewbuddy.training.fine_tune import fine_tune

TRIAL = "trial.json"
FOUND, BEGUN = "찾은 것", "처음 것"
LOSS, EPOCH, WHOLE = "validation_loss", "epoch", "whole"

Tell = Callable[[int, int, runs.Spec, bool], None]
Told = Callable[[int, str], None]
Trial = dict[str, Any]
"""key, drawn (TrainConfig's key → value), history ([{epoch, validation_loss}]), validation_loss (the best), stopped."""


def search(config: LabConfig, out: Path, tell: Tell, ray: str | None) -> list[Trial]:
    """Every trial, in the order drawn; those that are done are not run again.

    :raise InputError: as `fine_tune` does, or if there is no Ray.
    :raise KeyboardInterrupt: if it was interrupted; what is done is kept.
    """
    assert config.search is not None
    corpus = shared_corpus(config, out)
    shared = replace(config.cells[0].config, corpus=str(corpus), base=shared_base(config, corpus, out))
    specs = [
        runs.spec_of(_label(one, one), replace(shared, **one), corpus, shared.base, 0) for one in _draw(config.search)
    ]
    named = {spec.key: spec for spec in specs}
    drawn = {spec.key: one for spec, one in zip(specs, _draw(config.search), strict=True)}
    known = _known(drawn, out)
    if len(known) < len(drawn):
        _tune(
            config.search,
            shared,
            drawn,
            known,
            out,
            ray,
            lambda number, key: tell(number, len(drawn), named[key], True),
        )
        known = _known(drawn, out)
    if len(known) < len(drawn):
        raise KeyboardInterrupt
    return list(known.values())


def _known(keys: Iterable[str], out: Path) -> dict[str, Trial]:
    found = {key: runs.read_json(out / "trials" / key / TRIAL) for key in keys}
    return {key: trial for key, trial in found.items() if trial is not None}


def with_found(config: LabConfig, trials: list[Trial]) -> LabConfig:
    """The experiment that compares the recipe begun from with the best of the trials."""
    best = min(trials, key=lambda trial: float(trial[LOSS]))
    begun = config.cells[0].config
    cells = (
        Cell(f"{BEGUN} ({_label(asdict(begun), best['drawn'])})", begun),
        Cell(f"{FOUND} ({_label(best['drawn'], best['drawn'])})", _with(begun, best)),
    )
    return replace(config, cells=cells, varied=tuple(best["drawn"]))


def _with(begun: TrainConfig, trial: Trial) -> TrainConfig:
    return replace(begun, **trial["drawn"])


def _label(values: Mapping[str, Any], names: Iterable[str]) -> str:
    return ", ".join(f"{name} {values[name]}" for name in names)


def _draw(search: Search) -> Iterator[dict[str, Any]]:
    """The recipes to be tried: the same for the same seed."""
    chance = random.Random(search.seed)
    for _ in range(search.trials):
        yield {name: _one(chance, values) for name, values in search.space.items()}


def _one(chance: random.Random, values: Range | tuple[Any, ...]) -> Any:
    if not isinstance(values, Range):
        return chance.choice(values)
    if values.log:
        number = math.exp(chance.uniform(math.log(values.low), math.log(values.high)))
    else:
        number = chance.uniform(values.low, values.high)
    return float(f"{number:.2g}")


def _tune(
    search: Search,
    shared: TrainConfig,
    drawn: dict[str, Any],
    known: dict[str, Trial],
    out: Path,
    ray: str | None,
    told: Told,
) -> None:
    """Runs the trials; the median rule looks at those of earlier times too, told again from what is kept."""
    with connected(ray):
        from ray import tune
        from ray.tune.schedulers import MedianStoppingRule

        place = (out / "tune").resolve()
        shutil.rmtree(place, ignore_errors=True)
        given = {"shared": asdict(shared), "drawn": drawn, "known": known, "folder": str((out / "trials").resolve())}
        tuner = tune.Tuner(
            tune.with_resources(tune.with_parameters(_try, given=given), {"cpu": 1}),
            param_space={"key": tune.grid_search(list(drawn))},
            tune_config=tune.TuneConfig(
                metric=LOSS,
                reuse_actors=True,
                mode="min",
                scheduler=MedianStoppingRule(
                    time_attr=EPOCH, grace_period=search.grace_epochs, min_samples_required=3, hard_stop=True
                ),
            ),
            run_config=tune.RunConfig(
                name="search",
                storage_path=str(place),
                callbacks=[_keeper(drawn, out / "trials", told)],
                verbose=0,
                failure_config=tune.FailureConfig(max_failures=RETRIES),
            ),
        )
        grid = tuner.fit()
        shutil.rmtree(place, ignore_errors=True)
        if grid.errors:
            raise grid.errors[0]


def _try(params: dict[str, Any], given: dict[str, Any]) -> None:
    """What a worker does: tells what is known of a trial, or learns and tells after every evaluation."""
    from ray import tune

    key = params["key"]
    if known := given["known"].get(key):
        for one in known["history"]:
            tune.report(one)
        return
    folder = Path(given["folder"]) / key
    listener = _Listener(tune.report)
    run = fine_tune(replace(made_again(given["shared"]), **given["drawn"][key], out=str(folder)), [listener])
    history = history_of(run["history"])
    for one in history[listener.told :]:
        tune.report(one)
    tune.report(history[-1] | {WHOLE: True})


class _Listener(TrainerCallback):
    """Reports every evaluation, those before an interruption too."""

    def __init__(self, report: Any) -> None:
        self.told = 0
        self._report = report

    def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Tells again what the checkpoint remembers."""
        for one in history_of(state.log_history):
            self._tell(one)

    def on_evaluate(self, args: Any, state: Any, control: Any, **found: Any) -> None:
        """Tells the newest."""
        self._tell({EPOCH: state.epoch, LOSS: found["metrics"]["eval_loss"]})

    def _tell(self, one: dict[str, float]) -> None:
        self.told += 1
        self._report(one)


def history_of(log: list[dict[str, Any]]) -> list[dict[str, float]]:
    """Epoch and validation loss of every evaluation in a Trainer's log."""
    return [{EPOCH: one["epoch"], LOSS: one["eval_loss"]} for one in log if "eval_loss" in one]


def _keeper(drawn: dict[str, Any], folder: Path, told: Told) -> Any:
    """Tune's callback that writes a trial down when it ends, however it ends."""
    from ray.tune import Callback

    class Keeper(Callback):
        def __init__(self) -> None:
            self._histories: dict[str, list[dict[str, float]]] = {}

        def on_trial_result(self, iteration: int, trials: Any, trial: Any, result: Any, **_: Any) -> None:
            found = self._histories.setdefault(trial.config["key"], [])
            found[:] = [one for one in found if one[EPOCH] < result[EPOCH]]
            found.append({EPOCH: result[EPOCH], LOSS: result[LOSS]})

        def on_trial_complete(self, iteration: int, trials: Any, trial: Any, **_: Any) -> None:
            key = trial.config["key"]
            if history := self._histories.get(key):
                whole = trial.last_result.get(WHOLE) or history[-1][EPOCH] >= drawn[key].get("epochs", math.inf)
                _keep(folder / key, key, drawn[key], history, bool(whole))
            told(len(_known(drawn, folder.parent)), key)

    return Keeper()


def _keep(folder: Path, key: str, drawn: dict[str, Any], history: list[dict[str, float]], whole: bool) -> None:
    if (folder / TRIAL).is_file():
        return
    losses = [one[LOSS] for one in history if math.isfinite(one[LOSS])]
    trial = {
        "key": key,
        "drawn": drawn,
        "history": history,
        LOSS: min(losses, default=math.inf),
        "stopped": not whole,
    }
    runs.write_json(folder / TRIAL, trial)
    for name in ("model", "checkpoints"):
        shutil.rmtree(folder / name, ignore_errors=True)
