#!/bin/sh
# What the scoring library's object files define and call, as nm tells it: the
# promises that #include lines cannot show.
#
#	- every symbol that others can see begins with mls_
#	- memory comes from the host: only base/host.c, the host of programs
#	  without one of their own, calls malloc and free
#	- nothing prints, reads files or the environment, or ends the process
#	- evaluation and images allocate nothing and never longjmp
#
# Each object file is one test.	usage: check-symbols.sh FOLDER [LAYER ...]
set -eu
folder=$1
shift
for layer; do
	for object in "$folder/$layer"/*.o; do
		[ ! -e "$object" ] || nm -g "$object" | sed "s|^|$layer/$(basename "$object") |"
	done
done | awk '
BEGIN {
	n = split("malloc calloc realloc reallocarray free strdup strndup aligned_alloc posix_memalign asprintf " \
			  "vasprintf", names, " ")
	for (i = 1; i <= n; i++)
		memory[names[i]] = 1
	n = split("printf vprintf puts putchar fprintf vfprintf fputs fputc fwrite perror stdin stdout stderr " \
			  "fopen open read write getenv setlocale system exit _exit abort __assert_fail", names, " ")
	for (i = 1; i <= n; i++)
		outside[names[i]] = 1
}

function wrong(text)
{
	printf "%s: %s\n", object, text
	bad[object] = 1
}

{
	object = $1
	objects[object] = 1
	kind = $(NF - 1)
	symbol = $NF
	sub(/@.*/, "", symbol)
	if (kind != "U")
	{
		if (symbol !~ /^mls_/ && symbol !~ /^__/)
			wrong("others can see " symbol ", which does not begin with mls_")
	}
	else if (symbol in outside)
		wrong("calls " symbol)
	else if (symbol in memory && object != "base/host.o")
		wrong("calls " symbol ", but memory comes from the host")
	else if (symbol ~ /longjmp|setjmp/ && object ~ /^(eval|image)\//)
		wrong("calls " symbol ", but kernels never fail")
}

END {
	for (object in objects)
	{
		if (object in bad)
			failed++
		else
			passed++
	}
	printf "%d passed, %d failed\n", passed, failed
	exit failed > 0
}'
