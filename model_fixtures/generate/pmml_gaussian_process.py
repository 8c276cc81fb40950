"""pmml_gaussian_process.py: Gaussian processes of scikit-learn, and small ones worked out here.

usage: python3 pmml_gaussian_process.py SCRATCH_FOLDER [fixture name prefix ...]

No exporter of Gaussian processes is at hand and JPMML-Evaluator does not score them, so the script
writes the documents from the fitted models; the answers are the trainer's own mean and standard
deviation. scikit-learn has the squared exponential kernels and (Matern with nu = 1/2 of a single
input) the absolute exponential one; for the others the formulas of the standard are worked out
with numpy.
Needs, for the data, R with r-cran-modeldata (Debian).
"""

import pmml_fixture as fx

fx.use_environment("sklearn", ["scikit-learn==1.8.0", "sklearn2pmml==0.133.1", "jpmml-evaluator==0.16.0",
                               "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6", "lightgbm==4.7.0"],
                   no_deps=["xgboost==3.2.0"])

import os
from xml.sax.saxutils import quoteattr

import numpy as np
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import RBF, ConstantKernel, Matern, WhiteKernel

SCRIPT = "pmml_gaussian_process.py"
SKLEARN = "scikit-learn 1.8.0 GaussianProcessRegressor; the document is written by the generator"
DEVIATION = "<Output>%s</Output>" % "".join(
    '<OutputField name="%s" feature="%s" dataType="double" optype="continuous"/>' % f for f in
    (("mean", "predictedValue"), ("deviation", "standardDeviation"), ("spread", "standardError")))


def element(kernel, gamma, noise, lengths, degree=None):
    if kernel == "RadialBasisKernel":
        return '<RadialBasisKernel gamma="%r" noiseVariance="%r" lambda="%r"/>' % (gamma, noise, lengths[0])
    return '<%s gamma="%r" noiseVariance="%r"%s><Lambda><Array n="%d" type="real">%s</Array></Lambda></%s>' % (
        kernel, gamma, noise, "" if degree is None else ' degree="%r"' % degree, len(lengths), " ".join(map(repr, lengths)), kernel)


def document(name, version, names, target, kernel, X, y, output=DEVIATION):
    fields = "".join('<DataField name=%s optype="continuous" dataType="double"/>' % quoteattr(n) for n in names + [target])
    mining = "".join("<MiningField name=%s/>" % quoteattr(n) for n in names)
    rows = "\n".join("<row>%s</row>" % "".join("<%s>%r</%s>" % (n, float(v), n) for n, v in zip(names + [target], list(x) + [t]))
                     for x, t in zip(X, y))
    text = ('<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-%s" version="%s"><Header/>\n<DataDictionary>%s'
            '</DataDictionary>\n<GaussianProcessModel modelName="%s" functionName="regression">\n<MiningSchema>%s<MiningField name=%s '
            'usageType="target"/></MiningSchema>\n%s\n%s\n<TrainingInstances recordCount="%d" fieldCount="%d" isTransformed="false">'
            '<InstanceFields>%s</InstanceFields>\n<InlineTable>\n%s\n</InlineTable></TrainingInstances>\n</GaussianProcessModel></PMML>\n') % (
        version.replace(".", "_"), version, fields, name, mining, quoteattr(target), output, kernel, len(X), len(names) + 1,
        "".join('<InstanceField field=%s column=%s/>' % (quoteattr(n), quoteattr(n)) for n in names + [target]), rows)
    with open(os.path.join(fx.folder(name), "model.pmml"), "w", encoding="utf-8") as f:
        f.write(text)


def edges(base, names):
    rows = [dict(zip(names, map(float, r))) for r in base]
    for i, n in enumerate(names):
        for v in (None, 0.0, 1e6, -1e6):
            rows.append(dict(rows[(3 * i + 1) % len(base)], **{n: v}))
    rows.append(dict.fromkeys(names))
    return fx.unique(rows)


def write(name, producer, reference, data, names, target, rows, answer, scale):
    def answers(r):
        if None in r.values():
            return dict.fromkeys(("predict", target, "mean", "deviation", "spread"))
        mean, deviation = answer([r[n] for n in names])
        return {"predict": mean, target: mean, "mean": mean, "deviation": deviation, "spread": deviation}
    checks = [fx.number_check("predict", "predict", 1e-11, scale)] + [
        fx.number_check(c, "predict_json", 1e-11, scale) for c in (target, "mean", "deviation", "spread")]
    fx.write_fixture(name, producer, reference, data, SCRIPT, [(n, "float8") for n in names], checks, rows, [answers(r) for r in rows])


def trained(name, data, names, target, n, kernel_of, kernel, version="4.4"):
    """A process fitted to a data set; kernel_of(fitted kernel) -> the element's arguments."""
    if not fx.wanted(name):
        return
    raw = [r for r in fx.modeldata(data) if all(r[c] is not None for c in names + [target])]
    raw = raw[::len(raw) // n][:n]
    X = np.array([[float(r[c]) for c in names] for r in raw])
    y = np.array([float(r[target]) for r in raw])
    y = np.round(y / np.max(np.abs(y)), 4)
    model = GaussianProcessRegressor(kernel, alpha=0.0, random_state=1).fit(X, y)
    print("   ", model.kernel_)
    document(name, version, names, target, element(*kernel_of(model.kernel_)), X, y)
    asked = edges(np.vstack([X[::max(1, n // 15)], X[: 5] * 1.03, np.median(X, axis=0)]), names)
    def answer(x):
        mean, deviation = model.predict(np.array([x]), return_std=True)
        return float(mean[0]), float(deviation[0])
    write(name, SKLEARN, "predict(return_std=True) of the fitted model", data + " (r-cran-modeldata 1.1.0, MIT)", names, target, asked, answer, 1)


def parts(kernel):
    """gamma, noise and lengths of ConstantKernel * RBF + WhiteKernel."""
    return (float(kernel.k1.k1.constant_value), float(kernel.k2.noise_level), [float(v) for v in np.atleast_1d(kernel.k1.k2.length_scale)])


def worked_out(name, version, kernel, gamma, noise, lengths, covariance, degree=None):
    """The formulas of the standard, with numpy."""
    if not fx.wanted(name):
        return
    names, target = ["x1", "x2"], "y"
    X = np.array([[i % 4 * 0.75, i // 4 * 1.25 - 1] for i in range(16)])
    y = np.round(np.sin(X[:, 0]) + 0.5 * X[:, 1], 3)
    document(name, version, names, target, element(kernel, gamma, noise, lengths, degree), X, y)
    K = np.array([[covariance(a, b) for b in X] for a in X]) + noise * np.eye(len(X))
    def answer(x):
        k = np.array([covariance(np.array(x), b) for b in X])
        variance = gamma + noise - k @ np.linalg.solve(K, k)
        return float(k @ np.linalg.solve(K, y)), float(np.sqrt(max(0, variance)))
    write(name, "written by hand", "the standard's formulas, calculated with numpy", "written by hand", names, target,
          edges(np.vstack([X[::3], X[:6] + 0.1]), names), answer, 1)


def main():
    trained("gaussian_process_radial_ames", "ames", ["Gr_Liv_Area", "Lot_Area", "Year_Built"], "Sale_Price", 120,
            lambda k: ("RadialBasisKernel", *parts(k)), ConstantKernel(1.0) * RBF(500.0) + WhiteKernel(0.01))
    trained("gaussian_process_ard_ames", "ames", ["Gr_Liv_Area", "Total_Bsmt_SF", "Longitude", "Latitude"], "Sale_Price", 150,
            lambda k: ("ARDSquaredExponentialKernel", *parts(k)), ConstantKernel(1.0) * RBF([500.0, 500.0, 0.1, 0.1]) + WhiteKernel(0.01), "4.3")
    trained("gaussian_process_absolute_attrition", "attrition", ["MonthlyIncome"], "TotalWorkingYears", 100,
            lambda k: ("AbsoluteExponentialKernel", *parts(k)), ConstantKernel(1.0) * Matern(2000.0, nu=0.5) + WhiteKernel(0.05))
    worked_out("gaussian_process_absolute", "4.3", "AbsoluteExponentialKernel", 1.5, 0.02, [0.75, 2.0],
               lambda a, b: 1.5 * np.exp(-np.sum(np.abs(a - b) / [0.75, 2.0])))
    worked_out("gaussian_process_generalized", "4.4", "GeneralizedExponentialKernel", 0.8, 0.05, [1.25, 0.5],
               lambda a, b: 0.8 * np.exp(-np.sum((np.abs(a - b) / [1.25, 0.5]) ** 1.5)), 1.5)
    worked_out("gaussian_process_one_length", "4.4", "ARDSquaredExponentialKernel", 2.0, 0.1, [1.5],
               lambda a, b: 2.0 * np.exp(-0.5 * np.sum(((a - b) / 1.5) ** 2)))


if __name__ == "__main__":
    main()
