# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""In hybrid styles the atoms of NULL types neither feel nor feed the potential, and their E0 is not counted."""
import numpy as np

import lammps as md
import structures


def main():
    checks = md.Checks()
    structure = structures.silicon(3, 0.1)
    of_the_potential = np.random.default_rng(3).random(len(structure.types)) < 0.7
    structure.elements = ["Si", "Si"]
    structure.types = np.where(of_the_potential, 1, 2)
    with md.temporary_folder() as folder:
        energy, forces, w = md.evaluate(md.SILICON, structure.subset(of_the_potential), folder)
        structure.write_data(f"{folder}/data")
        for hybrid, coeff_zero in [("hybrid", "pair_coeff * 2 zero"), ("hybrid/overlay", "pair_coeff * * zero")]:
            for setup in [md.REFERENCE] + md.OTHERS:
                # the name in pair_coeff is the one in pair_style; the suffix comes from the command line
                md.succeed(setup, "in.hybrid", folder, data="data", model=md.SILICON, out="forces.dump", elements="Si",
                           hybrid=hybrid, coeff_zero=coeff_zero)
                row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
                what = f"{hybrid}, {setup}"
                checks.below(f"{what}: energy, eV", abs(row["PotEng"][-1] - energy), 1e-10)
                checks.below(f"{what}: forces, eV/Å", md.largest(atoms[of_the_potential, 1:4] - forces), 1e-10)
                checks.below(f"{what}: forces on the others", md.largest(atoms[~of_the_potential, 1:5]), 1e-30)
                checks.below(f"{what}: virial, eV", md.largest(md.virial(row) - w), 1e-10)
    checks.finish()


main()
