# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What kind of network a checkpoint holds; those that the model file cannot hold exactly are refused in words."""

from dataclasses import dataclass

import numpy as np

from . import irreps
from .elements import SYMBOLS
from .errors import need, quoted
from .kinds import CANNOT, INTERACTIONS, check_kinds
from .product import correlation_of
from .radial import check_widths, read_radial, read_readouts, read_silu, read_widths
from .sphere import message_paths
from .state import State, as_number


@dataclass
class Layer:
    kind: str  # class of the interaction
    residual: bool  # the layer's input goes through a map of its species; otherwise the message does
    density: bool  # what divides the message
    l_in: int
    l_out: int
    paths: list  # (l1, l2, l), the columns of the last radial layer
    widths: list  # of the radial network, from the number of Bessel functions to paths × channels
    average_neighbors: float
    correlation: int


@dataclass
class Checkpoint:
    kind: str  # MACE or ScaleShiftMACE
    symbols: list  # all elements of the file, in its order
    heads: list
    r_cut: float  # Å
    channels: int
    l_max: int
    cutoff_power: int
    silu: float  # e3nn's normalisation of the activation
    layers: list
    readout_hidden: int  # 0: the last readout is linear
    agnesi: bool
    zbl: bool

    @property
    def bessel(self):
        return self.layers[0].widths[0]

    @property
    def radial_hidden(self):
        return self.layers[0].widths[1:-1]

    @property
    def l_hidden(self):
        return self.layers[0].l_out

    @property
    def correlation(self):
        return max(layer.correlation for layer in self.layers)


def read_checkpoint(state: State) -> Checkpoint:
    """Reads and judges everything but the weights."""
    check_kinds(state)
    symbols, heads, l_max = read_symbols(state), read_heads(state), read_l_max(state)
    count = len(state.children("interactions"))
    need(1 <= count <= 8, f"the model has {count} layers (1 to 8 are known) {CANNOT}")
    products = len(state.children("products"))
    need(
        products == count, f"the model has {count} interactions and {products} products (the file is damaged) copy it again"
    )
    channels, _ = irreps.natural(state.attribute("interactions.0", "node_feats_irreps"), "the features of layer 0")
    need(channels <= 1024, f"the model has {channels} channels (the model file holds up to 1024) {CANNOT}")
    layers = [read_layer(state, t, count, channels, l_max) for t in range(count)]
    one = len({layer.density for layer in layers}) == 1
    need(one, f"some layers divide by a density and some by an average (one of them must serve all) {CANNOT}")
    check_widths(layers)
    r_cut, power, agnesi = read_radial(state)
    readout_hidden, of_readout = read_readouts(state, count, len(heads))
    return Checkpoint(
        kind=state.root.kind.rsplit(".", 1)[1],
        symbols=symbols,
        heads=heads,
        r_cut=r_cut,
        channels=channels,
        l_max=l_max,
        cutoff_power=power,
        silu=read_silu(state, layers, of_readout),
        layers=layers,
        readout_hidden=readout_hidden,
        agnesi=agnesi,
        zbl="pair_repulsion_fn" in state.modules,
    )


def read_symbols(state):
    numbers = state.tensors.get("atomic_numbers", state.attribute("", "atomic_numbers"))
    listed = isinstance(numbers, np.ndarray) and numbers.ndim == 1 and numbers.dtype.kind in "iu"
    numbers = numbers.tolist() if listed and numbers.size <= len(SYMBOLS) else []
    good = numbers and len(set(numbers)) == len(numbers) and all(1 <= number <= len(SYMBOLS) for number in numbers)
    need(good, "atomic_numbers are not distinct numbers of elements (the file is damaged) copy it again")
    return [SYMBOLS[number - 1] for number in numbers]


def read_heads(state):
    heads = state.attribute("", "heads") or ["Default"]
    listed = isinstance(heads, (list, tuple)) and len(heads) <= 100
    listed = listed and all(isinstance(head, str) and head.isprintable() and len(head) <= 100 for head in heads)
    need(listed and len(set(heads)) == len(heads), "heads are no list of names (the file is damaged) copy it again")
    return list(heads)


def read_l_max(state):
    path = "spherical_harmonics"
    degrees = state.attribute(path, "_ls_list")
    usual = state.attribute(path, "normalize") is True and state.attribute(path, "normalization") == "component"
    known = usual and isinstance(degrees, list) and 1 <= len(degrees) <= 7 and degrees == list(range(len(degrees)))
    need(known, f"the harmonics are not those of l = 0 … l_max, l_max <= 6, normalised by component (MACE's are) {CANNOT}")
    return len(degrees) - 1


def read_layer(state, t, count, channels, l_max):
    """The degrees, paths and radial widths of layer t of so many."""
    path, product, name = f"interactions.{t}", f"products.{t}", f"layer {t}"
    kind = state.kind(path)
    need(kind in INTERACTIONS, f"{name} is a {quoted(kind)} (known are {', '.join(INTERACTIONS)}) {CANNOT}")
    residual, density = INTERACTIONS[kind]
    width_in, l_in = irreps.natural(state.attribute(path, "node_feats_irreps"), f"the features of {name}")
    width, l_message = irreps.natural(state.attribute(path, "target_irreps"), f"the messages of {name}")
    width_out, l_out = outputs(state, t)
    l_hidden = outputs(state, 0)[1] if count > 1 else 0
    alike = {width_in, width, width_out} == {channels} and l_message == l_max
    need(
        alike,
        f"{name} has features, messages and outputs of different channels or messages not up to l_max (MACE's have) {CANNOT}",
    )
    expected = (0 if t == 0 else l_hidden, 0 if t == count - 1 else l_hidden)
    need(
        (l_in, l_out) == expected,
        f"{name} takes degrees up to {l_in} and gives them up to {l_out}, not {expected[0]} and {expected[1]} "
        f"(all layers share the degrees between them, and the last one gives scalars only) {CANNOT}",
    )
    need(l_out <= min(3, l_max), f"{name} gives degrees up to {l_out} (up to 3 and l_max = {l_max} are known) {CANNOT}")
    edge = state.attribute(path, "edge_irreps")
    same = edge is None or irreps.natural(edge, f"the edges of {name}") == (channels, l_in)
    need(same, f"{name} has other channels on edges than on atoms (edge_irreps) {CANNOT}")
    used = not residual or state.attribute(product, "use_sc", True) is True
    need(used, f"{name} has a residual that is not used (use_sc is off) {CANNOT}")
    contractions = [f"{product}.symmetric_contractions.contractions.{l}" for l in range(l_out + 1)]
    average = 1.0 if density else as_number(state.attribute(path, "avg_num_neighbors"), f"avg_num_neighbors of {name}")
    need(0 < average < np.inf, f"avg_num_neighbors of {name} is {average} (it divides the messages) train again")
    paths = read_paths(state, f"{path}.conv_tp", channels, l_in, l_max)
    widths = read_widths(state, f"{path}.conv_tp_weights")
    fits = widths[-1] == len(paths) * channels
    need(fits, f"the radial network of {name} gives {widths[-1]} numbers (it must be {len(paths)} × {channels}) {CANNOT}")
    correlation = max(correlation_of(state, contraction) for contraction in contractions)
    return Layer(kind, residual, density, l_in, l_out, paths, widths, average, correlation)


def outputs(state, t):
    """Channels and largest degree of what layer t gives."""
    return irreps.natural(state.attribute(f"products.{t}.symmetric_contractions", "irreps_out"), f"the outputs of layer {t}")


def read_paths(state, path, channels, l_in, l_max):
    """(l1, l2, l) of the tensor product's instructions, which must be all natural paths, each with weights of its own."""
    ls = [
        irreps.degrees(state.attribute(path, f"irreps_{part}"), f"irreps_{part} of {path}") for part in ("in1", "in2", "out")
    ]
    paths = []
    for k, (i1, i2, i3, mode, has_weight, path_weight, shape) in enumerate(state.attribute(path, "instructions") or []):
        l1, l2, l = ls[0][i1], ls[1][i2], ls[2][i3]
        usual = mode == "uvu" and has_weight is True and i3 == k and shape == (channels, 1)
        usual = usual and irreps.is_root(path_weight, 2 * l + 1)
        need(usual, f"the tensor product {quoted(path)} is not of the kind that MACE makes (mode {quoted(mode)}) {CANNOT}")
        paths.append((l1, l2, l))
    natural = sorted(paths) == message_paths(l_in, l_max)
    need(
        natural,
        f"the tensor product {quoted(path)} has other paths than those of natural parity (MACE's has all of them) {CANNOT}",
    )
    return paths
