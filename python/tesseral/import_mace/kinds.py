# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The classes that importable models are made of. A model with any other part is refused by the part's name."""

from .errors import need, quoted

CANNOT = "such a network cannot be imported"
MODELS = ("mace.modules.models.MACE", "mace.modules.models.ScaleShiftMACE")
INTERACTIONS = {  # class: (it has a residual, it divides by a density)
    "RealAgnosticInteractionBlock": (False, False),
    "RealAgnosticResidualInteractionBlock": (True, False),
    "RealAgnosticDensityInteractionBlock": (False, True),
    "RealAgnosticDensityResidualInteractionBlock": (True, True),
}
CLASSES = {  # by package; at which places within it they are defined changed with its versions
    "mace": {"MACE", "ScaleShiftMACE", "LinearNodeEmbeddingBlock", "RadialEmbeddingBlock", "BesselBasis", "PolynomialCutoff",
             "AgnesiTransform", "ZBLBasis", "AtomicEnergiesBlock", "reshape_irreps", "EquivariantProductBasisBlock",
             "SymmetricContraction", "Contraction", "LinearReadoutBlock", "NonLinearReadoutBlock", "ScaleShiftBlock",
             *INTERACTIONS},
    "e3nn": {"Linear", "SphericalHarmonics", "TensorProduct", "FullyConnectedTensorProduct", "FullyConnectedNet", "_Layer",
             "normalize2mom", "Activation"},
    "torch": {"ModuleList", "ParameterList", "reduce_graph_module"},
}  # fmt: skip
PARTS = {"node_embedding", "radial_embedding", "spherical_harmonics", "atomic_energies_fn", "interactions", "products",
         "readouts", "scale_shift", "pair_repulsion_fn"}  # fmt: skip
OPTIONS = (
    "edge_irreps",
    "use_so3",
    "use_last_readout_only",
    "use_edge_irreps_first",
    "keep_last_layer_irreps",
    "embedding_specs",
)  # of MACE's constructor, which are off in all known models


def check_kinds(state):
    """Refuses whatever is of another class, or was made with options that change the network."""
    kind = state.root.kind
    need(
        kind in MODELS,
        f"the file holds {quoted(kind)} (known are {' and '.join(MODELS)}) give the .model file of such a model",
    )
    for path, module in state.modules.items():
        package, name = module.kind.split(".")[0], module.kind.rsplit(".", 1)[-1]
        need(
            name in CLASSES.get(package, ()),
            f"{quoted(path)} is a {quoted(module.kind)} (the model file knows no such thing) {CANNOT}",
        )
    others = sorted(set(state.children("")) - PARTS)
    need(not others, f"the model has the part {quoted(', '.join(others))} (the model file knows no such thing) {CANNOT}")
    on = [name for name in OPTIONS if state.attribute("", name) not in (None, False)]
    need(not on, f"the model was made with {', '.join(on)} (the model file knows no such thing) {CANNOT}")
    for path in ("", "radial_embedding"):
        cut = state.attribute(path, "apply_cutoff", True) is True
        need(
            cut,
            f"the model was made with apply_cutoff = False (the model file cuts the radial functions' arguments) {CANNOT}",
        )
    for part, expected in (
        ("scale_shift", kind.endswith("ScaleShiftMACE")),
        ("pair_repulsion_fn", state.attribute("", "pair_repulsion") is True),
    ):
        there = part in state.modules
        need(
            there == expected,
            f"{part} is there or not as the rest of the file would not have it (it is damaged) copy it again",
        )
