# pmml_r_fitted.R: the R side of pmml_r_fitted.py: models without a converter, written as PMML by this script.
#
# Rscript pmml_r_fitted.R NAME FOLDER    FOLDER/model.pmml, FOLDER/columns.csv, FOLDER/input.csv, FOLDER/answers.csv
#
# The answers are R's own predictions. A row with a missing value has none (NA).

suppressMessages(library(modeldata))
options(digits = 17, warn = -1, scipen = 50)
arguments <- commandArgs(TRUE)
name <- arguments[1]; folder <- arguments[2]
get_data <- function(n) { data(list = n); as.data.frame(get(n)) }
e1071_folder <- if (nzchar(Sys.getenv("R_E1071"))) Sys.getenv("R_E1071") else .libPaths()
.libPaths(c(e1071_folder, .libPaths()))
number <- function(x) formatC(x, digits = 17, format = "g")
escape <- function(x) gsub('"', "&quot;", gsub("<", "&lt;", gsub("&", "&amp;", x)))
tag <- function(element, ..., attributes = list()) {
	a <- if (length(attributes)) paste0(" ", names(attributes), '="', escape(unlist(attributes)), '"', collapse = "") else ""
	body <- paste0(..., collapse = "")
	if (nchar(body)) paste0("<", element, a, ">", body, "</", element, ">\n") else paste0("<", element, a, "/>\n")
}
field <- function(n, x) {
	if (is.factor(x)) tag("DataField", tag_each("Value", value = levels(x)), attributes = list(name = n, optype = if (is.ordered(x)) "ordinal" else "categorical", dataType = "string"))
	else tag("DataField", attributes = list(name = n, optype = "continuous", dataType = "double"))
}
tag_each <- function(element, ...) paste0(mapply(function(...) tag(element, attributes = list(...)), ...), collapse = "")
document <- function(d, target, model) paste0('<?xml version="1.0" encoding="UTF-8"?>\n<PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">',
	tag("Header", attributes = list(description = paste(R.version.string, name))),
	tag("DataDictionary", paste0(mapply(field, names(d), d), collapse = "")), model, "</PMML>\n")
schema <- function(d, target) tag("MiningSchema", paste0(sapply(names(d), function(n)
	tag("MiningField", attributes = list(name = n, usageType = if (n %in% target) "target" else "active"))), collapse = ""))

# What each coefficient's parameter is computed from: variable and level, or exponent 1.
cells <- function(m, coefficients, frame) {
	tt <- delete.response(terms(m)); factors <- attr(tt, "factors")
	out <- list()
	for (k in coefficients) {
		if (k == "(Intercept)") next
		bits <- strsplit(k, ":", fixed = TRUE)[[1]]
		for (b in bits) {
			v <- rownames(factors)[sapply(rownames(factors), function(v) startsWith(b, v))]
			v <- v[which.max(nchar(v))]
			out[[length(out) + 1]] <- c(k, v, if (b == v) "1" else substring(b, nchar(v) + 1))
		}
	}
	do.call(rbind, out)
}
general <- function(d, target, m, coefficients, betas, attributes, extra = "", before = "", reference = NULL) {
	pp <- cells(m, coefficients, d)
	used <- unique(pp[, 2]); is_factor <- sapply(used, function(v) is.factor(d[[v]]) || is.character(d[[v]]))
	predictors <- function(e, v) if (length(v)) tag(e, tag_each("Predictor", name = v)) else ""
	parameters <- paste0(sapply(coefficients, function(k) tag("Parameter", attributes = c(list(name = k),
		if (!is.null(reference)) list(referencePoint = number(reference[[k]]))))), collapse = "")
	tag("GeneralRegressionModel", schema(d, target), before, tag("ParameterList", parameters), predictors("FactorList", used[is_factor]),
		predictors("CovariateList", used[!is_factor]),
		tag("PPMatrix", tag_each("PPCell", value = pp[, 3], predictorName = pp[, 2], parameterName = pp[, 1])),
		tag("ParamMatrix", betas), extra, attributes = attributes)
}
beta <- function(names, values, category = NULL) paste0(mapply(function(n, v) tag("PCell", attributes = c(
	if (!is.null(category)) list(targetCategory = category), list(parameterName = n, beta = number(v)))), names, values), collapse = "")

simple_glm <- function(d, target, formula, family, attributes, categories = NULL, before = "", answer = NULL, fit = NULL) {
	m <- glm(formula, family, d)
	b <- coef(m)
	a <- c(list(modelType = "generalizedLinear", functionName = if (is.null(categories)) "regression" else "classification"), attributes)
	if (!is.null(categories)) a <- c(a, list(targetReferenceCategory = categories[1]))
	text <- document(d, target, general(d, target, m, names(b), beta(names(b), b, if (is.null(categories)) NULL else categories[2]), a, before = before))
	list(text = text, answer = function(x) {
		p <- predict(m, x, type = "response")
		if (is.null(categories)) data.frame(predict = p)
		else { r <- data.frame(class = ifelse(p > 0.5, categories[2], categories[1]), a = 1 - p, b = p); names(r)[2:3] <- paste0("p_", categories); r }
	})
}

svm_document <- function(d, target, m, regression) {
	v <- colnames(m$SV)
	scaled <- paste0(sapply(v, function(n) tag("DerivedField", tag("Apply", tag("Apply", tag("FieldRef", attributes = list(field = n)),
		tag("Constant", number(m$x.scale[["scaled:center"]][[n]]), attributes = list(dataType = "double")), attributes = list("function" = "-")),
		tag("Constant", number(m$x.scale[["scaled:scale"]][[n]]), attributes = list(dataType = "double")), attributes = list("function" = "/")),
		attributes = list(name = paste0("scaled_", n), optype = "continuous", dataType = "double"))), collapse = "")
	ids <- paste0("v", seq_len(nrow(m$SV)))
	vectors <- paste0(sapply(seq_along(ids), function(i) tag("VectorInstance", tag("Array", paste(number(m$SV[i, ]), collapse = " "),
		attributes = list(type = "real", n = length(v))), attributes = list(id = ids[i]))), collapse = "")
	machine <- function(rows, coefficients, absolute, attributes) tag("SupportVectorMachine",
		tag("SupportVectors", tag_each("SupportVector", vectorId = ids[rows])),
		tag("Coefficients", tag_each("Coefficient", value = number(coefficients)), attributes = list(absoluteValue = number(absolute))), attributes = attributes)
	kernel <- switch(m$kernel + 1, tag("LinearKernelType"),
		tag("PolynomialKernelType", attributes = list(gamma = number(m$gamma), coef0 = number(m$coef0), degree = number(m$degree))),
		tag("RadialBasisKernelType", attributes = list(gamma = number(m$gamma))),
		tag("SigmoidKernelType", attributes = list(gamma = number(m$gamma), coef0 = number(m$coef0))))
	targets <- ""
	if (regression) {
		machines <- machine(seq_along(ids), m$coefs[, 1], -m$rho, list())
		targets <- tag("Targets", tag("Target", attributes = list(field = target, rescaleFactor = number(m$y.scale[["scaled:scale"]]),
			rescaleConstant = number(m$y.scale[["scaled:center"]]))))
	} else {
		# libsvm: above 0 the vote is for the first of two classes
		start <- c(0, cumsum(m$nSV)); k <- length(m$nSV); p <- 0; machines <- ""
		for (i in seq_len(k - 1)) for (j in (i + 1):k) {
			p <- p + 1
			ri <- start[i] + seq_len(m$nSV[i]); rj <- start[j] + seq_len(m$nSV[j])
			machines <- paste0(machines, machine(c(ri, rj), c(m$coefs[ri, j - 1], m$coefs[rj, i]), -m$rho[p],
				list(targetCategory = m$levels[m$labels[j]], alternateTargetCategory = m$levels[m$labels[i]])))
		}
	}
	document(d, target, tag("SupportVectorMachineModel", schema(d, target), targets, tag("LocalTransformations", scaled), kernel,
		tag("VectorDictionary", tag("VectorFields", paste0(sapply(v, function(n) tag("FieldRef", attributes = list(field = paste0("scaled_", n)))), collapse = "")), vectors),
		machines, attributes = c(list(functionName = if (regression) "regression" else "classification"), if (!regression) list(classificationMethod = "OneAgainstOne"))))
}

credit <- function(columns) { d <- na.omit(get_data("credit_data")[, c("Status", columns)]); d }
models <- list(
	glm_probit_credit = function() {
		d <- credit(c("Seniority", "Home", "Age", "Records", "Income", "Debt"))
		d$Status <- factor(d$Status, levels = c("good", "bad"))
		c(list(d = d, target = "Status"), simple_glm(d, "Status", Status ~ Seniority + Home + Age * Records + Income + Debt, binomial("probit"),
			list(linkFunction = "probit", distribution = "binomial"), c("good", "bad")))
	},
	glm_cloglog_credit = function() {
		d <- credit(c("Seniority", "Job", "Time", "Amount"))
		d$Status <- factor(d$Status, levels = c("good", "bad"))
		c(list(d = d, target = "Status"), simple_glm(d, "Status", Status ~ Seniority * Job + Time + Amount, binomial("cloglog"),
			list(linkFunction = "cloglog", distribution = "binomial"), c("good", "bad")))
	},
	glm_poisson_attrition = function() {
		d <- get_data("attrition")[, c("NumCompaniesWorked", "Age", "Department", "OverTime", "TotalWorkingYears")]
		before <- tag("LocalTransformations", tag("DerivedField", tag("Apply", tag("Apply", tag("FieldRef", attributes = list(field = "TotalWorkingYears")),
			tag("Constant", "1", attributes = list(dataType = "double")), attributes = list("function" = "+")), attributes = list("function" = "ln")),
			attributes = list(name = "exposure", optype = "continuous", dataType = "double")))
		c(list(d = d, target = "NumCompaniesWorked"), simple_glm(d, "NumCompaniesWorked",
			NumCompaniesWorked ~ Age + Department * OverTime + offset(log(TotalWorkingYears + 1)), poisson(),
			list(linkFunction = "log", distribution = "poisson", offsetVariable = "exposure"), before = before))
	},
	glm_gamma_ames = function() {
		d <- get_data("ames")[, c("Sale_Price", "Gr_Liv_Area", "Year_Built", "House_Style", "Total_Bsmt_SF")]
		d$Sale_Price <- d$Sale_Price / 1e5
		d$House_Style <- factor(as.character(d$House_Style)); d$Year_Built <- as.numeric(d$Year_Built)
		c(list(d = d, target = "Sale_Price"), simple_glm(d, "Sale_Price", Sale_Price ~ Gr_Liv_Area + Year_Built + House_Style + Total_Bsmt_SF, Gamma(power(0.5)),
			list(linkFunction = "power", linkParameter = "0.5", distribution = "gamma")))
	},
	multinom_general_hpc = function() {
		library(nnet)
		d <- get_data("hpc_data")[, c("class", "compounds", "iterations", "num_pending", "protocol")]
		d$class <- factor(as.character(d$class)); d$protocol <- factor(as.character(d$protocol))
		d$compounds <- d$compounds / 1000; d$num_pending <- d$num_pending / 1000
		m <- multinom(class ~ compounds + iterations + num_pending + protocol, d, trace = FALSE, maxit = 500)
		b <- coef(m)
		text <- document(d, "class", general(d, "class", m, colnames(b), paste0(sapply(rownames(b), function(k) beta(colnames(b), b[k, ], k)), collapse = ""),
			list(modelType = "multinomialLogistic", functionName = "classification", targetReferenceCategory = levels(d$class)[1])))
		list(d = d, target = "class", text = text, answer = function(x) {
			p <- as.data.frame(predict(m, x, type = "probs")); names(p) <- paste0("p_", levels(d$class))
			cbind(class = as.character(predict(m, x)), p)
		})
	},
	polr_attrition = function() {
		library(MASS)
		d <- get_data("attrition")[, c("WorkLifeBalance", "Age", "MonthlyIncome", "OverTime", "Department")]
		d$WorkLifeBalance <- factor(as.character(d$WorkLifeBalance), levels = levels(d$WorkLifeBalance), ordered = TRUE)
		d$MonthlyIncome <- d$MonthlyIncome / 1000
		m <- polr(WorkLifeBalance ~ Age + MonthlyIncome + OverTime + Department, d, method = "logistic", Hess = TRUE)
		b <- coef(m); z <- m$zeta; k <- levels(d$WorkLifeBalance)
		betas <- paste0(paste0(mapply(function(v, c) beta("(Intercept)", v, c), z, k[seq_along(z)]), collapse = ""), beta(names(b), -b))
		text <- document(d, "WorkLifeBalance", general(d, "WorkLifeBalance", m, c("(Intercept)", names(b)), betas,
			list(modelType = "ordinalMultinomial", functionName = "classification", cumulativeLink = "logit")))
		list(d = d, target = "WorkLifeBalance", text = text, answer = function(x) {
			p <- as.data.frame(predict(m, x, type = "probs")); names(p) <- paste0("p_", k)
			cbind(class = as.character(predict(m, x)), p)
		})
	},
	polr_probit_attrition = function() {
		library(MASS)
		d <- get_data("attrition")[, c("JobSatisfaction", "Age", "DistanceFromHome", "OverTime")]
		d$JobSatisfaction <- factor(as.character(d$JobSatisfaction), levels = levels(d$JobSatisfaction), ordered = TRUE)
		m <- polr(JobSatisfaction ~ Age * OverTime + DistanceFromHome, d, method = "probit", Hess = TRUE)
		b <- coef(m); z <- m$zeta; k <- levels(d$JobSatisfaction)
		betas <- paste0(paste0(mapply(function(v, c) beta("(Intercept)", v, c), z, k[seq_along(z)]), collapse = ""), beta(names(b), -b))
		text <- document(d, "JobSatisfaction", general(d, "JobSatisfaction", m, c("(Intercept)", names(b)), betas,
			list(modelType = "ordinalMultinomial", functionName = "classification", cumulativeLink = "probit")))
		list(d = d, target = "JobSatisfaction", text = text, answer = function(x) {
			p <- as.data.frame(predict(m, x, type = "probs")); names(p) <- paste0("p_", k)
			cbind(class = as.character(predict(m, x)), p)
		})
	},
	coxph_veteran = function() cox(FALSE),
	coxph_strata_veteran = function() cox(TRUE),
	svm_radial_attrition = function() {
		library(e1071, lib.loc = e1071_folder)
		d <- get_data("attrition")[seq(1, 1470, 4), c("TotalWorkingYears", "Age", "MonthlyIncome", "DistanceFromHome")]
		m <- svm(TotalWorkingYears ~ ., d)
		list(d = d, target = "TotalWorkingYears", text = svm_document(d, "TotalWorkingYears", m, TRUE), answer = function(x) data.frame(predict = predict(m, x)))
	},
	svm_poly_hpc = function() {
		library(e1071, lib.loc = e1071_folder)
		d <- get_data("hpc_data")[seq(1, 4331, 12), c("class", "compounds", "input_fields", "iterations", "num_pending", "hour")]
		d$class <- factor(as.character(d$class))
		m <- svm(class ~ ., d, kernel = "polynomial", degree = 2, coef0 = 1)
		list(d = d, target = "class", text = svm_document(d, "class", m, FALSE), answer = function(x) data.frame(class = as.character(predict(m, x))))
	},
	svm_sigmoid_credit = function() {
		library(e1071, lib.loc = e1071_folder)
		d <- credit(c("Seniority", "Age", "Income", "Amount", "Price"))[seq(1, 4000, 10), ]
		m <- svm(Status ~ ., d, kernel = "sigmoid", gamma = 0.05)
		list(d = d, target = "Status", text = svm_document(d, "Status", m, FALSE), answer = function(x) data.frame(class = as.character(predict(m, x))))
	}
)

cox <- function(strata) {
	library(survival)
	d <- veteran[, c("time", "status", "celltype", "karno", "age", "trt")]
	if (strata) d$trt <- factor(d$trt) else d$trt <- NULL
	m <- if (strata) coxph(Surv(time, status) ~ celltype + karno + age + strata(trt), d) else coxph(Surv(time, status) ~ celltype * karno + age, d)
	b <- coef(m); h <- basehaz(m, centered = FALSE)
	table <- function(h, ...) paste0(mapply(function(t, v) tag("BaselineCell", attributes = list(time = number(t), cumHazard = number(v))), h$time, h$hazard), collapse = "")
	extra <- if (strata) tag("BaseCumHazardTables", paste0(sapply(levels(d$trt), function(s) {
		part <- h[h$strata == levels(h$strata)[match(s, levels(d$trt))], ]
		tag("BaselineStratum", table(part), attributes = list(value = s, maxTime = number(max(part$time))))
	}), collapse = "")) else tag("BaseCumHazardTables", table(h), attributes = list(maxTime = number(max(h$time))))
	text <- document(d, "status", general(d, "status", m, names(b), beta(names(b), b), c(list(modelType = "CoxRegression", functionName = "regression",
		endTimeVariable = "time", statusVariable = "status"), if (strata) list(baselineStrataVariable = "trt")), extra))
	list(d = d, target = "status", text = text, answer = function(x) {
		x$status <- 1
		last <- if (strata) tapply(d$time, d$trt, max)[as.character(x$trt)] else max(d$time)
		p <- rep(NA, nrow(x)); ok <- complete.cases(x) & x$time <= last
		p[ok] <- predict(m, x[ok, ], type = "expected")
		data.frame(predict = p)
	})
}

made <- models[[name]]()
cat(made$text, file = file.path(folder, "model.pmml"))
d <- made$d; inputs <- setdiff(names(d), made$target)
x <- d[seq(1, nrow(d), length.out = 45), inputs]
one <- function(i) x[(i * 7) %% nrow(x) + 1, ]
for (i in seq_along(inputs)) {
	r <- one(i); r[1, i] <- NA; x <- rbind(x, r)
	if (!is.factor(d[[inputs[i]]])) for (v in c(0, 1, max(d[[inputs[i]]]) * 1.5)) { r <- one(i + 3); r[1, i] <- v; x <- rbind(x, r) }
	else for (v in levels(d[[inputs[i]]])) { r <- one(i + 5); r[1, i] <- v; x <- rbind(x, r) }
}
x <- unique(x)
complete <- complete.cases(x)
answers <- made$answer(x[complete, ])
all <- answers[rep(NA_integer_, nrow(x)), , drop = FALSE]
all[complete, ] <- answers
write.csv(data.frame(name = inputs, type = ifelse(sapply(d[inputs], is.factor), "text", "float8")), file.path(folder, "columns.csv"), row.names = FALSE)
for (n in inputs) if (!is.factor(x[[n]])) x[[n]] <- ifelse(is.na(x[[n]]), NA, number(x[[n]])) else x[[n]] <- as.character(x[[n]])
for (n in names(all)) if (is.numeric(all[[n]])) all[[n]] <- ifelse(is.na(all[[n]]), NA, number(all[[n]]))
write.csv(x, file.path(folder, "input.csv"), row.names = FALSE)
write.csv(all, file.path(folder, "answers.csv"), row.names = FALSE)
