# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Every LAMMPS of a process can use the styles, whether its library was loaded for all or for Python alone."""
import re
import subprocess
import sys

import lammps as md
import structures


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structure = structures.silicon(2, 0.1)
        structure.write_data(f"{folder}/data")
        expected, _, _ = md.evaluate(md.SILICON, structure, folder)
        runs = [("tesseral", scope, []) for scope in ("global", "local")]
        if md.HAS_KOKKOS:
            runs += [("tesseral/kk", "global", md.Setup("tesseral/kk", threads=2).command()[1:])]
        for style, scope, arguments in runs:
            result = subprocess.run([sys.executable, "-B", str(md.HERE / "two_lammps.py"), md.LIBRARY, md.PLUGIN, "data",
                                     md.SILICON, style, scope, *arguments], cwd=folder, env=md.environment(1), text=True,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
            energies = [float(e) for e in re.findall(r"^ENERGY (\S+)", result.stdout, re.MULTILINE)]
            what = f"{style}, LAMMPS loaded {scope}"
            checks.true(f"{what}: three LAMMPS ran and ended", result.returncode == 0 and len(energies) == 6 and
                        "END" in result.stdout.splitlines(), result.stdout[-1500:])
            checks.below(f"{what}: energy, eV", max((abs(e - expected) for e in energies), default=1.0), 1e-10)
    checks.finish()


main()
