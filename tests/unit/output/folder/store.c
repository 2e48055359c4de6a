/* The result folder holds the old result or the new one, whatever happens. */
#include <dirent.h>
#include <errno.h>
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

#include <cjson/cJSON.h>

#include "output/folder/folder.h"
#include "output/folder/manifest.h"
#include "output/folder/store.h"
#include "tests/unit/testlib.h"

static char root[] = "/tmp/pc_test_store.XXXXXX";
static char dir[64];
static pc_diags_t diags;

static const pc_run_info_t info = { .name = "a \"quoted\"\n\x01\xff name",
    .model = "panelcast",
    .command_line = "panelcast run 'x y.json' -o C:\\out",
    .mode = "expected",
    .seed = UINT64_MAX };

static int
set_up(void)
{
    strcpy(strrchr(root, '.'), ".XXXXXX");
    if (mkdtemp(root) == NULL) {
        return 1;
    }
    snprintf(dir, sizeof(dir), "%s/run", root);
    pc_diags_init(&diags);
    return 0;
}

static int
tear_down(void)
{
    pc_diags_free(&diags);
    return pc_folder_remove(root);
}

static void
put(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/%s", root, name);
    FILE *out = fopen(path, "w");
    CU_ASSERT_PTR_NOT_NULL_FATAL(out);
    fputs(text, out);
    fclose(out);
}

static int
holds(const char *name, const char *text)
{
    char path[128], found[64] = "";
    snprintf(path, sizeof(path), "%s/%s", root, name);
    FILE *in = fopen(path, "r");
    if (in == NULL) {
        return 0;
    }
    const size_t length = fread(found, 1, sizeof(found) - 1, in);
    fclose(in);
    return length == strlen(text) && strcmp(found, text) == 0;
}

static int
num_entries(const char *path)
{
    int num = -2; /* . and .. */
    DIR *folder = opendir(path);
    while (folder != NULL && readdir(folder) != NULL) {
        num++;
    }
    if (folder != NULL) {
        closedir(folder);
    }
    return num;
}

/* A result of two files with the same text. */
static pc_status
write_result(const char *where, const char *text)
{
    static const char *const names[] = { "one.csv", "plots/two.svg" };
    pc_store_t store;
    pc_status status = pc_store_open(&store, where, &diags);
    for (size_t i = 0; i < 2 && status == PC_OK; i++) {
        status = pc_store_text(&store, names[i], text);
    }
    if (status == PC_OK) {
        status = pc_store_commit(&store, &info);
    }
    pc_store_abort(&store);
    return status;
}

static int
said(const char *word)
{
    return diags.num > 0 && strstr(diags.items[diags.num - 1].text, word) != NULL;
}

/* FIPS 180-2, appendix B. */
static void
test_sha256(void)
{
    char hex[PC_SHA256_SIZE], path[128];
    static const char *const abc =
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    pc_sha256_bytes("abc", 3, hex);
    CU_ASSERT_STRING_EQUAL(hex, abc);
    put("abc", "abc");
    snprintf(path, sizeof(path), "%s/abc", root);
    CU_ASSERT_EQUAL(pc_sha256_file(path, 3, hex), PC_OK);
    CU_ASSERT_STRING_EQUAL(hex, abc);
    CU_ASSERT_EQUAL(pc_sha256_file("/no/such/file", 3, hex), PC_ERR_MISSING);
    CU_ASSERT_EQUAL(pc_sha256_file(path, 2, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(errno, EFBIG);
    CU_ASSERT_EQUAL(pc_sha256_file(root, PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(errno, EISDIR);
    CU_ASSERT_EQUAL(pc_sha256_file("/dev/zero", PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
    CU_ASSERT_EQUAL(errno, EINVAL);
    snprintf(path, sizeof(path), "%s/pipe", root);
    CU_ASSERT_EQUAL(mkfifo(path, 0600), 0);
    CU_ASSERT_EQUAL(pc_sha256_file(path, PC_SHA256_ANY_SIZE, hex), PC_ERR_IO);
}

static void
test_new_then_replaced(void)
{
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
    CU_ASSERT(holds("run/one.csv", "old"));

    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_OK);
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
    CU_ASSERT(holds("run/one.csv", "new"));
    CU_ASSERT(holds("run/plots/two.svg", "new"));
    CU_ASSERT_EQUAL(num_entries(root), 1); /* nothing left beside it */
    CU_ASSERT_EQUAL(diags.num, 0);
}

static void
test_parents_links_and_slashes(void)
{
    char deep[96], alias[96];
    snprintf(deep, sizeof(deep), "%s/a/b/run//", root);
    CU_ASSERT_EQUAL(write_result(deep, "x"), PC_OK);
    CU_ASSERT(holds("a/b/run/one.csv", "x"));

    snprintf(alias, sizeof(alias), "%s/link", root);
    CU_ASSERT_EQUAL_FATAL(symlink("a/b/run", alias), 0);
    CU_ASSERT_EQUAL(write_result(alias, "y"), PC_OK);
    CU_ASSERT(holds("a/b/run/one.csv", "y")); /* the folder, not the link, is replaced */
    CU_ASSERT_EQUAL(pc_store_verify(alias, &diags), PC_OK);
}

static void
test_users_files_are_safe(void)
{
    char path[128];
    /* A folder of somebody else. */
    CU_ASSERT_EQUAL_FATAL(mkdir(dir, 0777), 0);
    CU_ASSERT_EQUAL(write_result(dir, "x"), PC_OK); /* empty: taken */
    CU_ASSERT_EQUAL_FATAL(pc_folder_remove(dir), 0);
    CU_ASSERT_EQUAL_FATAL(mkdir(dir, 0777), 0);
    put("run/thesis.txt", "ten years of work");
    CU_ASSERT_EQUAL(write_result(dir, "x"), PC_ERR_IO);
    CU_ASSERT(said("not empty"));
    put("run/manifest.json", "{ \"format\": \"of another program\" }");
    CU_ASSERT_EQUAL(write_result(dir, "x"), PC_ERR_IO);
    CU_ASSERT(holds("run/thesis.txt", "ten years of work"));
    CU_ASSERT_EQUAL(num_entries(dir), 2);

    /* A note in a folder of ours is kept; a sub-folder is refused. */
    CU_ASSERT_EQUAL_FATAL(pc_folder_remove(dir), 0);
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    put("run/note.txt", "mine");
    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_OK);
    CU_ASSERT(holds("run/note.txt", "mine"));
    CU_ASSERT(holds("run/one.csv", "new"));
    snprintf(path, sizeof(path), "%s/mine", dir);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0777), 0);
    CU_ASSERT_EQUAL(write_result(dir, "newer"), PC_ERR_IO);
    CU_ASSERT(said("sub-folder"));
    CU_ASSERT(holds("run/one.csv", "new"));

    /* A file is in the way. */
    put("file", "x");
    snprintf(path, sizeof(path), "%s/file", root);
    CU_ASSERT_EQUAL(write_result(path, "x"), PC_ERR_IO);
    snprintf(path, sizeof(path), "%s/file/run", root);
    CU_ASSERT_EQUAL(write_result(path, "x"), PC_ERR_IO);
    CU_ASSERT(holds("file", "x"));
    CU_ASSERT_EQUAL(num_entries(root), 2);
}

/* A limit on the size of files stands in for a full disk: the write fails in the same
 * place, at whichever of the buffered writes reaches the limit. */
static void
test_full_disk_leaves_the_old_result(void)
{
    static const rlim_t limits[] = { 0, 1, 100, 5000 };
    struct rlimit before, tight;
    pc_store_t store;
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        tight = before;
        tight.rlim_cur = limits[i];
        CU_ASSERT_EQUAL(pc_store_open(&store, dir, &diags), PC_OK);
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &tight), 0);
        FILE *out = pc_store_file(&store, "one.csv");
        for (int k = 0; k < 20000; k++) {
            fputs("x", out);
        }
        CU_ASSERT_EQUAL(pc_store_close_file(&store), PC_ERR_WRITE);
        CU_ASSERT(said(strerror(EFBIG)));
        CU_ASSERT_PTR_NOT_NULL(strstr(diags.items[diags.num - 1].file, "/run/one.csv"));
        CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
        /* A caller that did not look cannot commit it. */
        CU_ASSERT_EQUAL(pc_store_commit(&store, &info), PC_ERR_WRITE);
        CU_ASSERT(holds("run/one.csv", "old"));
        CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
        CU_ASSERT_EQUAL(num_entries(root), 1);
    }
    /* The manifest itself does not fit: it is longer than the two files. */
    tight.rlim_cur = 100;
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &tight), 0);
    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_ERR_WRITE);
    CU_ASSERT_EQUAL_FATAL(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, handler);
    CU_ASSERT(holds("run/one.csv", "old"));
    CU_ASSERT_EQUAL(num_entries(root), 1);
}

static void
test_unwritable_folder(void)
{
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    if (geteuid() == 0) {
        return; /* the superuser may write anywhere */
    }
    CU_ASSERT_EQUAL_FATAL(chmod(dir, 0555), 0);
    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(chmod(dir, 0777), 0);
    CU_ASSERT_EQUAL_FATAL(chmod(root, 0555), 0);
    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_ERR_IO);
    CU_ASSERT_EQUAL_FATAL(chmod(root, 0777), 0);
    CU_ASSERT(holds("run/one.csv", "old"));
    CU_ASSERT_EQUAL(num_entries(root), 1);
}

static void
test_verify_refuses(void)
{
    char path[128], moved[128];
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_ERR_MISSING);
    CU_ASSERT_EQUAL(write_result(dir, "text"), PC_OK);
    put("run/one.csv", "texT"); /* same size */
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_ERR_INPUT);
    put("run/one.csv", "text");
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
    snprintf(path, sizeof(path), "%s/plots/two.svg", dir);
    CU_ASSERT_EQUAL_FATAL(unlink(path), 0);
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_ERR_INPUT);
    put("run/plots/two.svg", "text");

    static const struct {
        const char *text;
        pc_status expected;
    } manifests[] = {
        { "", PC_ERR_INPUT },
        { "{", PC_ERR_INPUT },
        { "[]", PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":1,\"outputs\":[]}x",
            PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":1}", PC_ERR_INPUT },
        { "{\"format\":\"panelcast result\",\"format_version\":2,\"outputs\":7}",
            PC_ERR_VERSION },
        { "{\"format\":\"panelcast result\",\"format_version\":1,\"outputs\":[{\"name\":"
          "\"../"
          "abc\",\"sha256\":"
          "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
          "\",\"bytes\":3}]}",
            PC_ERR_INPUT },
    };
    put("abc", "abc");
    for (size_t i = 0; i < sizeof(manifests) / sizeof(manifests[0]); i++) {
        put("run/manifest.json", manifests[i].text);
        CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), manifests[i].expected);
    }
    snprintf(path, sizeof(path), "%s/manifest.json", dir);
    snprintf(moved, sizeof(moved), "%s/gone.json", dir);
    CU_ASSERT_EQUAL_FATAL(rename(path, moved), 0);
    CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_ERR_MISSING);
}

static void
test_manifest_is_json(void)
{
    char path[128], text[4096] = "";
    CU_ASSERT_EQUAL(write_result(dir, "x"), PC_OK);
    snprintf(path, sizeof(path), "%s/manifest.json", dir);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    CU_ASSERT(fread(text, 1, sizeof(text) - 1, in) > 0);
    fclose(in);
    cJSON *json = cJSON_ParseWithOpts(text, NULL, 1);
    CU_ASSERT_PTR_NOT_NULL_FATAL(json);
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(json, "scenario")->valuestring,
        "a \"quoted\"\n\x01\xEF\xBF\xBD name");
    CU_ASSERT_STRING_EQUAL(
        cJSON_GetObjectItemCaseSensitive(json, "command_line")->valuestring,
        info.command_line);
    CU_ASSERT_STRING_EQUAL(cJSON_GetObjectItemCaseSensitive(json, "seed")->valuestring,
        "18446744073709551615");
    CU_ASSERT_TRUE(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(json, "commit")));
    CU_ASSERT_EQUAL(
        cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(json, "outputs")), 2);
    cJSON_Delete(json);
}

/* Both ways to put a folder in place; the way without exchange may end between its two
 * moves. */
static void
test_swap_without_exchange(void)
{
    char fresh[128], aside[128];
    snprintf(fresh, sizeof(fresh), "%s/fresh", root);
    snprintf(aside, sizeof(aside), "%s/aside", root);
    for (int may_exchange = 0; may_exchange < 2; may_exchange++) {
        CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
        CU_ASSERT_EQUAL(write_result(fresh, "new"), PC_OK);
        CU_ASSERT_EQUAL(pc_folder_swap(AT_FDCWD, fresh, dir, aside, may_exchange), 0);
        CU_ASSERT(holds("run/one.csv", "new"));
        CU_ASSERT(holds(may_exchange ? "fresh/one.csv" : "aside/one.csv", "old"));
        CU_ASSERT_EQUAL(pc_folder_remove(fresh) | pc_folder_remove(aside), 0);
        /* There is no new one: the old one stays. */
        CU_ASSERT_EQUAL(pc_folder_swap(AT_FDCWD, fresh, dir, aside, may_exchange), -1);
        CU_ASSERT(holds("run/one.csv", "new"));
    }
}

static const char *
path_of(char path[128], const char *name)
{
    snprintf(path, 128, "%s/%s", root, name);
    return path;
}

static void
test_killed_runs_are_cleaned(void)
{
    char found[512];
    pc_store_t store;
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    const pid_t child = fork();
    if (child == 0) {
        if (pc_store_open(&store, dir, &diags) == PC_OK
            && pc_store_file(&store, "one.csv")) {
            /* The name of the hidden folder goes to the parent by a file. */
            put("hidden", pc_store_path(&store));
            kill(getpid(), SIGKILL);
        }
        _exit(1);
    }
    CU_ASSERT_EQUAL_FATAL(waitpid(child, NULL, 0), child);
    CU_ASSERT_EQUAL(num_entries(root), 3); /* run, hidden, and the hidden folder */

    /* As if it had been killed between two moves. */
    char path[128];
    snprintf(path, sizeof(path), "%s/hidden", root);
    FILE *in = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL_FATAL(in);
    CU_ASSERT_PTR_NOT_NULL_FATAL(fgets(found, sizeof(found), in));
    fclose(in);
    memcpy(strstr(found, ".tmp-"), ".old-", 5);
    CU_ASSERT_EQUAL_FATAL(rename(dir, found), 0);

    CU_ASSERT_EQUAL(pc_store_open(&store, dir, &diags), PC_OK);
    CU_ASSERT(holds("run/one.csv", "old"));
    pc_store_abort(&store);
    pc_store_abort(&store);
    CU_ASSERT_EQUAL(num_entries(root), 2);

    /* The folder of a run that is still alive is left alone: it holds a lock. So is one
     * of another name, and a link is never followed. */
    pc_store_t alive;
    char planted[128];
    CU_ASSERT_EQUAL_FATAL(pc_store_open(&alive, dir, &diags), PC_OK);
    CU_ASSERT_EQUAL(mkdir(path_of(planted, ".run.tmp-abcdef"), 0777), 0);
    put("kept", "kept");
    CU_ASSERT_EQUAL(symlink(root, path_of(planted, ".run.tmp-1a2b3c")), 0);
    CU_ASSERT_EQUAL(mkdir(path_of(planted, ".run.tmp-0a0b0c"), 0777), 0);
    CU_ASSERT_EQUAL(write_result(dir, "new"), PC_OK);
    CU_ASSERT_EQUAL(access(pc_store_path(&alive), F_OK), 0);
    CU_ASSERT(holds("kept", "kept"));
    CU_ASSERT_NOT_EQUAL(access(planted, F_OK), 0);
    CU_ASSERT_EQUAL(num_entries(root), 6); /* run, hidden, kept, alive, two of others */
    pc_store_abort(&alive);
    CU_ASSERT_EQUAL(num_entries(root), 5);
}

/* A result whose files are no longer those that were written takes nobody's place. */
static void
test_changed_while_written(void)
{
    char path[512];
    pc_store_t store;
    CU_ASSERT_EQUAL(write_result(dir, "old"), PC_OK);
    for (int how = 0; how < 3; how++) {
        CU_ASSERT_EQUAL_FATAL(pc_store_open(&store, dir, &diags), PC_OK);
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
        CU_ASSERT_EQUAL(pc_store_commit(&store, &info), PC_ERR_IO);
        CU_ASSERT(said("somebody changed the folder"));
        CU_ASSERT(holds("run/one.csv", "old"));
        CU_ASSERT_EQUAL(num_entries(root), 1);
    }
}

/* What would fail after the work is said before it. */
static void
test_refused_before_the_work(void)
{
    char path[512], name[256];
    memset(name, 'n', sizeof(name) - 1);
    name[250] = '\0';
    snprintf(path, sizeof(path), "%s/%s", root, name);
    CU_ASSERT_EQUAL(pc_store_check(path, &diags), PC_ERR_IO);
    CU_ASSERT(said("File name too long"));
    snprintf(path, sizeof(path), "%s/%s/x/y", root, name);
    CU_ASSERT_EQUAL(pc_store_check(path, &diags), PC_ERR_IO);
    put("file", "x");
    snprintf(path, sizeof(path), "%s/file/x", root);
    CU_ASSERT_EQUAL(pc_store_check(path, &diags), PC_ERR_IO);
    CU_ASSERT_EQUAL(pc_store_check("/proc", &diags), PC_ERR_IO);
    CU_ASSERT(said("mounted here"));
    snprintf(path, sizeof(path), "%s/new/and/newer", root);
    CU_ASSERT_EQUAL(pc_store_check(path, &diags), PC_OK);
    CU_ASSERT_EQUAL(num_entries(root), 1); /* nothing was made */
}

/* The text of the result at hand. */
static void
read_result(char text[16])
{
    char path[128];
    snprintf(path, sizeof(path), "%s/one.csv", dir);
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
        if (write_result(dir, text) != PC_OK) {
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
    CU_ASSERT_EQUAL(write_result(dir, "0"), PC_OK);
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
        CU_ASSERT_EQUAL(pc_store_verify(dir, &diags), PC_OK);
        read_result(text);
        CU_ASSERT_EQUAL(atoi(text), round);
    }
    CU_ASSERT_EQUAL(write_result(dir, "end"), PC_OK);
    CU_ASSERT_EQUAL(num_entries(root), 1);
}

/* Every test has a folder of its own. */
#define IN_FOLDER(name)                                                                 \
    static void in_folder_##name(void)                                                  \
    {                                                                                   \
        CU_ASSERT_EQUAL_FATAL(set_up(), 0);                                             \
        test_##name();                                                                  \
        CU_ASSERT_EQUAL(tear_down(), 0);                                                \
    }
/* clang-format off */
IN_FOLDER(sha256)
IN_FOLDER(new_then_replaced)
IN_FOLDER(parents_links_and_slashes)
IN_FOLDER(users_files_are_safe)
IN_FOLDER(full_disk_leaves_the_old_result)
IN_FOLDER(unwritable_folder)
IN_FOLDER(verify_refuses)
IN_FOLDER(manifest_is_json)
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
        { "sha256", in_folder_sha256 },
        { "new_then_replaced", in_folder_new_then_replaced },
        { "parents_links_and_slashes", in_folder_parents_links_and_slashes },
        { "users_files_are_safe", in_folder_users_files_are_safe },
        { "full_disk_leaves_the_old_result", in_folder_full_disk_leaves_the_old_result },
        { "unwritable_folder", in_folder_unwritable_folder },
        { "verify_refuses", in_folder_verify_refuses },
        { "manifest_is_json", in_folder_manifest_is_json },
        { "swap_without_exchange", in_folder_swap_without_exchange },
        { "killed_runs_are_cleaned", in_folder_killed_runs_are_cleaned },
        { "changed_while_written", in_folder_changed_while_written },
        { "refused_before_the_work", in_folder_refused_before_the_work },
        { "ctrl_c_at_any_time", in_folder_ctrl_c_at_any_time },
        CU_TEST_INFO_NULL,
    };
    return test_main("store", tests, argc, argv);
}
