# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_committee.py FOLDER OUT
The committee's example with fewer epochs and steps: sure at the beginning, where it was trained, it keeps frames while the
molecule gets hotter and halts the run."""
import re
import sys
from pathlib import Path

import example

UNSURE, LOST = 0.8, 2.0  # eV/Å, of in.lmp
STEPS = 20000


def main():
    folder, out = sys.argv[1:]
    checks = example.Checks()
    output = example.run(folder, out, "./run.sh", out, "100", "-var", "steps", str(STEPS), "-var", "T", "4000")
    known = [float(x) for x in re.findall(r"forces (\S+) meV/Å \(\d+ untouched", output)]
    checks.true(f"the members err by {known} meV/Å where they were trained, below 100", len(known) == 2 and max(known) < 100)
    time, temperature, deviation, _ = example.table(f"{out}/committee.txt").T
    checks.true(f"at first the members are together to {deviation[time < 0.2].max():.2f} eV/Å (limit {UNSURE})",
                deviation[time < 0.2].max() < UNSURE)
    ended = re.search(r"^ended at (\S+) ps .* deviation (\S+) eV", output, re.MULTILINE)
    checks.true(f"the run is halted at {ended.group(1)} of {STEPS * 0.00025} ps", float(ended.group(1)) < STEPS * 0.00025)
    checks.true(f"since they are {ended.group(2)} eV/Å apart (above {LOST})", float(ended.group(2)) > LOST)
    frames = [int(x) for x in re.findall(r"Timestep: (\d+)", Path(f"{out}/unsure.xyz").read_text())]
    kept = [deviation[abs(time - 0.00025 * step) < 1e-6] for step in frames]
    checks.true(f"{len(frames)} frames were kept", len(frames) > 2)
    checks.true("all of them are unsure", all(len(x) > 0 and UNSURE < x[0] for x in kept))
    checks.finish()


main()
