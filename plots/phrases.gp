# phrases.gp - what the words of labels.*.gp say with numbers and names in them, the same way in every language.
year_text(y) = sprintf(L_year, y)
base_text(n) = sprintf(L_base, n)
not_reached(month) = sprintf(L_not_reached, month)
rule_text(month) = sprintf(L_rule, month)
range_text(r) = r eq '' ? '' : sprintf(L_range, r)

# In the foot: `month` is 2030-03; of `d` draws with `r` replicates each, `n` runs of `of` are done.
state_text(month) = sprintf(L_state, int(substr(month, 1, 4)), int(substr(month, 6, 7)))
draw_text(draw) = sprintf(L_draw, draw)
runs_of(d, r) = d == 0 ? sprintf(L_runs_replicates, r) : d == 1 ? sprintf(L_runs_draw_1, r) : \
    r > 1 ? sprintf(L_runs_draws_replicates, d, r) : sprintf(L_runs_draws, d)
runs_text(d, r) = sprintf(L_runs, runs_of(d, r))
part_text(n, of, d, r) = of > 0 ? sprintf(L_part_of, n, of, runs_of(d, r)) : sprintf(L_part, n)

curve_year(y) = sprintf(L_curve_year, int(substr(y, 3, 6)))
curve_wait(d, s) = sprintf(L_curve_wait_below, d, s)
curve_before(s) = sprintf(L_curve_before, s)

record_of(c) = c eq 'linear' ? L_record_linear : c eq 'saturating' ? L_record_saturating : c eq 'logistic' ? L_record_logistic : \
    c eq 'gompertz' ? L_record_gompertz : c eq 'bass' ? L_record_bass : L_record_trend
record_curve(c, known) = record_of(c).(known ? L_record_known : '')

# Of panel v of a comparison: tests, cases, hours, sites.
compare_month(v) = v == 4 ? L_compare_month_sites : v == 3 ? L_compare_month_hours : L_compare_month_cases
compare_year(v) = v == 4 ? L_compare_year_sites : v == 3 ? L_compare_year_hours : L_compare_year_cases
compare_waterfall_title(y) = sprintf(L_compare_waterfall_title, y)
compare_source(luck) = luck == 0 ? L_compare_source : luck == 1 ? L_compare_source_common : \
    luck == 2 ? L_compare_source_apart : L_compare_source_mixed
compare_fan(luck) = luck > 1 ? L_compare_fan : L_compare_fan_paired
