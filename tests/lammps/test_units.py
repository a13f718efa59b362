# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Units real are metal's converted; E0 can be left out; masses of other elements and pairs closer than in the data are
told once."""
import h5py
import numpy as np

import lammps as md
import structures

KCAL_PER_EV = 23.060549  # LAMMPS' own factor, utils::get_conversion_factor
NKTV2P_REAL = 68568.415  # LAMMPS' atmospheres per kcal/mol/Å^3


def answers(setup, folder, units="metal", E0="yes", mass=28.0855, range="warn", data="data"):
    output = md.succeed(setup, "in.units", folder, data=data, model=md.SILICON, out="forces.dump", units=units, E0=E0,
                        mass=mass, range=range)
    row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
    w = np.array([row[f"c_w[{k}]"][-1] for k in (1, 2, 3, 4, 5, 6)]) * row["Volume"][-1]
    warnings = [line for line in output.splitlines() if line.startswith("WARNING: pair_style tesseral")]
    return {"energy": row["PotEng"][-1], "forces": atoms[:, 1:4], "virial": w, "atoms": atoms[:, 4]}, warnings


def main():
    checks = md.Checks()
    with h5py.File(md.SILICON) as model:
        E0 = float(model["E0"][0])
    with md.temporary_folder() as folder:
        structure = structures.silicon(3, 0.03, [[0.02, 0, 0], [0.03, -0.01, 0], [-0.02, 0.03, 0.01]])
        structure.write_data(f"{folder}/data")
        close = structures.silicon(2, 0.0)
        close.positions[4] = close.positions[0] + 1.7 / np.sqrt(3)  # the fifth atom is a neighbor of the first
        close.write_data(f"{folder}/close")
        n = len(structure.types)
        for setup in md.FEW:
            metal, warnings = answers(setup, folder)
            checks.true(f"{setup}: nothing is warned of", not warnings, "\n".join(warnings))
            real, _ = answers(setup, folder, units="real")
            for name in ("energy", "forces", "atoms"):
                scale = np.max(np.abs(metal[name])) * KCAL_PER_EV
                checks.below(f"{setup}: real, {name}", md.largest(real[name] - KCAL_PER_EV * metal[name]) / scale, 1e-14)
            in_kcal = real["virial"] / NKTV2P_REAL
            in_eV = metal["virial"] / md.NKTV2P
            checks.below(f"{setup}: real, virial", md.largest(in_kcal / KCAL_PER_EV - in_eV) / np.max(np.abs(in_eV)), 1e-12)
            bound, _ = answers(setup, folder, E0="no")
            checks.below(f"{setup}: E0 no, energy, eV", abs(bound["energy"] + n * E0 - metal["energy"]), 1e-9)
            checks.below(f"{setup}: E0 no, atoms, eV", md.largest(bound["atoms"] + E0 - metal["atoms"]), 1e-10)
            checks.below(f"{setup}: E0 no, forces", md.largest(bound["forces"] - metal["forces"]), 1e-12)
            _, warnings = answers(setup, folder, mass=63.546)
            checks.true(f"{setup}: another mass is named", len(warnings) == 2 and all(
                "type 1 is Si and has mass 63.546" in w for w in warnings), "\n".join(warnings))  # two runs
            _, warnings = answers(setup, folder, data="close")
            checks.true(f"{setup}: a close pair is told once in each run", len(warnings) == 2 and all(
                "step 0" in w and "1.700000 Angstrom" in w and ("atoms 1 and 5" in w or "atoms 5 and 1" in w)
                for w in warnings), "\n".join(warnings))
            _, warnings = answers(setup, folder, data="close", range="ignore")
            checks.true(f"{setup}: or ignored", not warnings, "\n".join(warnings))
    checks.finish()


main()
