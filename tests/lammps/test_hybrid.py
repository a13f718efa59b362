# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""In hybrid styles the atoms of NULL types neither feel nor feed the potential, and their E0 is not counted."""
import numpy as np

import lammps as md
import structures


def beside_bonds(checks):
    """Under KOKKOS old versions of LAMMPS clear the forces of a hybrid where there are bonds."""
    molecule = structures.molecule(md.MOLECULE)
    with md.temporary_folder() as folder:
        molecule.write_data(f"{folder}/data", bonds=molecule.bonds())
        energy = None
        for setup in md.FEW:
            result = md.run(setup, "in.hybrid_bonds", folder, data="data", model=md.MOLECULE)
            errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
            if setup.kokkos and md.KOKKOS_HYBRID_LOSES_FORCES:
                checks.true(f"{setup}: refused: {''.join(errors)}", len(errors) == 1 and "clears the pair forces" in errors[0] and
                            "without `-sf kk`" in errors[0], result.stdout[-1000:])
                continue
            found = [float(line.split()[1]) for line in result.stdout.splitlines() if line.startswith("ENERGY ")]
            checks.true(f"{setup}: runs beside bonds", len(found) == 1, result.stdout[-1000:])
            energy = energy if energy is not None else found[0]
            checks.below(f"{setup}: energy beside bonds after 20 steps, eV", abs(found[0] - energy), 1e-9)


def lost_pairs(checks):
    """A pair_coeff behind that of the potential takes a pair of types off its list, which LAMMPS does not tell."""
    structure = structures.silicon(2, 0.1)
    structure.elements = ["Si", "Si", "Si"]
    structure.types = 1 + np.arange(len(structure.types)) % 3
    with md.temporary_folder() as folder:
        structure.write_data(f"{folder}/data")
        for setup in md.FEW:
            if setup.kokkos:
                continue
            for hybrid, is_lost in (("hybrid", True), ("hybrid/overlay", False)):
                result = md.run(setup, "in.hybrid", folder, data="data", model=md.SILICON, out="forces.dump", elements="Si Si",
                                hybrid=hybrid, coeff_zero="pair_coeff 1 2*3 zero", coeff_rest="pair_coeff 2*3 3 zero")
                errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
                checks.true(f"{setup}: {hybrid}: {''.join(errors)}", (len(errors) == 1 and "types 1 and 2 do not see each other" in
                            errors[0]) if is_lost else result.returncode == 0, result.stdout[-800:])


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
                           hybrid=hybrid, coeff_zero=coeff_zero, coeff_rest="print none")
                row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
                what = f"{hybrid}, {setup}"
                checks.below(f"{what}: energy, eV", abs(row["PotEng"][-1] - energy), 1e-10)
                checks.below(f"{what}: forces, eV/Å", md.largest(atoms[of_the_potential, 1:4] - forces), 1e-10)
                checks.below(f"{what}: forces on the others", md.largest(atoms[~of_the_potential, 1:5]), 1e-30)
                checks.below(f"{what}: virial, eV", md.largest(md.virial(row) - w), 1e-10)
    beside_bonds(checks)
    lost_pairs(checks)
    checks.finish()


main()
