/* The result folder holds the old result or the new one, whatever happens. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "output/folder/folder.h"
#include "output/folder/store.h"
#include "tests/unit/result_fixture.h"
#include "tests/unit/testlib.h"

static void
test_new_then_replaced(void)
{
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_OK);
    CU_ASSERT(result_holds("run/one.csv", "old"));

    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_OK);
    CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_OK);
    CU_ASSERT(result_holds("run/one.csv", "new"));
    CU_ASSERT(result_holds("run/plots/two.svg", "new"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1); /* nothing left beside it */
    CU_ASSERT_EQUAL(result_diags.num, 0);
}

static void
test_parents_links_and_slashes(void)
{
    char deep[96], alias[96];
    snprintf(deep, sizeof(deep), "%s/a/b/run//", result_root);
    CU_ASSERT_EQUAL(result_write(deep, "x"), PC_OK);
    CU_ASSERT(result_holds("a/b/run/one.csv", "x"));

    snprintf(alias, sizeof(alias), "%s/link", result_root);
    CU_ASSERT_EQUAL_FATAL(symlink("a/b/run", alias), 0);
    CU_ASSERT_EQUAL(result_write(alias, "y"), PC_OK);
    CU_ASSERT(result_holds(
        "a/b/run/one.csv", "y")); /* the folder, not the link, is replaced */
    CU_ASSERT_EQUAL(pc_store_verify(alias, &result_diags), PC_OK);
}

static void
test_users_files_are_safe(void)
{
    char path[128];
    /* A folder of somebody else. */
    CU_ASSERT_EQUAL_FATAL(mkdir(result_dir, 0777), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "x"), PC_OK); /* empty: taken */
    CU_ASSERT_EQUAL_FATAL(pc_folder_remove(result_dir), 0);
    CU_ASSERT_EQUAL_FATAL(mkdir(result_dir, 0777), 0);
    result_put("run/thesis.txt", "ten years of work");
    CU_ASSERT_EQUAL(result_write(result_dir, "x"), PC_ERR_IO);
    CU_ASSERT(result_said("not empty"));
    result_put("run/manifest.json", "{ \"format\": \"of another program\" }");
    CU_ASSERT_EQUAL(result_write(result_dir, "x"), PC_ERR_IO);
    CU_ASSERT(result_holds("run/thesis.txt", "ten years of work"));
    CU_ASSERT_EQUAL(result_num_entries(result_dir), 2);

    /* A note in a folder of ours is kept; a sub-folder is refused. */
    CU_ASSERT_EQUAL_FATAL(pc_folder_remove(result_dir), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    result_put("run/note.txt", "mine");
    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_OK);
    CU_ASSERT(result_holds("run/note.txt", "mine"));
    CU_ASSERT(result_holds("run/one.csv", "new"));
    snprintf(path, sizeof(path), "%s/mine", result_dir);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0777), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "newer"), PC_ERR_IO);
    CU_ASSERT(result_said("sub-folder"));
    CU_ASSERT(result_holds("run/one.csv", "new"));

    /* A file is in the way. */
    result_put("file", "x");
    snprintf(path, sizeof(path), "%s/file", result_root);
    CU_ASSERT_EQUAL(result_write(path, "x"), PC_ERR_IO);
    snprintf(path, sizeof(path), "%s/file/run", result_root);
    CU_ASSERT_EQUAL(result_write(path, "x"), PC_ERR_IO);
    CU_ASSERT(result_holds("file", "x"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 2);
}

/* A limit on the size of files stands in for a full disk: the write fails in the same
 * place, at whichever of the buffered writes reaches the limit. */
static void
test_full_disk_leaves_the_old_result(void)
{
    static const rlim_t limits[] = { 0, 1, 100, 5000 };
    struct rlimit before, tight;
    pc_store_t store;
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        tight = before;
        tight.rlim_cur = limits[i];
        CU_ASSERT_EQUAL(pc_store_open(&store, result_dir, &result_diags), PC_OK);
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &tight), 0);
        FILE *out = pc_store_file(&store, "one.csv");
        for (int k = 0; k < 20000; k++) {
            fputs("x", out);
        }
        CU_ASSERT_EQUAL(pc_store_close_file(&store), PC_ERR_WRITE);
        CU_ASSERT(result_said(strerror(EFBIG)));
        CU_ASSERT_PTR_NOT_NULL(
            strstr(result_diags.items[result_diags.num - 1].file, "/run/one.csv"));
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
        /* A caller that did not look cannot commit it. */
        CU_ASSERT_EQUAL(pc_store_commit(&store, &result_info), PC_ERR_WRITE);
        CU_ASSERT(result_holds("run/one.csv", "old"));
        CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_OK);
        CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
    }
    /* The manifest itself does not fit: it is longer than the two files. */
    tight.rlim_cur = 100;
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &tight), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_ERR_WRITE);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    CU_ASSERT(result_holds("run/one.csv", "old"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
}

static void
test_unwritable_folder(void)
{
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    if (geteuid() == 0) {
        return; /* the superuser may write anywhere */
    }
    CU_ASSERT_EQUAL_FATAL(chmod(result_dir, 0555), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(chmod(result_dir, 0777), 0);
    CU_ASSERT_EQUAL_FATAL(chmod(result_root, 0555), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(chmod(result_root, 0777), 0);
    CU_ASSERT(result_holds("run/one.csv", "old"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
}

/* Both ways to put a folder in place; the way without exchange may end between its two
 * moves. */
static void
test_swap_without_exchange(void)
{
    char fresh[128], aside[128];
    snprintf(fresh, sizeof(fresh), "%s/fresh", result_root);
    snprintf(aside, sizeof(aside), "%s/aside", result_root);
    for (int may_exchange = 0; may_exchange < 2; may_exchange++) {
        CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
        CU_ASSERT_EQUAL(result_write(fresh, "new"), PC_OK);
        CU_ASSERT_EQUAL(
            pc_folder_swap(AT_FDCWD, fresh, result_dir, aside, may_exchange), 0);
        CU_ASSERT(result_holds("run/one.csv", "new"));
        CU_ASSERT(result_holds(may_exchange ? "fresh/one.csv" : "aside/one.csv", "old"));
        CU_ASSERT_EQUAL(pc_folder_remove(fresh) | pc_folder_remove(aside), 0);
        /* There is no new one: the old one stays. */
        CU_ASSERT_EQUAL(
            pc_folder_swap(AT_FDCWD, fresh, result_dir, aside, may_exchange), -1);
        CU_ASSERT(result_holds("run/one.csv", "new"));
    }
}

static const char *
path_of(char path[128], const char *name)
{
    snprintf(path, 128, "%s/%s", result_root, name);
    return path;
}

static void
test_killed_runs_are_cleaned(void)
{
    char found[512];
    pc_store_t store;
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    const pid_t child = fork();
    if (child == 0) {
        if (pc_store_open(&store, result_dir, &result_diags) == PC_OK
            && pc_store_file(&store, "one.csv")) {
            /* The name of the hidden folder goes to the parent by a file. */
            result_put("hidden", pc_store_path(&store));
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    CU_ASSERT_EQUAL_FATAL(waitpid(child, NULL, 0), child);
    CU_ASSERT_EQUAL(
        result_num_entries(result_root), 3); /* run, hidden, and the hidden folder */

    /* As if it had been killed between two moves. */
    char path[128];
    snprintf(path, sizeof(path), "%s/hidden", result_root);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(found, sizeof(found), in));
    fclose(in);
    memcpy(strstr(found, ".tmp-"), ".old-", 5);
    CU_ASSERT_EQUAL_FATAL(rename(result_dir, found), 0);

    CU_ASSERT_EQUAL(pc_store_open(&store, result_dir, &result_diags), PC_OK);
    CU_ASSERT(result_holds("run/one.csv", "old"));
    pc_store_abort(&store);
    pc_store_abort(&store);
    CU_ASSERT_EQUAL(result_num_entries(result_root), 2);

    /* The folder of a run that is still alive is left alone: it holds a lock. So is one
     * of another name, and a link is never followed. */
    pc_store_t alive;
    char planted[128];
    CU_ASSERT_EQUAL_FATAL(pc_store_open(&alive, result_dir, &result_diags), PC_OK);
    CU_ASSERT_EQUAL(mkdir(path_of(planted, ".run.tmp-abcdef"), 0777), 0);
    result_put("kept", "kept");
    CU_ASSERT_EQUAL(symlink(result_root, path_of(planted, ".run.tmp-1a2b3c")), 0);
    CU_ASSERT_EQUAL(mkdir(path_of(planted, ".run.tmp-0a0b0c"), 0777), 0);
    CU_ASSERT_EQUAL(result_write(result_dir, "new"), PC_OK);
    CU_ASSERT_EQUAL(access(pc_store_path(&alive), F_OK), 0);
    CU_ASSERT(result_holds("kept", "kept"));
    CU_ASSERT_NOT_EQUAL(access(planted, F_OK), 0);
    CU_ASSERT_EQUAL(result_num_entries(result_root),
        6); /* run, hidden, kept, alive, two of others */
    pc_store_abort(&alive);
    CU_ASSERT_EQUAL(result_num_entries(result_root), 5);
}

/* A result whose files are no longer those that were written takes nobody's place. */
static void
test_changed_while_written(void)
{
    char path[512];
    pc_store_t store;
    CU_ASSERT_EQUAL(result_write(result_dir, "old"), PC_OK);
    for (int how = 0; how < 3; how++) {
        CU_ASSERT_EQUAL_FATAL(pc_store_open(&store, result_dir, &result_diags), PC_OK);
        FILE *out = pc_store_file(&store, "one.csv");
        CU_ASSERT_PTR_NOT_NULL_FATAL(out);
        fputs("new", out);
        CU_ASSERT_EQUAL(pc_store_close_file(&store), PC_OK);
        snprintf(path, sizeof(path), "%s/one.csv", pc_store_path(&store));
        if (how == 0) {
            CU_ASSERT_EQUAL(unlink(path), 0);
        } else if (how == 1) {
            CU_ASSERT_EQUAL(truncate(path, 1), 0);
        } else {
            CU_ASSERT_EQUAL(unlink(path) | symlink("/dev/null", path), 0);
        }
        CU_ASSERT_EQUAL(pc_store_commit(&store, &result_info), PC_ERR_IO);
        CU_ASSERT(result_said("somebody changed the folder"));
        CU_ASSERT(result_holds("run/one.csv", "old"));
        CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
    }
}

/* What would fail after the work is said before it. */
static void
test_refused_before_the_work(void)
{
    char path[512], name[256];
    memset(name, 'n', sizeof(name) - 1);
    name[250] = '\0';
    snprintf(path, sizeof(path), "%s/%s", result_root, name);
    CU_ASSERT_EQUAL(pc_store_check(path, &result_diags), PC_ERR_IO);
    CU_ASSERT(result_said("File name too long"));
    snprintf(path, sizeof(path), "%s/%s/x/y", result_root, name);
    CU_ASSERT_EQUAL(pc_store_check(path, &result_diags), PC_ERR_IO);
    result_put("file", "x");
    snprintf(path, sizeof(path), "%s/file/x", result_root);
    CU_ASSERT_EQUAL(pc_store_check(path, &result_diags), PC_ERR_IO);
    CU_ASSERT_EQUAL(pc_store_check("/proc", &result_diags), PC_ERR_IO);
    CU_ASSERT(result_said("mounted here"));
    snprintf(path, sizeof(path), "%s/new/and/newer", result_root);
    CU_ASSERT_EQUAL(pc_store_check(path, &result_diags), PC_OK);
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1); /* nothing was made */
}

/* The text of the result at hand. */
static void
read_result(char text[16])
{
    char path[128];
    snprintf(path, sizeof(path), "%s/one.csv", result_dir);
    FILE *in = fopen(path, "r");
    memset(text, 0, 16);
    if (in != NULL) {
        CU_ASSERT_PTR_NOT_NULL(fgets(text, 16, in));
        fclose(in);
    }
}

static void
replace_without_end(int round)
{
    signal(SIGINT, SIG_DFL); /* a shell starts what runs behind it without */
    for (int k = 0;; k++) {
        char text[16];
        snprintf(text, sizeof(text), "%d.%d", round, k);
        if (result_write(result_dir, text) != PC_OK) {
            _exit(1);
        }
    }
}

/* A child replaces the result without end and is stopped at any point; the folder is
 * whole each time. */
static void
test_ctrl_c_at_any_time(void)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGKILL };
    CU_ASSERT_EQUAL(result_write(result_dir, "0"), PC_OK);
    for (int round = 1; round <= 40; round++) {
        char text[16];
        const pid_t child = fork();
        if (child == 0) {
            replace_without_end(round);
        }
        /* From its first result on, stop it at a moment that differs from round to
         * round. */
        for (int wait = 0; wait < 5000 && atoi((read_result(text), text)) != round;
             wait++) {
            nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
        }
        nanosleep(&(struct timespec){ 0, 97000L * round }, NULL);
        CU_ASSERT_EQUAL_FATAL(kill(child, signals[round % 4]), 0);
        int how = 0;
        CU_ASSERT_EQUAL_FATAL(waitpid(child, &how, 0), child);
        CU_ASSERT(WIFSIGNALED(how));
        CU_ASSERT_EQUAL(pc_store_verify(result_dir, &result_diags), PC_OK);
        read_result(text);
        CU_ASSERT_EQUAL(atoi(text), round);
    }
    CU_ASSERT_EQUAL(result_write(result_dir, "end"), PC_OK);
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
}

/* clang-format off */
IN_FOLDER(new_then_replaced)
IN_FOLDER(parents_links_and_slashes)
IN_FOLDER(users_files_are_safe)
IN_FOLDER(full_disk_leaves_the_old_result)
IN_FOLDER(unwritable_folder)
IN_FOLDER(swap_without_exchange)
IN_FOLDER(killed_runs_are_cleaned)
IN_FOLDER(changed_while_written)
IN_FOLDER(refused_before_the_work)
IN_FOLDER(ctrl_c_at_any_time)
/* clang-format on */

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "new_then_replaced", in_folder_new_then_replaced },
        { "parents_links_and_slashes", in_folder_parents_links_and_slashes },
        { "users_files_are_safe", in_folder_users_files_are_safe },
        { "full_disk_leaves_the_old_result", in_folder_full_disk_leaves_the_old_result },
        { "unwritable_folder", in_folder_unwritable_folder },
        { "swap_without_exchange", in_folder_swap_without_exchange },
        { "killed_runs_are_cleaned", in_folder_killed_runs_are_cleaned },
        { "changed_while_written", in_folder_changed_while_written },
        { "refused_before_the_work", in_folder_refused_before_the_work },
        { "ctrl_c_at_any_time", in_folder_ctrl_c_at_any_time },
        CU_TEST_INFO_NULL,
    };
    return test_main("store", tests, argc, argv);
}
