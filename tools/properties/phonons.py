# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Phonon dispersion of a crystal of one element, by phonopy's finite displacements; THz."""
import numpy as np
from ase import Atoms
from ase.build import bulk
from phonopy import Phonopy
from phonopy.structure.atoms import PhonopyAtoms

# Corners of the path in reciprocal vectors of ASE's primitive cell, a list for each piece without a jump.
FCC = [[("Γ", (0, 0, 0)), ("X", (0.5, 0, 0.5)), ("U", (0.625, 0.25, 0.625))],
       [("K", (0.375, 0.375, 0.75)), ("Γ", (0, 0, 0)), ("L", (0.5, 0.5, 0.5))]]
BCC = [[("Γ", (0, 0, 0)), ("H", (0.5, -0.5, 0.5)), ("P", (0.25, 0.25, 0.25)), ("Γ", (0, 0, 0)), ("N", (0, 0, 0.5))]]
PATHS = {"fcc": FCC, "diamond": FCC, "bcc": BCC}


def phonons(element, structure, a, calculator, shortest=15.0, displacement=0.01):
    """Phonopy's object with force constants, of a supercell of primitive cells with edges of at least `shortest` Å."""
    primitive = bulk(element, structure, a=a)
    repeat = int(np.ceil(shortest / primitive.cell.lengths()[0]))
    found = Phonopy(PhonopyAtoms(symbols=primitive.get_chemical_symbols(), cell=primitive.cell[:],
                                 scaled_positions=primitive.get_scaled_positions()), supercell_matrix=repeat * np.eye(3, dtype=int))
    found.generate_displacements(distance=displacement)
    found.forces = [Atoms(cell.symbols, cell=cell.cell, positions=cell.positions, pbc=True, calculator=calculator).get_forces()
                    for cell in found.supercells_with_displacements]
    found.produce_force_constants()
    found.symmetrize_force_constants()
    return found


def bands(found, structure, points=51):
    """[piece] of (distances, frequencies [point][branch]), and (distance, name) of the corners."""
    path = PATHS[structure]
    pieces = [np.linspace(a, b, points) for piece in path for (_, a), (_, b) in zip(piece, piece[1:])]
    found.run_band_structure(pieces)
    lines = list(zip(found.band_structure.distances, found.band_structure.frequencies))
    corners, n = [], 0
    for piece in path:
        for k, (name, _) in enumerate(piece):
            x = lines[n][0][0] if k == 0 else lines[n + k - 1][0][-1]
            if corners and abs(corners[-1][0] - x) < 1e-9:
                corners[-1] = (x, corners[-1][1] + "|" + name)
            else:
                corners.append((x, name))
        n += len(piece) - 1
    return lines, corners


def frequencies_at(found, structure):
    """{corner: frequencies}, each corner once."""
    points = {name: q for piece in PATHS[structure] for name, q in piece}
    result = {}
    for name, q in points.items():
        found.run_qpoints([q])
        result[name] = np.array(found.qpoints.frequencies[0])
    return result
