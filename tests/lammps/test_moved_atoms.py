# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The edges are those of the present positions and types, however old LAMMPS' list is and whatever a script did to the
atoms: the forces of every stage are the engine's for the same state."""
import numpy as np

import lammps as md
import structures
from states import read_state

STAGES = ["start", "displaced", "set", "read_dump", "old_list", "pre_no", "checked_list", "changed_box", "npt", "deleted"]


def compare(checks, what, folder, stage, periodic):
    structure, forces = read_state(f"{folder}/{stage}.dump", periodic, ("Si", "Si"))
    ours = structure.types == 1
    _, expected, _ = md.evaluate(md.SILICON, structure.subset(ours), folder)
    checks.below(f"{what}, {stage}: forces, eV/Å", md.largest(forces[ours] - expected), 1e-9)
    checks.below(f"{what}, {stage}: forces on the others", md.largest(forces[~ours]), 1e-30)
    return structure.positions, structure.types


def moved(checks, setup, folder):
    md.succeed(setup, "in.moved", folder, data="data", model=md.SILICON)
    states = {stage: compare(checks, setup, folder, stage, True) for stage in STAGES}
    checks.true(f"{setup}: the atoms moved", md.largest(states["displaced"][0] - states["start"][0]) > 0.2 and
                md.largest(states["old_list"][0] - states["read_dump"][0]) > 0.2)
    checks.true(f"{setup}: some types changed", 0.5 < np.mean(states["set"][1] == 1) < 1.0)
    checks.true(f"{setup}: some atoms are gone", len(states["deleted"][1]) == len(states["npt"][1]) - 4)


def cluster(checks, setup, folder):
    md.succeed(setup, "in.cluster", folder, data="cluster", model=md.SILICON)
    for stage in ("left", "returned", "rested", "rested_setup"):
        compare(checks, setup, folder, stage, False)


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structure = structures.triclinic_silicon(2)
        structure.elements = ["Si", "Si"]
        structure.write_data(f"{folder}/data")
        halves = structures.silicon(2, 0.1)
        order = np.argsort(halves.positions[:, 0])
        halves.positions = halves.positions[order] + np.outer(np.arange(64) >= 32, [2.5, 0, 0])
        halves.elements, halves.cell, halves.positions = ["Si", "Si"], 3 * halves.cell, halves.positions + 10.0
        halves.write_data(f"{folder}/cluster")
        for setup in [md.REFERENCE] + md.OTHERS:
            moved(checks, setup, folder)
            if setup.ranks == 1:
                cluster(checks, setup, folder)
    checks.finish()


main()
