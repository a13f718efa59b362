# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""usage: test_conserves_energy.py FOLDER LOG STEPS LIMIT [mpirun …]
Runs the in.lmp of an example in its folder, as its README says but STEPS long: all numbers of the thermo table are finite,
atoms move at a temperature that a molecule or crystal survives, and the total energy stays within LIMIT eV/atom."""
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

folder, log, steps, limit, *launcher = sys.argv[1:]
Path(log).parent.mkdir(parents=True, exist_ok=True)
command = [*launcher, "lmp", "-log", log, "-var", "steps", steps, "-in", "in.lmp"]
run = subprocess.run(command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
if run.returncode != 0:
    sys.exit(f"{' '.join(command)} ended with {run.returncode}\n{run.stdout[-3000:]}")

text = re.sub(r"^WARNING:.*\n", "", Path(log).read_text(), flags=re.MULTILINE)
header, rows = re.search(r"^\s*(Step .*)\n((?:\s*\d.*\n)+)Loop time", text, re.MULTILINE).groups()
table = dict(zip(header.split(), np.array([row.split() for row in rows.splitlines()], dtype=float).T))
atoms = int(re.search(r"^Loop time of .* with (\d+) atoms", text, re.MULTILINE).group(1))
temperature = table["Temp"][len(table["Temp"]) // 2:].mean()
change = np.abs(table["TotEng"] - table["TotEng"][0]).max() / atoms

failed = False
for what, good in ((f"the run ends at step {table['Step'][-1]:.0f}", table["Step"][-1] == int(steps)),
                   ("all numbers are finite", all(np.isfinite(column).all() for column in table.values())),
                   (f"atoms move, at {temperature:.0f} K", 150 < temperature < 900),
                   (f"the total energy stays within {change:.3g} eV/atom (limit {limit})", change < float(limit))):
    failed |= not good
    print(f"{'ok    ' if good else 'FAILED'} {what}")
sys.exit(failed)
