#!/usr/bin/env python3
"""Makes the coefficients_* fixtures again from public packages.

    generate_coefficients.py SCRATCH

Fits scikit-learn pipelines (coefficients_fit.py), writes their coefficients as
coefficients documents, and asks scikit-learn for the answers.  The environment
and the data are those of generate_xgboost.py's "data".
"""

import os
import subprocess
import sys

from environments import HERE, public_data, quiet


def main(scratch):
    data, inside = public_data(scratch)
    subprocess.check_call([inside, os.path.join(HERE, "coefficients_fit.py"), data, os.path.dirname(HERE)],
                          env=quiet())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
