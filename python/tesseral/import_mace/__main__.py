# SPDX-FileCopyrightText: 2026 The Tesseral authors
# SPDX-License-Identifier: MIT
"""python -m tesseral.import_mace MODEL.model -o OUT.h5, or tesseral-import-mace: a MACE checkpoint becomes a model file."""

import argparse
import shlex
import sys

from .errors import MaceError
from .importer import DTYPES, import_model


def main(arguments=None):
    arguments = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="tesseral-import-mace",
        description="Converts a MACE checkpoint to a model file of Tesseral, exactly: the same energies to rounding. "
        "Nothing in the checkpoint is executed; PyTorch is not needed. What cannot be held exactly is refused.",
    )
    parser.add_argument("model", metavar="MODEL.model", help="a file of torch.save, MACE or ScaleShiftMACE")
    parser.add_argument("-o", "--output", metavar="OUT.h5", required=True, help="the model file")
    parser.add_argument("--elements", metavar="H,C,O", help="keep only these, in this order; default: all")
    parser.add_argument("--head", metavar="NAME", help="which of several heads")
    parser.add_argument(
        "--dtype",
        choices=DTYPES,
        default="float64",
        help="float64 (default): the checkpoint's numbers as they are; float32: rounded to single precision first, as "
        "MACE runs them with default_dtype float32. The model file holds doubles either way",
    )
    parser.add_argument("--licence", metavar="TEXT", default="", help="of the weights, for the provenance")
    parser.add_argument(
        "--theory", metavar="TEXT", default="", help="level of theory of the training data, for the provenance"
    )
    given = parser.parse_args(arguments)
    elements = None if given.elements is None else [symbol.strip() for symbol in given.elements.split(",")]
    try:
        import_model(
            given.model,
            given.output,
            elements=elements,
            head=given.head,
            dtype=given.dtype,
            licence=given.licence,
            theory=given.theory,
            command=shlex.join(["tesseral-import-mace", *arguments]),
            say=print,
        )
    except MaceError as error:
        print(f"tesseral-import-mace: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
