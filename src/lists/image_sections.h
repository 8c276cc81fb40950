/*
 * lists/image_sections.h
 *	  The tables of an image: MLS_SECTION(symbol, record type).
 *
 * Records refer to each other by index.  image/image.h says what each holds,
 * image/check*.c checks every index.
 */
MLS_SECTION(STRING_BYTES, char)
MLS_SECTION(STRING, uint32_t)
MLS_SECTION(STRING_HASH, uint32_t)
MLS_SECTION(CONSTANT, MlsImgConstant)
MLS_SECTION(NUMBER, double)
MLS_SECTION(INDEX, uint32_t)
MLS_SECTION(INPUT, MlsImgInput)
MLS_SECTION(SET, MlsImgSet)
MLS_SECTION(MAP, MlsImgMap)
MLS_SECTION(TREATMENT, MlsImgTreatment)
MLS_SECTION(INTERVAL, MlsImgInterval)
MLS_SECTION(STEP, MlsImgStep)
MLS_SECTION(PREDICATE, MlsImgPredicate)
MLS_SECTION(MODEL, MlsImgModel)
MLS_SECTION(REGRESSION, MlsImgRegression)
MLS_SECTION(REGRESSION_TABLE, MlsImgRegressionTable)
MLS_SECTION(REGRESSION_TERM, MlsImgRegressionTerm)
MLS_SECTION(TREE, MlsImgTree)
MLS_SECTION(TREE_NODE, MlsImgTreeNode)
MLS_SECTION(DISTRIBUTION, MlsImgDistribution)
MLS_SECTION(FOREST, MlsImgForest)
MLS_SECTION(FOREST_TREE, MlsImgForestTree)
MLS_SECTION(FOREST_SLOT, MlsImgForestSlot)
MLS_SECTION(FOREST_CODE, MlsImgForestCode)
MLS_SECTION(FOREST_NODE, MlsImgForestNode)
MLS_SECTION(MINING, MlsImgMining)
MLS_SECTION(SEGMENT, MlsImgSegment)
MLS_SECTION(TARGET, MlsImgTarget)
MLS_SECTION(RESULT, MlsImgResult)
MLS_SECTION(OUTPUT, MlsImgOutput)
