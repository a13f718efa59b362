# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Structures of the LAMMPS tests, and their files: a LAMMPS data file and extended XYZ with the same numbers."""
import h5py
import numpy as np

MASS = {"H": 1.008, "Li": 6.94, "C": 12.011, "N": 14.007, "O": 15.999, "Si": 28.0855, "Fe": 55.845, "Ni": 58.693, "Cu": 63.546,
        "Ge": 72.63, "Mo": 95.95}
RADIUS = {"H": 0.31, "C": 0.76, "N": 0.71, "O": 0.66}  # Å, covalent
DIAMOND = np.array([[0, 0, 0], [0, 2, 2], [2, 0, 2], [2, 2, 0], [1, 1, 1], [1, 3, 3], [3, 1, 3], [3, 3, 1]]) / 4.0
LATTICE_CONSTANT = 5.43  # Å


class Structure:
    """elements: per atom type; types: [atom] from 1; cell: rows, lower triangular as LAMMPS wants them, Å."""

    def __init__(self, elements, types, positions, cell, periodic=True):
        self.elements, self.types = list(elements), np.asarray(types)
        self.positions, self.cell, self.periodic = np.asarray(positions), np.asarray(cell, dtype=float), periodic

    def symbols(self):
        return [self.elements[t - 1] for t in self.types]

    def subset(self, keep):
        return Structure(self.elements, self.types[keep], self.positions[keep], self.cell, self.periodic)

    def bonds(self):
        """Pairs of atoms closer than 1.2 times the sum of covalent radii."""
        radius = np.array([RADIUS[s] for s in self.symbols()])
        distance = np.linalg.norm(self.positions[:, None] - self.positions[None], axis=2)
        return [(i, j) for i, j in zip(*np.nonzero(distance < 1.2 * (radius[:, None] + radius[None]))) if i < j]

    def moved(self, by):
        return Structure(self.elements, self.types, self.positions + by, self.cell, self.periodic)

    def write_data(self, path, bonds=None, velocities=None):
        """With `bonds`, pairs of atoms, of atom_style full; velocities [atom][3] in Å/ps."""
        a, b, c = self.cell
        triclinic = np.any(self.cell != np.diag(np.diag(self.cell)))
        tilts = f"{float(b[0])!r} {float(c[0])!r} {float(c[1])!r} xy xz yz\n" if triclinic else ""
        with open(path, "w") as file:
            file.write(f"a structure of the tests\n\n{len(self.types)} atoms\n{len(self.elements)} atom types\n")
            file.write(f"{len(bonds)} bonds\n1 bond types\n" if bonds is not None else "")
            for name, length in zip("xyz", (a[0], b[1], c[2])):
                file.write(f"0.0 {float(length)!r} {name}lo {name}hi\n")
            file.write(tilts + "\nMasses\n\n")
            for k, element in enumerate(self.elements):
                file.write(f"{k + 1} {MASS[element]}\n")
            file.write("\nAtoms # atomic\n\n" if bonds is None else "\nAtoms # full\n\n")
            for i, (t, r) in enumerate(zip(self.types, self.positions)):
                file.write(f"{i + 1} {t} " if bonds is None else f"{i + 1} 1 {t} 0.0 ")
                file.write(" ".join(repr(float(x)) for x in r) + "\n")
            if bonds:
                file.write("\nBonds\n\n")
                for k, (i, j) in enumerate(bonds):
                    file.write(f"{k + 1} 1 {i + 1} {j + 1}\n")
            if velocities is not None:
                file.write("\nVelocities\n\n")
                for i, v in enumerate(velocities):
                    file.write(f"{i + 1} " + " ".join(repr(float(x)) for x in v) + "\n")

    def write_extxyz(self, path):
        numbers = " ".join(repr(float(x)) for x in self.cell.flat)
        pbc = " ".join(["T" if self.periodic else "F"] * 3)
        with open(path, "w") as file:
            file.write(f'{len(self.types)}\nLattice="{numbers}" Properties=species:S:1:pos:R:3 pbc="{pbc}"\n')
            for symbol, r in zip(self.symbols(), self.positions):
                file.write(symbol + " " + " ".join(repr(float(x)) for x in r) + "\n")


def silicon(repeats, displacement, strain=None, seed=7):
    """Cubic cells of diamond, atoms displaced at random (standard deviation in Å), then strained: x -> x (1 + strain),
    strain lower triangular. No atom lies outside of the cell."""
    cells = np.array([[i, j, k] for i in range(repeats) for j in range(repeats) for k in range(repeats)])
    positions = LATTICE_CONSTANT * (cells[:, None, :] + DIAMOND[None, :, :]).reshape(-1, 3)
    positions += np.random.default_rng(seed).normal(scale=displacement, size=positions.shape) if displacement else 0.0
    length = repeats * LATTICE_CONSTANT
    positions %= length
    deform = np.eye(3) + (np.zeros((3, 3)) if strain is None else np.array(strain))
    return Structure(["Si"], np.ones(len(positions), int), positions @ deform, length * deform)


def triclinic_silicon(repeats=3):
    return silicon(repeats, 0.1, [[0.02, 0, 0], [0.11, -0.03, 0], [-0.07, 0.16, 0.01]])


def primitive_silicon():
    """Two atoms in a cell shorter than the cutoff: each is its own neighbor, and on four ranks some own none."""
    a = LATTICE_CONSTANT / np.sqrt(2.0)
    cell = a * np.array([[1, 0, 0], [0.5, np.sqrt(0.75), 0], [0.5, np.sqrt(1 / 12), np.sqrt(2 / 3)]])
    return Structure(["Si"], [1, 1], np.array([[0.05, 0.02, 0.01], [0.27, 0.22, 0.26]]) @ cell, cell)


def in_vacuum(structure, room=15.0):
    """The atoms of a cell in the middle of a box with room, Å, not periodic."""
    low, high = structure.positions.min(axis=0), structure.positions.max(axis=0)
    box = (high - low).max() + 2 * room
    positions = structure.positions - (low + high) / 2 + box / 2
    return Structure(structure.elements, structure.types, positions, box * np.eye(3), periodic=False)


def replicated(structure, reach):
    """The cell in the middle of 2 reach + 1 copies of it in each direction, its own atoms first."""
    numbers = range(-reach, reach + 1)
    cells = sorted(((u, v, w) for u in numbers for v in numbers for w in numbers), key=lambda c: c != (0, 0, 0))
    positions = np.concatenate([structure.positions + np.array(c) @ structure.cell for c in cells])
    cell = (2 * reach + 1) * structure.cell
    positions = positions + reach * structure.cell.sum(axis=0)
    return Structure(structure.elements, np.tile(structure.types, len(cells)), positions, cell)


def molecule(model_file):
    """The first structure of the model's self-test, in the middle of a box with room, not periodic."""
    with h5py.File(model_file) as model:
        elements = [e.decode() if isinstance(e, bytes) else e for e in model["elements"][()]]
        species, positions = model["self_test/0/species"][()], model["self_test/0/positions"][()]
    box = 40.0
    positions = positions - positions.mean(axis=0) + box / 2
    return Structure(elements, species + 1, positions, box * np.eye(3), periodic=False)
