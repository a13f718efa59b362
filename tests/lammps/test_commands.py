# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Relaxation with the box, restarts, rerun, respa, shear with flips of the box, deposition and partitions: forces are those of
the engine in each state, and equal states have equal energies."""
import re
import subprocess
from pathlib import Path

import lammps as md
import structures
from states import read_state

STAGES = ["relaxed", "straight", "restarted", "respa", "deformed", "deposited"]


def commands(checks, setup, folder):
    output = md.succeed(setup, "in.commands", folder, data="data", model=md.SILICON, reload=f"plugin load {md.PLUGIN}")
    said = {line.split()[0]: [float(x) for x in line.split()[1:]] for line in output.splitlines()
            if re.match(r"(PRESSURE|STRAIGHT|RERUN|RESTARTED|TILT|ATOMS) ", line)}
    states = {}
    for stage in STAGES:
        structure, forces = states[stage] = read_state(f"{folder}/{stage}.dump", True)
        _, expected, _ = md.evaluate(md.SILICON, structure, folder)
        checks.below(f"{setup}, {stage}: forces, eV/Å", md.largest(forces - expected), 1e-9)
    checks.below(f"{setup}: pressure of the relaxed box, bar", abs(said["PRESSURE"][0]), 100.0)
    checks.below(f"{setup}: forces of the relaxed box, eV/Å", md.largest(states["relaxed"][1]), 0.01)
    checks.below(f"{setup}: energy after a restart, eV", abs(said["RESTARTED"][0] - said["STRAIGHT"][0]), 1e-9)
    checks.below(f"{setup}: positions after a restart, Å",
                 md.largest(states["restarted"][0].positions - states["straight"][0].positions), 1e-9)
    checks.below(f"{setup}: energy of a rerun, eV", abs(said["RERUN"][0] - said["STRAIGHT"][0]), 1e-9)
    checks.true(f"{setup}: the box flipped", said["TILT"][0] < 0.0, str(said["TILT"]))
    checks.true(f"{setup}: atoms came", said["ATOMS"][0] > len(states["relaxed"][0].types), str(said["ATOMS"]))
    return said["STRAIGHT"][0]


def partitions(checks, folder, energy):
    """Two worlds of one rank in one run."""
    command = md.mpi(2) + [md.LAMMPS, "-partition", "1", "1", "-in", str(md.HERE / "in.partitions"), "-log", "none", "-var",
                           "plugin", md.PLUGIN, "-var", "model", md.SILICON, "-var", "data", "data"]
    result = subprocess.run(command, cwd=folder, env=md.environment(1), timeout=300, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    energies = [float(file.read_text()) for file in sorted(Path(folder).glob("energy.*"))]
    checks.true("two partitions ran", result.returncode == 0 and len(energies) == 2, result.stdout[-1000:])
    checks.below("their energies, eV", max((abs(e - energy) for e in energies), default=1.0), 1e-10)


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structure = structures.silicon(2, 0.05, [[0.02, 0, 0], [0.04, 0.01, 0], [-0.03, 0.02, 0.01]])
        structure.write_data(f"{folder}/data")
        for setup in md.FEW:
            commands(checks, setup, folder)
        partitions(checks, folder, md.evaluate(md.SILICON, structure, folder)[0])
    checks.finish()


main()
