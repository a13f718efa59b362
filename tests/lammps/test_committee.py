# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""A committee is the mean of its members, knows how far they are apart, and can end a run by it."""
import numpy as np

import lammps as md
import structures


def answers(setup, folder, model, precision):
    md.succeed(setup, "in.committee", folder, data="data", model=model, out="forces.dump", precision=precision)
    row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
    return row["PotEng"][-1], atoms[:, 1:4], md.virial(row), atoms[:, 4], atoms[:, 5:] / md.NKTV2P


def spread(setup, folder, model, limit=1e9, per_atom=False):
    """Largest deviation of forces and spread of energies by step; where it ended; deviations of atoms after it."""
    variables = {"peratom": f"fix atoms all pair 1 {setup.style} forces_std 0", "dump": "dump d all custom 1 spread.dump id f_atoms", "format": "dump_modify d sort id format float %.17g"}
    output = md.succeed(setup, "in.committee_spread", folder, data="data", model=model, limit=limit, name=setup.style, options="range warn",
                        **(variables if per_atom else dict.fromkeys(("peratom", "dump", "format"), "print none")))
    row = md.thermo(folder)
    end = [int(line.split()[1]) for line in output.splitlines() if line.startswith("END ")]
    return row["c_spread[1]"], row["c_spread[2]"], end, md.dump(f"{folder}/spread.dump")[:, 1] if per_atom else None


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        structures.triclinic_silicon().write_data(f"{folder}/data")
        members = [md.SILICON, md.SILICON.replace("si-small", "si-light"), md.SILICON.replace("si-small", "si")]
        committee = ",".join(members)
        for precision, limit in (("double", 1e-10), ("mixed", 1e-5)):
            single = [answers(md.REFERENCE, folder, model, precision) for model in members]
            mean = [np.mean([s[k] for s in single], axis=0) for k in range(5)]
            forces = np.array([s[1] for s in single])
            deviation = np.sqrt(np.mean(np.sum((forces - forces.mean(axis=0))**2, axis=2), axis=0))
            checks.true("the members differ", deviation.max() > 1e-3)
            for setup in md.FEW:
                together = answers(setup, folder, committee, precision)
                names = ("energy, eV", "forces, eV/Å", "virial, eV", "atoms' energies, eV", "atoms' virials, eV")
                for name, mine, expected in zip(names, together, mean):
                    checks.below(f"{setup}, {precision}: mean of the {name}", md.largest(mine - expected), limit)
        exact = [answers(md.REFERENCE, folder, model, "double") for model in members]
        for setup in md.FEW + md.PACKING:
            largest, energies, end, atoms = spread(setup, folder, committee, per_atom=md.HAS_FIX_PAIR)
            checks.below(f"{setup}: largest deviation of forces, eV/Å", abs(largest[0] - deviation.max()), 1e-5)
            checks.below(f"{setup}: spread of energies, eV", abs(energies[0] - np.std([e[0] for e in exact])), 1e-9)
            checks.true(f"{setup}: the run goes on", end == [3])
            if md.HAS_FIX_PAIR:
                checks.below(f"{setup}: largest of the atoms' deviations", abs(atoms.max() - largest[-1]), 1e-12)
            hybrid = {"again": "pair_style hybrid/overlay tesseral choice counted zero 5.0", "name_again": "tesseral", "rest": "pair_coeff * * zero"}
            alone = {"again": "print none", "name_again": "", "rest": "print none"}
            # LAMMPS does not find what it once called tesseral/kk in a hybrid of tesseral
            for where, again in [("", alone)] + [(" in a hybrid", hybrid)] * (not setup.kokkos):
                md.succeed(setup, "in.after_committee", folder, data="data", models=committee, model=members[0], name=setup.style, **again)
                row = md.thermo(folder)
                checks.below(f"{setup}: one model after a committee{where}: energy, eV", abs(row["PotEng"][-1] - exact[0][0]), 1e-8)
                checks.true(f"{setup}: its deviations are zero{where}", row["c_spread[1]"][-1] == row["c_spread[2]"][-1] == 0.0)
            _, _, end, _ = spread(setup, folder, committee, limit=0.5 * largest[0])
            checks.true(f"{setup}: the run is halted", len(end) == 1 and end[0] < 3)
    checks.finish()


main()
