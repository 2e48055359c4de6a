/* processors.h - how many processors this process may use.
 *
 * A batch system or a container gives a process some of the machine: by a set of
 * processors (taskset, Slurm, cpuset), or by a share of their time (cgroups: docker
 * --cpus, systemd CPUQuota, Kubernetes). More threads than that only wait for each
 * other.
 */
#ifndef PC_ANALYSIS_ENSEMBLE_PROCESSORS_H
#define PC_ANALYSIS_ENSEMBLE_PROCESSORS_H

#include <stddef.h>

/* At least 1. */
size_t pc_processors(void);

/* The processors whose time a cgroup gives, rounded up; 0 if it sets no limit. `cgroup`
 * is the text of /proc/self/cgroup, `root` the folder /sys/fs/cgroup. The limits of the
 * groups above hold as well; version 1 and 2 are read. */
size_t pc_processors_of_cgroup(const char *cgroup, const char *root);

#endif
