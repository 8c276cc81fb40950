"""pmml_r_fitted.py: R models that no converter takes; pmml_r_fitted.R writes the documents from the fitted models.

usage: python3 pmml_r_fitted.py SCRATCH_FOLDER [fixture name prefix ...]
Needs Debian 12's r-base-core r-recommended r-cran-modeldata r-cran-e1071 (R 4.2.2; $R_E1071 names the folder
that holds e1071 and proxy, if it is another one).
"""

import pmml_fixture as fx

fx.use_environment("jpmml", ["jpmml-evaluator==0.16.0", "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6"])

import csv
import os
import shutil
import subprocess

SCRIPT = "pmml_r_fitted.py"
DATA = {"credit": "credit_data (r-cran-modeldata 1.1.0, MIT)", "attrition": "attrition (r-cran-modeldata 1.1.0, MIT)",
        "ames": "ames (r-cran-modeldata 1.1.0, MIT)", "hpc": "hpc_data (r-cran-modeldata 1.1.0, MIT)",
        "veteran": "veteran (R package survival 3.5-3, LGPL)"}
MODELS = {"glm_probit_credit": "stats", "glm_cloglog_credit": "stats", "glm_poisson_attrition": "stats", "glm_gamma_ames": "stats",
          "multinom_general_hpc": "nnet 7.3-18", "polr_attrition": "MASS 7.3-58.2", "polr_probit_attrition": "MASS 7.3-58.2",
          "coxph_veteran": "survival 3.5-3", "coxph_strata_veteran": "survival 3.5-3", "svm_radial_attrition": "e1071 1.7-13",
          "svm_poly_hpc": "e1071 1.7-13", "svm_sigmoid_credit": "e1071 1.7-13"}


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def make(name, package):
    if not fx.wanted("r_" + name):
        return
    folder = os.path.join(fx.scratch(), "r_fitted", name)
    os.makedirs(folder, exist_ok=True)
    subprocess.check_call(["Rscript", os.path.join(fx.HERE, "pmml_r_fitted.R"), name, folder], env=dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8"))
    shutil.copyfile(os.path.join(folder, "model.pmml"), os.path.join(fx.folder("r_" + name), "model.pmml"))
    columns = [(c["name"], c["type"]) for c in read(os.path.join(folder, "columns.csv"))]
    rows = fx.typed([{k: None if v == "NA" else v for k, v in r.items()} for r in read(os.path.join(folder, "input.csv"))], columns)
    answers = [{k: v if k == "class" else float(v) for k, v in r.items()} if "NA" not in r.values() else None
               for r in read(os.path.join(folder, "answers.csv"))]
    some = next(a for a in answers if a)
    checks = [fx.check("class", "predict_class")] if "class" in some else []
    for c in some:
        if c != "class":
            how = {"how": "predict"} if c == "predict" else {"how": "predict_proba_of", "class": c[2:]}
            checks.append(fx.number_check(c, how.pop("how"), 1e-12, 1e-2 if c != "predict" else 1, **how))
    # a vector machine has no result where a value is missing, the others have none to give
    missing = fx.INVALID if name.startswith("svm") else {c["column"]: None for c in checks}
    expected = [missing if a is None else a for a in answers]
    text = [c for c, t in columns if t == "text"]
    for c in text:                      # levels that R does not know, and the document neither
        rows.append(dict(rows[3], **{c: "no such level"}))
        expected.append(fx.INVALID)
    evaluator = fx.Jpmml(os.path.join(fx.FIXTURES, "r_" + name, "model.pmml"))
    worst = 0.0
    for r, e in zip(rows, expected):    # JPMML-Evaluator beside R
        if e == fx.INVALID or None in e.values():
            continue
        values, probabilities, predicted = evaluator.row(r)
        theirs = predicted if "class" not in e else None
        if isinstance(theirs, float):
            worst = max(worst, abs(theirs - e["predict"]) / max(1, abs(theirs)))
        elif "class" in e and values != fx.INVALID and str(predicted) != e["class"]:
            print("    JPMML-Evaluator says", predicted, "for", r, e)
    print("    largest difference from JPMML-Evaluator %.1e" % worst)
    fx.write_fixture("r_" + name, "R 4.2.2, %s; the document is written by the generator" % package,
                     "R's own predictions; a missing value has none, a level that is not declared is refused",
                     DATA[name.rsplit("_", 1)[-1]], SCRIPT, columns, checks, rows, expected)


def main():
    for name, package in MODELS.items():
        make(name, package)


if __name__ == "__main__":
    main()
