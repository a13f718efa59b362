# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Checkpoints of MACE, imported: the engine gives MACE's own energies, forces and virials, and every pair style, on 1, 2 and 4 ranks,
the engine's. Types that are some of the potential's elements, in another order."""
import json
import lzma
import os
import subprocess
import sys
from pathlib import Path

import lammps as md
import numpy as np
import structures

FIXTURES = md.HERE.parent / "python/mace"
IMPORTER = md.HERE.parents[1] / "python/tesseral"


def imported(folder, name, head):
    """The model file of a fixture."""
    path = Path(folder) / f"{name}-{head}.h5"
    checkpoint = path.with_suffix(".model")
    checkpoint.write_bytes(lzma.decompress((FIXTURES / f"{name}.model.xz").read_bytes()))
    subprocess.run([sys.executable, "-m", "import_mace", str(checkpoint), "-o", str(path), "--head", head, "--licence", "of the tests"],
                   check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(IMPORTER), "OMP_NUM_THREADS": "1"})
    return path


def turned(answer):
    """MACE's structure with its cell as LAMMPS wants it, its energy, forces and, of a cell, virial, xx yy zz xy xz yz."""
    cell, positions, forces = (np.array(answer[name]) for name in ("cell", "positions", "forces"))
    periodic = all(answer["pbc"])
    Q = np.eye(3)
    if periodic:
        Q, L = np.linalg.qr(cell.T)  # cell = L.T Q.T
        Q = Q * np.sign(np.diag(L))
        cell = cell @ Q
        cell[np.triu_indices(3, 1)] = 0.0
    else:
        positions, cell = positions + 20.0 - positions.mean(axis=0), 40.0 * np.eye(3)
    symbols = [SYMBOLS[number] for number in answer["numbers"]]
    elements = sorted(set(symbols), reverse=True)
    types = [elements.index(symbol) + 1 for symbol in symbols]
    structure = structures.Structure(elements, types, positions @ Q, cell, periodic)
    if not periodic:  # MACE gives a virial of periodic structures only
        return structure, (answer["energy"], forces @ Q)
    W = Q.T @ np.array(answer["virial"]) @ Q
    return structure, (answer["energy"], forces @ Q, W[[0, 1, 2, 0, 0, 1], [0, 1, 2, 1, 2, 2]])


SYMBOLS = {1: "H", 6: "C", 7: "N", 8: "O", 14: "Si", 26: "Fe"}
PARTS = ("energy, eV", "forces, eV/Å", "virial, eV")


def compare(checks, what, found, expected, limit):
    """`limit` relative to the largest number, and at least of 1e-2 eV."""
    for part, a, b in zip(PARTS, found, expected):
        checks.below(f"{what}: {part}", md.largest(np.asarray(a) - b), limit * max(md.largest(b), 1e-2))


def check_engine(checks, what, model, folder, structure, answer, exact):
    compare(checks, f"{what}, network against MACE", md.evaluate(model, structure, folder, radial="network"), answer, exact)
    compare(checks, f"{what}, tables against MACE", md.evaluate(model, structure, folder), answer, 1e-6)


def check_lammps(checks, what, model, folder, structure):
    structure.write_data(f"{folder}/data")
    for precision, limit, others in (("double", 1e-10, md.OTHERS + md.PACKING), ("mixed", 1e-5, md.OTHERS[-1:])):
        expected = md.evaluate(model, structure, folder, precision=precision)
        for setup in [md.REFERENCE] + others:
            md.succeed(setup, "in.static", folder, data="data", model=model, out="forces.dump", radial="table",
                       precision=precision, elements=" ".join(structure.elements),
                       boundary="p p p" if structure.periodic else "f f f")
            row, atoms = md.thermo(folder), md.dump(f"{folder}/forces.dump")
            found = row["PotEng"][-1], atoms[:, 1:4], md.virial(row)
            compare(checks, f"{what}, {setup}, {precision}", found, expected, limit)
            log = (Path(folder) / "log.lammps").read_text()
            checks.true(f"{what}, {setup}, {precision}: the log has the terms", "licence of the tests" in log, log)


def main():
    checks = md.Checks()
    names = sorted(path.stem for path in FIXTURES.glob("*.json"))
    checks.true(f"{len(names)} fixtures", len(names) >= 7)
    with md.temporary_folder() as folder:
        for name in names:
            models = {}
            for k, answer in enumerate(json.loads((FIXTURES / f"{name}.json").read_text())["structures"]):
                head = answer["head"]
                if head not in models:
                    models[head] = imported(folder, name, head)
                structure, expected = turned(answer)
                what = f"{name}, {head}, {'cell' if structure.periodic else 'cluster'}"
                checks.true(f"{what}: there are forces to compare", md.largest(expected[1]) > 1e-3)
                # a product basis that was rounded to single precision is met to 1e-8 only
                check_engine(checks, what, models[head], folder, structure, expected, 1e-8 if name == "single-precision" else 1e-10)
                if name in ("default", "density", "three-layers") and structure.periodic:
                    check_lammps(checks, what, models[head], folder, structure)
    checks.finish()


main()
