# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""A model file, opened: structures in, energies, forces and virials out, as NumPy arrays. eV, Å, eV/Å, eV/Å³."""

import os
from dataclasses import dataclass
from typing import Any, Iterable, Optional, Sequence, Union

import numpy as np

from . import _engine

Error = _engine.Error
Error.__module__ = "tesseral"


@dataclass
class Structure:
    """Atoms. ASE's Atoms have the same attributes and can stand in its place."""

    symbols: Sequence[str]  # [atom]
    positions: Any  # [atom][3], Å
    cell: Any = None  # rows are the cell vectors, Å; [3] for a box; needed along periodic directions
    pbc: Union[bool, Sequence[bool]] = False  # of all directions, or of each


@dataclass
class Result:
    """What a potential says of a structure of n atoms."""

    energy: float  # eV, that of free atoms (E0) included
    energies: np.ndarray  # [n], eV, shares of the atoms; their sum is the energy
    forces: np.ndarray  # [n][3], eV/Å, minus the exact gradient of the energy
    virial: np.ndarray  # [3][3], eV, minus the derivative of the energy by the strain
    virials: np.ndarray  # [n][3][3], eV, shares of the atoms; their sum is the virial
    volume: Optional[float]  # Å³; None unless periodic in three directions
    scalars: Optional[np.ndarray] = None  # [n][layers · channels], invariant features of the atoms, layer by layer; if asked for
    expected_errors: Optional[np.ndarray] = None  # [n], eV/Å, of forces (norms); None where the file does not know

    @property
    def stress(self) -> np.ndarray:
        """[3][3], eV/Å³, positive under tension. Raises Error unless periodic in three directions."""
        return -self.virial / self._volume()

    @property
    def stresses(self) -> np.ndarray:
        """[n][3][3], eV/Å³: the atoms' shares of the stress, which is their sum."""
        return -self.virials / self._volume()

    def _volume(self) -> float:
        if self.volume is None:
            raise Error("there is no stress (the structure is not periodic in three directions) use the virial")
        return self.volume


class Potential:
    """
    Opens a model file. The other arguments are the options of the pair style, with the same names, values and defaults:

    precision  "double", "single" or "mixed": of features and weights; energies and forces are summed in double
    product    "auto", "direct", "cp", "fourier" or "fft": algorithm of the tensor products
    choice     "measured" or "counted": what product="auto" goes by
    radial     "table" or "network": radial functions from a table made at load (error 1e-9), or from the network
    elements   the chemical symbols that are wanted; default: all that it knows. Where radial functions belong to pairs of
               elements, as in imported models of most of the periodic table, each pair costs memory.
    threads    how many; default: OMP_NUM_THREADS, or all of the machine. One number serves a process.

    Raises Error, a ValueError, with the engine's one line.
    """

    def __init__(
        self,
        file: Union[str, os.PathLike],
        *,
        precision: str = "double",
        product: str = "auto",
        choice: str = "measured",
        radial: str = "table",
        elements: Optional[Sequence[str]] = None,
        threads: Optional[int] = None,
    ):
        self.file = os.fspath(file)
        self.precision = precision
        options = {"precision": precision, "product": product, "choice": choice, "radial": radial}
        if threads is not None and not 1 <= threads <= 4096:
            raise Error(f"threads: {threads} (a process has between 1 and 4096) correct it")
        self._engine = _engine.Potential(self.file, options, list(elements or []), threads or 0)
        self._species = {symbol: species for species, symbol in enumerate(self._engine.elements)}

    @property
    def elements(self) -> list:
        """Chemical symbols that it knows."""
        return self._engine.elements

    @property
    def cutoff(self) -> float:
        """Å. Atoms further apart share no edge."""
        return self._engine.cutoff

    @property
    def provenance(self) -> dict:
        """What it was fitted to, by what, and when: names and texts."""
        return self._engine.provenance

    @property
    def description(self) -> str:
        """How the network is computed."""
        return self._engine.description

    @property
    def knows_errors(self) -> bool:
        """Whether the file says what errors of forces to expect."""
        return self._engine.knows_errors

    @property
    def threads(self) -> int:
        """Threads that it computes with."""
        return self._engine.threads

    def __repr__(self) -> str:
        return (
            f"Potential({self.file!r}, elements={self.elements}, cutoff={self.cutoff:g}, "
            f"precision={self.precision!r}, threads={self.threads})"
        )

    def __reduce__(self):
        raise TypeError("a Potential cannot be copied to another process (its threads live in this one) open the file there")

    def evaluate(self, structures: Union[Structure, Any, Iterable], *, scalars: bool = False) -> Union[Result, list]:
        """
        The result of a structure (a Structure or ASE's Atoms), or those of a sequence of them, in its order. Small
        structures are computed together, so that all threads have work; other Python threads go on meanwhile.
        With `scalars` results have them too: what describes an atom's surroundings to the network, for maps and kernels.
        """
        if _is_structure(structures):
            arrays = self._arrays(structures)
            return _result(arrays, self._engine.evaluate([arrays], scalars)[0])
        arrays = [self._arrays(each) for each in structures]
        return [_result(*pair) for pair in zip(arrays, self._engine.evaluate(arrays, scalars))]

    def neighbors(self, skin: float) -> "_engine.Neighbors":
        """A neighbour list for evaluate_kept() that is searched anew when an atom has moved by more than half the skin, Å."""
        return _engine.Neighbors(self.cutoff, skin)

    def evaluate_kept(self, structure: Union[Structure, Any], neighbors: "_engine.Neighbors") -> Result:
        """As evaluate() of one structure that moves little from call to call: its neighbours are kept."""
        arrays = self._arrays(structure)
        return _result(arrays, self._engine.evaluate_kept(arrays, neighbors))

    def _arrays(self, structure):
        symbols = list(structure.symbols)
        try:
            species = np.array([self._species[symbol] for symbol in symbols], dtype=np.int32)
        except KeyError as unknown:
            raise Error(
                f"element {unknown} is not in the potential (it knows {', '.join(self.elements)}) "
                f"use one that was fitted to it"
            ) from None
        positions = _array(structure.positions, "positions", (len(symbols), 3))
        cell = structure.cell
        cell = np.zeros((3, 3)) if cell is None else np.asarray(cell, dtype=float)
        if cell.shape == (3,):
            cell = np.diag(cell)
        pbc = np.asarray(structure.pbc, dtype=bool)
        if pbc.shape == ():
            pbc = np.full(3, pbc)
        return species, positions, _array(cell, "cell", (3, 3)), _array(pbc, "pbc", (3,), bool)


def _is_structure(each) -> bool:
    return all(hasattr(each, name) for name in ("symbols", "positions", "cell", "pbc"))


def _array(values, name, shape, dtype=float):
    array = np.array(values, dtype=dtype, order="C")  # a copy: others may move the atoms meanwhile
    if array.size == 0 and 0 in shape:
        array = array.reshape(shape)
    if array.shape != shape:
        raise Error(f"{name} has the shape {array.shape} (for these symbols it must be {shape}) correct it")
    return array


def _result(arrays, answer) -> Result:
    _, _, cell, pbc = arrays
    energy, energies, forces, virial, virials, scalars, expected_errors = answer
    tensors = virials[:, [0, 3, 4, 3, 1, 5, 4, 5, 2]].reshape(-1, 3, 3)
    volume = abs(np.linalg.det(cell)) if pbc.all() else None
    return Result(energy, energies, forces, virial, tensors, volume, scalars, expected_errors)
