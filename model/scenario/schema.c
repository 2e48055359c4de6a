#include "scenario/schema.h"

#include <string.h>

#include "scenario/values/distribution.h"
#include "scenario/tables/hospitals.h"
#include "scenario/text/json_write.h"
#include "scenario/values/params.h"
#include "scenario/values/step.h"
#include "scenario/reader.h"
#include "scenario/rules.h"

#define MONTH_PATTERN "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$|^2200-(0[1-9]|1[0-2])$"
#define ID_PATTERN "^[A-Za-z0-9_.-]{1,31}$"

static void
write_names(FILE *out, const char *const *names, size_t num)
{
    fputc('[', out);
    for (size_t i = 0; i < num; i++) {
        fputs(i > 0 ? ", " : "", out);
        pc_emit_text(out, names[i]);
    }
    fputc(']', out);
}

/* "a|b|c" as a list of names. */
static void
write_choices(FILE *out, const char *list)
{
    fputs("[\"", out);
    for (const char *p = list; *p != '\0'; p++) {
        if (*p == '|') {
            fputs("\", \"", out);
        } else {
            fputc(*p, out);
        }
    }
    fputs("\"]", out);
}

/* --- distributions
 * --------------------------------------------------------------------------- */

static void
write_dist_type(FILE *out, pc_dist_type type)
{
    const char *p = pc_dist_members[type];
    fprintf(out,
        "      { \"type\": \"object\", \"additionalProperties\": false, \"properties\": "
        "{ "
        "\"type\": { \"const\": \"%s\" }",
        pc_dist_names[type]);
    char required[128] = "\"type\"";
    size_t used = strlen(required);
    while (*p != '\0') {
        const int optional = *p == '[';
        const char *name = p + optional;
        const int length = (int) strcspn(name, "|]");
        const int list = strncmp(name, "values", 6) == 0;
        const int weights = strncmp(name, "weights", 7) == 0;
        fprintf(out, ", \"%.*s\": %s", length, name,
            list      ? "{ \"type\": \"array\", \"minItems\": 1, \"items\": { \"type\": "
                        "[\"number\", \"string\"] } }"
            : weights ? "{ \"type\": \"array\", \"minItems\": 1, \"items\": { \"type\": "
                        "\"number\", \"minimum\": 0 } }"
                      : "{ \"type\": \"number\" }");
        if (!optional) {
            used += (size_t) snprintf(
                required + used, sizeof(required) - used, ", \"%.*s\"", length, name);
        }
        p += strcspn(p, "|");
        p += *p == '|';
    }
    fprintf(out, " }, \"required\": [%s] }%s\n", required,
        type + 1 < PC_NUM_DIST_TYPES ? "," : "");
}

/* --- parameters
 * ------------------------------------------------------------------------------- */

static void
write_scalar(FILE *out, const pc_param_info_t *info)
{
    if (info->choices != NULL) {
        fputs("{ \"enum\": ", out);
        write_choices(out, info->choices);
        fputs(" }", out);
        return;
    }
    const int whole =
        strcmp(info->unit, "month") == 0 || strcmp(info->unit, "YYYYMM") == 0;
    fprintf(out, "{ \"type\": \"%s\", \"minimum\": ", whole ? "integer" : "number");
    pc_emit_value(out, info->lower);
    fputs(", \"maximum\": ", out);
    pc_emit_value(out, info->upper);
    fputs(" }", out);
}

static void
write_steps(FILE *out, const pc_param_info_t *info)
{
    if (pc_step_fault((pc_param) (info - pc_param_table)) != NULL) {
        return;
    }
    fputs("            \"steps\": { \"type\": \"array\", \"items\": { \"type\": "
          "\"object\", \"additionalProperties\": false, \"properties\": { \"from\": { "
          "\"$ref\": \"#/$defs/month\" }, \"value\": ",
        out);
    write_scalar(out, info);
    fputs(", \"range\": { \"enum\": [\"shift\", \"exact\"] } }, \"required\": "
          "[\"from\", \"value\"] } },\n",
        out);
}

static void
write_parameter(FILE *out, const pc_param_info_t *info, int last)
{
    fputs("        ", out);
    pc_emit_text(out, info->name);
    fputs(": {\n          \"description\": ", out);
    pc_emit_text(out, info->en);
    fputs(",\n          \"type\": [\"object\", \"null\"], \"additionalProperties\": "
          "false,\n"
          "          \"properties\": {\n            \"value\": ",
        out);
    write_scalar(out, info);
    fputs(",\n            \"series\": { \"oneOf\": [ { \"$ref\": \"#/$defs/csv\" }, "
          "{ \"type\": \"array\", \"minItems\": 1, \"items\": { \"type\": \"array\", "
          "\"minItems\": 2, \"maxItems\": 2, \"prefixItems\": [{ \"$ref\": "
          "\"#/$defs/month\" }, ",
        out);
    write_scalar(out, info);
    fputs("] } } ] },\n            \"interpolation\": { \"enum\": ", out);
    fputs(info->choices != NULL ? "[\"step\"]" : "[\"step\", \"linear\"]", out);
    fputs(" },\n", out);
    write_steps(out, info);
    if (info->unit != NULL) {
        fputs("            \"unit\": { \"const\": ", out);
        pc_emit_text(out, info->unit);
        fputs(" },\n", out);
    }
    fputs("            \"kind\": { \"$ref\": \"#/$defs/kind\" }, \"source\": { "
          "\"type\": \"string\" "
          "}, \"note\": { \"type\": \"string\" },\n"
          "            \"dist\": { \"$ref\": \"#/$defs/dist\" }\n          },\n",
        out);
    if (info->unit != NULL) {
        fputs("          \"required\": [\"unit\"],\n", out);
    }
    fprintf(out,
        "          \"anyOf\": [{ \"required\": [\"value\"] }, { \"required\": "
        "[\"series\"] }, "
        "{ \"required\": [\"dist\"] }],\n"
        "          \"not\": { \"type\": \"object\", \"required\": [\"value\", "
        "\"series\"] },\n"
        "          \"dependentRequired\": { \"interpolation\": [\"series\"] }\n        "
        "}%s\n",
        last ? "" : ",");
}

static void
write_parameters(FILE *out)
{
    fputs("    \"parameters\": {\n      \"type\": [\"object\", \"null\"], "
          "\"additionalProperties\": false,\n      \"properties\": {\n",
        out);
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        write_parameter(out, &pc_param_table[i], i + 1 == PC_NUM_PARAMS);
    }
    fputs("      }\n    },\n", out);
}

/* --- definitions
 * ------------------------------------------------------------------------------- */

static void
write_one_or_list(FILE *out, const char *key, const char *const *names, size_t num)
{
    fprintf(out, "        \"%s\": { \"oneOf\": [{ \"enum\": ", key);
    write_names(out, names, num);
    fputs(" }, { \"type\": \"array\", \"minItems\": 1, \"items\": { \"enum\": ", out);
    write_names(out, names, num);
    fputs(" } }] },\n", out);
}

static void
write_predicate(FILE *out)
{
    fputs("    \"predicate\": {\n      \"type\": \"object\", \"additionalProperties\": "
          "false, "
          "\"minProperties\": 1,\n      \"properties\": {\n",
        out);
    write_one_or_list(out, "stream", pc_stream_names, PC_NUM_STREAMS);
    write_one_or_list(out, "drug_access", pc_access_names, PC_NUM_ACCESS);
    write_one_or_list(out, "tier", pc_tier_names, PC_NUM_TIERS);
    fputs("        \"secondary_finding\": { \"oneOf\": [{ \"type\": \"boolean\" }, { "
          "\"type\": "
          "\"array\", \"minItems\": 1, \"items\": { \"type\": \"boolean\" } }] },\n"
          "        \"group\": { \"oneOf\": [{ \"$ref\": \"#/$defs/id\" }, { \"type\": "
          "\"array\", "
          "\"minItems\": 1, \"items\": { \"$ref\": \"#/$defs/id\" } }] },\n"
          "        \"all\": { \"type\": \"array\", \"minItems\": 1, \"items\": { "
          "\"$ref\": "
          "\"#/$defs/predicate\" } },\n"
          "        \"any\": { \"type\": \"array\", \"minItems\": 1, \"items\": { "
          "\"$ref\": "
          "\"#/$defs/predicate\" } },\n"
          "        \"not\": { \"$ref\": \"#/$defs/predicate\" }\n      }\n    },\n",
        out);
}

static void
write_rule(FILE *out)
{
    fputs(
        "    \"rule\": {\n      \"type\": \"object\", \"additionalProperties\": false,\n"
        "      \"properties\": {\n"
        "        \"id\": { \"$ref\": \"#/$defs/id\" }, \"title\": { \"$ref\": "
        "\"#/$defs/text\" "
        "},\n        \"effective\": { \"$ref\": \"#/$defs/month\" },\n"
        "        \"since\": { \"$ref\": \"#/$defs/month\" },\n"
        "        \"until\": { \"oneOf\": [{ \"type\": \"null\" }, { \"$ref\": "
        "\"#/$defs/month\" "
        "}] },\n        \"omit_when\": { \"$ref\": \"#/$defs/predicate\" },\n"
        "        \"adoption\": { \"enum\": [",
        out);
    const char *comma = "";
    for (size_t i = 0; i < PC_NUM_PARAMS; i++) {
        const pc_param_info_t *info = &pc_param_table[i];
        if (info->unit != NULL && strcmp(info->unit, "1") == 0 && info->upper <= 1) {
            fprintf(out, "%s\"%s\"", comma, info->name);
            comma = ", ";
        }
    }
    fputs("] },\n        \"source\": { \"type\": \"string\" }\n      },\n"
          "      \"required\": [\"id\", \"title\", \"effective\", \"omit_when\"]\n    "
          "},\n",
        out);
}

static void
write_group(FILE *out)
{
    static const char *const shares[] = { "secondary_finding", "none", "approved_cdx",
        "guideline", "trial" };
    fputs("    \"group\": {\n      \"type\": \"object\", \"additionalProperties\": "
          "false,\n"
          "      \"properties\": {\n        \"id\": { \"$ref\": \"#/$defs/id\" }, "
          "\"title\": { "
          "\"$ref\": \"#/$defs/text\" }, \"source\": { \"type\": \"string\" },\n"
          "        \"note\": { \"type\": \"string\" }, \"share\": { \"$ref\": "
          "\"#/$defs/share\" },\n        \"matched\": { \"$ref\": "
          "\"#/$defs/share\" },\n",
        out);
    for (size_t i = 0; i < 5; i++) {
        fprintf(out, "        \"%s\": { \"$ref\": \"#/$defs/share\" },\n", shares[i]);
    }
    fputs("        \"trend\": { \"type\": \"object\", \"additionalProperties\": false, "
          "\"properties\": { ",
        out);
    for (size_t i = 0; i < 5; i++) {
        fprintf(out,
            "%s\"%s\": { \"type\": \"number\", \"minimum\": -1, \"maximum\": 1 }",
            i > 0 ? ", " : "", shares[i]);
    }
    fputs(" } }\n      },\n      \"required\": [\"id\", \"title\", \"share\", ", out);
    fputs("\"secondary_finding\", \"none\", \"approved_cdx\", \"guideline\", "
          "\"trial\"]\n    },\n",
        out);
}

static void
write_milestone(FILE *out)
{
    fputs("    \"milestone\": {\n      \"type\": \"object\", \"additionalProperties\": "
          "false,\n"
          "      \"properties\": {\n        \"id\": { \"$ref\": \"#/$defs/id\" }, "
          "\"title\": { "
          "\"$ref\": \"#/$defs/text\" },\n        \"variable\": { \"enum\": [",
        out);
    for (size_t i = 0; i < PC_NUM_VARIABLES; i++) {
        fputs(i > 0 ? ", " : "", out);
        pc_emit_text(out, pc_variable_table[i].name);
    }
    fputs(
        "] },\n        \"at_least\": { \"type\": \"number\" }, \"at_most\": { \"type\": "
        "\"number\" }\n      },\n      \"required\": [\"id\", \"variable\"],\n"
        "      \"oneOf\": [{ \"required\": [\"at_least\"] }, { \"required\": "
        "[\"at_most\"] }]\n"
        "    },\n",
        out);
}

static void
write_definitions(FILE *out)
{
    fputs("  \"$defs\": {\n    \"month\": { \"type\": \"string\", \"pattern\": ", out);
    pc_emit_text(out, MONTH_PATTERN);
    fputs(" },\n    \"id\": { \"type\": \"string\", \"pattern\": ", out);
    pc_emit_text(out, ID_PATTERN);
    fputs(
        " },\n    \"share\": { \"type\": \"number\", \"minimum\": 0, \"maximum\": 1 },\n"
        "    \"text\": { \"type\": \"object\", \"additionalProperties\": false, "
        "\"properties\": { "
        "\"en\": { \"type\": \"string\" }, \"ja\": { \"type\": \"string\" } }, "
        "\"required\": "
        "[\"en\", \"ja\"] },\n"
        "    \"csv\": { \"type\": \"object\", \"additionalProperties\": false, "
        "\"properties\": { "
        "\"csv\": { \"type\": \"string\" }, \"date\": { \"type\": \"string\" }, "
        "\"column\": { "
        "\"type\": \"string\" } }, \"required\": [\"csv\", \"date\", \"column\"] },\n"
        "    \"kind\": { \"enum\": ",
        out);
    write_names(out, pc_param_kind_names, PC_KIND_ASSUMED + 1);
    fputs(" },\n", out);
    write_predicate(out);
    write_rule(out);
    write_group(out);
    write_milestone(out);
    fputs("    \"dist\": { \"oneOf\": [\n", out);
    for (int i = PC_DIST_NONE + 1; i < PC_NUM_DIST_TYPES; i++) {
        write_dist_type(out, (pc_dist_type) i);
    }
    fputs("    ] }\n  }\n", out);
}

static void
write_top(FILE *out)
{
    fprintf(out,
        "    \"$schema\": { \"type\": \"string\" },\n"
        "    \"schema_version\": { \"const\": %d },\n"
        "    \"name\": { \"type\": \"string\", \"pattern\": "
        "\"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$\" "
        "},\n    \"title\": { \"$ref\": \"#/$defs/text\" },\n"
        "    \"description\": { \"oneOf\": [{ \"type\": \"null\" }, { \"$ref\": "
        "\"#/$defs/text\" }] "
        "},\n    \"extends\": { \"type\": \"string\" },\n",
        PC_SCHEMA_VERSION);
    static const char *const months[] = { "start", "end", "case_groups_month" };
    for (size_t i = 0; i < 3; i++) {
        fprintf(out,
            "    \"%s\": { \"oneOf\": [{ \"type\": \"null\" }, { \"$ref\": "
            "\"#/$defs/month\" }] },\n",
            months[i]);
    }
    static const char *const files[] = { "hospitals", "tier_changes", "prefectures",
        "observations" };
    for (size_t i = 0; i < 4; i++) {
        fprintf(out, "    \"%s\": { \"type\": [\"string\", \"null\"] },\n", files[i]);
    }
    fputs("    \"inputs\": { \"type\": [\"array\", \"null\"], \"items\": { \"type\": "
          "\"object\", "
          "\"additionalProperties\": false, \"properties\": { \"role\": { \"type\": "
          "\"string\" }, "
          "\"file\": { \"type\": \"string\" }, \"sha256\": { \"type\": \"string\" } }, "
          "\"required\": [\"role\", \"file\", \"sha256\"] } },\n"
          "    \"mode\": { \"enum\": [\"expected\", \"stochastic\", null] },\n"
          "    \"seed\": { \"oneOf\": [{ \"type\": \"null\" }, { \"type\": \"integer\", "
          "\"minimum\": "
          "0, \"maximum\": 9007199254740992 }, { \"type\": \"string\", \"pattern\": "
          "\"^[0-9]+$\" }] "
          "},\n",
        out);
    static const char *const counts[] = { "draws", "replicates" };
    for (size_t i = 0; i < 2; i++) {
        fprintf(out,
            "    \"%s\": { \"type\": [\"integer\", \"null\"], \"minimum\": %zu, "
            "\"maximum\": "
            "10000000 },\n",
            counts[i], i);
    }
}

pc_status
pc_schema_write(FILE *out)
{
    fputs("{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
          "  \"title\": \"panelcast scenario\",\n  \"type\": \"object\", "
          "\"additionalProperties\": false,\n  \"required\": [\"name\", \"title\"],\n"
          "  \"properties\": {\n",
        out);
    write_top(out);
    write_parameters(out);
    fprintf(out,
        "    \"case_groups\": { \"oneOf\": [{ \"type\": [\"array\", \"null\"], "
        "\"minItems\": 1, \"maxItems\": %d, \"items\": { \"$ref\": "
        "\"#/$defs/group\" } }, { \"type\": \"object\", "
        "\"additionalProperties\": false, \"properties\": { \"csv\": { "
        "\"type\": \"string\" } }, \"required\": [\"csv\"] }] },\n"
        "    \"omission_rules\": { \"type\": [\"array\", \"null\"], \"maxItems\": %d, "
        "\"items\": { "
        "\"$ref\": \"#/$defs/rule\" } },\n"
        "    \"milestones\": { \"type\": [\"array\", \"null\"], \"maxItems\": %d, "
        "\"items\": { "
        "\"$ref\": \"#/$defs/milestone\" } },\n",
        PC_MAX_GROUPS, PC_MAX_RULES, PC_MAX_MILESTONES);
    fputs("    \"output\": { \"type\": [\"object\", \"null\"], "
          "\"additionalProperties\": false, "
          "\"properties\": { \"bom\": { \"type\": [\"boolean\", \"null\"] }, "
          "\"samples\": { "
          "\"type\": [\"boolean\", \"null\"] } } }\n  },\n",
        out);
    write_definitions(out);
    fputs("}\n", out);
    return ferror(out) ? PC_ERR_IO : PC_OK;
}
