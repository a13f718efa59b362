# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Per-atom energy, stress and centroid stress add up to the global ones, and do not depend on the setup."""
import numpy as np

import lammps as md
import structures


def main():
    checks = md.Checks()
    structure = structures.triclinic_silicon()
    with md.temporary_folder() as folder:
        structure.write_data(f"{folder}/data")
        energies = None
        for setup in [md.REFERENCE] + md.OTHERS:
            md.succeed(setup, "in.per_atom", folder, data="data", model=md.SILICON, out="atoms.dump", elements="Si",
                       boundary="p p p")
            row, atoms = md.thermo(folder), md.dump(f"{folder}/atoms.dump")
            w = md.virial(row)
            s, c = atoms[:, 2:8] / -md.NKTV2P, atoms[:, 8:17] / -md.NKTV2P  # LAMMPS' stress has the other sign
            centroid = np.concatenate([c.sum(axis=0)[:3], (c.sum(axis=0)[3:6] + c.sum(axis=0)[6:9]) / 2])
            checks.below(f"{setup}: sum of energies, eV", abs(atoms[:, 1].sum() - row["PotEng"][-1]), 1e-9)
            checks.below(f"{setup}: sum of virials, eV", md.largest(s.sum(axis=0) - w), 1e-9)
            checks.below(f"{setup}: sum of centroid virials, eV", md.largest(centroid - w), 1e-9)
            # Rotational invariance of the energy makes the sum symmetric; single atoms' tensors are not.
            antisymmetric = c[:, 3:6] - c[:, 6:9]
            checks.below(f"{setup}: antisymmetric part of their sum, eV", md.largest(antisymmetric.sum(axis=0)), 1e-9)
            checks.true(f"{setup}: single ones are not symmetric", md.largest(antisymmetric) > 1e-4)
            if energies is None:
                energies = atoms
            checks.below(f"{setup}: atom by atom as in the first run", md.largest(atoms[:, 1] - energies[:, 1]), 1e-10)
            checks.below(f"{setup}: virials atom by atom, eV",
                         md.largest(atoms[:, 2:] - energies[:, 2:]) / md.NKTV2P, 1e-10)
    checks.finish()


main()
