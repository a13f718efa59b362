# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Usage: test_finds_plugins.py LMP. Inputs that never say `plugin load` know the pair style, also behind a `clear`, wherever
that stands: in an included file, in an `if`, before a jump to the input by its own name, in standard input."""
import os
import re
import subprocess
import sys
from pathlib import Path

from lammps import LAMMPS, PLUGIN, SILICON, Checks, temporary_folder

CRYSTAL = """units metal
lattice diamond 5.43
region box block 0 2 0 2 0 2
create_box 1 box
create_atoms 1 box
mass 1 28.0855
include potential.mod
run 0
print "ENERGY $(pe:%.8f)"
"""
FILES = {
    "potential.mod": f"pair_style tesseral\npair_coeff * * {SILICON} Si\n",
    "crystal.mod": CRYSTAL,
    "clear.mod": "clear\ninclude crystal.mod\n",
    "in.include": "include crystal.mod\ninclude clear.mod\ninclude clear.mod\n",
    "in.if": 'include crystal.mod\nif "1 == 1" then "clear" "include crystal.mod"\nif "1 == 1" then clear\ninclude crystal.mod\n',
    "in.jump": "variable i loop 3\nclear\ninclude crystal.mod\nnext i\njump in.jump\n",
    "in.partition": "clear\npartition yes 1 clear\ninclude crystal.mod\ninclude clear.mod\ninclude clear.mod\n",
}


def run(lmp, folder, root, arguments, text=None):
    environment = {**os.environ, "TESSERAL_LAMMPS_ROOT": root, "LAMMPS_PLUGIN_PATH": str(Path(PLUGIN).parent),
                   "OMP_NUM_THREADS": "1"}
    return subprocess.run([lmp, "-log", "none", *arguments], cwd=folder, env=environment, input=text, text=True, timeout=300,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


checks = Checks()
with temporary_folder() as folder:
    for name, text in FILES.items():
        (Path(folder) / name).write_text(text)
    root = Path(folder) / "lammps"
    (root / "bin").mkdir(parents=True)
    (root / "bin" / "lmp").symlink_to(LAMMPS)

    def three_energies(what, result):
        energies = re.findall(r"^ENERGY (\S+)", result.stdout, re.MULTILINE)
        checks.true(f"{what}: three times the same energy", result.returncode == 0 and len(energies) == 3 and
                    len(set(energies)) == 1, f"{energies}\n{result.stdout[-1500:]}")

    for name in FILES:
        if name.startswith("in."):
            three_energies(name, run(sys.argv[1], folder, str(root), ["-in", name]))
    three_energies("standard input", run(sys.argv[1], folder, str(root), [], FILES["in.include"]))
checks.finish()
