/* assume.c - what the scenarios of a report assume, in plain words. */
#include "analysis/answers/report/sentences.h"

#include <math.h>
#include <string.h>

#include "analysis/answers/words.h"
#include "output/cells.h"

#define SIZE PC_QUANTITY_SIZE
#define LIST_SIZE ((size_t) 2 * PC_QUANTITY_SIZE)
#define MOST_DIFFERENCES 6

/* --- names and values --- */

const char *
pc_figure_heading(pc_figure which, pc_lang lang)
{
    static const char *const names[PC_NUM_FIGURES] = {
        [PC_FIGURE_SITES] = N_("Sites of all tiers"),
        [PC_FIGURE_BASE] = N_("Base hospitals that are sites"),
        [PC_FIGURE_TESTS] = N_("Panel tests"),
        [PC_FIGURE_CASES] = N_("Cases for expert panels"),
        [PC_FIGURE_OMITTED] = N_("Cases whose panel is left out"),
        [PC_FIGURE_HOURS] = N_("Work of expert panels"),
        [PC_FIGURE_MISSED] = N_("Treatment options that may not be looked at"),
        [PC_FIGURE_PHYSICIANS] = N_("Physicians, full-time equivalents"),
        [PC_FIGURE_STAFF] = N_("Other staff, full-time equivalents"),
        [PC_FIGURE_LABOUR] = N_("Labour cost of all staff hours"),
        [PC_FIGURE_FEES] = N_("Insured fees (points of 2024)"),
        [PC_FIGURE_USE] = N_("Use of the hosts' capacity"),
        [PC_FIGURE_WAIT] = N_("Days to the panel if capacity is a hard limit"),
    };
    return _(names[which]);
}

const char *
pc_lever_name(const pc_lever_t *lever, pc_lang lang)
{
    const pc_param_info_t *info = &pc_param_table[lever->which];
    return lang == PC_LANG_JA ? info->ja : info->en;
}

const char *
pc_kind_word(pc_param_kind kind, pc_lang lang)
{
    static const char *const words[] = { NC_("kind of a value", "official"),
        NC_("kind of a value", "measured"), NC_("kind of a value", "derived"),
        NC_("kind of a value", "calibrated"), NC_("kind of a value", "assumed") };
    return pc_text_of(lang, "kind of a value", words[kind]);
}

/* Choices as a reader knows them. */
static const char *
choice_words(pc_param which, int value, pc_lang lang)
{
    static const char *const modes[] = { N_("a straight line"),
        N_("a constant chance for every candidate"), N_("a logistic curve"),
        N_("a Gompertz curve"), N_("a schedule"), N_("what hosts can take on") };
    static const char *const limits[] = { N_("panels see every case"),
        N_("a hard limit: cases wait") };
    if (which == PC_P_rollout_mode && value >= 0 && value < 6) {
        return _(modes[value]);
    }
    if (which == PC_P_ep_constraint && value >= 0 && value < 2) {
        return _(limits[value]);
    }
    return NULL;
}

/* Three significant digits without zeros that say nothing. */
static const char *
short_number(double value, char text[PC_DIGITS_SIZE])
{
    if (fabs(value) >= 1000) {
        return pc_three_digits(value, text);
    }
    snprintf(text, PC_DIGITS_SIZE, "%.3g", value);
    return text;
}

/* `24 minutes`, `17.8 sites/year`; a unit that is a sign stays as it is. */
static void
write_plural(const char *number, const char *unit, double value, char text[96])
{
    const size_t word = strspn(unit, "abcdefghijklmnopqrstuvwxyz");
    const int plural =
        value != 1 && word > 3 && (unit[word] == '\0' || unit[word] == '/');
    snprintf(text, 96, "%s %.*s%s%s", number, (int) word, unit, plural ? "s" : "",
        unit + word);
}

const char *
pc_lever_value(pc_param which, double value, pc_lang lang, char text[96])
{
    const pc_param_info_t *info = &pc_param_table[which];
    char number[PC_DIGITS_SIZE], unit[PC_UNIT_SIZE];
    const char *choice =
        info->choices != NULL ? choice_words(which, (int) value, lang) : NULL;
    if (info->choices != NULL) {
        pc_param_choice_name(which, value, number, sizeof(number));
        snprintf(text, 96, "%s", choice != NULL ? choice : number);
    } else if (strcmp(info->unit, "YYYYMM") == 0) {
        const int date = (int) value;
        char month[PC_LABEL_SIZE];
        snprintf(text, 96, "%s",
            pc_month_label(PC_MONTH(date / 100, date % 100), lang, month));
    } else if (strcmp(info->unit, "1") == 0 && info->upper <= 1) {
        snprintf(text, 96, "%.3g%%", 100 * value);
    } else if (strcmp(info->unit, "1") == 0) {
        snprintf(text, 96, "%s", short_number(value, number));
    } else {
        short_number(value, number);
        if (lang == PC_LANG_JA) {
            snprintf(text, 96, "%s%s", number, pc_unit_label(info->unit, lang, unit));
        } else {
            write_plural(number, info->unit, value, text);
        }
    }
    return text;
}

/* --- rules --- */

/* The parts of a rule that allows a product of streams, findings and kinds of access in
 * all groups and tiers alike; 0 if it is none. */
static int
parts_of(const pc_rule_t *rule, size_t num_groups, unsigned *streams, unsigned *findings,
    unsigned *access)
{
    const uint32_t mask = rule->mask[0][0];
    uint32_t product = 0;
    *streams = *findings = *access = 0;
    for (int bit = 0; bit < PC_NUM_CLASSES; bit++) {
        if (mask >> bit & 1u) {
            *streams |= 1u << bit / 10;
            *findings |= 1u << bit % 10 / 5;
            *access |= 1u << bit % 5;
        }
    }
    for (int bit = 0; bit < PC_NUM_CLASSES; bit++) {
        product |= (uint32_t) ((*streams >> bit / 10 & *findings >> bit % 10 / 5
                                   & *access >> bit % 5 & 1u)
                               << bit);
    }
    for (size_t g = 0; g < num_groups; g++) {
        for (int tier = 0; tier < PC_NUM_TIERS; tier++) {
            if (rule->mask[g][tier] != mask) {
                return 0;
            }
        }
    }
    return mask != 0 && product == mask;
}

/* The names of the bits that are set, as a list. */
static const char *
list_words(unsigned bits, const char *const *names, unsigned num, pc_lang lang,
    char text[LIST_SIZE])
{
    size_t used = 0;
    text[0] = '\0';
    for (unsigned k = 0; k < num; k++) {
        if (bits >> k & 1u) {
            const char *between = used > 0 ? C_("between names", ", ") : "";
            const int n =
                snprintf(text + used, LIST_SIZE - used, "%s%s", between, _(names[k]));
            used += n > 0 ? (size_t) n : 0;
            if (used >= LIST_SIZE) {
                break;
            }
        }
    }
    return text;
}

/* A rule as far as a sentence goes: which cases, from when to when, how many of them. */
typedef struct {
    const pc_rule_t *rule;
    int is_product;
    unsigned streams, findings, access;
    double share;
    pc_param_kind kind;
} sentence_t;

static sentence_t
sentence_of(const pc_scenario_t *s, const pc_rule_t *rule)
{
    const pc_param_def_t *def = &s->params[rule->adoption];
    const pc_month month = rule->effective > s->start ? rule->effective : s->start;
    sentence_t self = { .rule = rule,
        .share = pc_value_at(def, month, NULL),
        .kind = pc_value_kind(def, month) };
    self.is_product =
        parts_of(rule, s->num_groups, &self.streams, &self.findings, &self.access);
    return self;
}

/* Do the two differ in drug access alone, so that one sentence says both? */
static int
can_join(const sentence_t *a, const sentence_t *b)
{
    return a->is_product && b->is_product && a->streams == b->streams
           && a->findings == b->findings && a->share == b->share && a->kind == b->kind
           && a->rule->effective == b->rule->effective
           && a->rule->until == b->rule->until;
}

static void
write_sentence(
    const pc_scenario_t *s, const sentence_t *sentence, pc_lang lang, FILE *out)
{
    static const char *const streams[PC_NUM_STREAMS] = { N_("solid tumours (insured)"),
        N_("haematological tumours"), N_("early tests (advanced medical care A)") };
    static const char *const findings[2] = { N_("without a secondary finding suspected"),
        N_("with a secondary finding suspected") };
    static const char *const access[PC_NUM_ACCESS] = { N_("no matching drug"),
        N_("an approved drug (companion diagnostic)"), N_("a drug by a guideline"),
        N_("trials only"), N_("other access to a drug") };
    const pc_rule_t *rule = sentence->rule;
    char month[SIZE], share[SIZE], a[LIST_SIZE], b[LIST_SIZE], c[LIST_SIZE];
    pc_month_words(rule->effective, s->end, lang, month);
    const double months =
        pc_value_at(&s->params[PC_P_omission_adoption_months], rule->effective, NULL);
    if (months > 1) {
        snprintf(share, sizeof(share),
            _("%.0f%% of them are left out after %.0f months (%s)"),
            100 * sentence->share, months, pc_kind_word(sentence->kind, lang));
    } else {
        snprintf(share, sizeof(share), _("%.0f%% of them are left out (%s)"),
            100 * sentence->share, pc_kind_word(sentence->kind, lang));
    }
    if (sentence->is_product) {
        fprintf(out, _("From %s the panel may be left out for %s, %s, with %s; %s.\n"),
            month, list_words(sentence->streams, streams, PC_NUM_STREAMS, lang, a),
            sentence->findings == 3
                ? _("with or without a secondary finding suspected")
                : list_words(sentence->findings, findings, 2, lang, b),
            list_words(sentence->access, access, PC_NUM_ACCESS, lang, c), share);
    } else {
        fprintf(out, _("From %s the panel may be left out by the rule “%s”; %s.\n"),
            month, lang == PC_LANG_JA ? rule->title_ja : rule->title_en, share);
    }
    if (rule->until != PC_MONTH_NONE) {
        fprintf(out, _("This rule ends in %s.\n"),
            pc_month_words(rule->until, s->end, lang, month));
    }
}

/* The rules [num], those that differ in drug access alone in one sentence. */
static void
write_rules(const pc_scenario_t *s, const pc_rule_t *const *rules, size_t num,
    pc_lang lang, FILE *out)
{
    int told[PC_MAX_RULES] = { 0 };
    for (size_t k = 0; k < num; k++) {
        if (told[k]) {
            continue;
        }
        sentence_t sentence = sentence_of(s, rules[k]);
        for (size_t j = k + 1; j < num; j++) {
            const sentence_t other = sentence_of(s, rules[j]);
            if (can_join(&sentence, &other)) {
                sentence.access |= other.access;
                told[j] = 1;
            }
        }
        write_sentence(s, &sentence, lang, out);
    }
}

void
pc_rule_sentence(const pc_scenario_t *s, const char *id, pc_lang lang, FILE *out)
{
    for (size_t k = 0; k < s->num_rules; k++) {
        if (strcmp(s->rules[k].id, id) == 0) {
            const sentence_t sentence = sentence_of(s, &s->rules[k]);
            write_sentence(s, &sentence, lang, out);
        }
    }
}

/* --- the reference --- */

static void
write_reference(const pc_scenario_t *s, pc_month month, pc_lang lang, FILE *out)
{
    const pc_param_def_t *mode = &s->params[PC_P_rollout_mode];
    const pc_param_def_t *rate = &s->params[PC_P_rollout_rate];
    const pc_param_def_t *uptake = &s->params[PC_P_demand_uptake];
    char text[96];
    if ((int) pc_value_at(mode, month, NULL) == PC_ROLLOUT_LINEAR) {
        fprintf(out, _("%s new sites a year are named (%s).\n"),
            pc_quantity_bare(
                pc_value_at(rate, month, NULL), PC_QUANTITY_PEOPLE, lang, text),
            pc_kind_word(pc_value_kind(rate, month), lang));
    } else {
        fprintf(out, _("New sites follow %s.\n"),
            pc_lever_value(
                PC_P_rollout_mode, pc_value_at(mode, month, NULL), lang, text));
    }
    if (s->num_rules == 0) {
        fputs(_("No rule allows a panel to be left out.\n"), out);
    }
    const pc_rule_t *rules[PC_MAX_RULES];
    for (size_t k = 0; k < s->num_rules; k++) {
        rules[k] = &s->rules[k];
    }
    write_rules(s, rules, s->num_rules, lang, out);
    fprintf(out,
        _("Of the patients who may be tested, %s are (%s); this share stays as it "
          "is.\n"),
        pc_lever_value(PC_P_demand_uptake, pc_value_at(uptake, month, NULL), lang, text),
        pc_kind_word(pc_value_kind(uptake, month), lang));
}

/* --- the others --- */

static const pc_rule_t *
find_rule(const pc_scenario_t *s, const char *id)
{
    for (size_t k = 0; k < s->num_rules; k++) {
        if (strcmp(s->rules[k].id, id) == 0) {
            return &s->rules[k];
        }
    }
    return NULL;
}

static size_t
write_rule_differences(
    const pc_scenario_t *a, const pc_scenario_t *b, pc_lang lang, FILE *out)
{
    const pc_rule_t *rules[PC_MAX_RULES];
    size_t num = 0;
    if (b->num_rules == 0 && a->num_rules > 0) {
        fputs(_("No rule allows a panel to be left out.\n"), out);
        return 1;
    }
    for (size_t k = 0; k < b->num_rules; k++) {
        const pc_rule_t *other = find_rule(a, b->rules[k].id);
        if (other == NULL || memcmp(other, &b->rules[k], sizeof(*other)) != 0) {
            rules[num++] = &b->rules[k];
        }
    }
    write_rules(b, rules, num, lang, out);
    for (size_t k = 0; k < a->num_rules; k++) {
        if (find_rule(b, a->rules[k].id) == NULL) {
            fprintf(out, _("The rule “%s” does not hold.\n"),
                lang == PC_LANG_JA ? a->rules[k].title_ja : a->rules[k].title_en);
            num++;
        }
    }
    return num;
}

/* The first month in which two parameters differ without a draw, or PC_MONTH_NONE. */
static pc_month
first_difference(
    const pc_scenario_t *s, const pc_param_def_t *a, const pc_param_def_t *b)
{
    for (pc_month m = s->start; m <= s->end; m++) {
        if (pc_value_at(a, m, NULL) != pc_value_at(b, m, NULL)) {
            return m;
        }
    }
    return PC_MONTH_NONE;
}

static void
write_parameter(const pc_scenario_t *a, const pc_scenario_t *b, pc_param which,
    pc_month from, pc_lang lang, FILE *out)
{
    const pc_lever_t lever = { .which = which };
    char before[96], now[96], month[SIZE], name[SIZE];
    const pc_param_def_t *def = &b->params[which];
    if (which == PC_P_rollout_schedule && def->num_points > 0) {
        const size_t last = def->num_points - 1;
        fprintf(out, _("The schedule ends with %s in %s (%s).\n"),
            pc_quantity(def->points[last], PC_QUANTITY_SITES, lang, now),
            pc_month_words(def->months[last], b->end, lang, month),
            pc_kind_word(pc_value_kind(def, from), lang));
        return;
    }
    pc_lever_value(which, pc_value_at(&a->params[which], from, NULL), lang, before);
    pc_lever_value(which, pc_value_at(def, from, NULL), lang, now);
    if (from <= a->start) {
        snprintf(name, sizeof(name), "%s", pc_lever_name(&lever, lang));
        name[0] =
            (char) (name[0] >= 'a' && name[0] <= 'z' ? name[0] - 'a' + 'A' : name[0]);
        fprintf(out, _("%s: %s instead of %s (%s).\n"), name, now, before,
            pc_kind_word(pc_value_kind(def, from), lang));
    } else {
        fprintf(out, _("From %s, %s: %s instead of %s (%s).\n"),
            pc_month_words(from, a->end, lang, month), pc_lever_name(&lever, lang), now,
            before, pc_kind_word(pc_value_kind(def, from), lang));
    }
}

static void
write_differences(
    const pc_scenario_t *a, const pc_scenario_t *b, pc_lang lang, FILE *out)
{
    size_t num = write_rule_differences(a, b, lang, out), more = 0;
    for (int k = 0; k < PC_NUM_PARAMS; k++) {
        const pc_month from = first_difference(a, &a->params[k], &b->params[k]);
        if (from == PC_MONTH_NONE) {
            continue;
        }
        if (num < MOST_DIFFERENCES) {
            write_parameter(a, b, (pc_param) k, from, lang, out);
            num++;
        } else {
            more++;
        }
    }
    if (more > 0) {
        fprintf(out, _("And %zu more values, which `panelcast compare` lists.\n"), more);
    }
    if (num == 0) {
        fputs(_("No rule and no value differs; data or ranges may.\n"), out);
    }
}

void
pc_report_assumptions(const pc_report_t *self, size_t side, pc_lang lang, FILE *out)
{
    const pc_scenario_t *s = self->sides[side].scenario;
    if (side == 0) {
        write_reference(s, PC_MONTH(self->answer_year, 10), lang, out);
    } else {
        write_differences(self->sides[0].scenario, s, lang, out);
    }
}
