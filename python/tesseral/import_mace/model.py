# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""A potential as potentials/FORMAT.md lays it down; the names are those of the file."""

from dataclasses import dataclass
from typing import Dict, List, Optional

import numpy as np


@dataclass
class Agnesi:
    """Radial functions of y(r), y = 1/(1 + a x^q/(1 + x^(q-p))), x = 2r/(radii[s_i] + radii[s_j])."""

    a: float
    q: float
    p: float
    radii: np.ndarray  # [S], Å


@dataclass
class Zbl:
    """½ Σ_edges strength Z_i Z_j/r Σ_n amplitude[n] exp(-decay[n] r/a) f(r), a = length/(Z_i^exponent + Z_j^exponent)."""

    cutoff: np.ndarray  # [S][S], Å, where f ends
    strength: float  # eV Å
    exponent: float
    length: float  # Å
    cutoff_power: int
    amplitude: np.ndarray  # [4]
    decay: np.ndarray  # [4]


@dataclass
class Model:
    elements: List[str]  # [S]
    E0: np.ndarray  # [S], eV
    r_cut: float  # Å
    scale: float  # eV
    shift: float  # eV
    architecture: Dict[str, object]
    weights: Dict[str, np.ndarray]
    bessel_frequencies: Optional[np.ndarray] = None  # [N], 1/Å
    agnesi: Optional[Agnesi] = None
    zbl: Optional[Zbl] = None

    def layer(self, t):
        """The datasets of layer t, by name."""
        prefix = f"layer_{t}/"
        return {name[len(prefix) :]: value for name, value in self.weights.items() if name.startswith(prefix)}

    def degrees(self, t):
        """l_in and l_out of layer t."""
        a = self.architecture
        return (0 if t == 0 else a["l_hidden"]), (0 if t == a["layers"] - 1 else a["l_hidden"])
