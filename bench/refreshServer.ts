// The sandbox of the benchmark, in a process of its own so that its work is not measured: prints what a client needs.

import { startSandbox } from '../src/sandbox/bkItsm/sandbox.ts';

const sandbox = await startSandbox({ latency: 5 });
const keys = sandbox.addTickets(Number(process.argv[2] ?? '1000'));
const { esbUrl, gatewayUrl, appCode, appSecret, token, operator } = sandbox;
process.stdout.write(`${JSON.stringify({ esbUrl, gatewayUrl, appCode, appSecret, token, operator, keys })}\n`);
process.once('SIGTERM', () => void sandbox.close());
