#!/usr/bin/env python3
"""Makes the catboost* fixtures again from public packages.

    generate_catboost.py SCRATCH [ENVIRONMENT ...]

As generate_lightgbm.py: environments in SCRATCH/env, the data sets in
SCRATCH/data, and every model of catboost_models.py.
"""

import os
import subprocess
import sys

from environments import HERE, environment, public_data, quiet

# environment: Python, catboost, what else
ENVIRONMENTS = {
    "cat020": ("3.6", "0.20", ["numpy==1.19.5", "scipy==1.5.4", "pandas==1.1.5", "six"]),
    "cat026": ("3.7", "0.26.1", ["numpy==1.21.6", "scipy==1.7.3", "pandas==1.3.5", "six"]),
    "cat10": ("3.8", "1.0.6", ["numpy==1.23.5", "scipy==1.10.1", "pandas==1.5.3", "six"]),
    "cat11": ("3.10", "1.1.1", ["numpy==1.23.5", "scipy==1.10.1", "pandas==1.5.3", "six"]),
    "cat12": ("3.11", "1.2.10", ["numpy==2.4.6", "scipy==1.17.1", "pandas==3.1.1", "six"]),
}


def main(scratch, *chosen):
    data, _ = public_data(scratch)
    for name in chosen or ENVIRONMENTS:
        version, release, packages = ENVIRONMENTS[name]
        inside = environment(scratch, name, version, packages, ["catboost==" + release])
        subprocess.check_call([inside, os.path.join(HERE, "catboost_fit.py"), data, os.path.dirname(HERE), name],
                              env=quiet())


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(*sys.argv[1:])
