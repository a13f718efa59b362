# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""
What benchmarks/rivals.sh needs of MACE in PyTorch and of symmetrix-xl, in an environment that has both.

    mace_rivals.py make FOLDER NAME…                  structures, ELEMENTS.xyz, and networks of random weights, NAME.model;
                                                      NAME is IRREPS-ELEMENTS: 128x0e+128x1o-three
    mace_rivals.py time CODE MODEL STRUCTURE DTYPE THREADS      prints µs per atom of an energy and its forces

CODE is torch or symmetrix. The networks are of the kind of MACE-OFF23: a plain first block, l_max 3, correlation 3,
two layers, cutoff 5 Å. Neighbours are found before the clock starts, as in molecular dynamics with a skin.
"""
import os
import sys
import time
from pathlib import Path

os.environ["TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD"] = "1"  # e3nn 0.4 loads its own constants, which newer PyTorch refuses otherwise

import numpy as np
from ase.io import read, write
from ase.build import bulk

ELEMENTS = {"one": [14], "three": [1, 6, 8]}
FEWEST, ENOUGH_SECONDS = 5, 2.0


def random_network(hidden, numbers):
    import torch
    from e3nn import o3
    from mace import modules

    torch.set_default_dtype(torch.float64)
    torch.manual_seed(1)
    block = modules.interaction_classes
    return modules.ScaleShiftMACE(
        r_max=5.0, num_bessel=8, num_polynomial_cutoff=5, max_ell=3, interaction_cls=block["RealAgnosticResidualInteractionBlock"],
        interaction_cls_first=block["RealAgnosticInteractionBlock"], num_interactions=2, num_elements=len(numbers),
        hidden_irreps=o3.Irreps(hidden), MLP_irreps=o3.Irreps("16x0e"), atomic_energies=-np.arange(1.0, len(numbers) + 1),
        avg_num_neighbors=30.0, atomic_numbers=numbers, correlation=3, gate=torch.nn.functional.silu, radial_MLP=[64, 64, 64],
        atomic_inter_scale=1.0, atomic_inter_shift=0.0, heads=["Default"])


def structures():
    """Each atom moved by up to 0.14 Å along each axis, as at 300 K: 28 and 52 neighbours within 5 Å."""
    random = np.random.default_rng(1)
    crystals = {"one": bulk("Si", "diamond", a=5.43, cubic=True) * (4, 4, 4), "three": bulk("C", "fcc", a=3.45, cubic=True) * (5, 5, 5)}
    for name, atoms in crystals.items():
        atoms.set_atomic_numbers([ELEMENTS[name][k % len(ELEMENTS[name])] for k in range(len(atoms))])
        atoms.positions += random.uniform(-0.14, 0.14, atoms.positions.shape)
        yield name, atoms


def make(folder, names):
    import torch

    for name in names:
        irreps, elements = name.split("-")
        torch.save(random_network(irreps, ELEMENTS[elements]), folder / f"{name}.model")
    for name, atoms in structures():
        write(folder / f"{name}.xyz", atoms, format="extxyz")


def torch_evaluation(model, atoms, dtype):
    import torch
    from mace import data
    from mace.tools import AtomicNumberTable, torch_geometric

    torch.set_default_dtype(getattr(torch, dtype))
    network = torch.load(model, weights_only=False).to(getattr(torch, dtype))
    for parameter in network.parameters():
        parameter.requires_grad = False
    table = AtomicNumberTable([int(z) for z in network.atomic_numbers])
    item = data.AtomicData.from_config(data.config_from_atoms(atoms), z_table=table, cutoff=5.0)
    batch = next(iter(torch_geometric.dataloader.DataLoader([item], batch_size=1))).to_dict()

    def evaluate(_):
        out = network(batch, compute_force=True)
        return out["energy"].item(), out["forces"].detach().numpy()

    return evaluate


def symmetrix_evaluation(model, atoms, dtype):
    from symmetrix import Symmetrix

    calculator = Symmetrix(str(model), dtype=dtype, execution_profile="speed", neighbor_skin=0.05)
    positions = atoms.positions.copy()

    def evaluate(k):
        atoms.positions[:] = positions + 1e-6 * (k % 7)  # its neighbours are kept, its results are not
        calculator.calculate(atoms, ["energy", "forces"])
        return calculator.results["energy"], calculator.results["forces"]

    return evaluate


def time_one(code, model, structure, dtype, threads):
    if code == "torch":
        import torch

        torch.set_num_threads(threads)
    atoms = read(structure)
    evaluate = dict(torch=torch_evaluation, symmetrix=symmetrix_evaluation)[code](model, atoms, dtype)
    energy, forces = evaluate(0)
    evaluate(1)
    times = []
    while len(times) < FEWEST or sum(times) < ENOUGH_SECONDS:
        begin = time.perf_counter()
        evaluate(len(times))
        times.append(time.perf_counter() - begin)
    scale = 1e6 / len(atoms)
    print(f"{scale * np.median(times):.5g},{scale * min(times):.5g},{energy:.10g},{np.sqrt((forces**2).mean()):.8g}")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), sys.argv[3:])
    else:
        time_one(*sys.argv[2:6], int(sys.argv[6]))
