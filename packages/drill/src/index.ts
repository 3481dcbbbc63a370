import schema from './plan/drill.schema.json' with { type: 'json' };

export { cellsOf } from './cell/cells-of.ts';
export { checkCells } from './cell/check-cells.ts';
export { onlyCells } from './cell/only-cells.ts';
/** Drills: a client's own tests under each failure mode of each operation that it uses, judged by what the client did. */
export { type Cell, cellOf } from './cell.ts';
export { type Drilled, type DrillSetup, drill } from './drill.ts';
export { DrillError, drillCatalogue } from './errors.ts';
export { fingerprintOf } from './fingerprint.ts';
export { type Interception, intercept } from './intercept/intercept.ts';
export { judgeModes } from './plan/judge-modes.ts';
export { defaultPlan, type Plan, withDeadline } from './plan/plan.ts';
export { type PlanFile, planOf } from './plan/plan-file.ts';
export { htmlReport } from './report/html-report.ts';
export { junitReport } from './report/junit-report.ts';
export { markdownReport } from './report/markdown-report.ts';
export { reportIn } from './report/read-report.ts';
export type { CellReport, DrillReport } from './report/report.ts';
export { textReport } from './report/text-report.ts';
export { withoutSecrets } from './run/neutral-output.ts';
export { openStage, type Stage, type StageOptions } from './run/stage.ts';
export type { Progress } from './run-drill.ts';
export { type Verdict, verdicts } from './verdict.ts';
/** JSON Schema of drill.yaml. */
export const planSchema: object = schema;
