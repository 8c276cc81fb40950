# pmml_r.R: the R side of pmml_r.py.
#
# Rscript pmml_r.R train NAME FOLDER             data, model: FOLDER/NAME.rds, NAME.data.csv, NAME.levels.csv
# Rscript pmml_r.R predict NAME FOLDER           FOLDER/NAME.rows.csv -> FOLDER/NAME.answers.csv
#
# A row that R refuses (a level it does not know, NA where the model takes none) has NA answers.

suppressMessages(library(modeldata))
options(digits = 17, warn = -1)
arguments <- commandArgs(TRUE)
what <- arguments[1]; name <- arguments[2]; folder <- arguments[3]
file_of <- function(ending) file.path(folder, paste0(name, ".", ending))
get_data <- function(n) { data(list = n); as.data.frame(get(n)) }

classes_of <- function(p, classes) { colnames(p) <- classes; as.data.frame(p, check.names = FALSE) }

credit <- function() {
	d <- get_data("credit_data")
	d
}
hpc <- function() { d <- get_data("hpc_data"); d$class <- factor(d$class); d }
ames <- function() {
	d <- get_data("ames")[, c("Sale_Price", "Gr_Liv_Area", "Lot_Area", "Year_Built", "Total_Bsmt_SF", "Garage_Area",
		"Longitude", "Latitude", "Neighborhood", "House_Style")]
	d$Neighborhood <- factor(d$Neighborhood); d$House_Style <- factor(d$House_Style)
	d
}
with_gaps <- function(d, columns) {
	for (k in seq_along(columns)) d[seq_len(nrow(d)) %% (7 + k) == 3, columns[k]] <- NA
	d
}

# what r2pmml's as.scorecard() does to a glm, and the points of a row: JPMML-R rounds each coefficient's
as_scorecard <- function(m, odds, base_points, pdo) {
	m$sc.conf <- list(odds = odds, base_points = base_points, pdo = pdo)
	class(m) <- c("scorecard", class(m))
	m
}
points_of <- function(m, x) {
	factor <- m$sc.conf$pdo / log(2)
	offset <- m$sc.conf$base_points - factor * log(m$sc.conf$odds)
	terms <- model.matrix(delete.response(terms(m)), x, xlev = m$xlevels)
	points <- c(round(offset - factor * coef(m)[1]), round(-factor * coef(m)[-1]))
	if (nrow(terms) == 1) sum(points * terms) else NA
}

models <- list(
	rpart_credit = list(data = function() with_gaps(credit(), c("Seniority", "Records", "Amount")),
		target = "Status",
		fit = function(d) { library(rpart); rpart(Status ~ ., d, control = rpart.control(cp = 0.004, maxsurrogate = 3, usesurrogate = 2)) },
		answer = function(m, x) { library(rpart); p <- predict(m, x, type = "prob"); cbind(class = as.character(predict(m, x, type = "class")), as.data.frame(p)) }),
	rpart_ames = list(data = function() with_gaps(ames(), c("Gr_Liv_Area", "Neighborhood", "Year_Built")),
		target = "Sale_Price",
		fit = function(d) { library(rpart); rpart(Sale_Price ~ ., d, control = rpart.control(cp = 0.003, usesurrogate = 2)) },
		answer = function(m, x) { library(rpart); data.frame(predict = predict(m, x)) }),
	rpart_nosurrogate_hpc = list(data = hpc, target = "class",
		fit = function(d) { library(rpart); rpart(class ~ ., d, control = rpart.control(cp = 0.005, usesurrogate = 0, maxsurrogate = 0)) },
		answer = function(m, x) { library(rpart); p <- predict(m, x, type = "prob"); cbind(class = as.character(predict(m, x, type = "class")), as.data.frame(p)) }),
	randomforest_credit = list(data = function() na.omit(credit()), target = "Status",
		fit = function(d) { library(randomForest); set.seed(1); randomForest(Status ~ ., d, ntree = 13, maxnodes = 40) },
		answer = function(m, x) { library(randomForest); p <- predict(m, x, type = "prob"); cbind(class = as.character(predict(m, x)), as.data.frame(unclass(p))) }),
	randomforest_ames = list(data = ames, target = "Sale_Price",
		fit = function(d) { library(randomForest); set.seed(2); randomForest(Sale_Price ~ ., d, ntree = 10, maxnodes = 40) },
		answer = function(m, x) { library(randomForest); data.frame(predict = predict(m, x)) }),
	gbm_credit = list(data = credit, target = "Status",
		fit = function(d) { library(gbm); set.seed(3); d$Status <- as.integer(d$Status == "bad")
			gbm(Status ~ ., data = d, distribution = "bernoulli", n.trees = 15, interaction.depth = 3, shrinkage = 0.2) },
		answer = function(m, x) { library(gbm); data.frame(`p_1` = predict(m, x, n.trees = 15, type = "response")) }),
	gbm_ames = list(data = ames, target = "Sale_Price",
		fit = function(d) { library(gbm); set.seed(4); gbm(Sale_Price ~ ., data = d, distribution = "gaussian", n.trees = 20, interaction.depth = 3, shrinkage = 0.2) },
		answer = function(m, x) { library(gbm); data.frame(predict = predict(m, x, n.trees = 20)) }),
	lm_ames = list(data = ames, target = "Sale_Price",
		fit = function(d) lm(Sale_Price ~ Lot_Area + Year_Built + Gr_Liv_Area * House_Style + Total_Bsmt_SF:Garage_Area + Neighborhood, d),
		answer = function(m, x) data.frame(predict = predict(m, x))),
	glm_logit_credit = list(data = function() na.omit(credit()), target = "Status",
		fit = function(d) glm(Status ~ Seniority + Home + Age + Records + Job + Income * Amount, binomial, d),
		answer = function(m, x) { p <- predict(m, x, type = "response"); data.frame(bad = 1 - p, good = p) }),
	glm_counts_attrition = list(data = function() { d <- get_data("attrition"); d[, c("NumCompaniesWorked", "Age", "Department",
		"DistanceFromHome", "Gender", "MonthlyIncome", "OverTime", "TotalWorkingYears")] }, target = "NumCompaniesWorked",
		fit = function(d) glm(NumCompaniesWorked ~ Age + Department + Gender:DistanceFromHome + MonthlyIncome + OverTime + TotalWorkingYears, poisson, d),
		answer = function(m, x) data.frame(predict = predict(m, x, type = "response"))),
	naivebayes_credit = list(data = credit, target = "Status",
		fit = function(d) { library(e1071); naiveBayes(Status ~ Seniority + Home + Age + Marital + Records + Job + Income + Amount, d) },
		answer = function(m, x) { library(e1071); p <- predict(m, x, type = "raw", threshold = 0.001, eps = 0); cbind(class = colnames(p)[max.col(p, "first")], as.data.frame(p)) }),
	multinom_hpc = list(data = hpc, target = "class",
		fit = function(d) { library(nnet); d2 <- d; multinom(class ~ compounds + input_fields + iterations + hour + day + protocol, d2, maxit = 60, trace = FALSE) },
		answer = function(m, x) { library(nnet); p <- predict(m, x, type = "probs"); if (is.null(dim(p))) p <- t(as.matrix(p)); cbind(class = as.character(predict(m, x)), as.data.frame(p)) }),
	glm_poisson_credit = list(data = credit, target = "Expenses",
		fit = function(d) glm(Expenses ~ Seniority + Home + Age:Records + cut(Time, c(0, 24, 36, 48, 72)), d, family = poisson),
		answer = function(m, x) data.frame(predict = predict(m, x, type = "response"))),
	glm_inverse_credit = list(data = credit, target = "Expenses",
		fit = function(d) glm(Expenses ~ Seniority + Marital + log(Amount), d, family = Gamma),
		answer = function(m, x) data.frame(predict = predict(m, x, type = "response"))),
	kmeans_hpc = list(data = function() hpc()[, c("compounds", "input_fields", "iterations")], target = "",
		fit = function(d) { set.seed(5); kmeans(d, 4) },
		answer = function(m, x) { a <- rowSums((m$centers - matrix(unlist(x), nrow(m$centers), ncol(x), byrow = TRUE))^2)
			names(a) <- paste0("affinity(", names(a), ")"); if (anyNA(a)) NA else cbind(class = as.character(which.min(a)), as.data.frame(t(a))) }),
	nnet_credit = list(data = credit, target = "Status",
		fit = function(d) { library(nnet); set.seed(6); nnet(Status ~ I(Age / 100) + I(Seniority / 50) + Home + Records, d, size = 4, decay = 0.01, trace = FALSE, maxit = 100) },
		answer = function(m, x) { library(nnet); p <- predict(m, x)[1]; if (is.na(p)) NA else data.frame(class = if (p > 0.5) "good" else "bad", bad = 1 - p, good = p) }),
	nnet_ames = list(data = ames, target = "Sale_Price",
		fit = function(d) { library(nnet); set.seed(7); nnet(Sale_Price ~ I(Gr_Liv_Area / 5000) + I((Year_Built - 1950) / 60) + House_Style, d, size = 3, decay = 0.01, linout = TRUE, trace = FALSE, maxit = 200) },
		answer = function(m, x) { library(nnet); data.frame(predict = predict(m, x)[1]) }),
	scorecard_credit = list(data = credit, target = "Status",
		fit = function(d) as_scorecard(glm(Status ~ cut(Seniority, c(-1, 2, 5, 10, 60)) + Home + Records + cut(Age, c(0, 25, 40, 60, 100)), d, family = binomial), 10, 500, 100),
		answer = function(m, x) { p <- points_of(m, x); if (is.na(p)) NA else data.frame(predict = p) }),
	scorecard_attrition = list(data = function() { d <- get_data("attrition"); for (n in names(d)) if (is.ordered(d[[n]])) d[[n]] <- factor(as.character(d[[n]])); d }, target = "Attrition",
		fit = function(d) as_scorecard(glm(Attrition ~ OverTime + BusinessTravel + JobRole + cut(Age, c(17, 25, 35, 45, 60)), d, family = binomial), 19, 600, 20),
		answer = function(m, x) { p <- points_of(m, x); if (is.na(p)) NA else data.frame(predict = p) }))

spec <- models[[name]]
d <- spec$data()
text_of <- function(v) if (is.numeric(v)) ifelse(is.na(v), "", sprintf("%.17g", v)) else ifelse(is.na(v), "", as.character(v))
if (what == "train") {
	m <- spec$fit(d)
	saveRDS(m, file_of("rds"), version = 2)
	write.csv(as.data.frame(lapply(d, text_of), check.names = FALSE), file_of("data.csv"), row.names = FALSE)
	kinds <- sapply(names(d), function(n) if (is.factor(d[[n]])) "text" else if (is.integer(d[[n]])) "int4" else "float8")
	write.csv(data.frame(name = names(d), type = kinds, target = names(d) == spec$target), file_of("columns.csv"), row.names = FALSE)
	if (spec$target != "" && is.factor(d[[spec$target]])) writeLines(levels(d[[spec$target]]), file_of("classes"))
} else {
	m <- readRDS(file_of("rds"))
	raw <- read.csv(file_of("rows.csv"), colClasses = "character", na.strings = "<NULL>", check.names = FALSE)
	refused <- rep(FALSE, nrow(raw))
	x <- raw
	for (n in names(raw)) {
		if (is.factor(d[[n]])) {
			refused <- refused | (!is.na(raw[[n]]) & !(raw[[n]] %in% levels(d[[n]])))
			x[[n]] <- factor(raw[[n]], levels = levels(d[[n]]))
		} else if (is.integer(d[[n]]))
			x[[n]] <- as.integer(raw[[n]])
		else
			x[[n]] <- as.numeric(raw[[n]])
	}
	# columns that the document does not read: any value will do
	for (n in setdiff(names(d), c(names(raw), spec$target))) x[[n]] <- rep(d[[n]][!is.na(d[[n]])][1], nrow(x))
	answers <- list()
	for (i in seq_len(nrow(x)))
		answers[[i]] <- if (refused[i]) NA else
			tryCatch(spec$answer(m, x[i, , drop = FALSE]), error = function(e) { message(conditionMessage(e)); NA })
	given <- which(sapply(answers, function(a) is.data.frame(a) && nrow(a) == 1))
	stopifnot(length(given) > 0)
	out <- as.data.frame(answers[[given[1]]])[rep(1, nrow(x)), , drop = FALSE]
	out[, ] <- NA
	for (i in given) out[i, ] <- answers[[i]][1, ]
	stopifnot(nrow(out) == nrow(x))
	for (n in names(out)) out[[n]] <- text_of(out[[n]])
	write.csv(out, file_of("answers.csv"), row.names = FALSE)
}
