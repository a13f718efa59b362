# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Every algorithm of the node product gives the engine's energy and forces, on one rank and on two; the log names the
one in use; `auto`, timed, is the same on all ranks. TESSERAL_FFTW=OFF: a build without fast transforms refuses them."""
import os
from pathlib import Path

import lammps as md
import structures


HAS_FFT = os.environ["TESSERAL_FFTW"] == "ON"


def main():
    checks = md.Checks()
    structure = structures.molecule(md.MOLECULE)
    setups = [md.REFERENCE, md.Setup(ranks=2)] + ([md.Setup("tesseral/kk", ranks=2)] if md.HAS_KOKKOS else [])
    with md.temporary_folder() as folder:
        structure.write_data(f"{folder}/data")
        energy, forces, _ = md.evaluate(md.MOLECULE, structure, folder, "network")
        for setup in setups:
            for product in ("auto", "direct", "cp", "fourier") + (("fft",) if HAS_FFT else ()):
                md.succeed(setup, "in.product", folder, data="data", model=md.MOLECULE, out="forces.dump",
                           product=product, elements=" ".join(structure.elements))
                what, atoms = f"{setup}, product {product}", md.dump(f"{folder}/forces.dump")
                checks.below(f"{what}: energy, eV", abs(md.thermo(folder)["PotEng"][-1] - energy), 1e-10)
                checks.below(f"{what}: forces, eV/Å", md.largest(atoms[:, 1:4] - forces), 1e-10)
                line = next(line for line in (Path(folder) / "log.lammps").read_text().splitlines()
                            if line.startswith("tesseral: "))
                chosen = line.rsplit(", product ", 1)[-1]
                known = chosen == product if product != "auto" else set(chosen.split("+")) <= {"direct", "cp", "fourier"}
                checks.true(f"{what}: {line}", known)
        if not HAS_FFT:
            result = md.run(md.REFERENCE, "in.product", folder, data="data", model=md.MOLECULE, out="forces.dump",
                            product="fft", elements=" ".join(structure.elements))
            checks.true("fft is refused", result.returncode != 0 and "product fft is not available" in result.stdout)
    checks.finish()


main()
