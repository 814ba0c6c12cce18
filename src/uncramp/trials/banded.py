"""First-order autoregression by its banded precision: every step costs as much as there are nights, not its square.

Arrays hold a night per row and a node (one setting of the hyperparameters) per column, so that the one loop over the
nights works on whole rows. Only recorded nights have a row: what is missing only widens the gap between two of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tridiagonal:
    """A symmetric matrix per node: `diagonal` (nights, nodes); `beside[i]` stands between nights i-1 and i."""

    diagonal: Floats
    beside: Floats

    def times(self, x: Floats) -> Floats:
        """The product with a vector per node, (nights, nodes)."""
        found: Floats = self.diagonal * x
        found[1:] += self.beside[1:] * x[:-1]
        found[:-1] += self.beside[1:] * x[1:]
        return found


@dataclass(frozen=True)
class Factor:
    """L D L' of a tridiagonal matrix per node: `pivots` is D, `below[i]` the entry of L before pivot i."""

    pivots: Floats
    below: Floats

    @property
    def log_determinant(self) -> Floats:
        found: Floats = np.log(self.pivots).sum(axis=0)
        return found


def autoregression(days: Floats, sd: Floats, correlation: Floats) -> tuple[Tridiagonal, Floats]:
    """The precision of a stationary AR(1) seen on these days, and its log-determinant, per node."""
    gaps = np.diff(days)[:, None]
    kept = np.exp(gaps * np.log(correlation)[None, :])
    fresh = -np.expm1(2 * gaps * np.log(correlation)[None, :])  # 1 - kept^2, without cancelling
    variance = (sd**2)[None, :]
    diagonal = np.empty((len(days), len(sd)))
    diagonal[0] = 1 / variance[0]
    diagonal[1:] = 1 / (variance * fresh)
    diagonal[:-1] += kept**2 / (variance * fresh)
    beside = np.zeros_like(diagonal)
    beside[1:] = -kept / (variance * fresh)
    log_determinant = -np.log(fresh).sum(axis=0) - len(days) * np.log(sd**2)
    return Tridiagonal(diagonal, beside), log_determinant


def factor(matrix: Tridiagonal) -> Factor:
    """The factor of a positive definite tridiagonal matrix per node."""
    pivots, below = matrix.diagonal.copy(), np.zeros_like(matrix.diagonal)
    for i in range(1, len(pivots)):
        np.divide(matrix.beside[i], pivots[i - 1], out=below[i])
        pivots[i] -= below[i] * matrix.beside[i]
    return Factor(pivots, below)


def solve(found: Factor, right: Floats) -> Floats:
    """The solution for right-hand sides of shape (nights, sides, nodes)."""
    x = right.copy()
    for i in range(1, len(x)):
        x[i] -= found.below[i] * x[i - 1]
    x /= found.pivots[:, None, :]
    for i in range(len(x) - 2, -1, -1):
        x[i] -= found.below[i + 1] * x[i + 1]
    return x


def draw(found: Factor, node: npt.NDArray[np.intp], normal: Floats) -> Floats:
    """One draw per column of `normal` (nights, draws) with the factored precision of its node."""
    below = found.below[:, node]
    x = normal / np.sqrt(found.pivots[:, node])
    for i in range(len(x) - 2, -1, -1):
        x[i] -= below[i + 1] * x[i + 1]
    return x
