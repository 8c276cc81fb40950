/*
 * lists/kernels.h
 *	  What can score a model of an image: MLS_KERNEL(symbol, member).
 *
 * eval/eval_<member>.c defines mls_eval_<member>(); compile/ chooses one for
 * each model by its shape.
 */
MLS_KERNEL(REGRESSION, regression)
MLS_KERNEL(TREE, tree)
MLS_KERNEL(FOREST, forest)
MLS_KERNEL(MASKS, masks)
MLS_KERNEL(SCORECARD, scorecard)
MLS_KERNEL(SUPPORT_VECTOR_MACHINE, support_vector_machine)
MLS_KERNEL(NEURAL_NETWORK, neural_network)
MLS_KERNEL(GAUSSIAN_PROCESS, gaussian_process)
MLS_KERNEL(MINING, mining)
MLS_KERNEL(CLUSTERING, clustering)
MLS_KERNEL(RULE_SET, rule_set)
MLS_KERNEL(NAIVE_BAYES, naive_bayes)
MLS_KERNEL(NEAREST_NEIGHBOR, nearest_neighbor)
MLS_KERNEL(ASSOCIATION, association)
MLS_KERNEL(BASELINE, baseline)
