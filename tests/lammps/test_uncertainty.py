# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""One model's own `uncertainty yes`: the errors that it expects, as `tesseral eval` tells them, on any ranks and threads."""
import csv
import shutil
import subprocess

import h5py
import numpy as np

import lammps as md
import structures


def expected_by_engine(folder, structure):
    """The largest of the atoms' expected errors, eV/Å."""
    structure.write_extxyz(f"{folder}/in.xyz")
    subprocess.run([md.TESSERAL, "eval", md.SILICON, "in.xyz", "--uncertainty", "--per-frame", "out.csv"], cwd=folder, check=True,
                   stdout=subprocess.DEVNULL)
    with open(f"{folder}/out.csv") as table:
        return 1e-3 * float(next(csv.DictReader(table))["expected_forces_largest_mev_per_angstrom"])


def spread(setup, folder, limit=1e9, options="uncertainty yes", style=None):
    variables = {"peratom": f"fix atoms all pair 1 {setup.style} forces_std 0", "dump": "dump d all custom 1 spread.dump id f_atoms", "format": "dump_modify d sort id format float %.17g"}
    output = md.succeed(setup, "in.committee_spread", folder, data="data", model=md.SILICON, limit=limit, name=setup.style, options=options,
                        **(variables if md.HAS_FIX_PAIR else dict.fromkeys(variables, "print none")))
    end = [int(line.split()[1]) for line in output.splitlines() if line.startswith("END ")]
    atoms = md.dump(f"{folder}/spread.dump")[:, 1] if md.HAS_FIX_PAIR else None
    row = md.thermo(folder)
    return row["c_spread[1]"], row["c_spread[2]"], row["PotEng"], atoms, end


def beside_others(checks):
    """Atoms of another style in a hybrid, and those of a rank that has none, are no atoms that the model is unsure of."""
    structure = structures.silicon(2, 0.1)
    ours = np.arange(len(structure.types)) % 5 != 0
    nothing = dict.fromkeys(("peratom", "dump", "format"), "print none")
    with md.temporary_folder() as folder:
        structure.subset(ours).write_data(f"{folder}/data")
        alone = spread(md.REFERENCE, folder)[0][0]
        structure.elements, structure.types = ["Si", "Si"], np.where(ours, 1, 2)
        structure.write_data(f"{folder}/data")
        for setup in md.FEW:
            md.succeed(setup, "in.committee_spread", folder, data="data", model=f"tesseral {md.SILICON}", elements="Si NULL", limit=1e9, name="tesseral",
                       options="uncertainty yes zero 5.0", rest="pair_coeff * * zero", style="hybrid/overlay tesseral", **nothing)
            checks.below(f"{setup}: largest expected error beside atoms of another style", abs(md.thermo(folder)["c_spread[1]"][0] - alone), 1e-5 * alone)

        cluster = structures.silicon(1, 0.05)
        cluster.cell = 40.0 * np.eye(3)  # the second rank has no atom
        cluster.write_data(f"{folder}/data")
        expected = spread(md.REFERENCE, folder)[0][0]
        checks.below("a rank without atoms: largest expected error", abs(spread(md.Setup(ranks=2), folder)[0][0] - expected), 1e-5 * expected)


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structure = structures.triclinic_silicon()
        structure.write_data(f"{folder}/data")
        expected = expected_by_engine(folder, structure)
        checks.true("an error is expected", expected > 1e-2, expected)
        first = None
        for setup in md.FEW + md.PACKING:
            largest, energies, total, atoms, end = spread(setup, folder)
            checks.below(f"{setup}: largest expected error, eV/Å", abs(largest[0] - expected), 1e-5 * expected)
            checks.true(f"{setup}: one model has no spread of energies", max(energies) == 0.0)
            checks.true(f"{setup}: the run goes on", end == [3])
            if md.HAS_FIX_PAIR:
                checks.below(f"{setup}: largest of the atoms' errors", abs(atoms.max() - largest[-1]), 1e-12)
                first = atoms if first is None else first
                checks.below(f"{setup}: each atom's error", md.largest(atoms - first), 1e-6)
            end = spread(setup, folder, limit=0.5 * largest[0])[-1]
            checks.true(f"{setup}: the run is halted", len(end) == 1 and end[0] < 3)
        mixed = spread(md.REFERENCE, folder, options="uncertainty yes precision mixed")[0][0]
        checks.below("in mixed precision", abs(mixed - expected), 0.01 * expected)

        light = md.SILICON.replace("si-small", "si-light")
        silent = shutil.copy(light, f"{folder}/silent.h5")
        with h5py.File(silent, "r+") as file:
            del file["uncertainty"]
        for what, model, words in (("a committee", f"{md.SILICON},{light}", "leave the option out, or name one model"),
                                   ("a model that does not know", silent, "silent.h5 does not say what errors to expect")):
            failed = md.run(md.REFERENCE, "in.committee_spread", folder, data="data", model=model, limit=1, name="tesseral", options="uncertainty yes",
                            **dict.fromkeys(("peratom", "dump", "format"), "print none"))
            checks.true(f"{what} is refused in words", failed.returncode != 0 and words in failed.stdout.replace("\n", " "), failed.stdout[-500:])
    beside_others(checks)
    checks.finish()


main()
