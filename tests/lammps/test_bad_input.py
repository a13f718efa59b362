# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Bad input ends LAMMPS with one line that names what is wrong, and with a status other than zero, on every rank."""
import os
import shutil
import subprocess

import bad_models
import lammps as md
import structures

GOOD = {"units": "metal", "newton": "on", "data": "data", "options": "", "coeff": f"* * {md.SILICON} Si"}


def cases(folder):
    """(name, what to change in the input, words that the error line must contain)"""
    for name, words in bad_models.write(md.SILICON, folder).items():
        yield f"model file: {name}", {"coeff": f"* * {name}.h5 Si"}, words
    yield "unknown element", {"coeff": f"* * {md.SILICON} Xx"}, ["Xx", "Si"]
    yield "too many elements", {"coeff": f"* * {md.SILICON} Si Si"}, ["2 elements", "1 atom types"]
    yield "too few elements", {"data": "two_types", "coeff": f"* * {md.SILICON} Si"}, ["1 elements", "2 atom types"]
    yield "no element", {"coeff": f"* * {md.SILICON} NULL"}, ["NULL"]
    yield "no model", {"coeff": "* *"}, ["pair_coeff * * MODEL.h5"]
    yield "one type pair only", {"coeff": f"1 1 {md.SILICON} Si"}, ["pair coefficients"]  # LAMMPS' own check
    yield "units real", {"units": "real"}, ["real", "units metal"]
    yield "newton off", {"newton": "off"}, ["newton", "newton on"]
    yield "misspelt keyword", {"options": "precison double"}, ["precison", "precision double|single|mixed", "product auto|direct"]
    yield "keyword without value", {"options": "product"}, ["product", "direct"]
    yield "unknown precision", {"options": "precision half"}, ["no precision 'half'", "double, single, mixed"]
    yield "unknown product", {"options": "product gemm"}, ["no product 'gemm'", "auto, direct, cp, fourier, fft"]
    yield "atoms on top of each other", {"data": "overlap"}, ["not finite", "step 0", "closest atoms", "0.000000"]
    yield "another LAMMPS", {"plugin": os.environ["TESSERAL_OTHER_PLUGIN_FILE"]}, ["built for LAMMPS", "rebuild the plugin"]


def check_error(checks, what, result, words):
    errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
    checks.true(f"{what}: stops with a status other than zero", result.returncode > 0, result.stdout)
    checks.true(f"{what}: one line of error", len(errors) == 1, result.stdout)
    line = errors[0] if errors else ""
    checks.true(f"{what}: {line}", all(word in line for word in words), f"expected {words} in\n{result.stdout}")
    checks.true(f"{what}: names no folder of the build machine", os.path.dirname(md.HERE.parent) + "/plugin" not in line)


def one_rank_fails(checks, folder):
    """A model file that one of two ranks cannot see must not leave the other waiting."""
    for name in ("good", "bad"):
        os.mkdir(f"{folder}/{name}")
        shutil.copy(f"{folder}/data", f"{folder}/{name}/data")
    shutil.copy(md.SILICON, f"{folder}/good/model.h5")
    variables = {**GOOD, "coeff": "* * model.h5 Si", "plugin": md.PLUGIN, "style": "tesseral"}
    lammps = [md.LAMMPS, "-in", str(md.HERE / "in.bad_input"), "-log", "none"]
    for name, value in variables.items():
        lammps += ["-var", name, value]
    command = [md.MPIEXEC, "--oversubscribe", "--allow-run-as-root", "--bind-to", "none", "-np", "1", "--wdir",
               f"{folder}/good", *lammps, ":", "-np", "1", "--wdir", f"{folder}/bad", *lammps]
    result = subprocess.run(command, timeout=120, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    check_error(checks, "file missing on one of two ranks", result, ["model.h5"])


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
        one_rank_fails(checks, folder)
    checks.finish()


main()
