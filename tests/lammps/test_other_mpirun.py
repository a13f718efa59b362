# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: test_other_mpirun.py LMP. tools/bin/lmp starts LAMMPS on one rank whoever asks, on several only if its own MPI's
mpirun does, and otherwise refuses in one line, written by one rank."""
import os
import subprocess
import sys
from pathlib import Path

from lammps import Checks, temporary_folder

# what the launchers tell each of their processes (Open MPI 4.1, Hydra 5.0)
OPEN_MPI = {"OMPI_COMM_WORLD_SIZE": "2", "OMPI_COMM_WORLD_RANK": "0", "PMIX_RANK": "0"}
MPICH = {"PMI_SIZE": "2", "PMI_RANK": "0", "PMI_FD": "9"}
SLURM_PMI2 = {**MPICH, "SLURM_STEP_ID": "0"}


def run(lmp, library, launched):
    """Starts a program in the place of LAMMPS that names the MPI library as one linked with it does."""
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("OMPI_", "PMI_", "PMIX_", "SLURM_", "LAMMPS_PLUGIN_PATH"))}
    with temporary_folder() as root:
        program = Path(root) / "bin" / "lmp"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n# {library}\necho started\n")
        program.chmod(0o755)
        return subprocess.run([lmp], env={**clean, **launched, "TESSERAL_LAMMPS_ROOT": root}, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


checks = Checks()
for what, library, launched, good in [
    ("Open MPI by itself", "libmpi.so.40", {}, True),
    ("Open MPI by its mpirun", "libmpi.so.40", OPEN_MPI, True),
    ("Open MPI by Slurm", "libmpi.so.40", SLURM_PMI2, True),
    ("Open MPI by MPICH's mpirun", "libmpi.so.40", MPICH, False),
    ("MPICH by itself", "libmpi.so.12", {}, True),
    ("MPICH by its mpirun", "libmpi.so.12", MPICH, True),
    ("MPICH by Slurm", "libmpi.so.12", SLURM_PMI2, True),
    ("MPICH by Open MPI's mpirun", "libmpi.so.12", OPEN_MPI, False),
    ("MPICH by Open MPI's mpirun, one rank", "libmpi.so.12", {**OPEN_MPI, "OMPI_COMM_WORLD_SIZE": "1"}, True),
]:
    result = run(sys.argv[1], library, launched)
    if good:
        checks.true(f"{what}: starts", (result.returncode, result.stdout, result.stderr) == (0, "started\n", ""), result)
    else:
        checks.true(f"{what}: one line and no start", result.returncode == 1 and result.stdout == "" and
                    result.stderr.startswith("error: ") and result.stderr.count("\n") == 1, result)
        second = run(sys.argv[1], library, {name: "1" if name.endswith("RANK") else value for name, value in launched.items()})
        checks.true(f"{what}: the second rank is silent", (second.returncode, second.stdout, second.stderr) == (1, "", ""),
                    second)
checks.finish()
