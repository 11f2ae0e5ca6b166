"""Who goes to train, validation and test, so that no question stands on two sides.

Works on question groups (`korean.same_text_key`) and their sizes; knows nothing of files.
"""

import random
from collections.abc import Mapping

SPLITS = ("train", "validation", "test")
SHARES = {"train": 0.8, "validation": 0.1, "test": 0.1}


def split_groups(sizes: Mapping[str, int], seed: int) -> dict[str, str]:
    """Question key → split, about 80/10/10 by records.

    Groups are taken in a seeded order; each goes to the split furthest below its share that can
    hold it without passing it, else to train. A question that very many were asked is therefore
    always in train. With three groups or more every split has at least one.
    """
    keys = sorted(sizes)
    random.Random(seed).shuffle(keys)
    total = sum(sizes.values())
    room = {split: share * total for split, share in SHARES.items()}
    chosen: dict[str, str] = {}
    for key in keys:
        fits = [split for split in SPLITS if sizes[key] <= room[split]]
        split = max(fits, key=lambda name: room[name] / SHARES[name]) if fits else "train"
        chosen[key] = split
        room[split] -= sizes[key]
    return _fill_empty(chosen, sizes)


def split_official(divisions: Mapping[str, int], seed: int) -> dict[str, str]:
    """AI Hub's Validation records, by question key and size, → validation or test, half and half."""
    keys = sorted(divisions)
    random.Random(seed).shuffle(keys)
    counts = {"validation": 0, "test": 0}
    chosen = {}
    for key in sorted(keys, key=lambda key: -divisions[key]):
        split = min(counts, key=lambda name: counts[name])
        chosen[key] = split
        counts[split] += divisions[key]
    return chosen


def _fill_empty(chosen: dict[str, str], sizes: Mapping[str, int]) -> dict[str, str]:
    for split in SPLITS[1:]:
        members = [key for key, name in chosen.items() if name == "train"]
        if split not in chosen.values() and len(members) > 1:
            chosen[min(members, key=lambda key: (sizes[key], key))] = split
    return chosen
