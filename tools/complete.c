#include "tools/complete.h"

#include <stdlib.h>
#include <string.h>

#include "scenario/values/params.h"
#include "tools/option_values.h"

/* What is typed, and where the words go that it may become. */
typedef struct {
    const char *typed;
    FILE *out;
} completion_t;

/* `start` and then the first `length` bytes of `word` and then `end`, if it fits. */
static void
offer(const completion_t *self, const char *start, const char *word, size_t length,
    const char *end)
{
    char text[256];
    snprintf(text, sizeof(text), "%s%.*s%s", start, (int) length, word, end);
    if (strncmp(text, self->typed, strlen(self->typed)) == 0) {
        fprintf(self->out, "%s\n", text);
    }
}

static void
offer_choices(const completion_t *self, const char *start, const char *choices)
{
    while (choices != NULL) {
        const size_t length = strcspn(choices, "|");
        offer(self, start, choices, length, "");
        choices = choices[length] == '|' ? choices + length + 1 : NULL;
    }
}

/* NAME=VALUE of --set: the names, and behind a whole name the values of a choice. */
static void
offer_settings(const completion_t *self, const char *start, const char *end)
{
    for (size_t k = 0; k < PC_NUM_PARAMS; k++) {
        const pc_param_info_t *info = &pc_param_table[k];
        char before[128];
        offer(self, start, info->name, strlen(info->name), end);
        snprintf(before, sizeof(before), "%s%s=", start, info->name);
        if (strncmp(self->typed, before, strlen(before)) == 0) {
            offer_choices(self, before, info->choices);
        }
    }
}

static void
offer_values(const completion_t *self, const char *start, int code)
{
    if (code == OPT_SET) {
        offer_settings(self, start, "=");
    } else {
        offer_choices(self, start, pc_option_choices(code));
    }
}

/* The option that `word` ends with, if a value follows it; else NULL. */
static const struct option *
option_that_waits(const pc_command_t *command, const char *word)
{
    const struct option *option;
    if (word[0] != '-' || word[1] == '\0') {
        return NULL;
    }
    for (size_t k = 0; (option = pc_option_of(command, k)) != NULL; k++) {
        const int letter = word[1] == option->val && word[2] == '\0';
        if (option->has_arg != no_argument
            && (letter || (word[1] == '-' && strcmp(word + 2, option->name) == 0))) {
            return option;
        }
    }
    return NULL;
}

/* The options, and the values behind a whole --NAME= */
static void
offer_options(const completion_t *self, const pc_command_t *command)
{
    const struct option *option;
    for (size_t k = 0; (option = pc_option_of(command, k)) != NULL; k++) {
        const int has_value = option->has_arg != no_argument;
        char before[128];
        snprintf(before, sizeof(before), "--%s=", option->name);
        if (has_value && strncmp(self->typed, before, strlen(before)) == 0) {
            offer_values(self, before, option->val);
        } else {
            offer(self, "--", option->name, strlen(option->name), "");
        }
    }
}

void
pc_complete(size_t num_words, char **words, FILE *out)
{
    const completion_t self = { num_words > 0 ? words[num_words - 1] : "", out };
    const pc_command_t *command = NULL;
    for (size_t k = 0; k < PC_NUM_COMMANDS; k++) {
        if (num_words < 2) {
            offer(&self, "", pc_commands[k]->name, strlen(pc_commands[k]->name), "");
        } else if (strcmp(words[0], pc_commands[k]->name) == 0) {
            command = pc_commands[k];
        }
    }
    if (num_words < 2) {
        offer_choices(&self, "", "--help|--version");
    }
    if (command == NULL) {
        return;
    }
    const struct option *waits = option_that_waits(command, words[num_words - 2]);
    if (waits != NULL) {
        offer_values(&self, "", waits->val);
    } else if (self.typed[0] == '-') {
        offer_options(&self, command);
    } else if (command == &pc_cmd_params
               || (command == &pc_cmd_explain && num_words > 2)) {
        offer_settings(&self, "", "");
    }
}
