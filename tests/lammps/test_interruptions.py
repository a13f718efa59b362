# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What docs/data.md promises of a run in LAMMPS: a model file that is replaced, cut or removed while LAMMPS runs changes nothing,
and a rank that dies ends the others."""
import os
import shutil
import signal
import subprocess
import time
import uuid
from pathlib import Path

import lammps as md
import structures

OTHER = str(Path(md.SILICON).with_name("si-light.h5"))


def energies_with(setup, folder, shell):
    shutil.copy(md.SILICON, f"{folder}/model.h5")
    md.succeed(setup, "in.interrupted", folder, shell=shell, steps=5)
    return md.thermo(folder)["PotEng"]


def model_file_changes(checks, folder):
    shutil.copy(OTHER, f"{folder}/other.h5")
    for setup in md.FEW:
        expected = energies_with(setup, folder, "true")
        for shell in ("mv other.h5 model.h5", "cp other.h5 model.h5", "truncate -s 1000 model.h5", "rm model.h5"):
            shutil.copy(OTHER, f"{folder}/other.h5")
            found = energies_with(setup, folder, shell)
            checks.true(f"{setup}: the same energies after `{shell}`", list(found) == list(expected), f"{found} {expected}")


def process_of_rank(mark, rank):
    """The process of a run that has `mark` in its environment, by what MPI calls its rank."""
    for entry in Path("/proc").iterdir():
        try:
            variables = (entry / "environ").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:  # it has ended, or is another user's
            continue
        ranks = {b"%s=%d" % (name, rank) for name in (b"OMPI_COMM_WORLD_RANK", b"PMI_RANK")}
        if mark in variables and ranks & set(variables):
            yield int(entry.name)


def dying_rank(checks, folder):
    shutil.copy(md.SILICON, f"{folder}/model.h5")
    for setup in (setup for setup in md.FEW if setup.ranks > 1):
        mark = f"TESSERAL_TEST_RUN={uuid.uuid4().hex}"
        command = [*setup.command(), "-in", str(md.HERE / "in.interrupted"), "-log", "log.lammps", "-nocite"]
        for name, value in {"plugin": md.PLUGIN, "style": setup.style, "shell": "true", "steps": 1000000}.items():
            command += ["-var", name, str(value)]
        name, value = mark.split("=")
        run = subprocess.Popen(command, cwd=folder, env={**md.environment(setup.threads), name: value}, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = ""
        for line in run.stdout:
            said += line
            if line.startswith("BETWEEN"):
                break
        victims = list(process_of_rank(mark.encode(), 1))
        for process in victims:
            os.kill(process, signal.SIGKILL)
        begin = time.monotonic()
        try:
            said += run.communicate(timeout=60)[0]
        except subprocess.TimeoutExpired:
            run.kill()
        seconds = time.monotonic() - begin
        checks.true(f"{setup}: a rank died", len(victims) > 0, said[-2000:])
        checks.below(f"{setup}: seconds until the others had ended", seconds, 10.0)
        checks.true(f"{setup}: the status tells", run.returncode not in (0, None), said[-2000:])


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structures.silicon(2, 0.1).write_data(f"{folder}/data")
        model_file_changes(checks, folder)
        dying_rank(checks, folder)
    checks.finish()


main()
