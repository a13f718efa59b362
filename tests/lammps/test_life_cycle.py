# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Styles and plugin can be used, replaced, cleared, unloaded and loaded again, and LAMMPS ends in peace."""
import re

import lammps as md
import structures


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structures.silicon(2, 0.1).write_data(f"{folder}/data")
        for setup in [md.REFERENCE] + md.OTHERS:
            output = md.succeed(setup, "in.life_cycle", folder, data="data", model=md.SILICON)
            energies = [float(e) for e in re.findall(r"^ENERGY (\S+)", output, re.MULTILINE)]
            checks.true(f"{setup}: all parts ran", len(energies) == 6 and "END" in output.splitlines(), output)
            checks.below(f"{setup}: spread of the energies, eV", max(energies) - min(energies), 1e-10)
            names = re.findall(r"pair style plugin (\S+)", output)
            expected = ["tesseral"] + ["tesseral/kk", "tesseral/kk/device", "tesseral/kk/host"] * md.HAS_KOKKOS
            checks.true(f"{setup}: registered {', '.join(expected)}", sorted(names) == sorted(2 * expected), output)
        if md.HAS_KOKKOS:
            output = md.succeed(md.Setup("tesseral", kokkos=True), "in.life_cycle", folder, data="data", model=md.SILICON)
            checks.true("`-k on -sf kk` turns tesseral into tesseral/kk", "pair tesseral/kk, perpetual" in output, output)
    checks.finish()


main()
