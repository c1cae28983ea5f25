import { Html } from './html.ts';

export const style = new Html(`
:root { color-scheme: light dark; --text: #1f2328; --quiet: #59636e; --paper: #fff; --edge: #d1d9e0; --soft: #f6f8fa; --mark: #e8740c; --good: #1a7f37; --bad: #cf222e;
  --c0: #0b63c5; --c1: #b4540a; --c2: #6b7280; --c3: #7b3fb5; --c4: #0f7a55; --c5: #c01f63; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --quiet: #9aa4af; --paper: #14181d; --edge: #39424d; --soft: #1c222a; --mark: #d9730d; --good: #4ac26b; --bad: #ff7b72;
  --c0: #5aa6f8; --c1: #f0963c; --c2: #9aa4af; --c3: #c297ff; --c4: #4cc38a; --c5: #ff7eb6; } }
@media print { :root { color-scheme: light; --text: #000; --quiet: #444; --paper: #fff; --edge: #bbb; --soft: #f4f4f4; --mark: #e8740c; --good: #1a7f37; --bad: #b3121d;
  --c0: #0b63c5; --c1: #b4540a; --c2: #6b7280; --c3: #7b3fb5; --c4: #0f7a55; --c5: #c01f63; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 62rem; background: var(--paper); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--edge); }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: .4rem 0; } .quiet { color: var(--quiet); }
dl.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
dl.figures div { padding: .6rem .8rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--soft); }
dl.figures dt { color: var(--quiet); font-size: .85rem; } dl.figures dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
dl.figures small { color: var(--quiet); font-size: .8rem; display: block; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .87rem; }
th, td { padding: .2rem .7rem .2rem 0; text-align: right; vertical-align: top; font-weight: normal; }
thead th { color: var(--quiet); border-bottom: 1px solid var(--edge); background: var(--paper); position: sticky; top: 0; }
tr > :first-child { text-align: left; } table.words :is(th, td) { text-align: left; overflow-wrap: anywhere; }
table.words th { white-space: nowrap; color: var(--quiet); }
figure.chart { display: grid; grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); gap: .25rem 1.5rem; margin: 1.25rem 0; break-inside: avoid; }
figcaption { grid-column: 1 / -1; font-weight: 600; }
.values { max-height: 20rem; overflow: auto; } .plot svg { width: 100%; height: auto; display: block; }
svg path { fill: none; stroke-width: 2; stroke-linejoin: round; } svg .grid { stroke: var(--edge); stroke-width: 1; }
svg text { fill: var(--quiet); font-size: 11px; } svg .axis { text-anchor: middle; }
.line-0 { --c: var(--c0); } .line-1 { --c: var(--c1); } .line-2 { --c: var(--c2); } .line-3 { --c: var(--c3); } .line-4 { --c: var(--c4); } .line-5 { --c: var(--c5); }
svg path[class^=line] { stroke: var(--c); } svg path.dashed { stroke-dasharray: 5 4; } svg circle { fill: var(--c); } svg .band { fill: var(--c); opacity: .18; }
.legend { margin: 0; font-size: .85rem; } .legend span { margin-right: 1rem; }
.legend span::before { content: ""; display: inline-block; width: 1.2rem; border-top: 2.5px solid var(--c); margin-right: .4rem; vertical-align: middle; } .legend .dashed::before { border-top-style: dashed; }
.bar { display: flex; height: 1.1rem; border-radius: 4px; overflow: hidden; border: 1px solid var(--edge); margin: .3rem 0; max-width: 30rem; }
.bar span { display: block; flex: var(--share) 0 0; background: var(--c); print-color-adjust: exact; }
.shares { display: grid; grid-template-columns: minmax(0, 30rem) minmax(0, 1fr); gap: .25rem 1.5rem; margin-bottom: 1rem; break-inside: avoid; }
.shares table { justify-self: start; }
article { margin: 1rem 0; padding: .75rem 1rem; border: 1px solid var(--edge); border-radius: 6px; break-inside: avoid; }
article .text { font-size: 1.02rem; line-height: 1.9; overflow-wrap: anywhere; }
article .text span { padding: .12rem .2rem; border-radius: 3px; background: color-mix(in srgb, var(--mark) calc(var(--keep) * 60%), transparent); print-color-adjust: exact; }
article .unknown { font-style: italic; text-decoration: underline dotted; }
.warning { padding: .3rem .7rem; border-left: 3px solid var(--mark); background: var(--soft); overflow-wrap: anywhere; }
.right { color: var(--good); } .wrong { color: var(--bad); }
details { margin: .5rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
pre { padding: .75rem 1rem; background: var(--soft); border: 1px solid var(--edge); border-radius: 6px; overflow: auto; font-size: .82rem; white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 46rem) { figure.chart, .shares { grid-template-columns: minmax(0, 1fr); } }
@media print { body { max-width: none; padding: 0; font-size: 11pt; } .values { max-height: none; overflow: visible; } h2 { break-after: avoid; } }
`);
