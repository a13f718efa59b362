# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""What the reference model reads: model files as potentials/FORMAT.md lays them down, and extended-XYZ files."""
import re
from types import SimpleNamespace

import h5py
import numpy as np

# ---- the model file ----
RANGES = {"layers": (1, 8), "channels": (1, 1024), "l_max": (0, 6), "l_hidden": (0, 3), "correlation": (1, 6),
          "product_terms": (1, 16), "bessel": (1, 64), "cutoff_power": (2, 32), "readout_hidden": (1, 1024)}
SYMBOLS = ("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr "
           "Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W "
           "Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am Cm Bk Cf Es Fm Md No Lr Rf Db Sg Bh Hs Mt "
           "Ds Rg Cn Nh Fl Mc Lv Ts Og").split()


def degrees(a, t):
    """l_in and l_out of layer t."""
    return (0 if t == 0 else a.l_hidden), (0 if t == a.layers - 1 else a.l_hidden)


def paths(l_in, l_max):
    return [(l1, l2, l) for l1 in range(l_in + 1) for l2 in range(l_max + 1) for l in range(l_max + 1)
            if abs(l1 - l2) <= l <= l1 + l2 and (l1 + l2 + l) % 2 == 0]


def product_paths(l_max, l_out):
    """Triples (l1, l2, l) of an exact node product."""
    return [path for path in paths(l_max, l_max) if path[2] <= l_out]


def radial_weights(a, t):
    """Those of layer t: path, degree or shared."""
    if a.radial_weights != "first":
        return a.radial_weights
    return "path" if t == 0 else "shared"


def weight_shapes(a, n_species):
    """Name and shape of every dataset under `weights`."""
    S, C, L, K = n_species, a.channels, a.l_max, a.product_terms
    shapes = {"embedding": (S, C)}
    for t in range(a.layers):
        l_in, l_out = degrees(a, t)
        widths = [a.bessel, *a.radial_hidden]
        layer = {f"radial_{k}": (widths[k], widths[k + 1]) for k in range(len(widths) - 1)}
        Q = {"path": len(paths(l_in, L)), "degree": L + 1, "shared": 1}[radial_weights(a, t)]
        layer[f"radial_{len(widths) - 1}"] = (widths[-1], Q, C)
        if a.radial_weights == "degree":
            layer.update(degree_in=(l_in + 1, C), degree_out=(L + 1, C))
        layer.update(mixing_in=(l_in + 1, C, C), mixing_out=(l_out + 1, C, C))
        nu = a.correlation
        if a.layer_kind == "attention":
            layer.update(norm_in=(l_in + 1, C), value=(2, C, C), attention=(S, C, a.heads), norm_out=(l_out + 1, C),
                         feed_in=(l_out + 1, C, 2 * C), feed_out=(l_out + 1, 2 * C, C))
            layer.update({"feed_gate": (1, C, 2 * C)} if l_out > 0 else {})
        else:
            matrices = len(paths(l_in, L)) if a.message_mixing == "path" else L + 1
            layer.update(mixing_message=((S,) if a.species_mixing[t] else ()) + (matrices, C, C))
            layer.update({"residual": (S, min(l_in, l_out) + 1, C, C)} if a.residual[t] else {})
            layer.update({"density": (a.bessel,)} if a.normalisation == "density" else {})
            if a.self_product != "none" and t < a.layers - 1:
                layer.update({f"self_{name}": (l_out + 1, C, C) for name in "xy"})
                layer.update({f"self_scale_{name}": (l_out + 1, C) for name in "xyz"})
        if a.layer_kind == "attention":
            pass
        elif a.node_product == "symmetric":
            layer.update(product_linear=(S, l_out + 1, C))
            for name, rows in (("product_pair", a.product_pairs), ("product_triple", a.product_triples)):
                count = sum(row[-1] <= l_out for row in rows)
                layer.update({name: (S, count, C)} if count > 0 else {})
        elif a.node_product == "gaunt":
            layer.update(product_scale=(K, L + 1, C), product_weight=(K, nu, S, l_out + 1, C))
        else:
            layer.update(product_linear=(S, l_out + 1, C))
            layer.update({"product_path": (nu - 1, S, len(product_paths(L, l_out)), C)} if nu > 1 else {})
            layer.update({"product_nested": (nu - 2, len(product_paths(L, L)), C)} if nu > 2 else {})
        last = t == a.layers - 1
        H = a.readout_hidden
        layer.update({"readout_0": (C, H), "readout_1": (H,)} if last else {"readout": (C,)})
        shapes.update({f"layer_{t}/{name}": shape for name, shape in layer.items()})
    return shapes


def read_fitted_range(group, S, r_cut, need):
    """What the potential was fitted to, None without the group."""
    if group is None:
        return None
    names = {"atoms": (S,), "closest": (S, S), "neighbors": (S, 2), "energy": (2,)}
    need(set(names) - {"energy"} <= set(group) <= set(names), f"fitted_range holds {set(group)}")
    need({"frames"} <= set(group.attrs) <= {"frames", "largest_force"}, f"fitted_range has attributes {set(group.attrs)}")
    for name in group:
        need(group[name].shape == names[name], f"fitted_range/{name} has shape {group[name].shape}, not {names[name]}")
    found = SimpleNamespace(**{"energy": None, **{name: group[name][()] for name in group}},
                            frames=int(group.attrs["frames"]), largest_force=group.attrs.get("largest_force"))
    fewest, most = found.neighbors.T
    need(found.frames > 0 and (found.atoms >= 0).all(), "fitted_range counts no frames, or less than no atoms")
    need((0 <= fewest).all() and (fewest <= most).all() and (most[found.atoms == 0] == 0).all(),
         "fitted_range/neighbors are not the fewest and the most, 0 without atoms")
    need((found.closest == found.closest.T).all() and (0 < found.closest).all() and (found.closest <= r_cut).all(),
         "fitted_range/closest is not symmetric, above 0 and at most r_cut")
    need(found.energy is None or (np.isfinite(found.energy).all() and found.energy[0] <= found.energy[1]),
         "fitted_range/energy is not the lowest and the highest")
    need(found.largest_force is None or 0 <= found.largest_force < np.inf, "fitted_range/largest_force is no norm")
    return found


def read_uncertainty(group, S, F, need):
    """What errors of forces to expect, None without the group."""
    if group is None:
        return None
    shapes = {"center": (S, F), "whitening": (F, F), "scale": (S,)}
    need(set(group) == set(shapes) and not group.attrs, f"uncertainty holds {set(group)} and {set(group.attrs)}")
    for name, shape in shapes.items():
        need(group[name].shape == shape, f"uncertainty/{name} has shape {group[name].shape}, not {shape}")
        need(np.isfinite(group[name][()]).all(), f"uncertainty/{name} is not finite")
    found = SimpleNamespace(**{name: group[name][()] for name in shapes})
    need((np.tril(found.whitening) == found.whitening).all(), "uncertainty/whitening is not lower triangular")
    need((found.scale >= 0).all(), "uncertainty/scale is below 0")
    return found


def read_message_options(attributes, a, need):
    """What layers of kind message may have besides."""
    for name, choices in (("message_mixing", ("degree", "path")), ("normalisation", ("average", "density"))):
        setattr(a, name, text(attributes.get(name, choices[0])))
        need(getattr(a, name) in choices, f"architecture/{name} is not among {choices}")
        need(a.coupling == "gaunt" or name not in attributes, f"architecture/{name} stands beside another coupling than gaunt")
    for name, absent in (("species_mixing", 0), ("residual", 1)):
        flags = [int(flag) for flag in attributes.get(name, [absent] * a.layers)]
        need(len(flags) == a.layers and set(flags) <= {0, 1}, f"architecture/{name} is not a 0 or 1 for each layer")
        need(a.layer_kind == "message" or name not in attributes, f"architecture/{name} stands beside attention")
        setattr(a, name, flags)
    for name, columns, factors in (("product_pairs", 3, 2), ("product_triples", 5, 3)):
        rows = np.array(attributes.get(name, np.zeros((0, columns), int)), int)
        need(name not in attributes or (a.node_product == "symmetric" and a.correlation >= factors),
             f"architecture/{name} is not for this node product")
        need(rows.ndim == 2 and rows.shape[1] == columns, f"architecture/{name} has not {columns} columns")
        rows = [tuple(row) for row in rows.tolist()]
        order = [row[-1:] + (row[2:4] if columns == 5 else ()) + row[:2] for row in rows]
        need(order == sorted(set(order)), f"architecture/{name} is out of order or repeats itself")
        for row in rows:
            ways = [row] if columns == 3 else [row[:3], row[2:]]
            need(all(abs(x - y) <= z <= x + y and (x + y + z) % 2 == 0 for x, y, z in ways), f"architecture/{name}: {row}")
            need(row[0] <= row[1] <= a.l_max and row[-1] <= a.l_hidden and row[-2] <= a.l_max and max(row) <= 6,
                 f"architecture/{name}: {row} has degrees that the network has not")
        setattr(a, name, rows)


ZBL = {"strength": 14.399645, "exponent": 0.23, "length": 0.46850, "cutoff_power": 6,
       "amplitude": (0.02817, 0.28022, 0.50986, 0.18175), "decay": (0.20162, 0.40290, 0.94229, 3.19980)}


def read_zbl_constants(group, need):
    """The published ones, unless the group has all of others."""
    given = set() if group is None else (set(group) | set(group.attrs)) - {"cutoff", "polynomial"}
    if not given:
        return SimpleNamespace(**ZBL)
    need(given == set(ZBL), "zbl has some constants and lacks others, or an unknown one")
    return SimpleNamespace(**{name: group.attrs[name] if name in group.attrs else group[name][()] for name in ZBL})


def read_agnesi(group, S, need):
    if group is None:
        return None
    need(set(group) == {"radii"} and set(group.attrs) == set("aqp"), "agnesi is not a, q, p and radii")
    agnesi = SimpleNamespace(radii=group["radii"][()], **{name: float(group.attrs[name]) for name in "aqp"})
    need(agnesi.radii.shape == (S,) and (agnesi.radii > 0).all() and 0 < agnesi.q < agnesi.p and agnesi.a > 0,
         "agnesi has values that are not above 0, or q above p")
    return agnesi


def text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def read_model(path):
    """Architecture, weights by name and energy references; ValueError says what in the file is not as it must be."""
    def need(condition, problem):
        if not condition:
            raise ValueError(f"{problem}; see potentials/FORMAT.md")

    with h5py.File(path, "r") as file:
        need(text(file.attrs.get("format", "")) == "tesseral-model", "attribute format is not tesseral-model")
        need(file.attrs["format_version"] in (1, 2), f"format_version {file.attrs['format_version']} is not 1 or 2")
        need(text(file.attrs["units"]) == "metal", "units are not metal")
        attributes = file["architecture"].attrs
        a = SimpleNamespace(**{name: int(attributes[name]) for name in RANGES})
        a.radial_hidden = [int(width) for width in attributes["radial_hidden"]]
        a.radial_weights = text(attributes["radial_weights"])
        a.node_product = text(attributes.get("node_product", "gaunt"))
        a.layer_kind = text(attributes.get("layer_kind", "message"))
        attention = a.layer_kind == "attention"
        a.self_product = text(attributes.get("self_product", "none"))
        a.heads = int(attributes["heads"]) if attention else 1
        a.average_neighbors = float(attributes["average_neighbors"])
        for name, (low, high) in RANGES.items():
            need(low <= getattr(a, name) <= high, f"architecture/{name} is not in {low} … {high}")
        need(a.l_hidden <= a.l_max, "architecture/l_hidden is above l_max")
        need(len(a.radial_hidden) <= 4 and all(1 <= h <= 1024 for h in a.radial_hidden),
             "architecture/radial_hidden is not 0 … 4 widths in 1 … 1024")
        need(a.layer_kind in ("message", "attention"), "layer_kind is neither message nor attention")
        a.coupling = text(attributes["coupling"])
        factored = a.coupling == "clebsch_gordan"
        need(factored or (a.coupling == "gaunt" and not attention), "coupling is of no known kind")
        need(not factored or a.l_max <= 3, "architecture/l_max is above 3 with a clebsch_gordan coupling")
        need(a.radial_weights in (["shared"] if factored else ["path", "degree", "shared", "first"]),
             "radial_weights is of no known kind")
        need(not attention or (a.l_hidden == a.l_max <= 3 and a.correlation == a.product_terms == 1
                               and a.node_product == "gaunt" and a.channels % a.heads == 0),
             "architecture is not what layer_kind attention asks for")
        need(a.node_product == "gaunt" or (a.node_product in ("exact", "symmetric") and a.product_terms == 1),
             "node_product is neither gaunt, exact nor symmetric, or has product_terms other than 1")
        need(a.node_product != "symmetric" or a.correlation <= 3, "a symmetric node_product of more than three factors")
        read_message_options(attributes, a, need)
        need("self_product" not in attributes or (a.self_product in ("gaunt", "clebsch_gordan") and a.layers > 1
                                                  and not attention),
             "self_product is neither gaunt nor clebsch_gordan, or stands beside attention or one layer")
        elements = [text(symbol) for symbol in file["elements"][()]]
        need(len(set(elements)) == len(elements) and set(elements) <= set(SYMBOLS), "elements are not distinct symbols")
        found = {}

        def collect(name, item):
            if isinstance(item, h5py.Dataset):
                found[name] = item

        file["weights"].visititems(collect)
        shapes = weight_shapes(a, len(elements))
        need(set(found) == set(shapes), f"datasets under weights that lack or are unknown: {set(found) ^ set(shapes)}")
        for name, shape in shapes.items():
            need(found[name].shape == shape, f"weights/{name} has shape {found[name].shape}, not {shape}")
        model = SimpleNamespace(a=a, elements=elements, E0=file["E0"][()], weights={n: d[()] for n, d in found.items()},
                                factors=[file[f"factors/{name}"][()] for name in "ABC"] if factored else None,
                                lone_atom=text(file.attrs.get("lone_atom", "network")),
                                full_neighbors=file["full_neighbors"][()] if "full_neighbors" in file else None,
                                full_bonds=file["full_bonds"][()] if "full_bonds" in file else None,
                                bond_radius=file["bond_radius"][()] if "bond_radius" in file else None,
                                soft_below=file["soft_below"][()] if "soft_below" in file else None,
                                energy_floor=file["energy_floor"][()] if "energy_floor" in file else None,
                                inner_radius=file["inner_radius"][()] if "inner_radius" in file else None,
                                zbl=file["zbl/cutoff"][()] if "zbl" in file else None,
                                zbl_polynomial=file["zbl/polynomial"][()] if "zbl/polynomial" in file else None,
                                zbl_constants=read_zbl_constants(file.get("zbl"), need),
                                agnesi=read_agnesi(file.get("agnesi"), len(elements), need),
                                bessel_frequencies=file["bessel_frequencies"][()] if "bessel_frequencies" in file else None,
                                fitted_range=read_fitted_range(file.get("fitted_range"), len(elements),
                                                               float(file.attrs["r_cut"]), need),
                                uncertainty=read_uncertainty(file.get("uncertainty"), len(elements),
                                                             a.layers * a.channels, need),
                                **{name: float(file.attrs[name]) for name in ("r_cut", "scale", "shift")})
        need(model.E0.shape == (len(elements),), "E0 has not one value per element")
        need(model.bessel_frequencies is None or (model.bessel_frequencies.shape == (a.bessel,)
                                                  and (model.bessel_frequencies > 0).all()),
             "bessel_frequencies are not [N], above 0")
        need(model.lone_atom in ("network", "reference", "faded"), "lone_atom is neither network nor reference nor faded")
        for full in (model.full_neighbors, model.full_bonds):
            need(model.lone_atom == "network" or (full.shape == (len(elements),) and (full > 0).all()),
                 "full_neighbors or full_bonds is not [S], above 0")
        need(model.lone_atom == "network" or model.bond_radius is not None, "bond_radius is missing")
        need((model.soft_below is None) == (model.energy_floor is None), "soft_below or energy_floor stands alone")
        if model.energy_floor is not None:
            need(model.lone_atom != "network", "energy_floor stands beside lone_atom = network")
            need(model.soft_below.shape == model.energy_floor.shape == (len(elements),)
                 and (model.energy_floor < model.soft_below).all() and (model.soft_below <= 0).all(),
                 "soft_below is not [S], above energy_floor and at most 0")
        for name, pairs in (("bond_radius", model.bond_radius), ("inner_radius", model.inner_radius),
                             ("zbl/cutoff", model.zbl)):
            if pairs is not None:
                need(pairs.shape == 2 * (len(elements),), f"{name} is not [S][S]")
                need((pairs == pairs.T).all() and (0 < pairs).all() and (pairs <= model.r_cut).all(),
                     f"{name} is not symmetric, above 0 and at most r_cut")
        if model.zbl_polynomial is not None:
            need(model.inner_radius is not None and model.zbl_polynomial.shape == 2 * (len(elements),)
                 and (model.zbl_polynomial == model.zbl_polynomial.T).all()
                 and np.isin(model.zbl_polynomial, (0, 1)).all(), "zbl/polynomial is not [S][S] of 0 and 1, beside inner_radius")
        for name, value in {**model.weights, "E0": model.E0, "scale": model.scale, "shift": model.shift}.items():
            need(np.isfinite(value).all(), f"{name} has a value that is not finite")
        need(model.r_cut > 0 and a.average_neighbors > 0, "r_cut or average_neighbors is not positive")
    return model


def read_self_test(path):
    """(index, (species, positions, cell, pbc), stored energy) of every structure under `self_test`."""
    with h5py.File(path, "r") as file:
        elements = [text(symbol) for symbol in file["elements"][()]]
        groups = sorted(file["self_test"].items(), key=lambda item: int(item[0]))
        for name, group in groups:
            symbols = [elements[s] for s in group["species"][()]]
            if "symbols" in group and [text(symbol) for symbol in group["symbols"][()]] != symbols:
                raise ValueError(f"self_test/{name}/symbols are not those of elements; see potentials/FORMAT.md")
        return [(name, tuple(group[part][()] for part in ("species", "positions", "cell", "pbc")),
                 float(group["energy"][()])) for name, group in groups]


# ---- extended XYZ ----
def read_extxyz(path, elements):
    """(species, positions, cell, pbc) of each frame; a frame with a Lattice and without pbc is periodic."""
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(iter(file.readline, "")):
            if not line.strip():
                return
            comment, atoms = file.readline(), [file.readline().split() for _ in range(int(line))]
            values = {key: value.strip("\"'[]") for key, value in
                      re.findall(r"""([^\s=]+)=("[^"]*"|'[^']*'|\[[^\]]*\]|\S+)""", comment)}
            cell = np.array(values.get("Lattice", "0 " * 9).split(), float).reshape(3, 3)
            flags = re.findall("[TF01]", values.get("pbc", "TTT" if "Lattice" in values else "FFF"))
            if len(flags) != 3:
                raise ValueError(f"{path}, frame {number}: pbc={values['pbc']} has not three of T, F; correct it")
            column, begin = {}, 0
            properties = values.get("Properties", "species:S:1:pos:R:3").split(":")
            for name, count in zip(properties[::3], properties[2::3]):
                column[name], begin = begin, begin + int(count)
            if any(len(atom) != begin for atom in atoms):
                raise ValueError(f"{path}, frame {number}: an atom's line has not {begin} columns as in Properties")
            symbols, x = [atom[column["species"]] for atom in atoms], column["pos"]
            if not set(symbols) <= set(elements):
                raise ValueError(f"{path}, frame {number}: {set(symbols) - set(elements)} not among {elements}")
            positions = np.array([atom[x:x + 3] for atom in atoms], float)
            yield [elements.index(symbol) for symbol in symbols], positions, cell, [flag in "T1" for flag in flags]
