# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What LAMMPS hides from a many-body style: special bonds are refused, atoms that are excluded against all are absent."""
import re

import numpy as np

import lammps as md
import structures


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


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        for setup in [md.REFERENCE] + md.OTHERS:
            exclusions(checks, setup, folder)
            if setup.ranks < 4:
                special_bonds(checks, setup, folder)
    checks.finish()


main()
