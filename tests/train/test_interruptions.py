# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What docs/data.md promises of a training that is interrupted: the program is signalled at several moments, and goes on."""
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

TESSERAL = os.environ["TESSERAL_PROGRAM"]
CONFIG = """[data]
train = "frames.xyz"
validation_count = 4
[model]
r_cut = 3.0
channels = 8
l_max = 2
radial_hidden = [8]
[training]
batch_size = 4
epochs = {epochs}
[output]
directory = "{name}"
model = "m.h5"
"""


def write_frames(path):
    random = np.random.default_rng(1)
    grid = 1.1 * np.array([[x, y, z] for x in range(2) for y in range(2) for z in range(2)])
    with open(path, "w") as file:
        for _ in range(20):
            positions = grid + 0.1 * random.normal(size=grid.shape)
            print(f"8\nProperties=species:S:1:pos:R:3:forces:R:3 energy={random.normal():.6f}", file=file)
            for atom in np.hstack([positions, random.normal(size=grid.shape)]):
                print("H", " ".join(f"{x:.8f}" for x in atom), file=file)


def command(folder, name, epochs, *options):
    (folder / f"{name}.toml").write_text(CONFIG.format(epochs=epochs, name=name))
    return [TESSERAL, "train", f"{name}.toml", "--threads", "1", *options]


def errors(folder, name):
    """The table of errors, without its times."""
    return np.loadtxt(folder / name / "metrics.csv", delimiter=",", skiprows=1)[:, :-1]


def signalled(folder, name, epochs, number, words):
    """Sends the signal once the run has said `words`. Returns exit status and all that was said."""
    # a script's job in the background ignores Ctrl-C, and so would its children
    start = subprocess.Popen(command(folder, name, epochs), cwd=folder, text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    said = ""
    for line in start.stdout:
        said += line
        if words in line:
            start.send_signal(number)
            break
    began = time.monotonic()
    said += start.communicate(timeout=60)[0]
    assert time.monotonic() - began < 10, "it did not end within a step"
    return start.returncode, said


def check_signal(folder, number, words, whole, epochs):
    name = f"signal-{number}"
    status, said = signalled(folder, name, epochs, number, words)
    assert status == 128 + number, (status, said)
    last = said.strip().splitlines()[-1]
    assert last.startswith("tesseral: interrupted after epoch") and last.endswith("go on with --resume"), said
    assert not (folder / name / "m.h5").exists()
    go_on = subprocess.run(command(folder, name, epochs, "--resume"), cwd=folder, text=True, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, timeout=300)
    assert go_on.returncode == 0 and "resumed after epoch" in go_on.stdout, go_on.stdout
    np.testing.assert_array_equal(errors(folder, name), whole)


def main():
    epochs = 60
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_frames(folder / "frames.xyz")
        run = subprocess.run(command(folder, "whole", epochs), cwd=folder, text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.STDOUT, timeout=300)
        assert run.returncode == 0, run.stdout
        whole = errors(folder, "whole")
        check_signal(folder, signal.SIGINT, "before the first step", whole, epochs)
        check_signal(folder, signal.SIGTERM, f"epoch 7/{epochs}", whole, epochs)
    print("interrupted runs leave a checkpoint and go on to the same numbers")


main()
