import schema from './plan/drill.schema.json' with { type: 'json' };

/** Drills: a client's own tests under each failure mode of each operation that it uses, judged by what the client did. */
export { type Cell, cellOf } from './cell/cell.ts';
export { cellsOf } from './cell/cells-of.ts';
export { type Drilled, type DrillSetup, drill } from './drill.ts';
export { DrillError, drillCatalogue } from './errors.ts';
export { type Verdict, verdicts } from './evidence/verdict.ts';
export { fingerprintOf } from './fingerprint.ts';
export { defaultPlan, type Plan } from './plan/plan.ts';
export { type PlanFile, planOf } from './plan/plan-file.ts';
export { reportIn } from './report/read-report.ts';
export type { CellReport, DrillReport } from './report/report.ts';
export { textReport } from './report/text-report.ts';
export type { CellResult, Progress } from './run/run-drill.ts';
export { openStage, type Stage, type StageOptions } from './run/stage.ts';
/** JSON Schema of drill.yaml. */
export const planSchema: object = schema;
