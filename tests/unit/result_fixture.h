/* result_fixture.h - a folder for the results of one test. */
#ifndef PC_TESTS_UNIT_RESULT_FIXTURE_H
#define PC_TESTS_UNIT_RESULT_FIXTURE_H

#include "output/folder/store.h"

extern char result_root[];      /* the folder */
extern char result_dir[64];     /* a result in it */
extern pc_diags_t result_diags; /* of what is written there */
extern const pc_run_info_t result_info;

/* Nonzero if that could not be done. */
int result_set_up(void);
int result_tear_down(void);

/* Writes a file, whose name is in result_root; does it hold the text? */
void result_put(const char *name, const char *text);
int result_holds(const char *name, const char *text);
int result_num_entries(const char *path);

/* A result at `where` of two files with the same text. */
pc_status result_write(const char *where, const char *text);

/* Does the last message hold the word? */
int result_said(const char *word);

/* Every test has a folder of its own. */
#define IN_FOLDER(name)                                                                 \
    static void in_folder_##name(void)                                                  \
    {                                                                                   \
        CU_ASSERT_EQUAL_FATAL(result_set_up(), 0);                                      \
        test_##name();                                                                  \
        CU_ASSERT_EQUAL(result_tear_down(), 0);                                         \
    }

#endif
