/*
 * eval/dense_loops.h
 *	  The loops of eval/dense.c, for one instruction set: included once for each.
 *
 * NAME(x) is a name of this instruction set's own, TARGET the attribute of its
 * functions, Vector a vector of WIDTH numbers, a divisor of MLS_LANES, that a
 * register holds.
 */

#define INLINE	static inline __attribute__((always_inline)) TARGET

/* One more row of the matrix. */
INLINE void
NAME(add)(Operation operation, NAME(Vector) *sum, double value, NAME(Vector) m)
{
	if (operation == PRODUCT)
		*sum += value * m;
	else
	{
		NAME(Vector) difference = value - m;

		*sum += difference * difference;
	}
}

/*
 * Columns for MLS_DENSE_ROWS rows, two vectors of columns at a time; each sum is a
 * variable, so that it stays in a register.  A single vector is a block where a
 * register holds a whole one: it stands for both.
 */
INLINE void
NAME(rows)(Operation operation, const MlsDense *d)
{
	const size_t second = WIDTH == MLS_LANES ? 0 : WIDTH;
	const size_t step = second + WIDTH;
	const size_t s = d->stride;
	const size_t o = d->out_stride;

	for (uint64_t column = 0; column < mls_lane_columns(d->n_columns); column += step)
	{
		const double *m = d->matrix + column / MLS_LANES * MLS_LANES * d->n_rows + column % MLS_LANES;
		const double *x = d->x;
		double	   *out = d->out + column;
		NAME(Vector) a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0}, c0 = {0}, c1 = {0}, d0 = {0}, d1 = {0};

		for (uint32_t i = 0; i < d->n_rows; i++, x++, m += MLS_LANES)
		{
			NAME(Vector) first = *(const NAME(Vector) *) m;

			NAME(add)(operation, &a0, x[0], first);
			NAME(add)(operation, &b0, x[s], first);
			NAME(add)(operation, &c0, x[2 * s], first);
			NAME(add)(operation, &d0, x[3 * s], first);
			if (second > 0)
			{
				NAME(Vector) other = *(const NAME(Vector) *) (m + second);

				NAME(add)(operation, &a1, x[0], other);
				NAME(add)(operation, &b1, x[s], other);
				NAME(add)(operation, &c1, x[2 * s], other);
				NAME(add)(operation, &d1, x[3 * s], other);
			}
		}
		*(NAME(Vector) *) out = a0;
		*(NAME(Vector) *) (out + o) = b0;
		*(NAME(Vector) *) (out + 2 * o) = c0;
		*(NAME(Vector) *) (out + 3 * o) = d0;
		if (second > 0)
		{
			*(NAME(Vector) *) (out + second) = a1;
			*(NAME(Vector) *) (out + o + second) = b1;
			*(NAME(Vector) *) (out + 2 * o + second) = c1;
			*(NAME(Vector) *) (out + 3 * o + second) = d1;
		}
	}
}

/* Columns for one row: two blocks at a time while there are two, so that a sum need not wait for its own last step. */
INLINE void
NAME(row)(Operation operation, const MlsDense *d, uint32_t row)
{
	const double *x = d->x + row * d->stride;
	double	   *out = d->out + row * d->out_stride;
	const double *block = d->matrix;
	size_t		size = (size_t) d->n_rows * MLS_LANES;

	for (uint64_t blocks = mls_lane_blocks(d->n_columns); blocks > 0; blocks -= blocks > 1 ? 2 : 1)
	{
		size_t		next = blocks > 1 ? size : 0;

		for (size_t lane = 0; lane < MLS_LANES; lane += WIDTH == MLS_LANES ? WIDTH : 2 * WIDTH)
		{
			const size_t second = WIDTH == MLS_LANES ? 0 : WIDTH;
			const double *m = block + lane;
			NAME(Vector) a0 = {0}, a1 = {0}, b0 = {0}, b1 = {0};

			for (uint32_t i = 0; i < d->n_rows; i++, m += MLS_LANES)
			{
				NAME(add)(operation, &a0, x[i], *(const NAME(Vector) *) m);
				NAME(add)(operation, &b0, x[i], *(const NAME(Vector) *) (m + next));
				if (second > 0)
				{
					NAME(add)(operation, &a1, x[i], *(const NAME(Vector) *) (m + second));
					NAME(add)(operation, &b1, x[i], *(const NAME(Vector) *) (m + next + second));
				}
			}
			*(NAME(Vector) *) (out + lane) = a0;
			if (second > 0)
				*(NAME(Vector) *) (out + lane + second) = a1;
			if (blocks > 1)
			{
				*(NAME(Vector) *) (out + MLS_LANES + lane) = b0;
				if (second > 0)
					*(NAME(Vector) *) (out + MLS_LANES + lane + second) = b1;
			}
		}
		block += 2 * size;
		out += 2 * MLS_LANES;
	}
}

INLINE void
NAME(run)(Operation operation, const MlsDense *d)
{
	if (d->n == MLS_DENSE_ROWS)
		NAME(rows)(operation, d);
	else
		for (uint32_t r = 0; r < d->n; r++)
			NAME(row)(operation, d, r);
}

static TARGET void
NAME(products)(const MlsDense *d)
{
	NAME(run)(PRODUCT, d);
}

static TARGET void
NAME(distances)(const MlsDense *d)
{
	NAME(run)(DISTANCE, d);
}

#undef INLINE
#undef NAME
#undef TARGET
#undef WIDTH
