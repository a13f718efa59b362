# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The potential as an ASE calculator."""

from pathlib import Path
from typing import Optional, Sequence, Union

import numpy as np
from ase.calculators import calculator
from ase.stress import full_3x3_to_voigt_6_stress

from .potential import Error, Potential


class Calculator(calculator.Calculator):
    """
    files    a model file or an opened Potential; or several, a committee: energies, forces and stresses are then the
             members' mean, and results has beside them
                 energy_std   eV, √(Σ_m (E_m − E)²/M)
                 forces_std   [atom], eV/Å, √(Σ_m |F_m − F|²/M), as the pair style's
             One model that knows what errors of forces to expect has these as forces_std.
    skin     Å. The neighbours are searched for again when an atom has moved by half of it, or the cell has changed.
    options  those of Potential: precision, product, choice, radial, elements, threads

    stress and stresses are there for structures that are periodic in three directions; stresses sum to the stress.
    """

    implemented_properties = ["energy", "free_energy", "energies", "forces", "stress", "stresses"]

    def __init__(
        self, files: Union[str, Path, Potential, Sequence[Union[str, Path, Potential]]], *, skin: float = 1.0, **options
    ):
        super().__init__()
        if isinstance(files, (str, Path, Potential)):
            files = [files]
        if not files:
            raise Error("there is no model file (the committee is empty) give one or more")
        opened = [file for file in files if isinstance(file, Potential)]
        if opened and options:
            raise Error(f"{', '.join(options)}: not for an opened Potential (it has its options) pass files instead")
        self.potentials = [file if isinstance(file, Potential) else Potential(file, **options) for file in files]
        self._neighbors = [each.neighbors(skin) for each in self.potentials]

    @property
    def searches(self) -> int:
        """How often neighbours were searched for."""
        return self._neighbors[0].searches

    def calculate(self, atoms=None, properties=("energy",), system_changes=calculator.all_changes):
        super().calculate(atoms, properties, system_changes)
        members = [
            potential.evaluate_kept(self.atoms, neighbors)
            for potential, neighbors in zip(self.potentials, self._neighbors)
        ]

        def mean(values):
            return sum(values) / len(members)

        energy = mean([each.energy for each in members])
        forces = mean([each.forces for each in members])
        self.results = {
            "energy": energy,
            "free_energy": energy,
            "energies": mean([each.energies for each in members]),
            "forces": forces,
        }
        if members[0].volume is not None:
            self.results["stress"] = full_3x3_to_voigt_6_stress(mean([each.stress for each in members]))
            self.results["stresses"] = full_3x3_to_voigt_6_stress(mean([each.stresses for each in members]))
        if len(members) == 1 and members[0].expected_errors is not None:
            self.results["forces_std"] = members[0].expected_errors
        if len(members) > 1:
            self.results["energy_std"] = np.std([each.energy for each in members])
            squares = mean([np.sum((each.forces - forces) ** 2, axis=1) for each in members])
            self.results["forces_std"] = np.sqrt(squares)
