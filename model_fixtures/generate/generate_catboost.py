#!/usr/bin/env python3
"""Makes the catboost* fixtures again from public packages.

    generate_catboost.py SCRATCH

As generate_lightgbm.py: an environment in SCRATCH/env, the data sets in
SCRATCH/data, and every model of catboost_models.py.
"""

import os
import subprocess
import sys

from environments import HERE, environment, public_data, quiet

PACKAGES = ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1", "six"]


def main(scratch):
    data, _ = public_data(scratch)
    inside = environment(scratch, "cat12", "3.11", PACKAGES, ["catboost==1.2.10"])
    subprocess.check_call([inside, os.path.join(HERE, "catboost_fit.py"), data, os.path.dirname(HERE), "cat12"],
                          env=quiet())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
