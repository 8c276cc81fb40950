#!/usr/bin/env bash
# Runs unit tests on an emulated CPU with AVX-512 (BW, VBMI), for machines that
# have none: every variant of the inner loops must give the same bits.
#
#	tools/avx512.sh [WORD ...]	(masks support_vector gaussian neural linear doubles place)
#
# Tests whose file or name holds one of the words, as in UNIT= of "make unit".
# Bochs boots a Debian kernel with nothing but the tests and what they read; what
# is missing for that comes from Debian's packages.  A second of CPU time takes
# several minutes there, so this is no part of "make check".
. "$(dirname "$0")/common.sh"

words=("$@")
[ $# -gt 0 ] || words=(masks support_vector gaussian neural linear doubles place)
packages=(bochs bochs-term bochsbios vgabios isolinux syslinux-common xorriso cpio)
isolinux=/usr/lib/ISOLINUX/isolinux.bin
command -v apt-get > /dev/null || die "this takes Bochs and a kernel from Debian's packages"
if ! command -v bochs-bin xorriso cpio > /dev/null || [ ! -e $isolinux ]; then
	as_root apt-get install -y -q --no-install-recommends "${packages[@]}"
fi

cd "$top"
make -s unit-build
make_work_folder
mkdir -p "$work"/{kernel,root/bin,root/tests,disk/isolinux}

say "Taking a kernel from Debian's packages"
kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | sed -n 1p)
(cd "$work/kernel" && apt-get download -qq -o APT::Sandbox::User=root "$kernel" && dpkg-deb -x ./*.deb .)

# what the tests read, their libraries, and the first process
cp build/lib/unit "$work/root/bin/"
cp -r --parents model_fixtures "$work/root/tests/"
ldd build/lib/unit | grep -o '/[^ ]*' | xargs cp -L --parents -t "$work/root"
cat > "$work/init.c" << 'END'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/io.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

int
main(int n, char **arguments)
{
	static char cpu[65536];
	int			status = 1;
	int			file;

	mkdir("/proc", 0755);
	mkdir("/dev", 0755);
	mkdir("/tmp", 0777);
	mount("proc", "/proc", "proc", 0, "");
	mknod("/dev/ttyS0", S_IFCHR | 0600, makedev(4, 64));
	file = open("/dev/ttyS0", O_RDWR);
	dup2(file, 0);
	dup2(file, 1);
	dup2(file, 2);
	file = open("/proc/cpuinfo", O_RDONLY);
	if (read(file, cpu, sizeof(cpu) - 1) > 0 && strstr(cpu, " avx512_vbmi"))
	{
		puts("The CPU has AVX-512 VBMI.");
		fflush(stdout);
		if (fork() == 0)
		{
			chdir("/tests");
			execv("/bin/unit", arguments);
			exit(127);
		}
		wait(&status);
	}
	printf("\nThe tests %s.\n", status == 0 ? "passed" : "failed");
	fflush(stdout);
	tcdrain(1);
	iopl(3);
	for (const char *c = "Shutdown"; *c; c++)	/* Bochs ends */
		outb(*c, 0x8900);
	for (;;)
		pause();
}
END
cc -O2 -static -w -o "$work/root/init" "$work/init.c"
(cd "$work/root" && find . | cpio -o -H newc --quiet) > "$work/disk/initrd"

cp "$work"/kernel/boot/vmlinuz-* "$work/disk/vmlinuz"
cp $isolinux /usr/lib/syslinux/modules/bios/ldlinux.c32 "$work/disk/isolinux/"
# Bochs 2.7 says of itself what it does not do: saving less than the whole state of
# the FPU, process context identifiers, protection keys
cat > "$work/disk/isolinux/isolinux.cfg" << END
default linux
prompt 0
label linux
kernel /vmlinuz
append initrd=/initrd console=ttyS0 rdinit=/init nokaslr mitigations=off tsc=reliable panic=1 nopku nosmp noapic nopcid noinvpcid clearcpuid=xsaves,xsavec,pku,ospke,aperfmperf,erms,fsrm,la57,umip,shstk,ibt -- ${words[*]}
END
xorriso -as mkisofs -quiet -o "$work/disk.iso" -b isolinux/isolinux.bin -c isolinux/boot.cat \
	-no-emul-boot -boot-load-size 4 -boot-info-table "$work/disk" 2> /dev/null

cat > "$work/bochsrc" << END
cpu: model=tigerlake, count=1, ips=20000000
memory: guest=512, host=512
romimage: file=/usr/share/bochs/BIOS-bochs-latest
vgaromimage: file=/usr/share/vgabios/vgabios.bin
ata0-master: type=cdrom, path=$work/disk.iso, status=inserted
boot: cdrom
display_library: term
com1: enabled=1, mode=file, dev=$work/serial
log: $work/log
panic: action=fatal
error: action=ignore
info: action=ignore
END
# Debian's Bochs waits in its debugger until it is told to continue
echo continue > "$work/commands"
say "Running the tests in Bochs: ${words[*]}"
touch "$work/serial"
run env TERM=xterm script -qfc "bochs-bin -q -f '$work/bochsrc' -rc '$work/commands'" /dev/null > "$work/screen" &
tail -f --pid=$! "$work/serial" | sed -un 's/\r//; /^The CPU has/,$p'
wait || true
grep -q '^The tests passed' "$work/serial" || die "$(tail -n 3 "$work/log" "$work/serial")"
