# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: beyond_data.py random|bonds|hot|liquid MODEL.h5 [NUMBER]
On potentials that were fitted with `lone_atom` = `reference`; where LAMMPS is, see lammps.py. ctest runs the first two on the small
potentials; the others, which take minutes, are run by hand.
Dynamics where there were no data: holes in the energy, bonds that break too easily, liquids that evaporate.
random: NUMBER random starts (20), relaxed; none ends deeper than 1.2 times the lowest energy per atom fitted to.
bonds: each X-H bond of 3BPA drawn to 6 Å, or to where H meets another atom: at least 3 eV, no hump above 0.3 eV.
hot: 3BPA at 1200 K for 20 ps from NUMBER seeds (11): no bond of the start ends at more than 1.5 times its length.
liquid: copper at 1800 K and no pressure for NUMBER ps (50): mean density within 15 % of experiment."""
import re
import sys

import h5py
import numpy as np

import lammps as md
import structures

RADIUS = {"H": 0.31, "C": 0.76, "N": 0.71, "O": 0.66}  # Å, Cordero et al., Dalton Trans. 2832 (2008)
MOLECULE = md.HERE.parents[1] / "examples/01_molecule_nve/3bpa.data"
# kg/m^3 at 1800 K: 7997 - 0.819 (T/K - 1358), Assael et al., J. Phys. Chem. Ref. Data 39, 033105 (2010)
LIQUID_COPPER = 7997 - 0.819 * (1800 - 1358)
FORMULA = {"H": 12, "C": 12, "N": 2, "O": 1}  # of 3BPA


def read_model(file):
    """Elements, E0 and the lowest energy per atom, less E0, that it was fitted to."""
    with h5py.File(file) as model:
        elements = [e.decode() if isinstance(e, bytes) else e for e in model["elements"][()]]
        return elements, model["E0"][()], float(model["fitted_range/energy"][0])


def read_molecule():
    """3BPA of the example, in the middle of its box."""
    lines = MOLECULE.read_text().split("Atoms # atomic")[1].split("\n")
    rows = np.array([[float(x) for x in line.split()[:5]] for line in lines if line.strip()])
    rows = rows[np.argsort(rows[:, 0])]
    return structures.Structure(["H", "C", "N", "O"], rows[:, 1].astype(int), rows[:, 2:5], 40.0 * np.eye(3), periodic=False)


def distances_of(positions):
    return np.linalg.norm(positions[:, None] - positions[None, :], axis=2)


def bonds_of(structure):
    """Pairs of atoms closer than 1.25 times the sum of their covalent radii."""
    r = distances_of(structure.positions)
    radii = np.array([RADIUS[s] for s in structure.symbols()])
    return [(i, j) for i in range(len(r)) for j in range(i) if r[i, j] < 1.25 * (radii[i] + radii[j])]


def random_start(elements, seed):
    """64 atoms of an element in a cube of 11 Å, periodic; or the atoms of 3BPA in one of 8 Å, in vacuum."""
    rng = np.random.default_rng(seed)
    if len(elements) == 1:
        return structures.Structure(elements, np.ones(64, int), rng.uniform(0, 11, (64, 3)), 11 * np.eye(3))
    types = np.repeat(np.arange(len(elements)) + 1, [FORMULA[e] for e in elements])
    return structures.Structure(elements, types, 76 + rng.uniform(0, 8, (len(types), 3)), 160 * np.eye(3), periodic=False)


def random(checks, model, number):
    elements, E0, lowest = read_model(model)
    deepest = np.inf
    for seed in range(1, number + 1):
        start = random_start(elements, seed)
        with md.temporary_folder() as folder:
            start.write_data(f"{folder}/data")
            output = md.succeed(md.REFERENCE, "in.relax", folder, data="data", model=model,
                                elements=" ".join(elements), boundary="p p p" if start.periodic else "f f f")
        energy = float(output.split("ENERGY")[-1].split()[0])
        per_atom = (energy - E0[start.types - 1].sum()) / len(start.types)
        checks.true(f"random start {seed}: {per_atom:.3f} eV/atom, above {1.2 * lowest:.3f}", per_atom > 1.2 * lowest)
        deepest = min(deepest, per_atom)
    print(f"{number} random starts: the deepest ends at {deepest:.3f} eV/atom; data to {lowest:.3f}")


def free_way(positions, hydrogen, partner, distances):
    """How many of the distances H has gone before it is within 1.9 Å of an atom that it was not bound to."""
    u = positions[hydrogen] - positions[partner]
    way = positions[partner] + distances[:, None] * u / np.linalg.norm(u)
    others = np.delete(positions, [hydrogen, partner], axis=0)
    meets = (np.linalg.norm(way[:, None] - others, axis=2).min(axis=1) < 1.9) & (distances > 2.0)
    return np.argmax(meets) if meets.any() else len(distances)


def bonds(checks, model, _):
    molecule, (elements, _, _) = read_molecule(), read_model(model)
    symbols = molecule.symbols()
    distances = np.concatenate([np.arange(0.8, 2.0, 0.05), np.arange(2.0, 6.01, 0.1)])
    for hydrogen, partner in (pair for bond in bonds_of(molecule) for pair in (bond, bond[::-1])):
        if symbols[hydrogen] != "H":
            continue
        start = molecule.positions[partner]
        u = (molecule.positions[hydrogen] - start) / np.linalg.norm(molecule.positions[hydrogen] - start)
        with md.temporary_folder() as folder:
            molecule.write_data(f"{folder}/data")
            output = md.succeed(md.REFERENCE, "in.bond_scan", folder, data="data", model=model, elements=" ".join(elements),
                                atom=hydrogen + 1, distances=" ".join(f"{d:.2f}" for d in distances),
                                **dict(zip(("x", "y", "z", "ux", "uy", "uz"), (*start, *u))))
        energy = np.array([float(x) for x in re.findall(r"^ENERGY (\S+)$", output, re.MULTILINE)])
        if len(energy) != len(distances):
            sys.exit(f"{len(energy)} energies for {len(distances)} distances")
        name = f"{symbols[partner]}{partner + 1}-H{hydrogen + 1}"
        free = free_way(molecule.positions, hydrogen, partner, distances)
        checks.true(f"{name}: free as far as {distances[free - 1]:.1f} Å", distances[free - 1] > 2.5)
        energy = energy[np.argmin(energy[:20]):free]  # from the bond's length outwards
        strength = energy[-1] - energy[0]
        checks.below(f"{name} breaks at {strength:.2f} eV; less than 3 eV by", 3.0 - strength, 1e-9)
        checks.below(f"{name}: hump, eV", np.max(np.maximum.accumulate(energy) - energy), 0.3)


def hot(checks, model, number):
    molecule, (elements, _, _) = read_molecule(), read_model(model)
    start = distances_of(molecule.positions)
    for seed in range(1, number + 1):
        with md.temporary_folder() as folder:
            molecule.write_data(f"{folder}/data")
            result = md.run(md.REFERENCE, "in.hot", folder, data="data", model=model, elements=" ".join(elements),
                            temperature=1200, seed=seed, steps=40000)
            if result.returncode != 0:
                checks.true(f"seed {seed}: the run ends", False, result.stdout[-500:])
                continue
            end = distances_of(md.dump(f"{folder}/end.dump")[:, 1:4])
        longest = max((end[b] / start[b], b) for b in bonds_of(molecule))
        checks.below(f"seed {seed}: longest bond, {longest[1]}, of its length at the start", longest[0], 1.5)


def liquid(checks, model, picoseconds):
    with md.temporary_folder() as folder:
        md.succeed(md.REFERENCE, "in.liquid", folder, model=model, temperature=1800, steps=500 * picoseconds)
        table = md.thermo(folder)
    half = len(table["Step"]) // 5
    density = 108 * 63.546 * 1.66053907 / table["Volume"][half:].mean() * 1000.0
    checks.below(f"copper at 1800 K: {density:.0f} kg/m^3, off experiment's {LIQUID_COPPER:.0f} by", abs(density / LIQUID_COPPER - 1.0), 0.15)
    checks.true("it is liquid", table["c_msd[4]"][-1] > 2.0 * picoseconds / 10, f"{table['c_msd[4]'][-1]} Å^2")


def main():
    kind, model = sys.argv[1:3]
    default = {"random": 20, "bonds": 0, "hot": 11, "liquid": 50}[kind]
    checks = md.Checks()
    {"random": random, "bonds": bonds, "hot": hot, "liquid": liquid}[kind](
        checks, model, int(sys.argv[3]) if len(sys.argv) > 3 else default)
    checks.finish()


main()
