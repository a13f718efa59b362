# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Every pair style, on 1, 2 and 4 ranks and with 1 and 2 threads, gives the engine's energy, forces and virial, with
radial functions from the table and in mixed precision, and one with the exact network and in single precision. Mixed
precision stays near double."""
import lammps as md
import numpy as np
import structures


def compare(checks, what, folder, answer, limit):
    """The last run of in.static with an answer; `limit` in eV and eV/Å."""
    energy, forces, w = answer
    row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
    checks.below(f"{what}: energy, eV", abs(row["PotEng"][-1] - energy), limit)
    checks.below(f"{what}: atoms' energies, eV", abs(atoms[:, 4].sum() - row["PotEng"][-1]), 1e-10)
    checks.below(f"{what}: forces, eV/Å", md.largest(atoms[:, 1:4] - forces), limit)
    checks.below(f"{what}: virial, eV", md.largest(md.virial(row) - w), limit)


def nearly_coincident_atoms(checks):
    """ZBL alone is left there; nothing is lost to a division by a short distance."""
    structure = structures.silicon(2, 0.1)
    structure.positions[1] = structure.positions[0] + [0.0, 0.0, 1e-3]
    with md.temporary_folder() as folder:
        structure.write_data(f"{folder}/data")
        energy, forces, _ = md.evaluate(md.SILICON, structure, folder, "table", "double")
        checks.true("atoms 0.001 Å apart: repulsion", energy > 1e6 and forces[1][2] > 1e9, f"{energy} eV, {forces[:2]} eV/Å")
        for setup in md.FEW:
            md.succeed(setup, "in.static", folder, data="data", model=md.SILICON, out="forces.dump", radial="table",
                       precision="double", elements="Si", boundary="p p p")
            what = f"atoms 0.001 Å apart, {setup}"
            checks.below(f"{what}: energy, relative", abs(md.thermo(folder)["PotEng"][-1] / energy - 1), 1e-10)
            difference = md.dump(f"{folder}/forces.dump")[:, 1:4] - forces
            checks.below(f"{what}: forces, relative", md.largest(difference) / md.largest(forces), 1e-10)


def main():
    checks = md.Checks()
    nearly_coincident_atoms(checks)
    cases = [("216 atoms of silicon", md.SILICON, structures.silicon(3, 0.1)),
             ("216 atoms, triclinic", md.SILICON, structures.triclinic_silicon()),
             ("two atoms, own neighbors", md.SILICON, structures.primitive_silicon()),
             ("molecule", md.MOLECULE, structures.molecule(md.MOLECULE))]
    for name, model, structure in cases:
        with md.temporary_folder() as folder:
            structure.write_data(f"{folder}/data")
            runs = [(md.REFERENCE, "network", "double"), (md.REFERENCE, "table", "single")]
            runs += [(setup, "table", precision) for setup in [md.REFERENCE] + md.OTHERS + md.PACKING
                     for precision in ("double", "mixed")]
            answers = {how: md.evaluate(model, structure, folder, *how) for how in {run[1:] for run in runs}}
            exact = answers["table", "double"]
            checks.true(f"{name}: there are forces to compare", md.largest(exact[1]) > 0.01)
            for setup, radial, precision in runs:
                md.succeed(setup, "in.static", folder, data="data", model=model, out="forces.dump", radial=radial,
                           precision=precision, elements=" ".join(structure.elements),
                           boundary="p p p" if structure.periodic else "f f f")
                what = f"{name}, {setup}, {radial}, {precision}"
                if precision == "double":
                    compare(checks, what, folder, answers[radial, precision], 1e-10)
                    continue
                # ranks sum floats in another order
                compare(checks, what, folder, answers[radial, precision], 1e-5)
                difference = md.dump(f"{folder}/forces.dump")[:, 1:4] - exact[1]
                scale = np.sqrt(np.mean(exact[1]**2))
                checks.below(f"{what}: forces against double, root mean square, relative",
                             np.sqrt(np.mean(difference**2)) / scale, 1e-5)
                checks.below(f"{what}: forces against double, largest, relative", md.largest(difference) / scale, 1e-4)
                checks.true(f"{what}: is not double", md.largest(difference) > 1e-12)
    checks.finish()


main()
