# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_molecule_1200K.py FOLDER OUT
2 ps of the hot molecule: its temperature is the thermostat's, and bonds.sh finds it whole; with a bond drawn out, it does not."""
import subprocess
import sys
from pathlib import Path

import example


def main():
    folder, out = sys.argv[1:]
    checks = example.Checks()
    example.lammps(folder, out, steps=6000)
    time, temperature = example.table(f"{out}/temperature.txt").T
    # 81 degrees of freedom fluctuate by 190 K, and forget it in some 0.1 ps
    checks.near("mean temperature after 0.5 ps, K", temperature[time > 0.5].mean(), 1200.0, 150.0)
    verdict = example.run(folder, out, "./bonds.sh", out)
    checks.true(verdict.strip(), verdict.startswith("28 of 28 bonds whole after 3.000 ps"))

    frames = Path(f"{out}/frames.dump")
    lines = frames.read_text().splitlines()
    atom = lines[-1].split()
    lines[-1] = " ".join(atom[:2] + [str(float(atom[2]) + 2.0)] + atom[3:])
    frames.write_text("\n".join(lines) + "\n")
    verdict = subprocess.run(["./bonds.sh", out], cwd=folder, text=True, stdout=subprocess.PIPE)
    checks.true(f"one atom moved by 2 Å: {verdict.stdout.strip()}", verdict.returncode != 0)
    checks.finish()


main()
