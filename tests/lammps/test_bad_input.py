# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Bad input ends LAMMPS with one line that names what is wrong, and with a status other than zero, on every rank."""
import os
import shutil
import subprocess

import numpy as np

import bad_models
import lammps as md
import structures

GOOD = {"units": "metal", "newton": "on", "data": "data", "options": "", "extra": "print none", "extra2": "print none", "coeff": f"* * {md.SILICON} Si"}


def cases(folder):
    """(name, what to change in the input, words that the error line must contain)"""
    for name, words in bad_models.write(md.SILICON, folder).items():
        yield f"model file: {name}", {"coeff": f"* * {name}.h5 Si"}, words
    yield "unknown element", {"coeff": f"* * {md.SILICON} Xx"}, ["Xx", "Si"]
    yield "too many elements", {"coeff": f"* * {md.SILICON} Si Si"}, ["2 elements", "1 atom types"]
    yield "NULL outside of a hybrid", {"data": "two_types", "coeff": f"* * {md.SILICON} Si NULL"}, ["NULL", "pair_style hybrid"]
    yield "two files as two words", {"coeff": f"* * {md.SILICON} {md.MOLECULE} Si"}, ["A.h5,B.h5", "stands where an element"]
    yield "a file twice", {"coeff": f"* * {md.SILICON},{md.SILICON} Si"}, ["twice"]
    yield "a file without a name", {"coeff": f"* * {md.SILICON}, Si"}, ["no name"]
    yield "members of other elements", {"coeff": f"* * {md.SILICON},{md.MOLECULE} Si"}, ["different elements", "H C N O"]
    yield "too few elements", {"data": "two_types", "coeff": f"* * {md.SILICON} Si"}, ["1 elements", "2 atom types"]
    yield "no model", {"coeff": "* *"}, ["pair_coeff * * MODEL.h5"]
    yield "one type pair only", {"coeff": f"1 1 {md.SILICON} Si"}, ["air", "coeff"]  # LAMMPS' own check
    yield "units of another kind", {"units": "electron"}, ["electron", "units metal", "units real"]
    yield "newton off", {"newton": "off"}, ["newton", "newton on"]
    yield "misspelt keyword", {"options": "precison double"}, ["precison", "precision double|single|mixed", "product auto|direct", "range warn|stop|ignore", "E0 yes|no"]
    yield "keyword without value", {"options": "product"}, ["product", "direct"]
    yield "unknown precision", {"options": "precision half"}, ["no precision 'half'", "double, single, mixed"]
    yield "unknown product", {"options": "product gemm"}, ["no product 'gemm'", "auto, direct, cp, fourier, fft"]
    yield "unknown rule for the range", {"options": "range tell"}, ["no range 'tell'", "warn, stop, ignore"]
    yield "closer than the data", {"data": "close", "options": "range stop"}, ["step 0", "atoms 1 and 2", "1.200000 Angstrom", "fitted to"]
    yield "neighbors of a type excluded", {"extra": "neigh_modify exclude type 1 1"}, ["exclude type 1 1", "fix setforce"]
    yield "neighbors in a group excluded", {"extra": "group few id 1:9", "extra2": "neigh_modify exclude group few few"}, ["exclude group few few"]
    yield "atoms on top of each other", {"data": "overlap"}, ["not finite", "step 0", "closest are atoms", "0.000000"]
    yield "another LAMMPS", {"plugin": os.environ["TESSERAL_OTHER_PLUGIN_FILE"]}, ["built for LAMMPS", "rebuild the plugin"]
    yield "another MPI", {"plugin": os.environ["TESSERAL_OTHER_MPI_PLUGIN_FILE"]}, ["built for An MPI of nobody", "rebuild the plugin"]


def check_error(checks, what, result, words):
    errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
    checks.true(f"{what}: stops with a status other than zero", result.returncode > 0, result.stdout)
    checks.true(f"{what}: one line of error", len(errors) == 1, result.stdout)
    line = errors[0] if errors else ""
    checks.true(f"{what}: {line}", all(word in line for word in words), f"expected {words} in\n{result.stdout}")
    checks.true(f"{what}: names no folder of the build machine", os.path.dirname(md.HERE.parent) + "/plugin" not in line)


def run_in_two_folders(folder, input_file, variables):
    """One rank in folder/first, the other in folder/second."""
    lammps = [md.LAMMPS, "-in", str(md.HERE / input_file), "-log", "none"]
    for name, value in variables.items():
        lammps += ["-var", name, value]
    command = md.mpi(1) + [*md.in_folder(f"{folder}/first"), *lammps, ":", "-n", "1", *md.in_folder(f"{folder}/second"), *lammps]
    return subprocess.run(command, timeout=120, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=md.environment(1))


def ranks_see_other_files(checks, folder):
    """The first rank reads the model for all: what lies on the disks of others does not matter, and nobody waits."""
    for name in ("first", "second"):
        os.mkdir(f"{folder}/{name}")
        shutil.copy(f"{folder}/data", f"{folder}/{name}/data")
    variables = {**GOOD, "coeff": "* * model.h5 Si", "plugin": md.PLUGIN, "style": "tesseral"}
    result = run_in_two_folders(folder, "in.bad_input", variables)
    check_error(checks, "file missing on both ranks", result, ["model.h5"])
    shutil.copy(md.MOLECULE, f"{folder}/second/model.h5")
    result = run_in_two_folders(folder, "in.bad_input", variables)
    check_error(checks, "file missing on the first rank", result, ["model.h5"])
    shutil.copy(md.SILICON, f"{folder}/first/model.h5")
    result = run_in_two_folders(folder, "in.bad_input", variables)
    checks.true("another file on the second rank: the first rank's is used",
                result.returncode == 0 and "END" in result.stdout.splitlines(), result.stdout)


def started_by_another_mpirun(checks, folder):
    """One process, whose environment says that it is one of two."""
    command = [md.LAMMPS, "-in", str(md.HERE / "in.bad_input"), "-log", "none"]
    for name, value in {**GOOD, "plugin": md.PLUGIN, "style": "tesseral"}.items():
        command += ["-var", name, value]
    name = "PMI_SIZE" if md.OPEN_MPI else "OMPI_COMM_WORLD_SIZE"
    result = subprocess.run(command, cwd=folder, timeout=120, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            env={**md.environment(1), name: "2"})
    check_error(checks, "another MPI's mpirun", result, [name, "2 processes", "belongs to another MPI"])


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structure = structures.silicon(2, 0.05)
        structure.write_data(f"{folder}/data")
        result = md.run(md.REFERENCE, "in.bad_input", folder, **GOOD)
        checks.true("the good input runs", result.returncode == 0 and "END" in result.stdout.splitlines(), result.stdout)
        structure.elements = ["Si", "Si"]
        structure.write_data(f"{folder}/two_types")
        structure.elements = ["Si"]
        structure.positions = structure.positions.copy()
        step = structure.positions[1] - structure.positions[0]
        structure.positions[1] = structure.positions[0] + 1.2 * step / np.linalg.norm(step)
        structure.write_data(f"{folder}/close")
        structure.positions[1] = structure.positions[0]
        structure.write_data(f"{folder}/overlap")
        setups = [md.REFERENCE, md.Setup(ranks=2)] + [md.Setup("tesseral/kk", threads=2)] * md.HAS_KOKKOS
        for setup in setups:
            for name, change, words in cases(folder):
                result = md.run(setup, "in.bad_input", folder, timeout=120, **{**GOOD, **change})
                check_error(checks, f"{setup}: {name}", result, words)
        if md.HAS_KOKKOS:
            result = md.run(md.Setup("tesseral/kk", kokkos=False), "in.bad_input", folder, timeout=120, **GOOD)
            check_error(checks, "tesseral/kk without -k on", result, ["-k on"])
        ranks_see_other_files(checks, folder)
        started_by_another_mpirun(checks, folder)
    checks.finish()


main()
