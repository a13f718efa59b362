# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What kind of network a checkpoint holds; those that the model file cannot hold exactly are refused in words."""

from dataclasses import dataclass

import numpy as np

from . import irreps
from .elements import SYMBOLS
from .errors import need, quoted
from .product import correlation_of
from .sphere import message_paths
from .state import State, as_number

MODELS = ("mace.modules.models.MACE", "mace.modules.models.ScaleShiftMACE")
PARTS = {"node_embedding", "radial_embedding", "spherical_harmonics", "atomic_energies_fn", "interactions", "products",
         "readouts", "scale_shift", "pair_repulsion_fn"}  # fmt: skip
ABSENT = (
    "edge_irreps",
    "use_so3",
    "use_last_readout_only",
    "use_edge_irreps_first",
    "keep_last_layer_irreps",
    "embedding_specs",
)
INTERACTIONS = {  # class: (residual, density)
    "RealAgnosticInteractionBlock": (False, False),
    "RealAgnosticResidualInteractionBlock": (True, False),
    "RealAgnosticDensityInteractionBlock": (False, True),
    "RealAgnosticDensityResidualInteractionBlock": (True, True),
}
CANNOT = "such a network cannot be imported"


@dataclass
class Layer:
    kind: str  # class of the interaction
    residual: bool  # it has D, and its mixing knows no species; otherwise the reverse
    density: bool
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
    bessel: int
    cutoff_power: int
    silu: float  # e3nn's normalisation of the activation
    layers: list
    readout_hidden: int  # 0: the last readout is linear
    agnesi: bool
    zbl: bool

    @property
    def l_hidden(self):
        return self.layers[0].l_out

    @property
    def correlation(self):
        return max(layer.correlation for layer in self.layers)


def read_checkpoint(state: State) -> Checkpoint:
    """Reads and judges everything but the weights."""
    check_model(state)
    symbols, heads = read_symbols(state), read_heads(state)
    count = len(state.children("interactions"))
    need(1 <= count <= 8, f"the model has {count} layers (1 to 8 are known) {CANNOT}")
    need(
        len(state.children("products")) == count,
        f"the model has {count} interactions and other products ({CANNOT}) give a model of MACE",
    )
    degrees = state.attribute("spherical_harmonics", "_ls_list")
    good = (
        state.attribute("spherical_harmonics", "normalize") is True
        and state.attribute("spherical_harmonics", "normalization") == "component"
    )
    need(good and isinstance(degrees, list) and degrees == list(range(len(degrees))) and 1 <= len(degrees) <= 7,
         f"the spherical harmonics are not all of l = 0 … l_max <= 6 with normalisation 'component' (others are unknown) {CANNOT}")  # fmt: skip
    layers = [read_layer(state, t, count, len(degrees) - 1) for t in range(count)]
    channels, _ = irreps.natural(state.attribute("interactions.0", "node_feats_irreps"), "the features of layer 0")
    need(channels <= 1024, f"the model has {channels} channels (the model file holds up to 1024) {CANNOT}")
    need(
        len({layer.density for layer in layers}) == 1,
        f"some layers divide by a density and some by an average (one kind is known) {CANNOT}",
    )
    need(
        len({tuple(layer.widths[:-1]) for layer in layers}) == 1,
        f"the layers' radial networks have different widths (one is known) {CANNOT}",
    )
    need(max(layers[0].widths[:-1]) <= 1024 and layers[0].widths[0] <= 64 and len(layers[0].widths) <= 6,
         f"the radial network has the widths {layers[0].widths[:-1]} (up to 64 Bessel functions and 4 hidden layers of up to 1024 are known) {CANNOT}")  # fmt: skip
    r_cut, power, agnesi = read_radial(state, layers[0].widths[0])
    silu, hidden = read_activations(state, layers, len(heads))
    return Checkpoint(state.root.kind.rsplit(".", 1)[1], symbols, heads, r_cut, channels, len(degrees) - 1, layers[0].widths[0],
                      power, silu, layers, hidden, agnesi, "pair_repulsion_fn" in state.modules)  # fmt: skip


def check_model(state):
    kind = state.root.kind
    need(
        kind in MODELS,
        f"the file holds {quoted(kind)} (the importer knows {', '.join(MODELS)}) give the .model file of such a model",
    )
    unknown = sorted(set(state.children("")) - PARTS)
    need(
        not unknown,
        f"the model has the parts {', '.join(map(quoted, unknown))} (MACE's energy models of the known kinds have none) {CANNOT}",
    )
    on = [name for name in ABSENT if state.attribute("", name) not in (None, False)]
    need(not on, f"the model was made with {', '.join(on)} (the model file knows no such thing) {CANNOT}")
    for path in ("", "radial_embedding"):
        need(
            state.attribute(path, "apply_cutoff", True) is True,
            f"the model was made with apply_cutoff = False (the model file cuts the radial functions before their network) {CANNOT}",
        )
    need(
        ("scale_shift" in state.modules) == kind.endswith("ScaleShiftMACE"),
        "scale_shift is missing or one too many (the file is damaged) copy it again",
    )


def read_symbols(state):
    numbers = state.tensors.get("atomic_numbers", state.attribute("", "atomic_numbers"))
    good = (
        isinstance(numbers, np.ndarray)
        and numbers.ndim == 1
        and numbers.dtype.kind in "iu"
        and 0 < numbers.size <= len(SYMBOLS)
    )
    need(good and numbers.min() >= 1 and numbers.max() <= len(SYMBOLS) and len(set(numbers.tolist())) == numbers.size,
         "atomic_numbers are not distinct numbers of elements (the file is damaged) copy it again")  # fmt: skip
    return [SYMBOLS[number - 1] for number in numbers.tolist()]


def read_heads(state):
    heads = state.attribute("", "heads") or ["Default"]
    good = (
        isinstance(heads, (list, tuple)) and all(isinstance(head, str) for head in heads) and len(set(heads)) == len(heads)
    )
    need(good, "heads is no list of names (the file is damaged) copy it again")
    return list(heads)


def read_layer(state, t, count, l_max):
    """The degrees, paths and radial widths of layer t of so many."""
    path, name = f"interactions.{t}", f"layer {t}"
    kind = state.kind(path)
    need(kind in INTERACTIONS, f"{name} is a {quoted(kind)} (known are {', '.join(INTERACTIONS)}) {CANNOT}")
    residual, density = INTERACTIONS[kind]
    channels, l_in = irreps.natural(state.attribute(path, "node_feats_irreps"), f"the features of {name}")
    targets = irreps.natural(state.attribute(path, "target_irreps"), f"the messages of {name}")
    product = f"products.{t}"
    width_out, l_out = irreps.natural(
        state.attribute(f"{product}.symmetric_contractions", "irreps_out"), f"the outputs of {name}"
    )
    expected = (
        0
        if t == count - 1
        else irreps.natural(state.attribute("products.0.symmetric_contractions", "irreps_out"), "the outputs of layer 0")[1]
    )
    need(
        targets == (channels, l_max) and width_out == channels,
        f"messages or outputs of {name} have other channels or degrees than the features (they must be alike) {CANNOT}",
    )
    need(l_out == expected and l_in == (0 if t == 0 else layer_out(state)), f"{name} takes degrees up to {l_in} and hands on up to {l_out} "
         f"(all layers must share the degrees between them, and the last give scalars only) {CANNOT}")  # fmt: skip
    need(
        l_out <= min(3, l_max),
        f"{name} hands on degrees up to {l_out} (up to 3 and up to l_max = {l_max} are known) {CANNOT}",
    )
    edge = state.attribute(path, "edge_irreps")
    need(
        edge is None or irreps.natural(edge, f"the edges of {name}") == (channels, l_in),
        f"{name} has other channels on edges than on atoms (edge_irreps) {CANNOT}",
    )
    use_sc = state.attribute(product, "use_sc", True)
    need(not residual or use_sc is True, f"{name} has a residual that is not used (use_sc is off) {CANNOT}")
    contractions = [f"{product}.symmetric_contractions.contractions.{l}" for l in range(l_out + 1)]
    correlation = max(correlation_of(state, contraction) for contraction in contractions)
    average = 1.0 if density else as_number(state.attribute(path, "avg_num_neighbors"), f"avg_num_neighbors of {name}")
    need(0 < average < np.inf, f"avg_num_neighbors of {name} is {average} (it divides the messages) train again")
    paths = read_paths(state, path, channels, l_in, l_max)
    widths = read_widths(state, f"{path}.conv_tp_weights")
    need(
        widths[-1] == len(paths) * channels,
        f"the radial network of {name} gives {widths[-1]} numbers, not {len(paths)} × {channels} (it is of an unknown kind) {CANNOT}",
    )
    return Layer(kind, residual, density, l_in, l_out, paths, widths, average, correlation)


def layer_out(state):
    return irreps.natural(state.attribute("products.0.symmetric_contractions", "irreps_out"), "the outputs of layer 0")[1]


def read_paths(state, path, channels, l_in, l_max):
    """(l1, l2, l) of the tensor product's instructions, which must be all natural paths, each with weights of its own."""
    product = f"{path}.conv_tp"
    need(
        state.kind(product) == "TensorProduct",
        f"{quoted(product)} is a {quoted(state.kind(product))} (e3nn's TensorProduct is known) {CANNOT}",
    )
    ls = [
        irreps.degrees(state.attribute(product, name), f"{name} of {product}")
        for name in ("irreps_in1", "irreps_in2", "irreps_out")
    ]
    paths = []
    for k, (i1, i2, i3, mode, has_weight, path_weight, shape) in enumerate(state.attribute(product, "instructions") or []):
        l1, l2, l = ls[0][i1], ls[1][i2], ls[2][i3]
        need(mode == "uvu" and has_weight is True and i3 == k and shape == (channels, 1) and close(path_weight, 2 * l + 1),
             f"the tensor product {quoted(product)} is not of the kind that MACE makes (mode {quoted(mode)}) {CANNOT}")  # fmt: skip
        paths.append((l1, l2, l))
    need(
        sorted(paths) == message_paths(l_in, l_max),
        f"the tensor product {quoted(product)} has other paths than all of natural parity (MACE makes those) {CANNOT}",
    )
    return paths


def close(weight, square):
    """Whether a normalisation of e3nn is the root of this."""
    return isinstance(weight, float) and abs(weight * weight / square - 1) < 1e-9


def read_widths(state, path):
    """Widths of a radial network without biases."""
    need(
        state.kind(path) == "FullyConnectedNet",
        f"{quoted(path)} is a {quoted(state.kind(path))} (e3nn's FullyConnectedNet is known) {CANNOT}",
    )
    names = [f"{path}.layer{k}" for k in range(len(state.children(path)))]
    shapes = [state.tensor(f"{name}.weight", (None, None)).shape for name in names]
    need(
        shapes and all(a[1] == b[0] for a, b in zip(shapes, shapes[1:])),
        f"the layers of {quoted(path)} do not fit together (the file is damaged) copy it again",
    )
    for name in names:
        need(
            state.attribute(name, "var_in", 1) == 1 and state.attribute(name, "var_out", 1) == 1,
            f"{quoted(name)} has another normalisation (var_in, var_out) {CANNOT}",
        )
    return [shapes[0][0], *(shape[1] for shape in shapes)]


def read_radial(state, bessel):
    """r_cut in Å, the power of the cutoff, and whether there is an Agnesi transform."""
    need(
        state.kind("radial_embedding.bessel_fn") == "BesselBasis",
        f"the radial basis is a {quoted(state.kind('radial_embedding.bessel_fn'))} (Bessel functions are known) {CANNOT}",
    )
    r_cut = state.number("r_max")
    need(r_cut > 0, f"r_max is {r_cut} (a distance is positive) copy the file again")
    for part in ("bessel_fn", "cutoff_fn"):
        other = state.number(f"radial_embedding.{part}.r_max")
        need(
            abs(other / r_cut - 1) < 1e-6,
            f"r_max of {part} is {other}, that of the model {r_cut} (they must be one) {CANNOT}",
        )
    power = state.number("radial_embedding.cutoff_fn.p")
    need(power in range(2, 33), f"the cutoff has the power {power} (integers 2 … 32 are known) {CANNOT}")
    parts = set(state.children("radial_embedding"))
    need(
        parts <= {"bessel_fn", "cutoff_fn", "distance_transform"},
        f"the radial embedding has the parts {', '.join(sorted(map(quoted, parts)))} (others than MACE's) {CANNOT}",
    )
    agnesi = "distance_transform" in parts
    if agnesi:
        kind = state.kind("radial_embedding.distance_transform")
        need(kind == "AgnesiTransform", f"distances are transformed by {quoted(kind)} (AgnesiTransform is known) {CANNOT}")
    return r_cut, int(power), agnesi


def read_activations(state, layers, heads):
    """The one constant of normalised silu in the file, and the width of the last readout for each head, 0 if it is linear."""
    found = []
    for t, layer in enumerate(layers):
        path, count = f"interactions.{t}.conv_tp_weights", len(layer.widths) - 1
        found += [activation(state, f"{path}.layer{k}", "act") for k in range(count - 1)]
        need(
            activation(state, f"{path}.layer{count - 1}", "act") is None,
            f"the last layer of {quoted(path)} has an activation (MACE has none) {CANNOT}",
        )
        if layer.density:
            path = f"interactions.{t}.density_fn"
            need(read_widths(state, path) == [layer.widths[0], 1] and activation(state, f"{path}.layer0", "act") is None,
                 f"{quoted(path)} is no single linear layer (the known densities are) {CANNOT}")  # fmt: skip
    last, kinds = len(layers) - 1, [state.kind(f"readouts.{t}") for t in range(len(state.children("readouts")))]
    linear = len(layers) == 1 and kinds == ["LinearReadoutBlock"]
    need(linear or kinds == ["LinearReadoutBlock"] * last + ["NonLinearReadoutBlock"],
         f"the readouts are {', '.join(map(quoted, kinds))} (one linear for each layer and a nonlinear last one are known) {CANNOT}")  # fmt: skip
    hidden = 0
    if not linear:
        path = f"readouts.{last}"
        width = irreps.scalars(state.attribute(path, "hidden_irreps"), "the hidden layer of the last readout")
        need(
            width % heads == 0 and width // heads <= 1024,
            f"the last readout is {width} wide (not so many for each of {heads} heads, or too many) {CANNOT}",
        )
        hidden = width // heads
        found.append(activation(state, f"{path}.non_linearity.acts", "0"))
    need(
        None not in found and len(set(found)) <= 1,
        f"the activations are not all silu with one normalisation (others are unknown) {CANNOT}",
    )
    return (found or [1.0])[0], hidden


def activation(state, path, name):
    """The constant of a normalised silu, None without an activation."""
    if f"{path}.{name}" not in state.modules:
        return None
    path = f"{path}.{name}"
    function = getattr(state.attribute(path, "f"), "kind", "unknown")
    need(
        state.kind(path) == "normalize2mom" and function.rsplit(".", 1)[-1] == "silu",
        f"{quoted(path)} applies {quoted(function)} (silu is known) {CANNOT}",
    )
    return 1.0 if state.attribute(path, "_is_id") else as_number(state.attribute(path, "cst"), f"{path}.cst")
