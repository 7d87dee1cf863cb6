"""The line model: gradient-boosted trees over the numbers of `features`, trained by bench/train_lines.py."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from bellwire.clean.features import Array, features
from bellwire.clean.segment import Line
from bellwire.errors import KnowledgeError
from bellwire.knowledge import Language

WEIGHTS = Path(__file__).with_name("lines_model.txt")


@cache
def _model() -> Any:
    """The trees, loaded once. The head of the file, lines that begin with `#`, says what they were trained on."""
    import lightgbm

    if not WEIGHTS.exists():
        raise KnowledgeError(f"{WEIGHTS.name} is missing; train it with bench/train_lines.py")
    text = re.sub(r"(?m)^#.*\n", "", WEIGHTS.read_text(encoding="utf-8"))
    return lightgbm.Booster(model_str=text)


def role_probabilities(lines: Sequence[Line], language: Language) -> Array:
    """A row for each line with the probability of each of ROLES."""
    from bellwire.model.words import ROLES

    if not lines:
        return np.zeros((0, len(ROLES)), dtype=np.float32)
    found = _model().predict(features(lines, language), num_threads=1)
    return np.asarray(found, dtype=np.float32)
