# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Phonons of silicon with phonopy, beside measured ones; draws silicon.png.
usage: python silicon.py [MODEL.h5]"""
import sys

import matplotlib
import numpy as np
from ase import Atoms
from ase.build import bulk
from ase.filters import FrechetCellFilter
from ase.optimize import BFGS
from phonopy import Phonopy
from phonopy.structure.atoms import PhonopyAtoms

import tesseral
from tesseral.ase import Calculator

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

# Neutron scattering at room temperature, THz: sources in README.md.
POINTS = {"Γ": (0, 0, 0), "X": (0.5, 0, 0.5), "L": (0.5, 0.5, 0.5)}
MEASURED = {"Γ": {"TO, LO": (3, 15.53)}, "X": {"TA": (0, 4.49), "LA, LO": (2, 12.32), "TO": (4, 13.90)}, "L": {"TA": (0, 3.43), "TO": (4, 14.68)}}

calculator = Calculator(sys.argv[1] if len(sys.argv) > 1 else tesseral.shipped("si"))
atoms = bulk("Si", a=5.43)
atoms.calc = calculator
BFGS(FrechetCellFilter(atoms, mask=[1, 1, 1, 0, 0, 0]), logfile=None).run(fmax=1e-4, steps=100)
print(f"a0 {(4 * atoms.get_volume()) ** (1 / 3):.3f} Å (experiment 5.431)")

phonons = Phonopy(PhonopyAtoms(symbols=atoms.get_chemical_symbols(), cell=atoms.cell, scaled_positions=atoms.get_scaled_positions()),
                  supercell_matrix=4 * np.eye(3, dtype=int))
phonons.generate_displacements(distance=0.01)
forces = []
for cell in phonons.supercells_with_displacements:
    displaced = Atoms(cell.symbols, cell=cell.cell, positions=cell.positions, pbc=True, calculator=calculator)
    forces.append(displaced.get_forces())
phonons.forces = forces
phonons.produce_force_constants()
phonons.symmetrize_force_constants()

print("point  branch   THz   measured")
for point, branches in MEASURED.items():
    phonons.run_qpoints([POINTS[point]])
    frequencies = phonons.qpoints.frequencies[0]
    for branch, (index, measured) in branches.items():
        found = frequencies[index]
        print(f"{point:5s}  {branch:7s} {found:5.2f}  {measured:5.2f} ({100 * (found / measured - 1):+.1f} %)")

# Γ - X - U|K - Γ - L, in reciprocal vectors of the primitive cell
corners = [[(0, 0, 0), (0.5, 0, 0.5), (0.625, 0.25, 0.625)], [(0.375, 0.375, 0.75), (0, 0, 0), (0.5, 0.5, 0.5)]]
names = ["Γ", "X", "U|K", "Γ", "L"]
bands = [np.linspace(a, b, 51) for path in corners for a, b in zip(path, path[1:])]
phonons.run_band_structure(bands)
lines = phonons.band_structure
figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
for distances, frequencies in zip(lines.distances, lines.frequencies):
    axes.plot(distances, frequencies, color="tab:blue")
ticks = [lines.distances[0][0]] + [distances[-1] for distances in lines.distances]
for x in ticks:
    axes.axvline(x, color="grey", linewidth=0.5)
for x, point in zip(ticks, "ΓX ΓL"):
    for index, measured in MEASURED.get(point, {}).values():
        axes.plot(x, measured, "o", color="tab:red", clip_on=False, label="neutrons" if (x, index) == (ticks[0], 3) else None)
axes.set(xlim=(ticks[0], ticks[-1]), ylim=(0, None), ylabel="THz", title="phonons of silicon")
axes.set_xticks(ticks, names)
axes.legend(loc="lower right")
figure.savefig("silicon.png", dpi=110)
