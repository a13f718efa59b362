# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Training on several processes gives the numbers of one, to rounding; a rank that fails ends all."""
import os
import re
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

TESSERAL = os.environ["TESSERAL_PROGRAM"]
MPIRUN = [os.environ["MPIEXEC"], "--bind-to", "none"]
# ranks that wait leave the processor to the others; Open MPI, of versions 4 and 5, asks for the rest
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1", "OMP_PROC_BIND": "false", "OMPI_MCA_mpi_yield_when_idle": "1",
               "OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
               "OMPI_MCA_rmaps_base_oversubscribe": "true", "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe"}

CONFIG = """[data]
train = "frames.xyz"
validation_count = 5
allow_missing_labels = true
[model]
r_cut = 3.0
channels = 4
l_max = 2
radial_hidden = [6]
[training]
optimiser = "muon"
learning_rate = 0.02
batch_size = 4
epochs = {epochs}
[output]
directory = "{name}"
model = "m.h5"
"""


def write_frames(path, seed, count):
    """Molecules of different sizes, some without an energy or without forces."""
    random = np.random.default_rng(seed)
    with open(path, "w") as file:
        for n in range(count):
            atoms = 2 + n % 4
            grid = np.array([[x, y, z] for x in range(2) for y in range(2) for z in range(2)])[:atoms]
            positions = 1.1 * grid + 0.1 * random.normal(size=(atoms, 3))
            columns = "species:S:1:pos:R:3" + (":forces:R:3" if n % 5 else "")
            energy = f" energy={random.normal():.6f}" if n % 7 or not n % 5 else ""
            print(f"{atoms}\nProperties={columns}{energy} pbc=\"F F F\"", file=file)
            for k in range(atoms):
                numbers = list(positions[k]) + (list(random.normal(size=3)) if n % 5 else [])
                print("HO"[k % 2], " ".join(f"{x:.8f}" for x in numbers), file=file)


def run(command, folder):
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, timeout=300, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)


def train(folder, name, ranks, *options, epochs=4):
    """The table of errors, without its times, and what was printed."""
    (folder / f"{name}.toml").write_text(CONFIG.format(epochs=epochs, name=name))
    command = MPIRUN + ["-np", str(ranks)] if ranks > 1 else []
    result = run(command + [TESSERAL, "train", f"{name}.toml", *options], folder)
    assert result.returncode == 0, result.stdout
    return np.loadtxt(folder / name / "metrics.csv", delimiter=",", skiprows=1)[:, :-1], result.stdout


def check_ranks_agree(folder):
    one, said = train(folder, "one", 1)
    assert len(one) == 5 and one[-1, 2] < one[1, 2], one
    for ranks in 2, 3:  # batches of 4, 4, 4 and 3 frames: shares differ
        several, output = train(folder, f"ranks{ranks}", ranks)
        np.testing.assert_allclose(several, one, rtol=1e-6, atol=1e-9)
        assert output.count("epoch 4/4") == 1, f"not one rank alone speaks:\n{output}"
        lines = [re.search("validation RMSE: .*", text).group() for text in (said, output)]
        assert lines[0] == lines[1], lines
        check = run([TESSERAL, "check", str(folder / f"ranks{ranks}" / "m.h5")], folder)
        assert check.returncode == 0, check.stdout


def check_resumes(folder):
    whole, _ = train(folder, "one", 1, epochs=6)
    train(folder, "halves", 2, epochs=6)
    (folder / "halves.toml").write_text(CONFIG.format(epochs=8, name="halves"))
    longer, output = train(folder, "halves", 2, "--resume", epochs=8)
    assert "resumed after epoch 6" in output, output
    np.testing.assert_allclose(longer[:7], whole, rtol=1e-6, atol=1e-9)
    assert len(longer) == 9


def check_time_limit(folder):
    began = time.monotonic()
    table, output = train(folder, "limited", 2, "--time-limit", "3s", epochs=10**6)
    assert time.monotonic() - began < 60 and len(table) > 1, output
    assert table[-1, 1] < 0.005, "the rate has not come down"


def check_a_failing_rank_ends_all(folder):
    (folder / "good.toml").write_text(CONFIG.format(epochs=10**6, name="good"))
    (folder / "bad.toml").write_text(CONFIG.format(epochs=10**6, name="bad").replace("frames.xyz", "missing.xyz"))
    for configs in ("good", "bad"), ("bad", "good"), ("bad", "bad"):
        command = MPIRUN + ["-np", "1", TESSERAL, "train", f"{configs[0]}.toml", ":",
                            "-np", "1", TESSERAL, "train", f"{configs[1]}.toml"]
        result = run(command, folder)  # a timeout is a failure of the test
        assert result.returncode != 0, result.stdout
        assert "missing.xyz" in result.stdout and "tesseral: rank " in result.stdout, result.stdout
    assert result.stdout.count("missing.xyz") == 1, f"ranks that fail alike all speak:\n{result.stdout}"


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_frames(folder / "frames.xyz", 3, 20)
        check_ranks_agree(folder)
        check_resumes(folder)
        check_time_limit(folder)
        check_a_failing_rank_ends_all(folder)


if __name__ == "__main__":
    main()
