import { parseArgs } from 'node:util';
import { startSandbox } from './bkItsm/sandbox.ts';
import { startHuaweiSandbox } from './huawei/sandbox.ts';

// Runs the sandboxes on their own: node src/sandbox/main.ts [--port 0] [--token T] [--app-secret S] [--huawei-port 0]

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    'app-secret': { type: 'string' },
    'huawei-port': { type: 'string', default: '0' },
  },
});

const sandbox = await startSandbox({
  port: Number(values.port),
  token: values.token,
  appSecret: values['app-secret'],
});
const cloud = await startHuaweiSandbox({ port: Number(values['huawei-port']) });
const { origin, esbUrl, gatewayUrl, appCode, operator, token, appSecret, samples } = sandbox;
const huawei = {
  origin: cloud.origin,
  iamUrl: cloud.iamUrl,
  osmUrl: cloud.osmUrl,
  cocUrl: cloud.cocUrl,
  account: cloud.account,
  domainId: cloud.domainId,
  projectId: cloud.projectId,
  projectName: cloud.projectName,
  groupId: cloud.groupId,
  userName: cloud.userName,
  userId: cloud.userId,
  password: cloud.password,
  accessKey: cloud.accessKey,
  secretKey: cloud.secretKey,
  temporaryKey: cloud.temporaryKey,
  token: cloud.token,
  samples: cloud.samples,
};
process.stdout.write(
  `${JSON.stringify({ origin, esbUrl, gatewayUrl, appCode, operator, token, appSecret, samples, huawei })}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void Promise.all([sandbox.close(), cloud.close()]));
}
