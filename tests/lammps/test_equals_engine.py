# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Every pair style, on 1, 2 and 4 ranks and with 1 and 2 threads, gives the engine's energy, forces and virial, with
radial functions from the table, and one with the exact network."""
import lammps as md
import structures


def main():
    checks = md.Checks()
    cases = [("216 atoms of silicon", md.SILICON, structures.silicon(3, 0.1)),
             ("216 atoms, triclinic", md.SILICON, structures.triclinic_silicon()),
             ("two atoms, own neighbors", md.SILICON, structures.primitive_silicon()),
             ("molecule", md.MOLECULE, structures.molecule(md.MOLECULE))]
    for name, model, structure in cases:
        with md.temporary_folder() as folder:
            structure.write_data(f"{folder}/data")
            answers = {radial: md.evaluate(model, structure, folder, radial) for radial in ("table", "network")}
            checks.true(f"{name}: there are forces to compare", md.largest(answers["table"][1]) > 0.01)
            for radial, setup in [("network", md.REFERENCE), ("table", md.REFERENCE)] + [("table", s) for s in md.OTHERS]:
                energy, forces, w = answers[radial]
                md.succeed(setup, "in.static", folder, data="data", model=model, out="forces.dump", radial=radial,
                           elements=" ".join(structure.elements), boundary="p p p" if structure.periodic else "f f f")
                row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
                what = f"{name}, {setup}, {radial}"
                checks.below(f"{what}: energy, eV", abs(row["PotEng"][-1] - energy), 1e-10)
                checks.below(f"{what}: atoms' energies, eV", abs(atoms[:, 4].sum() - energy), 1e-10)
                checks.below(f"{what}: forces, eV/Å", md.largest(atoms[:, 1:4] - forces), 1e-10)
                checks.below(f"{what}: virial, eV", md.largest(md.virial(row) - w), 1e-10)
    checks.finish()


main()
