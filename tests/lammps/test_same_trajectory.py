# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""0.2 ps of dynamics, with rebuilt neighbor lists and atoms that change ranks, are the same for every setup."""
import numpy as np

import lammps as md
import structures


def main():
    checks = md.Checks()
    cases = [("silicon at 1500 K", md.SILICON, structures.silicon(3, 0.05), 0.001, 3000),
             ("triclinic silicon, 64 atoms", md.SILICON, structures.triclinic_silicon(2), 0.001, 1000),
             ("molecule at 300 K", md.MOLECULE, structures.molecule(md.MOLECULE), 0.00025, 300)]
    for name, model, structure, dt, temperature in cases:
        with md.temporary_folder() as folder:
            structure.write_data(f"{folder}/data")

            def trajectory(setup):
                md.succeed(setup, "in.dynamics", folder, data="data", model=model, out="end.dump", dt=dt,
                           precision="double", steps=round(0.2 / dt), every=20, temperature=temperature, elements=" ".join(structure.elements),
                           boundary="p p p" if structure.periodic else "f f f")
                return md.thermo(folder), md.dump(f"{folder}/end.dump")

            thermo, atoms = trajectory(md.REFERENCE)
            moved = md.largest(thermo["PotEng"] - thermo["PotEng"][0])
            checks.true(f"{name}: the potential energy changes", moved > 0.01, f"by {moved} eV only")
            for setup in md.FEW[1:]:
                other_thermo, other_atoms = trajectory(setup)
                n = len(structure.types)
                for column in ("PotEng", "TotEng"):
                    checks.below(f"{name}, {setup}: {column}, eV/atom",
                                 md.largest(other_thermo[column] - thermo[column]) / n, 1e-9)
                checks.below(f"{name}, {setup}: last positions, Å",
                             wrapped(other_atoms[:, 1:4] - atoms[:, 1:4], structure), 1e-8)
                checks.below(f"{name}, {setup}: last forces, eV/Å", md.largest(other_atoms[:, 4:7] - atoms[:, 4:7]), 1e-7)
    checks.finish()


def wrapped(difference, structure):
    """Largest difference of positions; an atom on the border may be written on either side of the cell."""
    fractional = difference @ np.linalg.inv(structure.cell)
    return md.largest((fractional - np.round(fractional)) @ structure.cell)


main()
