#include "tests/unit/testlib.h"

#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>

int
test_main(const char *suite_name, CU_TestInfo *tests, int argc, char **argv)
{
    CU_SuiteInfo suites[] = {
        { .pName = suite_name, .pTests = tests },
        CU_SUITE_INFO_NULL,
    };
    gsl_set_error_handler_off();
    if (CU_initialize_registry() != CUE_SUCCESS
        || CU_register_suites(suites) != CUE_SUCCESS) {
        fprintf(stderr, "CUnit: %s\n", CU_get_error_msg());
        return EXIT_FAILURE;
    }
    CU_basic_set_mode(CU_BRM_NORMAL);

    int bad = 0;
    if (argc == 1) {
        bad = CU_basic_run_tests() != CUE_SUCCESS;
        /* A suite whose init failed counts no failed test: look at both. */
        bad |= CU_get_number_of_failure_records() != 0
               || CU_get_number_of_suites_failed() != 0
               || CU_get_number_of_tests_run() == 0;
    }
    CU_pSuite suite = CU_get_suite_by_name(suite_name, CU_get_registry());
    for (int i = 1; i < argc; i++) {
        CU_pTest test = CU_get_test_by_name(argv[i], suite);
        if (test == NULL) {
            fprintf(stderr, "%s has no test '%s'\n", suite_name, argv[i]);
            bad = 1;
            continue;
        }
        bad |= CU_basic_run_test(suite, test) != CUE_SUCCESS
               || CU_get_number_of_failure_records() != 0;
    }
    CU_cleanup_registry();
    return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
