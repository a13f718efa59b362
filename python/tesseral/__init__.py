# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
Equivariant machine-learned interatomic potentials: a model file and atoms in, energies, forces and stresses out.

    potential = tesseral.Potential(tesseral.shipped("si"))
    result = potential.evaluate(atoms)         # ASE's Atoms or a tesseral.Structure, or a list of them
    atoms.calc = tesseral.ase.Calculator("si.h5")       # import tesseral.ase
    tesseral.fit("mine.toml").model            # trains
"""

from ._build import check_processor

check_processor()  # before the engine's code, which an old processor could not run

from ._engine import version as __version__  # noqa: E402
from .files import lammps_plugin_path, program, shipped  # noqa: E402
from .fit import Fit, fit  # noqa: E402
from .potential import Error, Potential, Result, Structure  # noqa: E402

__all__ = [
    "Error",
    "Fit",
    "Potential",
    "Result",
    "Structure",
    "__version__",
    "fit",
    "lammps_plugin_path",
    "program",
    "shipped",
]
