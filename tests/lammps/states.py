# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""States that LAMMPS has dumped."""
from pathlib import Path

import numpy as np

import lammps as md
import structures


def read_state(path, periodic, elements=("Si",)):
    """A dump's structure, in the cell that it had, and its forces."""
    lines = Path(path).read_text().splitlines()
    at = next(k for k, line in enumerate(lines) if line.startswith("ITEM: BOX BOUNDS"))
    bounds = np.array([[float(x) for x in line.split()] for line in lines[at + 1:at + 4]])
    xy, xz, yz = bounds[:, 2] if bounds.shape[1] == 3 else (0.0, 0.0, 0.0)
    outside = np.array([[min(0, xy, xz, xy + xz), max(0, xy, xz, xy + xz)], [min(0, yz), max(0, yz)], [0, 0]])
    length = np.diff(bounds[:, :2] - outside, axis=1)[:, 0]
    cell = np.diag(length)
    cell[1, 0], cell[2, 0], cell[2, 1] = xy, xz, yz
    atoms = md.dump(path)
    return structures.Structure(elements, atoms[:, 1].astype(int), atoms[:, 2:5], cell, periodic), atoms[:, 5:8]
