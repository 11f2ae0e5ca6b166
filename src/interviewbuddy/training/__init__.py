"""Fine-tuning: a recipe (`config`), a base model (`base`), what of it is trained (`methods`), the run
itself (`fine_tune`), and the way from a run to a bundle (`export`). Needs the `train` extra.
"""
