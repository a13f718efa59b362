# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Equation of state and elastic constants of copper with ASE, beside published values; draws copper.png.
usage: python copper.py [MODEL.h5]"""
import sys

import matplotlib
import numpy as np
from ase import units
from ase.build import bulk
from ase.eos import EquationOfState
from ase.filters import FrechetCellFilter
from ase.optimize import BFGS

import tesseral
from tesseral.ase import Calculator

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# Experiment (a0 at room temperature, the others near 0 K) and PBE, to which the potential was fitted: sources in
# README.md. Å and GPa.
EXPERIMENT = {"a0": 3.61, "B": 142, "C11": 176, "C12": 125, "C44": 82}
PBE = {"B": 137, "C11": 171, "C12": 120, "C44": 73}


def stress(atoms, strain):
    """Voigt, GPa, of the strained cell with relaxed atoms."""
    strained = atoms.copy()
    strained.calc = atoms.calc
    strained.set_cell(atoms.cell @ (np.eye(3) + strain), scale_atoms=True)
    BFGS(strained, logfile=None).run(fmax=1e-4, steps=100)
    return strained.get_stress() / units.GPa


def elastic_constants(atoms, h=0.002):
    along, shear = np.zeros((3, 3)), np.zeros((3, 3))
    along[0, 0] = h
    shear[1, 2] = shear[2, 1] = h / 2
    from_along = (stress(atoms, along) - stress(atoms, -along)) / (2 * h)
    from_shear = (stress(atoms, shear) - stress(atoms, -shear)) / (2 * h)
    return {"C11": from_along[0], "C12": from_along[1], "C44": from_shear[3]}


atoms = bulk("Cu", cubic=True)
atoms.calc = Calculator(sys.argv[1] if len(sys.argv) > 1 else tesseral.shipped("cu"))
BFGS(FrechetCellFilter(atoms), logfile=None).run(fmax=1e-4, steps=100)
found = {"a0": atoms.get_volume() ** (1 / 3)}

scales = np.linspace(0.94, 1.06, 13)
energies, volumes = [], []
for scale in scales:
    scaled = atoms.copy()
    scaled.calc = atoms.calc
    scaled.set_cell(atoms.cell * scale, scale_atoms=True)
    energies.append(scaled.get_potential_energy() / len(atoms))
    volumes.append(scaled.get_volume() / len(atoms))
near = slice(4, 9)  # within 2 %
equation = EquationOfState(volumes[near], energies[near], eos="birchmurnaghan")
_, least, bulk_modulus = equation.fit()
found["B"] = bulk_modulus / units.GPa
found.update(elastic_constants(atoms))

print("copper     here  experiment          PBE")
for name, value in found.items():
    unit = "Å" if name == "a0" else "GPa"
    columns = [f"{value:8.3f}" if unit == "Å" else f"{value:8.1f}"]
    for reference in (EXPERIMENT, PBE):
        if name in reference:
            columns.append(f"{reference[name]:6g} ({100 * (value / reference[name] - 1):+.1f} %)")
    print(f"{name:4s} {unit:3s}", *columns)

figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
axes.plot(volumes, np.array(energies) - least, "o", label="potential")
axes.axvline(EXPERIMENT["a0"] ** 3 / 4, color="grey", linestyle=":", label="experiment, room temperature")
curve = np.linspace(volumes[0], volumes[-1], 200)
x = (equation.v0 / curve) ** (2 / 3) - 1
slope = equation.eos_parameters[2]
axes.plot(curve, 9 / 16 * equation.v0 * bulk_modulus * (x**3 * slope + x**2 * (6 - 4 * (x + 1))), label="Birch-Murnaghan of the points within 2 %")
axes.set(xlabel="volume, Å³/atom", ylabel="energy, eV/atom", title="copper")
axes.legend()
figure.savefig("copper.png", dpi=110)
