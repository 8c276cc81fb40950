/*
 * base/hot.h
 *	  What a row by itself goes through, kept together.
 *
 * Where rows come one by one, each with a statement of its own, what takes the time
 * is not so much to execute the instructions as to fetch them: since the last row
 * the process has slept, and others have used the caches.  Functions marked so lie
 * side by side in the library, on a few pages instead of one each.
 */
#ifndef MLS_BASE_HOT_H
#define MLS_BASE_HOT_H

#define MLS_HOT		__attribute__((hot))

#endif
