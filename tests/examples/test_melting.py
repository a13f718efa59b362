# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_melting.py FOLDER OUT
1 ps of the melting example at 1000 K, where copper is a crystal, and at 2400 K, where it is not: density and diffusion."""
import sys

import example

CRYSTAL, LIQUID = 7970.0, 6660.0  # kg/m^3 at 1000 and 2400 K, in README.md


def last(folder, out, T):
    example.lammps(folder, out, T0=T, T1=T, equilibration=500, steps=500)
    table = example.table(f"{out}/melting.txt")
    return table[:, 2].mean(), table[-1, 3]


def main():
    folder, out = sys.argv[1:]
    checks = example.Checks()
    density, displacement = last(folder, f"{out}/crystal", 1000)
    checks.near("density at 1000 K, kg/m^3", density, CRYSTAL, 250.0)
    checks.true(f"mean square displacement {displacement:.2f} Å^2, below 1: atoms stay at their sites", displacement < 1.0)
    density, displacement = last(folder, f"{out}/liquid", 2400)
    checks.near("density at 2400 K, kg/m^3", density, LIQUID, 400.0)
    checks.true(f"mean square displacement {displacement:.2f} Å^2, above 2: atoms travel", displacement > 2.0)
    checks.finish()


main()
