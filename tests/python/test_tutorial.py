# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""The Python of docs/python.md runs as it stands there, and the examples print what their page says."""
import re
import shutil
import subprocess
import sys

import pytest


def test_tutorial(source, tmp_path, monkeypatch, capsys):
    page = (source / "docs/python.md").read_text(encoding="utf-8")
    program = "\n".join(re.findall(r"```python\n(.*?)```", page, re.S))
    assert program.count("tesseral.") > 10
    shutil.copy(source / "data/malonaldehyde/300K.xyz", tmp_path / "mine.xyz")
    monkeypatch.chdir(tmp_path)
    names = {}
    exec(compile(program, "docs/python.md", "exec"), names)
    said = capsys.readouterr().out
    assert "element 'Ge' is not in the potential (it knows Si)" in said
    off = float(re.search(r"(\S+) meV/atom off", said)[1])
    assert abs(off) < 0.3
    assert 1 <= names["atoms"].calc.searches and (tmp_path / "fit/fit.h5").is_file()


@pytest.mark.parametrize("name", ["copper", "silicon"])
def test_examples_print_what_their_page_says(name, source, tmp_path):
    """To 1 % of every number, which another processor may round otherwise."""
    folder = source / "examples/12_python"
    done = subprocess.run([sys.executable, folder / f"{name}.py"], cwd=tmp_path, text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"{name}.png").stat().st_size > 10000
    page = (folder / "README.md").read_text(encoding="utf-8")
    number = r"[+-]?\d+\.\d+"
    printed = done.stdout.strip().splitlines()
    assert len(printed) > 5
    for line in printed:
        shape = r"\s+".join(re.escape(re.sub(number, "#", word)).replace(r"\#", "#") for word in line.split())
        expected = re.search(shape.replace("#", f"({number})"), page)
        assert expected, line
        for mine, theirs in zip(re.findall(number, line), expected.groups()):
            assert float(mine) == pytest.approx(float(theirs), rel=0.01, abs=0.6 if "%" in line else 0.01), line
