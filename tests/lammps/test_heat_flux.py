# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""LAMMPS' compute heat/flux by the centroid stress is the flux of the atoms' energies, which finite differences of
pe/atom give: with U_k the energy of atom k, and all periodic images atoms of their own,

    J = sum_jk (r_k - r_j) (dU_k/dr_j . v_j) = sum_k r_k dU_k/dt + sum_j r_j (F_j . v_j),

dU_k/dt being that of atoms that move straight on. Of a periodic cell only the atoms of one copy move."""
import numpy as np

import lammps as md
import structures

STEP = 1e-4  # ps
XX_TO_ZY = [[0, 3, 4], [6, 1, 5], [7, 8, 2]]  # where LAMMPS has component ab of a centroid stress


def run(setup, structure, velocities, folder, precision="double"):
    """The flux of the potential, eV Å/ps, and per atom: forces, energies and virials with rows a and columns b."""
    structure.write_data(f"{folder}/data", velocities=velocities)
    md.succeed(setup, "in.heat_flux", folder, data="data", model=md.SILICON, out="atoms.dump", precision=precision,
               boundary="p p p" if structure.periodic else "f f f")
    row, atoms = md.thermo(folder), md.dump(f"{folder}/atoms.dump")
    flux = np.array([row[f"c_J[{k}]"][-1] - row[f"c_J[{k + 3}]"][-1] for k in (1, 2, 3)])
    return flux, atoms[:, 1:4], atoms[:, 4], atoms[:, 5:][:, XX_TO_ZY] / -md.NKTV2P  # LAMMPS' stress has the other sign


def flux_of_energies(structure, velocities, folder):
    """By finite differences, from what a plain run on one rank says of energies and forces."""
    def energies(times):
        moved = structure.moved(times * STEP * velocities)
        return run(md.REFERENCE, moved, velocities, folder)[2]

    slope = (8 * (energies(1) - energies(-1)) - (energies(2) - energies(-2))) / (12 * STEP)
    forces = run(md.REFERENCE, structure, velocities, folder)[1]
    power = (forces * velocities).sum(axis=1)
    return structure.positions.T @ slope + structure.positions.T @ power


def setups(atoms):
    others = [md.Setup(ranks=2)]
    if atoms == 2:
        others.append(md.Setup(ranks=4))  # of which some own no atom
    if md.HAS_KOKKOS and atoms == 64:
        others += [md.Setup("tesseral/kk"), md.Setup("tesseral/kk", ranks=2)]
    return [md.REFERENCE] + others


def main():
    checks = md.Checks()
    strain = [[0.02, 0, 0], [0.11, -0.03, 0], [-0.07, 0.16, 0.01]]
    cases = {"cluster of 64 atoms": structures.in_vacuum(structures.silicon(2, 0.1)),
             "cell of 64 atoms": structures.silicon(2, 0.1),
             "triclinic cell of 8 atoms": structures.silicon(1, 0.1, strain),
             "cell of two atoms": structures.primitive_silicon()}
    for name, structure in cases.items():
        velocities = np.random.default_rng(5).normal(scale=4.0, size=structure.positions.shape)  # Å/ps
        unfolded, of_one_copy = structure, velocities
        if structure.periodic:
            # energies depend on atoms within two cutoffs, 10 Å, which must not come from two sides
            reach = int(np.ceil(12.0 / np.abs(np.diag(structure.cell)).min()))
            unfolded = structures.replicated(structure, reach)
            of_one_copy = np.zeros_like(unfolded.positions)
            of_one_copy[:len(velocities)] = velocities
        with md.temporary_folder() as folder:
            expected = flux_of_energies(unfolded, of_one_copy, folder)
            size = np.linalg.norm(expected)
            first = None
            for setup in setups(len(velocities)):
                flux, _, _, virials = run(setup, structure, velocities, folder)
                checks.below(f"{name}, {setup}: flux", md.largest(flux - expected) / size, 1e-7)
                if first is None:
                    first = flux, virials
                checks.below(f"{name}, {setup}: as in the first run", md.largest(flux - first[0]) / size, 1e-10)
                checks.below(f"{name}, {setup}: virials atom by atom, eV", md.largest(virials - first[1]), 1e-10)
            flux, _, _, _ = run(md.REFERENCE, structure, velocities, folder, precision="mixed")
            checks.below(f"{name}, mixed precision: flux", md.largest(flux - expected) / size, 1e-5)
            if len(velocities) == 2:  # an inversion exchanges them, and so their virials are symmetric
                continue
            turned = np.einsum("jba,jb->a", first[1], velocities)
            checks.true(f"{name}: transposed virials have another flux", md.largest(turned - expected) > 1e-3 * size)
    checks.finish()


main()
