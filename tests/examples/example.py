# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What the tests of the examples share: they run an input in its folder, as its README does, and judge numbers."""
import subprocess
import sys
from pathlib import Path

import numpy as np


def run(folder, out, *command):
    """Runs a command in `folder` of the examples; `out` is made for the results. Returns what it printed; ends the test if
    it fails."""
    Path(out).mkdir(parents=True, exist_ok=True)
    result = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {result.returncode}\n{result.stdout[-3000:]}")
    return result.stdout


def lammps(folder, out, *launcher, **variables):
    """in.lmp, or the input named `input`, with variables; its log is in `out`."""
    script = variables.pop("input", "in.lmp")
    settings = [word for name, value in {"out": out, **variables}.items() for word in ("-var", name, str(value))]
    return run(folder, out, *launcher, "lmp", "-nocite", "-log", f"{out}/log.lammps", *settings, "-in", script)


def table(path):
    """The numbers of a file with lines of columns and comments, [row][column]."""
    return np.loadtxt(path, ndmin=2)


class Checks:
    """Counts failures; every comparison leaves a line with its number and its limits."""

    def __init__(self):
        self.failed = False

    def near(self, what, value, expected, tolerance):
        self.true(f"{what}: {value:.6g} ({expected:g} within {tolerance:g})", abs(value - expected) <= tolerance)

    def true(self, what, good):
        self.failed |= not good
        print(f"{'ok    ' if good else 'FAILED'} {what}", flush=True)

    def finish(self):
        sys.exit(self.failed)
