# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Networks with factors, of attention and of messages: every pair style, on 1, 2 and 4 ranks, gives the engine's energy, forces and
virial. Fitted factors are warned of in one line, and cannot be replaced by the exact coefficients."""
import os
import subprocess
from pathlib import Path

import h5py
import lammps as md
import structures


def is_exact(model):
    with h5py.File(model) as file:
        return file["factors"].attrs["relative_error"] < 1e-12


def factored_models(folder):
    """Random models whose coupling has factors."""
    subprocess.run([os.environ["TESSERAL_WRITE_RANDOM_MODELS"], folder], check=True)
    return [model for model in sorted(Path(folder).glob("random_*.h5")) if "factors" in h5py.File(model)]


def check_model(checks, name, model, folder):
    structure = structures.molecule(model)
    structure.write_data(f"{folder}/data")
    for precision, limit, others in (("double", 1e-10, md.OTHERS), ("mixed", 1e-5, md.OTHERS[-1:])):
        energy, forces, w = md.evaluate(model, structure, folder, precision=precision)
        checks.true(f"{name}: there are forces to compare", md.largest(forces) > 0.01)
        limit *= max(1.0, md.largest(forces))  # random weights make large ones too
        for setup in [md.REFERENCE] + others:
            log = md.succeed(setup, "in.static", folder, data="data", model=model, out="forces.dump", radial="table",
                             precision=precision, elements=" ".join(structure.elements), boundary="f f f")
            what, row, atoms = f"{name}, {setup}, {precision}", md.thermo(folder), md.dump(f"{folder}/forces.dump")
            checks.below(f"{what}: energy, eV", abs(row["PotEng"][-1] - energy), limit)
            checks.below(f"{what}: forces, eV/Å", md.largest(atoms[:, 1:4] - forces), limit)
            checks.below(f"{what}: virial, eV", md.largest(md.virial(row) - w), limit)
            warnings = [line for line in log.splitlines() if line.startswith("WARNING") and "factors of rank" in line]
            checks.true(f"{what}: {len(warnings)} warnings of fitted factors", len(warnings) == (not is_exact(model)),
                        log)


def check_refusal(checks, model, folder):
    structure = structures.molecule(model)
    structure.write_data(f"{folder}/data")
    result = md.run(md.Setup(ranks=2), "in.product", folder, data="data", model=model, out="forces.dump",
                    product="direct", elements=" ".join(structure.elements))
    errors = [line for line in result.stdout.splitlines() if line.startswith("ERROR")]
    checks.true(f"direct with fitted factors: {errors}",
                result.returncode > 0 and len(errors) == 1 and "fitted factors" in errors[0], result.stdout)


def main():
    checks = md.Checks()
    with md.temporary_folder() as folder:
        models = factored_models(folder)
        fitted = [model for model in models if not is_exact(model)]
        checks.true(f"{len(models)} models, {len(fitted)} of them fitted", len(models) > 4 and len(fitted) == 2)
        for model in models:
            check_model(checks, model.stem, model, folder)
        for model in fitted:
            check_refusal(checks, model, folder)
    checks.finish()


main()
