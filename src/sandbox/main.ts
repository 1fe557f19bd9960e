import { parseArgs } from 'node:util';
import { startSandbox } from './bkItsm/sandbox.ts';

// Runs the sandbox on its own: node src/sandbox/main.ts [--port 0] [--token T] [--app-secret S]

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    token: { type: 'string' },
    'app-secret': { type: 'string' },
  },
});

const sandbox = await startSandbox({
  port: Number(values.port),
  token: values.token,
  appSecret: values['app-secret'],
});
const { origin, esbUrl, gatewayUrl, appCode, operator, token, appSecret, samples } = sandbox;
process.stdout.write(
  `${JSON.stringify({ origin, esbUrl, gatewayUrl, appCode, operator, token, appSecret, samples })}\n`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
