/** System fonts, two themes, no images: the report is one file and loads nothing. */
export const style = `
:root{color-scheme:light dark;--bg:#f5f6f8;--panel:#fff;--ink:#18202c;--muted:#535e6d;--line:#dce1e8;--code:#f0f2f6;--link:#1f4fbf;
--critical:#9b1036;--critical-bg:#fdebf0;--high:#9a3208;--high-bg:#fdeee5;--medium:#6f4a00;--medium-bg:#fbf2d9;--low:#1a5696;--low-bg:#e7f0fb;
--info:#535e6d;--info-bg:#eceff3;--good:#09633d;--good-bg:#e4f5ec;--shadow:0 1px 2px rgb(20 30 50/.06),0 4px 16px rgb(20 30 50/.05)}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){--bg:#0f141c;--panel:#171e29;--ink:#e7ecf3;--muted:#a5b0bf;--line:#2c3646;--code:#202937;--link:#8db6ff;
--critical:#ff9fb6;--critical-bg:#3b1724;--high:#ffb491;--high-bg:#3a2014;--medium:#efcb70;--medium-bg:#33290c;--low:#93c4ff;--low-bg:#14304e;
--info:#b6c0cd;--info-bg:#263040;--good:#76dcaa;--good-bg:#11332a;--shadow:none}}
:root[data-theme=dark]{color-scheme:dark;--bg:#0f141c;--panel:#171e29;--ink:#e7ecf3;--muted:#a5b0bf;--line:#2c3646;--code:#202937;--link:#8db6ff;
--critical:#ff9fb6;--critical-bg:#3b1724;--high:#ffb491;--high-bg:#3a2014;--medium:#efcb70;--medium-bg:#33290c;--low:#93c4ff;--low-bg:#14304e;
--info:#b6c0cd;--info-bg:#263040;--good:#76dcaa;--good-bg:#11332a;--shadow:none}
:root[data-theme=light]{color-scheme:light}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
.page{max-width:72rem;margin:0 auto;padding:clamp(1rem,3vw,2.5rem)}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--panel);padding:.5rem 1rem;border-radius:.5rem;z-index:2}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:.25rem}
a{color:var(--link)}h1,h2,h3,p,li{overflow-wrap:anywhere}h1,h2,h3,h4,p,ul,dl,figure,pre{margin:0;padding:0}
h1{font-size:clamp(1.5rem,3.6vw,2.15rem);line-height:1.2;letter-spacing:-.015em;text-wrap:balance}
h2{font-size:1.2rem;letter-spacing:-.01em;margin:2.75rem 0 1rem}h2 small,h3 small,th small{color:var(--muted);font-weight:400;font-size:.85em}
h4{font-size:.9rem}small{font-size:.85em;color:var(--muted)}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
pre code{font-size:inherit}
.bar{display:flex;justify-content:space-between;align-items:center;gap:1rem;margin-bottom:1.25rem;color:var(--muted);font-size:.9rem}
.theme{font:inherit;color:var(--muted);background:none;border:1px solid var(--line);border-radius:999px;padding:.25rem .8rem;cursor:pointer}
.hero{display:flex;gap:clamp(1rem,3vw,1.75rem);align-items:flex-start;background:var(--panel);border:1px solid var(--line);border-top:5px solid var(--tone);border-radius:.9rem;padding:clamp(1.25rem,3.5vw,2.25rem);box-shadow:var(--shadow)}
.hero.in-sync{--tone:var(--good);--tone-bg:var(--good-bg)}.hero.drifted{--tone:var(--critical);--tone-bg:var(--critical-bg)}.hero.unknown{--tone:var(--medium);--tone-bg:var(--medium-bg)}
.mark{flex:none;width:3.4rem;height:3.4rem;border-radius:50%;display:grid;place-items:center;font-size:1.9rem;font-weight:700;color:var(--tone);background:var(--tone-bg)}
.eyebrow{color:var(--muted);font-size:.9rem;margin-bottom:.4rem}.verdict{font-weight:700;color:var(--tone);margin-right:.35rem}
.next{margin-top:.65rem;font-size:1.08rem;max-width:60ch}
.go{margin-top:.65rem;font-weight:600}
.tally{list-style:none;display:flex;flex-wrap:wrap;gap:.5rem;margin-top:1rem}
.tally li{background:var(--panel);border:1px solid var(--line);border-radius:999px;font-size:.9rem;color:var(--muted)}
.tally li.none,.tally a{padding:.3rem .85rem;display:block}.tally a{color:inherit;text-decoration:none}.tally a:hover{text-decoration:underline}
.tally b{color:var(--ink);font-variant-numeric:tabular-nums}.tally .none b{color:var(--muted);font-weight:400}
.tally .bad{border-color:var(--critical);background:var(--critical-bg)}.tally .bad,.tally .bad b{color:var(--critical)}
.tally .open{border-color:var(--medium);background:var(--medium-bg)}.tally .open,.tally .open b{color:var(--medium)}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1rem}
.card{background:var(--panel);border:1px solid var(--line);border-radius:.75rem;box-shadow:var(--shadow)}
.environment{padding:1.1rem 1.25rem}.environment h3{font-size:1.05rem}
.state{font-size:.92rem}.state.complete{color:var(--good)}.state.partial,.state.failed{color:var(--medium)}.state b{color:var(--critical)}
.cause{margin-top:.5rem;padding:.5rem .75rem;border-radius:.5rem;background:var(--medium-bg);color:var(--medium);font-size:.9rem;overflow-wrap:anywhere;white-space:pre-line}
.environment dl{margin-top:.75rem;font-size:.92rem}.environment dl div{display:flex;justify-content:space-between;gap:1rem;border-top:1px solid var(--line);padding:.3rem 0}
dt{color:var(--muted)}dd{margin:0;text-align:right;overflow-wrap:anywhere}
.filters{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin-bottom:1rem}.filters[hidden]{display:none}
.filters label{display:grid;gap:.2rem;font-size:.85rem;color:var(--muted)}.filters .search{flex:1 1 14rem}
.filters input,.filters select{font:inherit;font-size:1rem;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:.5rem;padding:.4rem .6rem;min-height:2.5rem;width:100%}
.filters output{font-size:.9rem;color:var(--muted);padding-bottom:.5rem}
.findings{display:grid;gap:.75rem}.finding{border-left:5px solid var(--tone)}.finding[hidden]{display:none}
.critical{--tone:var(--critical);--tone-bg:var(--critical-bg)}.high{--tone:var(--high);--tone-bg:var(--high-bg)}.medium{--tone:var(--medium);--tone-bg:var(--medium-bg)}.low{--tone:var(--low);--tone-bg:var(--low-bg)}.info{--tone:var(--info);--tone-bg:var(--info-bg)}.passed{--tone:var(--good);--tone-bg:var(--good-bg)}
summary{cursor:pointer;display:flex;flex-wrap:wrap;gap:.35rem .75rem;align-items:baseline;padding:.85rem 1.1rem;list-style:none}
summary::-webkit-details-marker{display:none}summary::after{content:"+";margin-left:auto;color:var(--muted);font-weight:700}details[open]>summary::after{content:"−"}
.badge{font-size:.75rem;font-weight:700;letter-spacing:.02em;color:var(--tone);background:var(--tone-bg);border-radius:.35rem;padding:.1rem .5rem;white-space:nowrap}
.title{font-size:1rem;font-weight:400;overflow-wrap:anywhere;min-width:0}.brief{color:var(--muted);font-size:.92rem;overflow-wrap:anywhere}
.body{padding:0 1.1rem 1.1rem;display:grid;gap:.9rem}.body>*{min-width:0}.why{font-size:1.02rem;max-width:75ch}.who{font-size:.95rem}.meta{font-size:.85rem;color:var(--muted);overflow-wrap:anywhere}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,14rem),1fr));gap:.6rem}
.pair div{border-radius:.5rem;padding:.55rem .8rem;background:var(--code)}.pair dt{font-size:.8rem}.pair dd{text-align:left;font-size:1.05rem;font-weight:600}
.pair .actual{background:var(--tone-bg)}.pair .actual dt,.pair .actual dd{color:var(--tone)}
.diff figcaption{font-size:.85rem;margin-bottom:.35rem;display:flex;gap:1rem}.diff figcaption del,.diff figcaption ins{padding:0 .4rem;border-radius:.25rem}
del,ins{text-decoration:none}del{background:var(--critical-bg);color:var(--critical)}ins{background:var(--good-bg);color:var(--good)}
.diff pre{background:var(--code);border-radius:.5rem;padding:.6rem 0;overflow:auto;max-height:26rem}.diff pre>*{display:block;padding:0 .9rem;white-space:pre-wrap}
.ways{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,18rem),1fr));gap:.75rem}
.way{border:1px solid var(--line);border-radius:.6rem;padding:.8rem .9rem;display:grid;gap:.5rem;align-content:start;min-width:0}.way p{font-size:.92rem;color:var(--muted);overflow-wrap:anywhere}.way>*{min-width:0}
.snippet{position:relative}.snippet pre{background:var(--code);border-radius:.5rem;padding:.6rem .75rem;white-space:pre-wrap}
.copy{font:inherit;font-size:.8rem;color:var(--ink);background:var(--panel);border:1px solid var(--muted);border-radius:.4rem;padding:.15rem .6rem;margin-top:.4rem;cursor:pointer}
.scroll{overflow-x:auto;background:var(--panel);border:1px solid var(--line);border-radius:.75rem;box-shadow:var(--shadow)}
table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;vertical-align:top;padding:.5rem .9rem;border-top:1px solid var(--line)}
thead th{border-top:0;color:var(--muted);font-weight:600;font-size:.85rem}tbody th{font-weight:400;overflow-wrap:anywhere;min-width:12rem}td{min-width:6rem;overflow-wrap:anywhere}
.matrix td .good{color:var(--good)}.matrix .bad{color:var(--critical);font-weight:600}.matrix .open{color:var(--medium)}.matrix .calm{color:var(--muted)}
.matrix tbody th small{display:block}
.above{margin-bottom:.75rem}
.notes{padding-left:1.2rem;display:grid;gap:.35rem;overflow-wrap:anywhere}.empty{color:var(--muted)}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--muted);font-size:.9rem}
@media (max-width:34rem){.hero{flex-direction:column}.mark{width:2.75rem;height:2.75rem;font-size:1.5rem}summary::after{display:none}}
@media print{html{font-size:12.5px}body{background:#fff;font-size:1rem}h2{margin-top:1.5rem}.page{max-width:none;padding:0}.filters,.theme,.copy,.skip,.go{display:none!important}.card,.hero,.scroll{box-shadow:none;break-inside:avoid}
.finding{break-inside:auto}.way,.pair,dl div,tr{break-inside:avoid}h2,h3,summary{break-after:avoid}.ways,.cards{grid-template-columns:repeat(3,1fr)}.body{padding-bottom:.6rem}.why{font-size:inherit}.findings{gap:.5rem}details::details-content{content-visibility:visible!important;block-size:auto!important}.diff pre,.scroll{max-height:none;overflow:visible}summary::after{content:""!important}a{color:inherit;text-decoration:none}}
`.trim();
