# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""MACE's functions of pairs of elements: the Agnesi transform, and the repulsion of Ziegler, Biersack and Littmark."""

import numpy as np

from .elements import SYMBOLS
from .errors import need
from .kinds import CANNOT
from .model import Agnesi, Zbl

# Constants that MACE has in its code, mace/modules/radial.py: eV Å; Å (of Bohr's radius); the decays.
COULOMB, BOHR, DECAY = 14.3996, 0.529, (3.2, 0.9423, 0.4028, 0.2016)


def read_agnesi(state, elements):
    path = "radial_embedding.distance_transform"
    a, q, p = (state.number(f"{path}.{name}") for name in "aqp")
    need(
        a > 0 and 0 < q < p,
        f"the Agnesi transform has a = {a}, q = {q}, p = {p} (the model file asks for a > 0 and 0 < q < p) {CANNOT}",
    )
    return Agnesi(a, q, p, radii_of(state, path, elements))


def read_zbl(state, elements, r_cut, scale):
    """MACE scales the repulsion with the network's energies: the strength holds the scale."""
    path = "pair_repulsion_fn"
    power = state.number(f"{path}.p")
    need(power in range(2, 33), f"the repulsion's cutoff has the power {power} (integers 2 … 32 are known) {CANNOT}")
    need(scale > 0, f"the scale is {scale} (it multiplies a repulsion, which the model file keeps positive) {CANNOT}")
    exponent, length = state.number(f"{path}.a_exp"), state.number(f"{path}.a_prefactor") * BOHR
    amplitude = state.vector(f"{path}.c", 4)
    need(
        exponent > 0 and length > 0 and (amplitude >= 0).all(),
        f"the repulsion has negative constants (the model file asks for positive ones) {CANNOT}",
    )
    radii = radii_of(state, path, elements)
    cutoff = radii[:, None] + radii
    i, j = np.unravel_index(cutoff.argmax(), cutoff.shape)
    need(
        cutoff[i, j] <= r_cut,
        f"the repulsion of {elements[i]} and {elements[j]} reaches to {cutoff[i, j]:g} Å (the model's edges end at "
        f"{r_cut:g} Å) leave one of them out with --elements",
    )
    return Zbl(cutoff, COULOMB * scale, exponent, length, int(power), amplitude, np.array(DECAY))


def radii_of(state, path, elements):
    """[S], Å, of a table by atomic number."""
    table = state.tensor(f"{path}.covalent_radii", (None,))
    numbers = [SYMBOLS.index(symbol) + 1 for symbol in elements]
    need(
        max(numbers) < len(table) and (table[numbers] > 0).all(),
        f"the radii of {path} are not positive numbers of all elements (the file is damaged) copy it again",
    )
    return table[numbers]
