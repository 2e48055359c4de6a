/* config.h - GSL's config.h for WebAssembly: a C library with the functions of C99. */
#ifndef PC_TOOLS_REPORT_CORE_GSL_CONFIG_H
#define PC_TOOLS_REPORT_CORE_GSL_CONFIG_H

#define HAVE_C99_INLINE 1
#define HAVE_COMPLEX_H 1
#define HAVE_DECL_ACOSH 1
#define HAVE_DECL_ASINH 1
#define HAVE_DECL_ATANH 1
#define HAVE_DECL_EXPM1 1
#define HAVE_DECL_FINITE 1
#define HAVE_DECL_FREXP 1
#define HAVE_DECL_HYPOT 1
#define HAVE_DECL_ISFINITE 1
#define HAVE_DECL_ISINF 1
#define HAVE_DECL_ISNAN 1
#define HAVE_DECL_LDEXP 1
#define HAVE_DECL_LOG1P 1
#define HAVE_EXIT_SUCCESS_AND_FAILURE 1
#define HAVE_IEEE_COMPARISONS 1
#define HAVE_IEEE_DENORMALS 1
#define GSL_DISABLE_DEPRECATED 1
#define GSL_RANGE_CHECK 0
#define PACKAGE_VERSION "2.7.1"
#define VERSION PACKAGE_VERSION
#define DISCARD_POINTER(p) ((void) (p))
#define RETURN_IF_NULL(x)                                                               \
    if (!(x)) {                                                                         \
        return;                                                                         \
    }

#endif
