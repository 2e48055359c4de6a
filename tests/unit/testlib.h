/* testlib.h - what every test program shares. */
#ifndef PC_TESTS_UNIT_TESTLIB_H
#define PC_TESTS_UNIT_TESTLIB_H

#include <CUnit/Basic.h>

/* Runs the tests of one suite, or only those named on the command line. Returns the exit
 * code. */
int test_main(const char *suite_name, CU_TestInfo *tests, int argc, char **argv);

#endif
