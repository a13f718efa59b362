# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""Training, by the program `tesseral train` in a process of its own: the same code, the same files, the same words."""

import csv
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Mapping, Optional, Sequence, Union

import numpy as np
import tomli_w

from .files import program
from .potential import Error


@dataclass
class Fit:
    """What a training left."""

    models: list  # Path of each member's, or each fold's, model file; one without seeds and folds
    lines: list  # all that was said
    metrics: list  # for each member, the columns of its metrics file: name -> array over the epochs

    @property
    def model(self) -> Path:
        """The model file, or the first member's."""
        return self.models[0]


def fit(
    config: Union[str, os.PathLike, Mapping],
    *,
    data: Union[str, os.PathLike, None] = None,
    resume: bool = False,
    time_limit: Optional[str] = None,
    seeds: Sequence[int] = (),
    folds: Optional[int] = None,
    threads: Optional[int] = None,
    output: Optional[Callable[[str], object]] = print,
) -> Fit:
    """
    Fits a potential as `tesseral train` does.

    config      a TOML file; or its content, {"data": {"train": "mine.xyz"}, "training": {"epochs": 500}}, which is read
                as if it were the file fit.toml of the current folder: the model becomes fit/fit.h5
    data        folder of the data; default: that of the configuration
    resume      go on from the last checkpoint
    time_limit  end in time, such as "90m"
    seeds       train a committee, one member for each
    folds       cross-validate: so many models, each judged by the frames that it has not seen
    threads     default: OMP_NUM_THREADS, or all of the machine
    output      called with each line that is said; None: silent

    An interrupt (Ctrl-C) ends it; `resume` goes on from the last checkpoint. Raises Error with the program's own line.
    """
    with tempfile.TemporaryDirectory(prefix="tesseral-") as folder:
        if isinstance(config, Mapping):
            file = Path(folder) / "fit.toml"
            file.write_text(tomli_w.dumps(_with_whole_paths(config)), encoding="utf-8")
            data = "." if data is None else data
        else:
            file = config
        command = [program(), "train", os.fspath(file)]
        if data is not None:
            command += ["--data", os.fspath(data)]
        if resume:
            command.append("--resume")
        if time_limit is not None:
            command += ["--time-limit", time_limit]
        if seeds:
            command += ["--seeds", ",".join(map(str, seeds))]
        if folds is not None:
            command += ["--folds", str(folds)]
        if threads is not None:
            command += ["--threads", str(threads)]
        lines = _run(command, output)
    models = [Path(line.removeprefix("model: ")) for line in lines if line.startswith("model: ")]
    return Fit(models, lines, [_metrics(line.removeprefix("metrics: ")) for line in lines if line.startswith("metrics: ")])


def _with_whole_paths(config: Mapping) -> dict:
    """The file of a mapping stands elsewhere, but what it names is relative to the current folder."""
    model = {key: os.path.abspath(value) if key in ("from", "factors") else value for key, value in config.get("model", {}).items()}
    return {**config, "model": model} if model else dict(config)


def _run(command, output) -> list:
    lines = []
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8") as process:
            try:
                for line in process.stdout:
                    lines.append(line.rstrip("\n"))
                    if output is not None:
                        output(lines[-1])
            except BaseException:
                process.terminate()  # an interrupt may be ignored by what a script has started in the background
                process.stdout.read()  # it ends after its step, and leaves a checkpoint
                raise
        errors.seek(0)
        said = errors.read().strip()
    if process.returncode:
        raise Error(said.removeprefix("tesseral: ") or f"the training ended with status {process.returncode}")
    return lines


def _metrics(file) -> dict:
    with open(file, newline="", encoding="utf-8") as table:
        header, *rows = csv.reader(table)
    return dict(zip(header, np.array(rows, dtype=float).T))
