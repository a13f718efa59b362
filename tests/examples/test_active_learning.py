# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_active_learning.py FOLDER OUT
One round of the example with fewer epochs and steps: dynamics keep the frames that the potential is unsure of, xtb labels them, and with
them it errs less where it had not been."""
import re
import sys
from pathlib import Path

import example

UNSURE = 0.3  # eV/Å, of in.lmp


def main():
    folder, out = sys.argv[1:]
    checks = example.Checks()
    example.run(folder, out, "./run.sh", out, "1", "120", "-var", "steps", "12000")
    time, expected = example.table(f"{out}/round-0/dynamics.txt").T
    frames = [int(x) for x in re.findall(r"Timestep: (\d+)", Path(f"{out}/round-0/unsure.xyz").read_text())]
    checks.true(f"{len(frames)} frames were kept", len(frames) > 5)
    kept = [expected[abs(time - 0.0005 * step) < 1e-6] for step in frames if step % 20 == 0]  # of which the table has a row
    checks.true("the potential is unsure of all of them", all(len(x) > 0 and x.min() > UNSURE for x in kept))
    labelled = Path(f"{out}/frames.xyz").read_text().count("config_type=round1")
    checks.true(f"{labelled} of them have labels", len(frames) - 2 <= labelled <= len(frames))
    (_, few, _, _, before), (_, many, _, _, after) = example.table(f"{out}/errors.txt")
    checks.true(f"{many:.0f} frames instead of {few:.0f}", many == few + labelled)
    checks.true(f"forces at 900 K: {after} meV/Å, at most 0.8 of {before}", after < 0.8 * before)
    checks.finish()


main()
