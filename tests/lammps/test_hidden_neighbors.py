# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What LAMMPS hides from a many-body style: special bonds are refused, atoms that are excluded against all are absent."""
import re

import numpy as np

import lammps as md
import structures
from states import read_state


def run(setup, folder, model, elements, special="print none", exclude="print none", data="data", atoms="atomic",
        boundary="p p p", few="1"):
    return md.run(setup, "in.hidden", folder, data=data, model=model, elements=elements, special=special, exclude=exclude,
                  atoms=atoms, boundary=boundary, few=few, out="forces.dump",
                  bond_style="bond_style zero" if atoms == "full" else "print none",
                  bond_coeff="bond_coeff *" if atoms == "full" else "print none")


def energy(result):
    found = re.findall(r"^ENERGY (\S+)", result.stdout, re.MULTILINE)
    return float(found[0]) if result.returncode == 0 and found else np.nan


def errors(result):
    return [line for line in result.stdout.splitlines() if line.startswith("ERROR")]


def special_bonds(checks, setup, folder):
    molecule = structures.molecule(md.MOLECULE)
    molecule.write_data(f"{folder}/plain")
    molecule.write_data(f"{folder}/bonded", bonds=molecule.bonds())
    elements = " ".join(molecule.elements)
    expected = energy(run(setup, folder, md.MOLECULE, elements, data="plain", boundary="f f f"))
    bonded = {"data": "bonded", "atoms": "full", "boundary": "f f f"}
    for special in ("print none", "special_bonds lj/coul 0 0 0.5", "special_bonds lj/coul 0.5 1 1"):
        result = run(setup, folder, md.MOLECULE, elements, special=special, **bonded)
        line = "".join(errors(result))
        checks.true(f"{setup}: {special}: {line}", result.returncode != 0 and len(errors(result)) == 1 and
                    "special_bonds lj/coul 1 1 1" in line, result.stdout[-800:])
    good = energy(run(setup, folder, md.MOLECULE, elements, special="special_bonds lj/coul 1 1 1", **bonded))
    checks.below(f"{setup}: special_bonds 1 1 1: energy, eV", abs(good - expected), 1e-9)
    molecule.write_data(f"{folder}/unbonded", bonds=[])
    good = energy(run(setup, folder, md.MOLECULE, elements, data="unbonded", atoms="full", boundary="f f f"))
    checks.below(f"{setup}: default special_bonds, no bonds: energy, eV", abs(good - expected), 1e-9)


HYDROXYL = """a molecule with a bond

2 atoms
1 bonds

Coords

1 0.0 0.0 0.0
2 0.97 0.0 0.0

Types

1 2
2 1

Charges

1 0.0
2 0.0

Bonds

1 1 1 2
"""


def molecules_that_come(checks, setup, folder):
    """The first of them brings special bonds into a box that had none when the run was set up."""
    with open(f"{folder}/hydroxyl.mol", "w") as file:
        file.write(HYDROXYL)
    for special, is_fine in (("print none", False), ("special_bonds lj/coul 1 1 1", True)):
        result = md.run(setup, "in.molecules", folder, model=md.MOLECULE, special=special)
        told = len(errors(result)) == 1 and "special_bonds lj/coul 1 1 1" in errors(result)[0]
        checks.true(f"{setup}: molecules that come, {special}: {''.join(errors(result)) or 'no error'}",
                    np.isfinite(energy(result)) if is_fine else told, result.stdout[-1500:])


def exclusions(checks, setup, folder):
    structure = structures.silicon(2, 0.1)
    structure.write_data(f"{folder}/data")
    gone = [1, 7, 30, 31]
    kept = np.setdiff1d(np.arange(64), np.array(gone) - 1)
    expected, forces, _ = md.evaluate(md.SILICON, structure.subset(kept), folder)
    result = run(setup, folder, md.SILICON, "Si", exclude="neigh_modify exclude group few all", few=" ".join(map(str, gone)))
    checks.below(f"{setup}: atoms excluded against all are absent: energy, eV", abs(energy(result) - expected), 1e-10)
    atoms = md.dump(f"{folder}/forces.dump")
    checks.below(f"{setup}: forces on the others", md.largest(atoms[kept, 1:4] - forces), 1e-10)
    checks.below(f"{setup}: forces and energies of the absent", md.largest(np.delete(atoms[:, 1:5], kept, axis=0)), 1e-30)
    warnings = [line for line in result.stdout.splitlines() if line.startswith("WARNING: pair_style tesseral")]
    checks.true(f"{setup}: one warning names the group", len(warnings) == 1 and "group few" in warnings[0], result.stdout)


def groups(checks, setup, folder):
    """Lists and ghosts of a group alone leave out neighbors of its atoms."""
    structures.silicon(2, 0.1).write_data(f"{folder}/data")
    for command in ("neigh_modify include few", "comm_modify group few"):
        result = run(setup, folder, md.SILICON, "Si", special="atom_modify first few", exclude=command, few="1:32")
        checks.true(f"{setup}: {command} is refused: {''.join(errors(result))}", len(errors(result)) == 1 and
                    f"`{command}`" in errors(result)[0], result.stdout[-800:])
        result = run(setup, folder, md.SILICON, "Si", special="atom_modify first few", exclude=command, few="1:64")
        checks.true(f"{setup}: {command} of all atoms", np.isfinite(energy(result)), result.stdout[-800:])


def trial_moves(checks, setup, folder):
    """`fix gcmc` accepts by the energies of systems with and without an atom: a wrong one shows in what it keeps."""
    structures.silicon(2, 0.05).write_data(f"{folder}/data")
    for mu in (-3.0, -7.5):
        output = md.succeed(setup, "in.gcmc", folder, data="data", model=md.SILICON, mu=mu, steps=4)
        row = md.thermo(folder)
        structure, forces = read_state(f"{folder}/gcmc.dump", True)
        expected, engine_forces, _ = md.evaluate(md.SILICON, structure, folder)
        found = float(re.findall(r"^ENERGY (\S+)", output, re.MULTILINE)[0])
        checks.below(f"{setup}, gcmc: energy of the state, eV", abs(found - expected), 1e-9)
        checks.below(f"{setup}, gcmc: forces", md.largest(forces - engine_forces), 1e-9)
        changes = re.findall(r"^\s*4\s+\d+\s+\S+\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)", output, re.MULTILINE)
        tried_in, kept_in, tried_out, kept_out = (int(x) for x in changes[0])
        checks.true(f"{setup}, gcmc: {kept_in} of {tried_in} came, {kept_out} of {tried_out} went", kept_in + kept_out > 0)
        checks.true(f"{setup}, gcmc: the absent are warned of once a run",
                    output.count("are absent") == 2, output[-2000:])


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        for setup in md.FEW:
            exclusions(checks, setup, folder)
            if not setup.kokkos:
                groups(checks, setup, folder)
            trial_moves(checks, setup, folder)
            special_bonds(checks, setup, folder)
            if setup.ranks == 1:
                molecules_that_come(checks, setup, folder)
    checks.finish()


main()
