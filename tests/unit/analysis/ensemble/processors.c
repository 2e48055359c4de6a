/* processors.c - what a cgroup gives of the processors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analysis/ensemble/processors.h"
#include "output/folder/folder.h"
#include "tests/unit/testlib.h"

static char root[] = "/tmp/processors-XXXXXX";

static void
put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", root, name);
    CU_ASSERT_EQUAL_FATAL(pc_folder_make_parents(path), 0);
    FILE *out = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    CU_ASSERT_EQUAL_FATAL(fclose(out), 0);
}

static void
test_version_2(void)
{
    put("job/cpu.max", "250000 100000\n");
    put("job/step/cpu.max", "max 100000\n");
    put("small/cpu.max", "50000 100000\n");
    put("whole/cpu.max", "400000 100000\n");
    put("odd/cpu.max", "\n");
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/job\n", root), 3);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/job/step\n", root), 3);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/small\n", root), 1);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/whole", root), 4);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/odd\n", root), 0);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/\n", root), 0);
    /* The group is the machine's, and the container sees its own part as the root. */
    put("cpu.max", "200000 100000\n");
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/docker/abc\n", root), 2);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("0::/small\n", root), 1);
}

static void
test_version_1(void)
{
    put("cpu/job/cpu.cfs_quota_us", "150000\n");
    put("cpu/job/cpu.cfs_period_us", "100000\n");
    put("cpu/free/cpu.cfs_quota_us", "-1\n");
    put("cpu/free/cpu.cfs_period_us", "100000\n");
    CU_ASSERT_EQUAL(
        pc_processors_of_cgroup("5:memory:/job\n4:cpu,cpuacct:/job\n", root), 2);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("4:cpuacct,cpu:/job/step\n", root), 2);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("4:cpu,cpuacct:/free\n", root), 0);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("3:cpuset:/job\n2:memory:/job\n", root), 0);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("", root), 0);
    CU_ASSERT_EQUAL(pc_processors_of_cgroup("text\n:\n::\n", root), 0);
}

/* No more than the machine has. */
static void
test_at_least_one(void)
{
    const size_t num = pc_processors();
    CU_ASSERT(num >= 1 && num <= (size_t) sysconf(_SC_NPROCESSORS_ONLN));
}

int
main(int argc, char **argv)
{
    static CU_TestInfo tests[] = {
        { "version_2", test_version_2 },
        { "version_1", test_version_1 },
        { "at_least_one", test_at_least_one },
        CU_TEST_INFO_NULL,
    };
    if (mkdtemp(root) == NULL) {
        return EXIT_FAILURE;
    }
    const int code = test_main("processors", tests, argc, argv);
    return pc_folder_remove(root) == 0 ? code : EXIT_FAILURE;
}
