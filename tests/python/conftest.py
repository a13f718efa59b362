# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Tests of the installed Python package; tools/test-python.sh runs them in an environment that holds nothing else of the
project. TESSERAL_SOURCE is the checkout, of which they read data and documents."""
import os
from pathlib import Path

import numpy as np
import pytest
from ase import Atoms
from ase.build import bulk

import tesseral


@pytest.fixture(scope="session")
def source():
    return Path(os.environ["TESSERAL_SOURCE"])


@pytest.fixture
def silicon():
    """16 atoms of a strained diamond, shaken, some of them outside of the cell."""
    atoms = bulk("Si", cubic=True) * (2, 1, 1)
    atoms.set_cell(atoms.cell @ np.array([[1.02, 0.03, 0.0], [0.0, 0.99, 0.01], [0.02, 0.0, 1.0]]), scale_atoms=True)
    atoms.rattle(0.1, seed=3)
    atoms.positions[3] += atoms.cell[0] - 2 * atoms.cell[2]
    return atoms


@pytest.fixture
def ethanol():
    from ase.build import molecule

    atoms = molecule("CH3CH2OH")
    atoms.rattle(0.05, seed=5)
    return atoms


@pytest.fixture
def hydrogen_alone():
    return Atoms("H", positions=[[0.0, 0.0, 0.0]])


@pytest.fixture(scope="session")
def si():
    return tesseral.Potential(tesseral.shipped("si-small"))


@pytest.fixture(scope="session")
def molecule_potential():
    return tesseral.Potential(tesseral.shipped("ethanol"))
