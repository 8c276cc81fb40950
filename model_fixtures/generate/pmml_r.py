"""pmml_r.py: R models through JPMML-R; R itself is in pmml_r.R, the converter in RExp.java.

usage: python3 pmml_r.py SCRATCH_FOLDER [fixture name prefix ...]
Needs Java 17, Maven, and Debian 12's r-base-core r-recommended r-cran-randomforest r-cran-gbm
r-cran-e1071 r-cran-modeldata (R 4.2.2).
"""

import pmml_fixture as fx

fx.use_environment("jpmml", ["jpmml-evaluator==0.16.0", "jpype1==1.7.1", "pandas==3.1.1", "numpy==2.4.6"])

import csv
import os
import subprocess

SCRIPT = "pmml_r.py"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>fixtures</groupId><artifactId>rexp</artifactId><version>1</version><dependencies><dependency>
<groupId>org.jpmml</groupId><artifactId>pmml-rexp</artifactId><version>1.5.1</version></dependency></dependencies></project>
"""
ENV = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")


def jars():
    path = os.path.join(fx.scratch(), "rexp")
    if not os.path.isdir(os.path.join(path, "jars")):
        os.makedirs(path, exist_ok=True)
        with open(os.path.join(path, "pom.xml"), "w") as f:
            f.write(POM)
        subprocess.check_call(["mvn", "-q", "-B", "dependency:copy-dependencies", "-DincludeScope=runtime",
                               "-DoutputDirectory=jars"], cwd=path)
    return os.path.join(path, "jars", "*")


def run(what, name, folder):
    subprocess.check_call(["Rscript", os.path.join(fx.HERE, "pmml_r.R"), what, name, folder], env=ENV)


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def make(name, package, data, event=None, rel=1e-13, floor=1.0, classes=None, clusters=None, written=None, only_event=False, single=(),
         words="predict of the fitted model", more={}, **edge):
    folder = os.path.join(fx.scratch(), "r_models")
    os.makedirs(folder, exist_ok=True)
    at = lambda ending: os.path.join(folder, "%s.%s" % (name, ending))
    run("train", name, folder)
    place = fx.folder("r_" + name)
    doc = os.path.join(place, "model.pmml")
    subprocess.check_call(["java", "-cp", jars(), os.path.join(fx.HERE, "RExp.java"), at("rds"), doc])
    fx.fix_timestamp(doc)
    described = read(at("columns.csv"))
    columns = [(c["name"], c["type"]) for c in described if c["target"] == "FALSE"]
    rows = fx.typed([{k: (v or None) for k, v in r.items()} for r in read(at("data.csv"))], columns)
    evaluator = fx.Jpmml(doc)
    columns = [(c, t) for c, t in columns if c in evaluator.inputs]
    rows = [{c: r[c] for c, _ in columns} for r in rows]
    base = rows[::len(rows) // 40][:40]
    asked = base + fx.edge_rows(base, columns, doc, single=single, **edge)
    for r in asked:                     # the smallest int4 is R's NA
        for c, _ in columns:
            if r[c] == -2**31:
                r[c] += 1

    if clusters:
        checks = [fx.check("class", "predict_class")] + [fx.number_check("affinity(%s)" % c, "predict_json", rel, floor) for c in clusters]
    elif written:                       # a number as a text: the target is one
        checks = [fx.check(written, "predict_json")]
    elif classes:
        checks = [] if only_event else [fx.check("class", "predict_class")]
        if event:
            checks.append(fx.number_check("predict", "predict", rel, floor))
        for c in classes:
            if not only_event or c == event:
                checks.append(fx.number_check("p_" + c, "predict_proba_of", rel, floor, **{"class": c}))
                if "probability(%s)" % c in evaluator.outputs:
                    checks.append(fx.number_check("probability(%s)" % c, "predict_json", rel, floor))
    else:
        checks = [fx.number_check("predict", "predict", rel, floor)]
        checks.append(fx.number_check(evaluator.targets[0], "predict_json", rel, floor))

    def trainer(rs):
        with open(at("rows.csv"), "w", encoding="utf-8", newline="") as f:
            w = csv.writer(f)
            w.writerow([c for c, _ in columns])
            for r in rs:
                w.writerow(["<NULL>" if r[c] is None else repr(r[c]) if isinstance(r[c], float) else r[c] for c, _ in columns])
        run("predict", name, folder)
        out = []
        for a in read(at("answers.csv")):
            if all(v in ("", "NA") for v in a.values()):
                out.append(None)
                continue
            e = {}
            if "class" in a:
                e["class"] = a["class"]
            for c in classes or []:
                k = c if c in a else "p_" + c if "p_" + c in a else None
                if k:
                    e["p_" + c] = e["probability(%s)" % c] = float(a[k])
                    if c == event:
                        e["predict"] = float(a[k])
            for c in clusters or []:
                e["affinity(%s)" % c] = float(a["affinity(%s)" % c])
            if written:
                e[written] = str(float(a["predict"]))
            elif not classes and not clusters:
                e["predict"] = e[evaluator.targets[0]] = float(a["predict"])
            out.append(e)
        return out

    fx.trainer_fixture("r_" + name, "R 4.2.2, %s, JPMML-R 1.5.1" % package, words, data, SCRIPT, columns, checks,
                       asked, trainer, event=event, load={"event": event} if event else None, **more)


ATTRITION = "attrition (r-cran-modeldata 1.1.0, MIT)"
CREDIT = "credit_data (r-cran-modeldata 1.1.0, MIT)"
AMES = "ames (r-cran-modeldata 1.1.0, MIT)"
HPC = "hpc_data (r-cran-modeldata 1.1.0, MIT)"
POINTS = "the points worked out from the coefficients of the fitted model"
GAPS = ", every 8th to 10th value of three columns taken away"

ALL = {
    "rpart_credit": lambda: make("rpart_credit", "rpart 4.1.19", CREDIT + GAPS, "bad", classes=["bad", "good"], floor=1e-2, per_field=3),
    "rpart_ames": lambda: make("rpart_ames", "rpart 4.1.19", AMES + GAPS, per_field=3),
    "rpart_nosurrogate_hpc": lambda: make("rpart_nosurrogate_hpc", "rpart 4.1.19", HPC, classes=["VF", "F", "M", "L"], floor=1e-2,
                                                  more={"keep_differing": True, "refused_words": "with missing values or unknown levels, where the document says no result"}),
    "randomforest_credit": lambda: make("randomforest_credit", "randomForest 4.7-1.1", CREDIT, "bad", classes=["bad", "good"], floor=1e-2),
    "randomforest_ames": lambda: make("randomforest_ames", "randomForest 4.7-1.1", AMES, per_field=3),
    "gbm_credit": lambda: make("gbm_credit", "gbm 2.1.8.1", CREDIT, "1", classes=["0", "1"], only_event=True, floor=1e-2),
    "gbm_ames": lambda: make("gbm_ames", "gbm 2.1.8.1", AMES, per_field=3),
    "lm_ames": lambda: make("lm_ames", "stats", AMES, floor=1e5, extremes=(1, 1000)),
    "glm_logit_credit": lambda: make("glm_logit_credit", "stats", CREDIT, "good", classes=["bad", "good"], only_event=True, floor=1e-2),
    "glm_counts_attrition": lambda: make("glm_counts_attrition", "stats", ATTRITION, extremes=(0, 1, 100)),
    "naivebayes_credit": lambda: make("naivebayes_credit", "e1071 1.7-13", CREDIT, "bad", classes=["bad", "good"], floor=1e-3, rel=1e-12,
                                      extremes=(0, 1, 100)),
    "multinom_hpc": lambda: make("multinom_hpc", "nnet 7.3-18", HPC, classes=["VF", "F", "M", "L"], floor=1e-2, extremes=(0, 1, 1000)),
    "glm_poisson_credit": lambda: make("glm_poisson_credit", "stats", CREDIT, extremes=(0, 1, 50)),
    "glm_inverse_credit": lambda: make("glm_inverse_credit", "stats", CREDIT, extremes=(1, 50, 1000)),
    "kmeans_hpc": lambda: make("kmeans_hpc", "stats", HPC, clusters="1234", words="the squared distances to the centers of the fitted model"),
    "nnet_credit": lambda: make("nnet_credit", "nnet 7.3-18", CREDIT, "good", classes=["bad", "good"], floor=1e-2, extremes=(0, 1, 100)),
    "nnet_ames": lambda: make("nnet_ames", "nnet 7.3-18", AMES, extremes=(1900, 2000)),
    "scorecard_credit": lambda: make("scorecard_credit", "stats", CREDIT, words=POINTS, written="Status"),
    "scorecard_attrition": lambda: make("scorecard_attrition", "stats", ATTRITION, words=POINTS, written="Attrition"),
}

if __name__ == "__main__":
    for name, build in ALL.items():
        if fx.wanted("r_" + name):
            try:
                build()
            except Exception:
                if not os.environ.get("KEEP_GOING"):
                    raise
                import traceback
                traceback.print_exc(limit=4)
