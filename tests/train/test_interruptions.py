# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What docs/data.md promises of a training that is interrupted: the program is signalled at several moments, and goes on."""
import os
import resource
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
{more}
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


def command(folder, name, epochs, *options, more=""):
    (folder / f"{name}.toml").write_text(CONFIG.format(epochs=epochs, name=name, more=more))
    return [TESSERAL, "train", f"{name}.toml", "--threads", "1", *options]


def errors(folder, name):
    """The table of errors, without its times."""
    return np.loadtxt(folder / name / "metrics.csv", delimiter=",", skiprows=1)[:, :-1]


def signalled(folder, name, epochs, number, words, more=""):
    """Sends the signal once the run has said `words`. Returns exit status and all that was said."""
    # a script's job in the background ignores Ctrl-C, and so would its children
    start = subprocess.Popen(command(folder, name, epochs, more=more), cwd=folder, text=True, stdout=subprocess.PIPE,
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
    check_resumed(folder, name, whole, epochs)


def check_resumed(folder, name, whole, epochs, more=""):
    go_on = subprocess.run(command(folder, name, epochs, "--resume", more=more), cwd=folder, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    assert go_on.returncode == 0 and "resumed after epoch" in go_on.stdout, go_on.stdout
    np.testing.assert_array_equal(errors(folder, name), whole)


def check_kill(folder, whole, epochs):
    every_epoch = "checkpoint_seconds = 0"
    status, said = signalled(folder, "killed", epochs, signal.SIGKILL, f"epoch 20/{epochs}", more=every_epoch)
    assert status == -signal.SIGKILL, (status, said)
    assert not list(folder.glob("killed/m.h5*")), "half a model"
    check_resumed(folder, "killed", whole, epochs, more=every_epoch)


def check_full_disk(folder, epochs):
    """No file may grow beyond 2000 bytes, which stands for a full disk; a checkpoint needs more."""
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    before = {path: path.read_bytes() for path in (folder / "whole" / "checkpoint.bin", folder / "whole" / "m.h5")}
    full = subprocess.run(command(folder, "whole", epochs, more="checkpoint_seconds = 0"), cwd=folder, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, preexec_fn=limit)
    last = full.stdout.strip().splitlines()[-1]
    assert full.returncode == 1 and "checkpoint.bin: " in last and "cannot be written (File too large)" in last, full.stdout
    assert all(path.read_bytes() == bytes_ for path, bytes_ in before.items()), "what was there is lost"
    assert not list(folder.glob("whole/*.part*")), "half a file is left"


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
        check_kill(folder, whole, epochs)
        check_full_disk(folder, epochs)
    print("interrupted runs leave a checkpoint and go on to the same numbers")


main()
