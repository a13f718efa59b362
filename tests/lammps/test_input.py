# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What `tesseral lammps` writes runs in LAMMPS and is the structure that it was written from."""
import os
import re
import subprocess
from pathlib import Path

import numpy as np

import lammps as md
import structures


def write(model, structure, folder, *options):
    structure.write_extxyz(f"{folder}/in.xyz")
    return subprocess.run([md.TESSERAL, "lammps", model, "in.xyz", "--out", "md run", *options], cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, "OMP_NUM_THREADS": "1"})


def main():
    checks = md.Checks()
    tilted = structures.triclinic_silicon(2)
    turn = np.linalg.qr(np.random.default_rng(3).normal(size=(3, 3)))[0]
    tilted.cell, tilted.positions = tilted.cell[[1, 0, 2]] @ turn, tilted.positions @ turn
    for name, model, structure in (("a crystal in a turned, left-handed cell", md.SILICON, tilted), ("a molecule", md.MOLECULE, structures.molecule(md.MOLECULE))):
        with md.temporary_folder() as folder:
            result = write(model, structure, folder, "--temperature", "50")
            checks.true(f"{name}: is written", result.returncode == 0, result.stdout)
            energy = md.evaluate(model, structure, folder)[0]
            where = Path(folder) / "md run"
            text = (where / "in.lmp").read_text()
            (where / "unrelaxed.lmp").write_text("plugin load " + md.PLUGIN + "\n" + re.sub(r"^minimize.*", "", text, flags=re.MULTILINE))
            (where / "as_written.lmp").write_text("plugin load " + md.PLUGIN + "\n" + text)
            for script in ("unrelaxed.lmp", "as_written.lmp"):
                for setup in (md.REFERENCE, md.Setup(ranks=2)):
                    result = subprocess.run(setup.command() + ["-in", script, "-nocite", "-var", "steps", "100"], cwd=where, text=True,
                                            env=md.environment(1), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    checks.true(f"{name}: {script} runs, {setup}", result.returncode == 0 and (where / "end.data").exists(), result.stdout[-2000:])
                    row = md.thermo(where)
                    checks.true(f"{name}: ends at step 100", row["Step"][-1] == 100)
                    if script == "unrelaxed.lmp":
                        checks.below(f"{name}: energy, eV", abs(row["PotEng"][0] - energy), 1e-6 * abs(energy))
            result = write(model, structure, folder)
            checks.true(f"{name}: what is there stays", result.returncode == 1 and "is there already" in result.stdout, result.stdout)
    checks.finish()


main()
