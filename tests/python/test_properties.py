# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""tools/properties: numbers that examples/12_python finds by other means, and holes that must be seen."""
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

PROPERTIES = Path(os.environ["TESSERAL_SOURCE"]) / "tools" / "properties"
sys.path.insert(0, str(PROPERTIES))
import crystal  # noqa: E402


def test_a_page_tells_what_was_found(tmp_path):
    subprocess.run([sys.executable, PROPERTIES / "main.py", "--output", tmp_path, "cu"], check=True)
    page = (tmp_path / "cu.md").read_text()
    rows = {cells[1].split(",")[0].strip(): cells[2].strip() for line in page.splitlines() if len(cells := line.split("|")) > 4}
    for name, expected, tolerance in [("a0", 3.634, 1e-3), ("B", 141.3, 0.6), ("C11", 187.7, 0.2), ("C12", 122.8, 0.2), ("C44", 81.5, 0.2)]:
        assert float(rows[name]) == pytest.approx(expected, abs=tolerance)
    assert "nothing of what was looked for" in page
    assert (tmp_path / "cu.png").stat().st_size > 20000


def test_a_hole_is_no_wall():
    r = np.linspace(0.5, 1.0, 11)
    wall = 1 / r
    assert crystal.is_monotonic_wall(r, wall, 1.0)
    wall[4] = -3.0
    assert not crystal.is_monotonic_wall(r, wall, 1.0)
    assert crystal.is_monotonic_wall(r, wall, r[3]), "beyond the given distance it is no matter"


def test_diamond_is_cut_where_fewest_bonds_break():
    import tesseral
    from tesseral.ase import Calculator

    silicon = crystal.relaxed_crystal("Si", "diamond", 5.47, Calculator(tesseral.shipped("si-light")))
    assert 1.2 < crystal.surface_energy(silicon, (1, 1, 1)) < 1.7  # three bonds of an atom instead of one: above 1.9
