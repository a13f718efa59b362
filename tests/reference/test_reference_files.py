#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Checks what the reference model reads and its command line: self-test, extended-XYZ files, broken model files."""
import math
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np

import reference_model as reference
from reference_files import read_model
from test_reference_model import ELEMENTS, SCRATCH, crystal, make_model, molecule, run_tests


def run(*arguments):
    script = Path(__file__).with_name("reference_model.py")
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)


def test_command_line_judges_the_self_test():
    path = make_model()
    model, structures = read_model(path), [molecule(), crystal()]
    assert run(path).returncode == 1  # nothing to check is no success
    with h5py.File(path, "a") as file:
        for k, structure in enumerate(structures):
            for name, value in zip(("species", "positions", "cell", "pbc"), structure):
                file[f"self_test/{k}/{name}"] = np.array(value, int if name in ("species", "pbc") else float)
            file[f"self_test/{k}/energy"] = reference.energy(model, *structure)
    result = run(path)
    assert result.returncode == 0 and len(result.stdout.splitlines()) == 2, result.stderr
    assert float(result.stdout.split()[1]) == reference.energy(model, *structures[0])
    for symbols, status in (([ELEMENTS[s] for s in structures[0][0]], 0), (["Xe"] * len(structures[0][0]), 2)):
        with h5py.File(path, "a") as file:
            file["self_test/0"].pop("symbols", None)
            file["self_test/0/symbols"] = symbols
        assert run(path).returncode == status
    with h5py.File(path, "a") as file:
        del file["self_test/0/symbols"]
    for wrong in (1e-9, math.nan):
        with h5py.File(path, "a") as file:
            file["self_test/1/energy"][()] += wrong
        assert run(path).returncode == 1
    assert run(path, "--tolerance", "1e-6").returncode == 1  # NaN is never near


def test_command_line_reads_extxyz():
    path, frames = make_model(), Path(SCRATCH.name) / "frames.extxyz"
    species, x, cell, _ = crystal()
    lattice = " ".join(repr(float(v)) for v in cell.ravel())
    text, expected = "", []
    periodic = {'pbc="T T F"': [1, 1, 0], "pbc=[T, T, T]": [1, 1, 1], "": [1, 1, 1], "pbc='F F F'": [0, 0, 0]}
    for pbc, flags in periodic.items():
        text += f'2\nLattice="{lattice}" energy=1.0 {pbc} angles="_JSON [1, 2]" Properties=Z:I:1:species:S:1:pos:R:3\n'
        text += "".join(f"0 {ELEMENTS[s]} {a!r} {b!r} {c!r}\n" for s, (a, b, c) in zip(species, x.tolist()))
        expected.append(reference.energy(read_model(path), species, x, cell, flags))
    frames.write_text(text)
    assert [float(line) for line in run(path, frames).stdout.split()] == expected
    assert [float(line) for line in run(path, frames, "--frames", "2").stdout.split()] == expected[:2]
    for problem, bad in {"Xe": text.replace("0 C", "0 Xe", 1), "columns": text[:text.rindex("0 H") + 9],
                         "three": text.replace("T T F", "T T", 1)}.items():
        frames.write_text(bad)
        result = run(path, frames)
        assert result.returncode == 2 and len(result.stderr.splitlines()) == 1, result.stderr
        assert problem in result.stderr and "frame" in result.stderr


def test_missing_files_are_named():
    for arguments in ((Path(SCRATCH.name) / "absent.h5",), (make_model(), Path(SCRATCH.name) / "absent.extxyz")):
        result = run(*arguments)
        assert result.returncode == 2 and arguments[-1].name in result.stderr, result.stderr
        assert len(result.stderr.splitlines()) == 1, result.stderr


def test_broken_model_files_are_rejected():
    def broken(change, **changes):
        path = make_model(**changes)
        with h5py.File(path, "a") as file:
            change(file)
        result = run(path)
        assert result.returncode == 2 and len(result.stderr.splitlines()) == 1, result.stderr
        assert path.name in result.stderr

    broken(lambda file: file.attrs.update(format_version=3))
    broken(lambda file: file.attrs.update(units="real"))
    broken(lambda file: None, l_hidden=3)
    broken(lambda file: file["architecture"].attrs.update(self_product="cg"), self_product="gaunt")
    broken(lambda file: file["architecture"].attrs.pop("self_product"), self_product="gaunt")
    broken(lambda file: None, self_product="gaunt", layers=1)
    broken(lambda file: None, zbl=[[1.0, 1.1], [1.2, 1.0]])
    broken(lambda file: file["weights"].create_dataset("layer_0/more", data=1.0))
    broken(lambda file: file["weights"].pop("layer_1/residual"))
    broken(lambda file: file["weights/embedding"].write_direct(np.full((2, 3), math.inf)))
    broken(lambda file: file["weights"].move("embedding", "layer_0/embedding"))
    broken(lambda file: file["architecture"].attrs.update(channels=2))


def test_the_fitted_range_is_read_and_checked():
    whole = dict(atoms=[4, 6], closest=[[3.0, 1.1], [1.1, 1.6]], neighbors=[[1, 4], [2, 5]], energy=[-4.0, -3.5])

    def model_with(frames=3, largest_force=7.5, **datasets):
        path = make_model()
        with h5py.File(path, "a") as file:
            group = file.create_group("fitted_range")
            for name, value in datasets.items():
                group[name] = value
            group.attrs.update({k: v for k, v in dict(frames=frames, largest_force=largest_force).items() if v is not None})
        return path

    assert read_model(make_model()).fitted_range is None
    found = read_model(model_with(**whole)).fitted_range
    assert found.frames == 3 and found.largest_force == 7.5 and found.energy.tolist() == whole["energy"]
    assert found.closest[0, 1] == 1.1 and found.neighbors.tolist() == whole["neighbors"]
    unlabelled = {name: value for name, value in whole.items() if name != "energy"}
    found = read_model(model_with(largest_force=None, **unlabelled)).fitted_range
    assert found.energy is None and found.largest_force is None
    for changes in (dict(frames=None), dict(frames=0), dict(largest_force=-1.0), dict(more=[1.0]), dict(atoms=[4, -6]),
                    dict(atoms=[4, 0]), dict(atoms=[4]), dict(closest=[[3.0, 1.1], [1.2, 1.6]]), dict(energy=[-3.5, -4.0]),
                    dict(closest=[[3.1, 1.1], [1.1, 1.6]]), dict(closest=[[0.0, 1.1], [1.1, 1.6]]),
                    dict(closest=[[3.0, math.nan], [math.nan, 1.6]]), dict(neighbors=[[5, 4], [2, 5]]),
                    dict(neighbors=[[-1, 4], [2, 5]]), dict(energy=[-math.inf, -4.0]), dict(largest_force=math.nan)):
        result = run(model_with(**{**whole, **changes}))
        assert result.returncode == 2 and "fitted_range" in result.stderr, f"{changes}: {result.stderr}"


if __name__ == "__main__":
    sys.exit(run_tests(globals()))
