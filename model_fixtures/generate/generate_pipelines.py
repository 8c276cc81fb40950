#!/usr/bin/env python3
"""Makes the pipeline_* fixtures again from public packages.

    generate_pipelines.py SCRATCH

Fits scikit-learn pipelines (pipelines_fit.py), writes them with the Python package
of this project, and asks scikit-learn for the answers.  The environment and the
data are those of generate_xgboost.py's "data".
"""

import os
import subprocess
import sys

from environments import HERE, public_data, quiet


def main(scratch):
    data, inside = public_data(scratch)
    fixtures = os.path.dirname(HERE)
    package = os.path.join(os.path.dirname(fixtures), "python")
    subprocess.check_call([inside, os.path.join(HERE, "pipelines_fit.py"), data, fixtures],
                          env=dict(quiet(), PYTHONPATH=package))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
