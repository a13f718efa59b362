# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_heat_flux.py FOLDER OUT mpirun…
50 steps of the heat flux's example, without equilibration: it is as its README says, the same on two ranks, and its
autocorrelation is that of the fluxes that were written."""
import sys

import numpy as np

import example

LAST = np.array([38.37659331, 54.08710395, -20.8234183])  # eV Å/ps at step 50, in README.md


def fluxes(folder, out, *launcher):
    example.lammps(folder, out, *launcher, equilibration=0, steps=50, every=5, length=10)
    return example.table(f"{out}/flux.txt")[:, 1:]


def main():
    folder, out, *launcher = sys.argv[1:]
    checks = example.Checks()
    one = fluxes(folder, f"{out}/1")
    two = fluxes(folder, f"{out}/2", *launcher, "-np", "2")
    size = np.linalg.norm(one, axis=1).max()
    checks.near("the last flux, off README.md, of its size", np.abs(one[-1] - LAST).max() / np.linalg.norm(LAST), 0.0, 1e-6)
    checks.near("two ranks, off one, of the largest flux", np.abs(two - one).max() / size, 0.0, 1e-7)
    with open(f"{out}/1/correlation.txt") as file:
        rows = np.array([line.split() for line in file if len(line.split()) == 6 and line[0] != "#"], dtype=float)
    lagged = np.array([(one[k:] * one[:len(one) - k]).mean(axis=0) for k in range(len(rows))])
    checks.true("the autocorrelation has ten rows", len(rows) == 10)
    checks.near("autocorrelation, off that of the fluxes, of its size", np.abs(rows[:, 3:] - lagged).max() / size**2, 0.0, 1e-5)
    checks.finish()


main()
