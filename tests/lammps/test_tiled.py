# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""`comm_style tiled` after pair_coeff, and rebalancing by it, leave energy and trajectory as they are; where LAMMPS itself
finds wrong ghost atoms the style refuses."""
import re

import lammps as md
import structures


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structures.silicon(2, 0.1).write_data(f"{folder}/data")
        reference = None
        for setup in [md.REFERENCE] + md.OTHERS + [md.Setup(ranks=3)]:
            result = md.run(setup, "in.tiled", folder, data="data", model=md.SILICON)
            if md.KOKKOS_TILED_LOSES_FORCES and setup.kokkos and setup.ranks > 1:
                errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
                checks.true(f"{setup}: refused: {''.join(errors)}", len(errors) == 1 and "comm_style tiled" in errors[0] and
                            "comm_style brick" in errors[0], result.stdout[-1000:])
                continue
            energies = [float(e) for e in re.findall(r"^(?:ENERGY|MOVED) (\S+)", result.stdout, re.MULTILINE)]
            checks.true(f"{setup}: all parts ran", result.returncode == 0 and len(energies) == 3, result.stdout[-1000:])
            if len(energies) < 3:
                continue
            checks.below(f"{setup}: energy after comm_style tiled, eV", abs(energies[1] - energies[0]), 1e-10)
            reference = energies[2] if reference is None else reference
            checks.below(f"{setup}: energy after 20 steps, eV", abs(energies[2] - reference), 1e-9)
    checks.finish()


main()
