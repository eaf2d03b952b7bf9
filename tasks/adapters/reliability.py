"""The door to the krippendorff package: alpha of coders, nominal or ordinal."""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from typing import Any

FEWEST_UNITS = 2


def alpha(one: Sequence[float], other: Sequence[float], measurement: str) -> float | None:
    """Return Krippendorff's alpha of two coders of the same units.

    Args:
        one: values by one coder.
        other: values by the other.
        measurement: "nominal" or "ordinal".

    Returns:
        1 for full agreement, 0 for chance; None where it is not defined: too few units, or all values alike.
    """
    import krippendorff

    if len(one) < FEWEST_UNITS or len({*one, *other}) == 1:
        return None
    level: Any = measurement
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        value = float(krippendorff.alpha(reliability_data=[list(one), list(other)], level_of_measurement=level))
    return None if math.isnan(value) else value
