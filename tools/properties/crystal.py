# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Properties of a crystal of one element at 0 K with an ASE calculator: eV, Å, GPa, J/m²."""
import numpy as np
from ase import Atoms, units
from ase.build import bulk, make_supercell, surface
from ase.eos import EquationOfState
from ase.filters import FrechetCellFilter
from ase.optimize import BFGS, FIRE

FMAX, STEPS = 1e-3, 1000  # eV/Å; where a relaxation ends
STRAIN = 0.004  # of the elastic constants, both signs
SLAB, VACUUM = 15.0, 12.0  # Å, at least


class NotRelaxed(Exception):
    """A structure whose forces are still above FMAX after STEPS."""


def relaxed(atoms, calculator, fmax=FMAX, optimiser=BFGS, what="a structure"):
    atoms = atoms.copy()
    atoms.calc = calculator
    if not optimiser(atoms, logfile=None).run(fmax=fmax, steps=STEPS):
        raise NotRelaxed(f"{what}: forces above {fmax} eV/Å after {STEPS} steps")
    return atoms


def relaxed_crystal(element, structure, a, calculator):
    """The conventional cell with no stress."""
    atoms = bulk(element, structure, a=a, cubic=True)
    atoms.calc = calculator
    if not BFGS(FrechetCellFilter(atoms, hydrostatic_strain=True), logfile=None).run(fmax=1e-4, steps=STEPS):
        raise NotRelaxed("the crystal: stress after relaxation")
    return atoms


def supercell(crystal, shortest):
    """Conventional cells, so that every edge is at least `shortest` long."""
    return make_supercell(crystal, np.diag(np.ceil(shortest / crystal.cell.lengths() - 1e-6).astype(int)))


def scaled_energies(crystal, factors):
    """(volumes, energies) per atom of the crystal with its edges times each factor."""
    volumes, energies = [], []
    for factor in factors:
        scaled = crystal.copy()
        scaled.set_cell(crystal.cell * factor, scale_atoms=True)
        scaled.calc = crystal.calc
        volumes.append(scaled.get_volume() / len(scaled))
        energies.append(scaled.get_potential_energy() / len(scaled))
    return np.array(volumes), np.array(energies)


def bulk_modulus(crystal):
    """Of a Birch-Murnaghan fit to volumes within 6 %; GPa."""
    return EquationOfState(*scaled_energies(crystal, np.linspace(0.94, 1.06, 13) ** (1 / 3)), eos="birchmurnaghan").fit()[2] / units.GPa


def stress(crystal, strain):
    """Voigt, GPa; atoms relaxed in the strained cell."""
    strained = crystal.copy()
    strained.set_cell(crystal.cell @ (np.eye(3) + strain), scale_atoms=True)
    return relaxed(strained, crystal.calc, fmax=1e-4, what="a strained crystal").get_stress() / units.GPa


def elastic_constants(crystal):
    """C11, C12, C44 of a cubic crystal, by central differences of the stress."""
    along, shear = np.zeros((3, 3)), np.zeros((3, 3))
    along[0, 0] = STRAIN
    shear[1, 2] = shear[2, 1] = STRAIN / 2
    from_along = (stress(crystal, along) - stress(crystal, -along)) / (2 * STRAIN)
    from_shear = (stress(crystal, shear) - stress(crystal, -shear)) / (2 * STRAIN)
    return {"C11": from_along[0], "C12": from_along[1], "C44": from_shear[3]}


def vacancy_energy(crystal, shortest=10.5):
    """E(N-1) - (N-1)/N E(N) in a supercell, atoms relaxed at the crystal's volume."""
    whole = supercell(crystal, shortest)
    whole.calc = crystal.calc
    energy = whole.get_potential_energy() / len(whole)
    without = whole.copy()
    del without[0]
    without.rattle(0.01, seed=1)
    without = relaxed(without, crystal.calc, what="the vacancy")
    return without.get_potential_energy() - len(without) * energy


def slab(crystal, indices):
    layers = 2
    while np.ptp(surface(crystal, indices, layers).positions[:, 2]) < SLAB:
        layers += 1
    return surface(crystal, indices, layers, vacuum=VACUUM, periodic=True)


def surface_energy(crystal, indices):
    """Of a slab that is not reconstructed, atoms relaxed, cut where it costs less; J/m²."""
    energy = crystal.get_potential_energy() / len(crystal)
    found = []
    for shift in (0.0, 1 / 8) if len(crystal) == 8 else (0.0,):  # between the double layers of diamond, and within them
        moved = crystal.copy()
        moved.set_scaled_positions((crystal.get_scaled_positions() + shift + 1e-3) % 1.0)
        cut = relaxed(slab(moved, indices), crystal.calc, fmax=5e-3, optimiser=FIRE, what=f"surface {indices}")
        area = np.linalg.norm(np.cross(cut.cell[0], cut.cell[1]))
        found.append((cut.get_potential_energy() - len(cut) * energy) / (2 * area) / units.J * 1e20)
    return min(found)


def dimer(element, calculator, distances):
    """Energies of two atoms less that of two atoms alone, eV."""
    def energy(r):
        atoms = Atoms([element] * 2, positions=[[0, 0, 0], [r, 0, 0]])
        atoms.calc = calculator
        return atoms.get_potential_energy()

    alone = energy(50.0)
    return np.array([energy(r) - alone for r in distances])


def is_monotonic_wall(distances, energies, upto):
    """Whether the energy falls strictly as distances below `upto` grow."""
    inside = np.asarray(distances) <= upto
    return bool(np.all(np.diff(np.asarray(energies)[inside]) < 0))
