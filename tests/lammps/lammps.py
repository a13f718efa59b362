# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Runs LAMMPS and the engine for the tests. Where they are, CMake tells in environment variables."""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
LAMMPS = os.environ["LAMMPS_EXECUTABLE"]
PLUGIN = os.environ["TESSERAL_PLUGIN_FILE"]
TESSERAL = os.environ["TESSERAL_PROGRAM"]
MPIEXEC = os.environ["MPIEXEC"]
SILICON = os.environ["TESSERAL_SILICON_MODEL"]
MOLECULE = os.environ["TESSERAL_MOLECULE_MODEL"]
HAS_KOKKOS = os.environ["LAMMPS_HAS_KOKKOS"] == "ON"
VERSION = int(os.environ["LAMMPS_VERSION_NUMBER"])
LIBRARY = os.environ["LAMMPS_LIBRARY"]
GPUS = int(os.environ.get("TESSERAL_GPUS", "0"))  # tests/device.sh: those of the machine that the accelerated styles run on
PACKS_ON_DEVICE = "tesseral/kk/packs_on_device"  # packs_on_device.cpp
KOKKOS_HYBRID_LOSES_FORCES = KOKKOS_TILED_LOSES_FORCES = VERSION < 20260704  # lammps_compat.h
HAS_FIX_PAIR = VERSION >= 20220302
NKTV2P = 1.6021765e6  # LAMMPS' bar per eV/Å^3 in metal units


# mpirun says "Open MPI", mpiexec "OpenRTE"
OPEN_MPI = "Open" in subprocess.run([MPIEXEC, "--version"], text=True, stdout=subprocess.PIPE).stdout


def mpi(ranks):
    """The start of a command for so many ranks, more than there are processors if need be."""
    options = ["--oversubscribe", "--allow-run-as-root", "--bind-to", "none"] if OPEN_MPI else ["-bind-to", "none"]
    return [MPIEXEC, *options, "-n", str(ranks)]


def in_folder(path):
    return ["--wdir" if OPEN_MPI else "-wdir", str(path)]


def environment(threads):
    """Threads and ranks that wait soon leave the processor to the others (tests/programs.cmake): two ranks of two threads
    that spin instead need a hundred times as long on two processors. Open MPI does not look for networks (a quarter of a
    second of each run), and ranks of a run that failed are killed at once, not after a second. An installed LAMMPS may find
    its MPI by the path alone."""
    paths = [str(Path(MPIEXEC).parent.parent / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {**os.environ, "OMP_NUM_THREADS": str(threads), "OMP_PROC_BIND": "false", "OMP_WAIT_POLICY": "passive",
            "GOMP_SPINCOUNT": "1000", "OMPI_MCA_mpi_yield_when_idle": "1", "OMPI_MCA_pml": "ob1",
            "OMPI_MCA_odls_base_sigkill_timeout": "0", "PRTE_MCA_odls_base_sigkill_timeout": "0",
            "LD_LIBRARY_PATH": ":".join(p for p in paths if p)}


class Setup:
    """How LAMMPS is started: style, ranks and host threads."""

    def __init__(self, style="tesseral", ranks=1, threads=1, kokkos=None):
        self.style, self.ranks, self.threads = style, ranks, threads
        self.kokkos = "/kk" in style if kokkos is None else kokkos
        self.packs_on_device = style == PACKS_ON_DEVICE

    def __str__(self):
        return f"{self.style}, {self.ranks} ranks, {self.threads} threads"

    def command(self):
        accelerated = ["-k", "on", *(["g", str(GPUS)] if GPUS > 0 else []), "t", str(self.threads), "-sf", "kk"]
        options = ["newton", "on", "neigh", "half"] if GPUS > 0 or self.packs_on_device else []
        if self.packs_on_device:
            options += ["gpu/aware", "on", "comm", "device"]  # several ranks pack on a device if MPI reads its memory
        accelerated += ["-pk", "kokkos", *options] if options else []
        return (mpi(self.ranks) if self.ranks > 1 else []) + [LAMMPS] + (accelerated if self.kokkos else [])


REFERENCE = Setup()
OTHERS = [Setup(threads=2), Setup(ranks=2), Setup(ranks=4)]
if HAS_KOKKOS:
    OTHERS += [Setup("tesseral/kk"), Setup("tesseral/kk", threads=2), Setup("tesseral/kk/host"),
               Setup("tesseral/kk/device"), Setup("tesseral/kk", ranks=2), Setup("tesseral/kk", ranks=4),
               Setup("tesseral/kk", ranks=2, threads=2)]
# The functions that pack for a device, on a host.
PACKING = [Setup(PACKS_ON_DEVICE), Setup(PACKS_ON_DEVICE, ranks=2)] * (HAS_KOKKOS and GPUS == 0)

# Where the number of ranks and threads is not the point: plain and accelerated, several of either.
FEW = [REFERENCE, Setup(ranks=2)] + [Setup("tesseral/kk", threads=2), Setup("tesseral/kk", ranks=2)] * HAS_KOKKOS


def run(setup, script, folder, timeout=1500, **variables):
    """Runs tests/lammps/<script> in `folder`, or a script given with its path; returns the finished process."""
    command = setup.command() + ["-in", str(HERE / script), "-log", "log.lammps", "-nocite"]
    plugin = os.environ["TESSERAL_PACKS_ON_DEVICE_FILE"] if setup.packs_on_device else PLUGIN
    for name, value in {"plugin": plugin, "style": setup.style, **variables}.items():
        command += ["-var", name, str(value)]
    return subprocess.run(command, cwd=folder, env=environment(setup.threads), timeout=timeout, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def succeed(setup, script, folder, **variables):
    result = run(setup, script, folder, **variables)
    if result.returncode != 0:
        sys.exit(f"{setup}: {script} ended with {result.returncode}\n{result.stdout[-3000:]}")
    return result.stdout


def thermo(folder):
    """The thermo table of the last run: a dictionary from column name to numbers."""
    text = re.sub(r"^WARNING:.*\n", "", (Path(folder) / "log.lammps").read_text(), flags=re.MULTILINE)
    table = re.findall(r"^(?:Per MPI rank.*\n)?\s*(Step .*)\n((?:\s*-?\d.*\n)+)", text, re.MULTILINE)[-1]
    rows = np.array([[float(x) for x in line.split()] for line in table[1].splitlines()])
    return dict(zip(table[0].split(), rows.T))


def dump(path):
    """The numbers of the last frame of a dump that is sorted by id."""
    lines = Path(path).read_text().splitlines()
    start = max(k for k, line in enumerate(lines) if line.startswith("ITEM: ATOMS"))
    return np.array([[float(x) for x in line.split()] for line in lines[start + 1:]])


def virial(row, prefix="c_w"):
    """xx yy zz xy xz yz in eV from the six components of a pressure and the volume."""
    return np.array([row[f"{prefix}[{k}]"][-1] for k in range(1, 7)]) * row["Volume"][-1] / NKTV2P


def evaluate(model, structure, folder, radial="table", precision="double"):
    """The engine's own answer, with radial functions and precision as the pair style has them by default: energy, forces,
    virial (xx yy zz xy xz yz) in eV and eV/Å."""
    folder = Path(folder)
    structure.write_extxyz(folder / "in.xyz")
    subprocess.run([TESSERAL, "eval", str(model), "in.xyz", "--write", "out.xyz", "--radial", radial, "--precision",
                    precision], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, "OMP_NUM_THREADS": "1"})
    lines = (folder / "out.xyz").read_text().splitlines()
    energy = float(re.search(r"(?<![\w])energy=(\S+)", lines[1]).group(1))
    w = np.array([float(x) for x in re.search(r'virial="([^"]+)"', lines[1]).group(1).split()]).reshape(3, 3)
    columns = re.search(r"Properties=(\S+)", lines[1]).group(1).split(":")
    offset = 0
    for name, width in zip(columns[0::3], columns[2::3]):
        if name == "forces":
            break
        offset += int(width)
    forces = np.array([[float(x) for x in line.split()[offset:offset + 3]] for line in lines[2:]])
    return energy, forces, w[[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]]


class Checks:
    """Counts failures; every comparison leaves a line with its number and its limit."""

    def __init__(self):
        self.failed = 0

    def below(self, what, value, limit):
        good = bool(np.isfinite(value) and value < limit)
        self.failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {what}: {value:.3g} (limit {limit:g})", flush=True)

    def true(self, what, good, detail=""):
        self.failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {what}" + ("" if good else f"\n{detail}"), flush=True)

    def finish(self):
        sys.exit(1 if self.failed else 0)


def temporary_folder():
    return tempfile.TemporaryDirectory(prefix="tesseral-lammps-")


def largest(difference):
    return float(np.max(np.abs(difference))) if np.size(difference) else 0.0
