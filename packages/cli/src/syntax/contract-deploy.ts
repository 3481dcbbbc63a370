import { deployQuestionFlags, mergeQuestionFlags } from '../options/contract-matrix-flags.ts';
import {
  deploymentFlags,
  releaseFlags,
  supportEndedFlags,
  undeploymentFlags,
} from '../options/contract-record-flags.ts';
import { command } from './command.ts';

const exitCodes = 'Exit code 0: yes. 1: no, or a result is missing. 2: that could not be found out.';

/** The commands about what can be deployed, and what is. */
export const contractDeployCommands = [
  command({
    words: ['contract', 'can-i-deploy'],
    describe: 'Ask whether a version works with what is deployed there now',
    epilogue: exitCodes,
    flags: deployQuestionFlags,
    builder: (ask) => ask,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-can-i-deploy.ts')).contractCanIDeploy(parsed, invocation),
  }),
  command({
    words: ['contract', 'can-i-merge'],
    describe: 'Ask whether a version works with the main branches of the others',
    epilogue: exitCodes,
    flags: mergeQuestionFlags,
    builder: (ask) => ask,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-can-i-deploy.ts')).contractCanIMerge(parsed, invocation),
  }),
  command({
    words: ['contract', 'record-deployment'],
    describe: 'Record that a version was deployed, in the place of the one before',
    flags: deploymentFlags,
    builder: (record) => record,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-record-deployment.ts')).contractRecordDeployment(parsed, invocation),
  }),
  command({
    words: ['contract', 'record-undeployment'],
    describe: 'Record that an application is deployed no longer',
    flags: undeploymentFlags,
    builder: (record) => record,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-record-deployment.ts')).contractRecordUndeployment(parsed, invocation),
  }),
  command({
    words: ['contract', 'record-release'],
    describe: 'Record that a version was released, beside those before (mobile applications, libraries)',
    flags: releaseFlags,
    builder: (record) => record,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-record-deployment.ts')).contractRecordRelease(parsed, invocation),
  }),
  command({
    words: ['contract', 'record-support-ended'],
    describe: 'Record that a release is supported no longer',
    flags: supportEndedFlags,
    builder: (record) => record,
    run: async (parsed, invocation) =>
      (await import('../commands/contract-record-deployment.ts')).contractRecordSupportEnded(parsed, invocation),
  }),
];
