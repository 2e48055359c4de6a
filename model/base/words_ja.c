/* words_ja.c - the catalogue in Japanese, made from tools/words/ja.po by `make words`: change that. */
#include "base/words.h"

/* clang-format off */
const pc_word_t pc_words_ja[] = {
};
/* clang-format on */

const size_t pc_num_words_ja = sizeof(pc_words_ja) / sizeof(pc_words_ja[0]);
