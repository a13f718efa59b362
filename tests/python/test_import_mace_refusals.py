# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Networks that the model file cannot hold exactly are refused in words, and nothing of a checkpoint is passed over."""
import copy
import re

import numpy as np
import pytest
from mace_fixtures import NAMES, import_mace, part, unpacked

State, Object, Global = part("state").State, part("unpickle").Object, part("unpickle").Global


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoints")
    return {name: part("importer").load(unpacked(folder, name))[0] for name in NAMES}


def convert(root, head=None):
    with np.errstate(all="ignore"):
        return part("importer").converted(root, None, head, "float64", lambda line: None)


def module(root, path):
    for name in path.split(".") if path else []:
        root = root.state["_modules"][name]
    return root


def set_attribute(path, name, value):
    return lambda root: module(root, path).state.update({name: value})


def set_kind(path, kind):
    return lambda root: setattr(module(root, path), "kind", kind)


def set_tensor(path, change):
    """A change of a parameter or buffer."""
    owner, _, name = path.rpartition(".")

    def apply(root):
        state = module(root, owner).state
        group = state["_parameters"] if name in state["_parameters"] else state["_buffers"]
        group[name] = np.asarray(change(np.array(group[name])))

    return apply


def add_buffer(path, name, value):
    return lambda root: module(root, path).state["_buffers"].update({name: value})


def add_module(name, value):
    return lambda root: root.state["_modules"].update({name: value})


def remove(path, group, name):
    return lambda root: module(root, path).state[group].pop(name)


def irreps(*parts):
    return tuple((n, (l, p)) for n, l, p in parts)


BLOCKS = "mace.modules.blocks."
DISTANCES = "radial_embedding.distance_transform"
CONTRACTION = "products.0.symmetric_contractions.contractions.0"
NOISE = np.random.default_rng(1).normal
READOUT = Object("mace.modules.blocks.LinearReadoutBlock")
ENDLESS = 1
for _ in range(100):
    ENDLESS = (ENDLESS, ENDLESS)
CASES = {
    "class": ("default", set_kind("", "mace.modules.models.AtomicDipolesMACE"), "AtomicDipolesMACE.*known are.*ScaleShiftMACE"),
    "lammps": ("default", set_kind("", "mace.calculators.lammps_mliap_mace.LAMMPS_MLIAP_MACE"), "LAMMPS_MLIAP_MACE"),
    "part": ("default", add_module("joint_embedding", Object("mace.modules.GenericJointEmbedding")), "'joint_embedding' is a"),
    "known part in a new place": ("default", add_module("embedding_readout", READOUT), "the part 'embedding_readout'"),
    "soft transform": ("density", set_kind(DISTANCES, "mace.modules.radial.SoftTransform"), "SoftTransform"),
    "radial basis": ("default", set_kind("radial_embedding.bessel_fn", "mace.modules.radial.GaussianBasis"), "GaussianBasis"),
    "radial network": ("default", set_kind("interactions.0.conv_tp_weights", "mace.modules.radial.RadialMLP"), "RadialMLP"),
    "interaction": ("default", set_kind("interactions.1", BLOCKS + "RealAgnosticResidualNonLinearInteractionBlock"), "NonLinearInteraction"),
    "readout": ("default", set_kind("readouts.1", "mace.modules.blocks.NonLinearBiasReadoutBlock"), "NonLinearBiasReadoutBlock"),
    "linear last readout": ("default", set_kind("readouts.1", "mace.modules.blocks.LinearReadoutBlock"), "readouts are"),
    "other package": ("default", set_kind("products.0.linear", "torch.nn.modules.linear.Linear"), "torch.nn.modules.linear.Linear"),
    "so3": ("default", set_attribute("", "use_so3", True), "use_so3"),
    "edge irreps": ("default", set_attribute("", "edge_irreps", irreps((4, 0, 1))), "edge_irreps"),
    "edge irreps of a layer": ("default", set_attribute("interactions.1", "edge_irreps", irreps((4, 0, 1))), "layer 1.*edge_irreps"),
    "last readout only": ("default", set_attribute("", "use_last_readout_only", True), "use_last_readout_only"),
    "cutoff later": ("default", set_attribute("", "apply_cutoff", False), "apply_cutoff"),
    "cutoff later in the embedding": ("default", set_attribute("radial_embedding", "apply_cutoff", False), "apply_cutoff"),
    "parity": ("default", set_attribute("interactions.1", "node_feats_irreps", irreps((4, 0, 1), (4, 1, 1))), r"4x0e\+4x1e.*natural parity"),
    "multiplicities": ("default", set_attribute("interactions.1", "node_feats_irreps", "4x0e + 2x1o"), r"4x0e\+2x1o.*as many channels"),
    "irreps in words": ("default", set_attribute("interactions.1", "node_feats_irreps", "many"), "no list of irreps"),
    "vectors at the end": ("default", set_attribute("products.1.symmetric_contractions", "irreps_out", "4x0e+4x1o"), "last one gives scalars"),
    "hidden degrees": ("density", set_attribute("interactions.1", "node_feats_irreps", "4x0e+4x1o"), "layer 1 takes degrees up to 1"),
    "correlation": ("default", set_attribute(CONTRACTION, "correlation", 4), "correlation '4'"),
    "harmonics": ("default", set_attribute("spherical_harmonics", "normalization", "integral"), "normalised by component"),
    "l_max": ("default", set_attribute("spherical_harmonics", "_ls_list", list(range(8))), "l_max <= 6"),
    "power": ("default", set_tensor("radial_embedding.cutoff_fn.p", lambda p: p + 0.5), "power 5.5"),
    "cutoff of the basis": ("default", set_tensor("radial_embedding.bessel_fn.r_max", lambda r: r + 1), "r_max of bessel_fn is 5"),
    "prefactor": ("default", set_tensor("radial_embedding.bessel_fn.prefactor", lambda x: x * 1.1), "prefactor"),
    "activation": ("default", set_attribute("interactions.0.conv_tp_weights.layer0.act", "f", Global("torch.tanh")), "torch.tanh.*silu is known"),
    "two constants": ("default", set_attribute("interactions.0.conv_tp_weights.layer0.act", "cst", 1.5), "one normalisation"),
    "gate": ("default", set_attribute("readouts.1.non_linearity.acts.0", "f", Global("torch.nn.functional.relu")), "relu"),
    "variance": ("default", set_attribute("interactions.0.conv_tp_weights.layer0", "var_in", 2), "var_in"),
    "normalisation": ("default", set_attribute("interactions.0.linear", "instructions", [(0, 0, (4, 4), 0.25)]), "other blocks or another normalisation"),
    "mode": ("default", set_attribute("interactions.0.conv_tp", "instructions", [(0, 0, 0, "uvw", True, 1.0, (4, 1, 4))]), "'uvw'"),
    "endless to print": ("default", set_attribute(CONTRACTION, "correlation", ENDLESS), "the correlation 'tuple'"),
    "endless shape": ("default", set_attribute("interactions.0.linear", "instructions", [(0, 0, ENDLESS, 0.5)]), "other blocks"),
    "far cutoff": ("default", set_tensor("r_max", lambda r: r * 1e6), "r_max is 4000000.0 Å"),
    "missing path": ("default", lambda root: module(root, "interactions.0.conv_tp").state["instructions"].pop(), "other paths"),
    "product basis": ("default", set_tensor(CONTRACTION + ".U_matrix_2", lambda U: U[::-1]), "U_matrix_2.*residual"),
    "slightly other product basis": ("default", set_tensor(CONTRACTION + ".U_matrix_3", lambda U: U + 1e-8 * NOISE(size=U.shape)), "limit of 1e-10"),
    "density and average": ("density", set_kind("interactions.0", "mace.modules.blocks.RealAgnosticInteractionBlock"), "avg_num_neighbors|density"),
    "no residual used": ("default", set_attribute("products.1", "use_sc", False), "use_sc"),
    "average": ("default", set_attribute("interactions.0", "avg_num_neighbors", 0.0), "avg_num_neighbors of layer 0 is 0"),
    "no average": ("default", set_attribute("interactions.0", "avg_num_neighbors", None), "avg_num_neighbors.*no number"),
    "negative scale": ("density", set_tensor("scale_shift.scale", lambda s: -s), "scale is -0.7"),
    "repulsion beyond the cutoff": ("density", set_tensor("pair_repulsion_fn.covalent_radii", lambda r: r * 4), "C and C reaches to 6.08.*--elements"),
    "Agnesi": ("density", set_tensor(DISTANCES + ".q", lambda q: q * 10), "0 < q < p"),
    "no number": ("default", set_tensor("products.1.linear.weight", lambda w: w * np.nan), "'products.1.linear.weight' has values that are not finite"),
    "elements": ("default", add_buffer("", "atomic_numbers", np.array([1, 6, 200])), "atomic_numbers"),
    "shape": ("default", set_tensor("products.1.linear.weight", lambda w: w[:-1]), "has 15 numbers, not 16"),
    "bias": ("default", set_tensor("products.1.linear.bias", lambda b: np.ones(4)), "does not know: 'products.1.linear.bias'"),
    "zero bias": ("default", set_tensor("products.1.linear.bias", lambda b: np.zeros(4)), "does not know: 'products.1.linear.bias'"),
    "more numbers": ("default", add_buffer("interactions.1", "alpha", np.array([2.0])), "does not know: 'interactions.1.alpha'"),
    "more powers": ("default", set_attribute(CONTRACTION, "correlation", 2), "U_matrix_3|weights"),
    "scale of a MACE": ("default", add_module("scale_shift", Object("mace.modules.blocks.ScaleShiftBlock")), "scale_shift"),
    "repulsion without its flag": ("density", set_attribute("", "pair_repulsion", None), "pair_repulsion"),
    "no product": ("default", remove("products", "_modules", "1"), "2 interactions and 1 products"),
    "no numbers": ("default", remove("node_embedding.linear", "_parameters", "weight"), "'node_embedding.linear.weight' is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_refused(name, roots):
    fixture, change, words = CASES[name]
    root = copy.deepcopy(roots[fixture])
    change(root)
    with pytest.raises(import_mace.MaceError, match=words) as error:
        convert(root)
    assert re.fullmatch(r"[^\n]{20,400}", str(error.value)) and "(" in str(error.value)


def test_any_missing_tensor_is_missed(roots):
    """No number of the file is without effect: each is asked for, or derived and without effect by its name."""
    derived = ("bias", "output_mask", "num_interactions", "_zeroed", "conv_tp.weight")
    names = [name for name in State(roots["density"]).tensors if not name.endswith(derived)]
    assert len(names) > 60
    for name in names:
        root = copy.deepcopy(roots["density"])
        owner, last = name.rsplit(".", 1) if "." in name else ("", name)
        for group in ("_parameters", "_buffers"):
            module(root, owner).state[group].pop(last, None)
        with pytest.raises(import_mace.MaceError):
            convert(root)


def test_many_tensors_are_refused():
    """Modules that share a dictionary of tensors, which a short file can have many of."""
    shared, root = {"_buffers": {str(k): np.zeros(1) for k in range(9999)}}, Object("mace.modules.models.MACE")
    root.state["_modules"] = {str(k): Object("mace.modules.blocks.ScaleShiftBlock") for k in range(20)}
    for child in root.state["_modules"].values():
        child.state = shared
    with pytest.raises(import_mace.MaceError, match="without end"):
        State(root)


def test_old_attributes(roots):
    """Files of 2022 hold cutoff and elements as attributes, and energies in one row."""
    root = copy.deepcopy(roots["default"])
    for name in ("r_max", "atomic_numbers"):
        root.state[name] = root.state["_buffers"].pop(name)
    root.state.pop("heads")
    energies = root.state["_modules"]["atomic_energies_fn"].state["_buffers"]
    energies["atomic_energies"] = energies["atomic_energies"][0]
    old, new = convert(root)[0], convert(roots["default"])[0]
    assert old.elements == new.elements and old.r_cut == new.r_cut
    np.testing.assert_array_equal(old.E0, new.E0)
    np.testing.assert_array_equal(old.weights["layer_1/mixing_message"], new.weights["layer_1/mixing_message"])


def test_trained_frequencies_are_kept(roots):
    root = copy.deepcopy(roots["default"])
    set_tensor("radial_embedding.bessel_fn.bessel_weights", lambda k: k * 1.01)(root)
    model = convert(root)[0]
    np.testing.assert_allclose(model.bessel_frequencies, np.arange(1, 6) * np.pi / 4 * 1.01, rtol=1e-15)
