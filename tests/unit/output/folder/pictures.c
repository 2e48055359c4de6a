/* pictures.c - a set of pictures is the old one or the new one. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output/folder/folder.h"
#include "output/folder/pictures.h"
#include "tests/unit/result_fixture.h"
#include "tests/unit/testlib.h"

/* What the plot program does: a file in the hidden folder. */
static void
draw(const pc_pictures_t *p, const char *name)
{
    const int fd = openat(p->stage_fd, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CU_ASSERT_FATAL(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, "new", 3), 3);
    close(fd);
}

static int
begin(pc_pictures_t *p)
{
    const int parent = pc_folder_open(AT_FDCWD, result_root);
    CU_ASSERT_FATAL(parent >= 0);
    CU_ASSERT_EQUAL_FATAL(
        pc_pictures_open(p, parent, "plots", "plots", &result_diags), PC_OK);
    return parent;
}

static void
make_plots(void)
{
    char path[128];
    snprintf(path, sizeof(path), "%s/plots", result_root);
    CU_ASSERT_EQUAL_FATAL(mkdir(path, 0700), 0);
    result_put("plots/kept.png", "old");
    result_put("plots/drawn.png", "old");
    result_put("plots/gone.svg", "old");
}

/* What is not drawn anew stays, what the plot program removes goes, and nothing changes
 * before the end. */
static void
test_the_set_changes_at_once(void)
{
    pc_pictures_t p;
    make_plots();
    const int parent = begin(&p);
    CU_ASSERT_EQUAL(unlinkat(p.stage_fd, "drawn.png", 0), 0);
    draw(&p, "drawn.png");
    CU_ASSERT_EQUAL(unlinkat(p.stage_fd, "gone.svg", 0), 0);
    CU_ASSERT(result_holds("plots/drawn.png", "old"));
    CU_ASSERT(result_holds("plots/gone.svg", "old"));
    CU_ASSERT_EQUAL(pc_pictures_commit(&p), PC_OK);
    pc_pictures_abort(&p);
    close(parent);
    CU_ASSERT(result_holds("plots/drawn.png", "new"));
    CU_ASSERT(result_holds("plots/kept.png", "old"));
    CU_ASSERT(!result_holds("plots/gone.svg", "old"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1); /* no hidden folder */
}

static void
test_given_up(void)
{
    pc_pictures_t p;
    make_plots();
    const int parent = begin(&p);
    draw(&p, "more.png");
    pc_pictures_abort(&p);
    pc_pictures_abort(&p);
    close(parent);
    CU_ASSERT(result_holds("plots/drawn.png", "old"));
    CU_ASSERT(!result_holds("plots/more.png", "new"));
    CU_ASSERT_EQUAL(result_num_entries(result_root), 1);
}

/* A picture that somebody else drew meanwhile is not lost: draw again. */
static void
test_changed_meanwhile(void)
{
    pc_pictures_t p;
    make_plots();
    const int parent = begin(&p);
    draw(&p, "drawn.svg");
    result_put("plots/theirs.png", "theirs");
    CU_ASSERT_EQUAL(pc_pictures_commit(&p), PC_ERR_INTERRUPT);
    pc_pictures_abort(&p);
    close(parent);
    CU_ASSERT(result_holds("plots/theirs.png", "theirs"));
    CU_ASSERT(!result_holds("plots/drawn.svg", "new"));
}

/* A folder that holds more than pictures stays, with what else is in it. */
static void
test_a_folder_of_others(void)
{
    pc_pictures_t p;
    make_plots();
    result_put("plots/notes.txt", "mine");
    const int parent = begin(&p);
    draw(&p, "drawn.svg");
    CU_ASSERT_EQUAL(pc_pictures_commit(&p), PC_OK);
    pc_pictures_abort(&p);
    close(parent);
    CU_ASSERT(result_holds("plots/notes.txt", "mine"));
    CU_ASSERT(result_holds("plots/drawn.svg", "new"));
}

/* clang-format off */
IN_FOLDER(the_set_changes_at_once)
IN_FOLDER(given_up)
IN_FOLDER(changed_meanwhile)
IN_FOLDER(a_folder_of_others)
/* clang-format on */

int
main(int argc, char **argv)
{
    CU_TestInfo tests[] = {
        { "the_set_changes_at_once", in_folder_the_set_changes_at_once },
        { "given_up", in_folder_given_up },
        { "changed_meanwhile", in_folder_changed_meanwhile },
        { "a_folder_of_others", in_folder_a_folder_of_others },
        CU_TEST_INFO_NULL,
    };
    return test_main("pictures", tests, argc, argv);
}
