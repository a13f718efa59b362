# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What a checkpoint says of its radial functions, activations and readouts."""

from . import irreps
from .errors import need, quoted
from .kinds import CANNOT
from .state import as_number


def read_widths(state, path):
    """Widths of e3nn's network without biases, the input's first."""
    names = [f"{path}.layer{k}" for k in range(len(state.children(path)))]
    shapes = [state.tensor(f"{name}.weight", (None, None)).shape for name in names]
    chained = all(a[1] == b[0] for a, b in zip(shapes, shapes[1:]))
    need(shapes and chained, f"the layers of {quoted(path)} do not fit together (the file is damaged) copy it again")
    for name in names:
        plain = all(state.attribute(name, variance, 1) == 1 for variance in ("var_in", "var_out"))
        need(plain, f"{quoted(name)} has another normalisation than MACE's (var_in, var_out) {CANNOT}")
    return [shapes[0][0], *(shape[1] for shape in shapes)]


def check_widths(layers):
    """One radial network serves the whole model file, as far as its shape goes."""
    widths = layers[0].widths[:-1]
    need(
        all(layer.widths[:-1] == widths for layer in layers),
        f"the layers' radial networks have different widths (one is known) {CANNOT}",
    )
    small = widths[0] <= 64 and len(widths) <= 5 and max(widths) <= 1024
    need(
        small, f"the radial network has the widths {widths} (up to 64 Bessel functions and 4 hidden layers of 1024) {CANNOT}"
    )


def read_radial(state):
    """r_cut in Å, the power of the cutoff, and whether there is an Agnesi transform."""
    kind = state.kind("radial_embedding.bessel_fn")
    need(kind == "BesselBasis", f"the radial basis is a {quoted(kind)} (Bessel functions are known) {CANNOT}")
    r_cut = state.number("r_max")
    need(0.5 <= r_cut <= 100, f"r_max is {r_cut} Å (models have some 5 Å) copy the file again")
    for part in ("bessel_fn", "cutoff_fn"):
        other = state.number(f"radial_embedding.{part}.r_max")
        need(
            abs(other / r_cut - 1) < 1e-6,
            f"r_max of {part} is {other}, that of the model {r_cut} (they must be one) {CANNOT}",
        )
    power = state.number("radial_embedding.cutoff_fn.p")
    need(power in range(2, 33), f"the cutoff has the power {power} (integers 2 … 32 are known) {CANNOT}")
    parts = set(state.children("radial_embedding")) - {"bessel_fn", "cutoff_fn"}
    need(
        parts <= {"distance_transform"},
        f"the radial embedding has the part {quoted(', '.join(sorted(parts)))} (MACE's has none) {CANNOT}",
    )
    if parts:
        kind = state.kind("radial_embedding.distance_transform")
        need(kind == "AgnesiTransform", f"distances are transformed by {quoted(kind)} (AgnesiTransform is known) {CANNOT}")
    return r_cut, int(power), bool(parts)


def read_readouts(state, count, heads):
    """Width of the last readout's hidden layer for each head, and its activation; 0 and None if it is linear."""
    kinds = [state.kind(f"readouts.{t}") for t in range(len(state.children("readouts")))]
    if count == 1 and kinds == ["LinearReadoutBlock"]:
        return 0, None
    usual = kinds == ["LinearReadoutBlock"] * (count - 1) + ["NonLinearReadoutBlock"]
    need(
        usual,
        f"the readouts are {quoted(', '.join(kinds))} (known are a linear one for each layer, but a nonlinear last) {CANNOT}",
    )
    path = f"readouts.{count - 1}"
    width = irreps.scalars(state.attribute(path, "hidden_irreps"), "the hidden layer of the last readout")
    fits = width % heads == 0 and width // heads <= 1024
    need(fits, f"the last readout is {width} wide (it must be a multiple of the {heads} heads, at most 1024 each) {CANNOT}")
    return width // heads, activation(state, f"{path}.non_linearity.acts.0")


def read_silu(state, layers, of_readout):
    """e3nn's normalisation of the activation, one number in the whole file."""
    found = [] if of_readout is None else [of_readout]
    for t, layer in enumerate(layers):
        path, last = f"interactions.{t}.conv_tp_weights", len(layer.widths) - 2
        found += [activation(state, f"{path}.layer{k}.act") for k in range(last)]
        need(
            activation(state, f"{path}.layer{last}.act") is None,
            f"the last layer of {quoted(path)} has an activation (MACE's has none) {CANNOT}",
        )
        if layer.density:
            path = f"interactions.{t}.density_fn"
            linear = read_widths(state, path) == [layer.widths[0], 1] and activation(state, f"{path}.layer0.act") is None
            need(linear, f"{quoted(path)} is no single linear layer (the known densities are) {CANNOT}")
    one = None not in found and len(set(found)) <= 1
    need(one, f"the activations are not all silu with one normalisation (others are unknown) {CANNOT}")
    return found[0] if found else 1.0


def activation(state, path):
    """The constant of a normalised silu, None without an activation."""
    if path not in state.modules:
        return None
    function = getattr(state.attribute(path, "f"), "kind", "unknown")
    silu = state.kind(path) == "normalize2mom" and function.rsplit(".", 1)[-1] == "silu"
    need(silu, f"{quoted(path)} applies {quoted(function)} (silu is known) {CANNOT}")
    return 1.0 if state.attribute(path, "_is_id") else as_number(state.attribute(path, "cst"), f"{path}.cst")
