/** How the page looks, by day and by night. Colours are never all that tells: each verdict is a word. */
export const styles = `
:root { color-scheme: light dark; --ink: #1c2024; --quiet: #5d6670; --line: #d9dde1; --paper: #fff; --fine: #1f7a4a; --plain: #8a5a00; --outside: #b3261e; --soft: #f4f5f7; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --quiet: #a0a8b0; --line: #3a4047; --paper: #15181b; --fine: #5cc28c; --plain: #e0ab4f; --outside: #ff8a80; --soft: #1f2327; } }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem; max-width: 980px; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h3 { font-size: .95rem; margin: 1rem 0 .3rem; }
header p { margin: .1rem 0; } .quiet { color: var(--quiet); }
.wide { overflow-x: auto; margin: 1.5rem 0; }
table { border-collapse: collapse; } caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap; }
thead th { font-weight: 600; } tbody th { font-weight: 400; font-family: ui-monospace, monospace; font-size: .9em; }
td a { text-decoration: none; color: inherit; } td a:hover { text-decoration: underline; }
.fine { color: var(--fine); } .plain { color: var(--plain); } .outside { color: var(--outside); font-weight: 700; }
section { border-top: 1px solid var(--line); padding: .4rem 0; scroll-margin-top: 1rem; } section:target { background: var(--soft); }
summary { cursor: pointer; } .tag { display: inline-block; min-width: 9.5em; }
pre { background: var(--soft); padding: .6rem .8rem; overflow-x: auto; font-size: .85rem; white-space: pre-wrap; overflow-wrap: anywhere; }
svg { width: 100%; height: auto; margin-top: .5rem; } svg text { font: 12px system-ui, sans-serif; fill: var(--ink); } svg text.quiet { fill: var(--quiet); }
svg .grid { stroke: var(--line); } svg .end { stroke: var(--ink); stroke-dasharray: 3 3; }
svg .good { fill: #2e9c63; } svg .late { fill: #d9930d; } svg .bad { fill: #cf3b31; }
`;
