# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The program in the package: the same answers as Python's, `python -m tesseral`, `tesseral`, and tesseral.fit."""
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from ase.io import read, write

import tesseral


def run(*command, **options):
    return subprocess.run(command, text=True, capture_output=True, **options)


def test_python_and_program_agree(tmp_path, silicon, si):
    """To 1e-12 of forces in double, radial functions from the network in both."""
    silicon.wrap()
    silicon.info["energy"], silicon.arrays["forces"] = 0.0, np.zeros((len(silicon), 3))
    write(tmp_path / "in.extxyz", silicon)
    silicon = read(tmp_path / "in.extxyz")  # as many digits as the program reads
    done = run(tesseral.program(), "eval", tesseral.shipped("si-small"), tmp_path / "in.extxyz", "--write", tmp_path / "out.extxyz")
    assert done.returncode == 0, done.stderr
    said = read(tmp_path / "out.extxyz")
    mine = tesseral.Potential(tesseral.shipped("si-small"), radial="network").evaluate(silicon)
    assert abs(said.get_potential_energy() - mine.energy) < 1e-12 * abs(mine.energy)
    np.testing.assert_allclose(said.get_forces(), mine.forces, rtol=0, atol=1e-12)


def test_both_ways_to_call_it():
    for command in ([sys.executable, "-m", "tesseral"], [sys.executable.replace("python3", "tesseral").replace("python", "tesseral")]):
        done = run(*command, "--version")
        assert done.stdout.strip() == f"tesseral {tesseral.__version__}", done.stderr
    assert run(sys.executable, "-m", "tesseral", "nonsense").returncode == 2
    info = run(sys.executable, "-m", "tesseral", "info", tesseral.shipped("si"))
    assert info.returncode == 0 and "Si" in info.stdout


def test_check_passes():
    assert run(tesseral.program(), "check", tesseral.shipped("si-small")).returncode == 0


def test_fit(tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    file = source / "data/malonaldehyde/300K.xyz"
    config = {
        "data": {"train": str(file), "train_count": 20, "validation_count": 10, "test_count": 5},
        "model": {"channels": 4, "layers": 1, "l_max": 1},
        "training": {"epochs": 2},
    }
    lines = []
    fit = tesseral.fit(config, threads=1, output=lines.append)
    assert fit.lines == lines and any("test RMSE" in line for line in lines)
    assert fit.model == fit.models[0] and fit.model.is_file()
    assert len(fit.metrics[0]["validation_forces_rmse_mev_per_angstrom"]) == 3
    np.testing.assert_array_equal(fit.metrics[0]["epoch"], [0, 1, 2])
    frame = read(file, 0)
    tesseral.Potential(fit.model).evaluate(frame)

    committee = tesseral.fit(config, seeds=[1, 2], threads=1, output=None)
    assert len(committee.models) == len(committee.metrics) == 2 and all(model.is_file() for model in committee.models)

    folds = tesseral.fit(config, folds=2, threads=1, output=None)
    assert len(folds.models) == 2 and any(line.startswith("cross-validation: ") for line in folds.lines)

    # a path in the configuration is relative to the current folder
    tuned = tesseral.fit({**config, "model": {"from": os.path.relpath(fit.model)}, "output": {"directory": "tuned"}}, threads=1, output=None)
    assert tuned.model.is_file() and tuned.model != fit.model

    (tmp_path / "mine.toml").write_text('[data]\ntrain = "nowhere.xyz"\n')
    with pytest.raises(tesseral.Error, match="nowhere.xyz") as error:
        tesseral.fit("mine.toml", output=None)
    assert "\n" not in str(error.value) and not str(error.value).startswith("tesseral:")
    with pytest.raises(tesseral.Error, match="epoches"):
        tesseral.fit({**config, "training": {"epoches": 2}}, output=None)


def command_of(process):
    try:
        return (process / "cmdline").read_bytes()
    except OSError:  # it has ended
        return b""


def test_an_interrupt_ends_a_fit(tmp_path, source):
    file = source / "data/malonaldehyde/300K.xyz"
    script = (
        "import os, signal, tesseral\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # which tests in the background do not have\n"
        "def stop(line):\n"
        "    print(line, flush=True)\n"
        "    if line.startswith('epoch 1/'): os.kill(os.getpid(), signal.SIGINT)\n"
        f"tesseral.fit({{'data': {{'train': {str(file)!r}, 'train_count': 20, 'validation_count': 10}}, "
        "'model': {'channels': 4, 'layers': 1, 'l_max': 1}, 'training': {'epochs': 100000}}, output=stop)\n"
    )
    done = run(sys.executable, "-c", script, cwd=tmp_path, timeout=120)
    assert "KeyboardInterrupt" in done.stderr and not re.search(r"^epoch 50/", done.stdout, re.M)
    assert not any(b"/fit.toml" in command_of(process) for process in Path("/proc").glob("[0-9]*"))  # nothing goes on
