import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { generate } from 'selfsigned';
import { TicketError } from '../../src/domain/errors.ts';
import { providerDefinitions } from '../../src/providers/index.ts';
import { startSandbox, type Sandbox } from '../../src/sandbox/bkItsm/sandbox.ts';
import { makeEnvironment } from '../fakes/environment.ts';

describe('a server with a certificate of an authority of its own', { timeout: 30_000 }, () => {
  let sandbox: Sandbox;
  let server: Server;
  let folder: string;
  let caFile: string;

  before(async () => {
    sandbox = await startSandbox();
    folder = await mkdtemp(join(tmpdir(), 'itsm-ca-'));
    caFile = join(folder, 'ca.pem');
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'Sandbox authority' }], {
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    await writeFile(caFile, cert);
    const { hostname, port } = new URL(sandbox.origin);
    server = createServer({ cert, key }, (incoming, outgoing) => {
      const { method, headers, url: path } = incoming;
      const forward = request(
        { hostname, port, method, path, headers: { ...headers, host: `${hostname}:${port}` } },
        (answer) => {
          outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(outgoing);
        },
      );
      incoming.pipe(forward);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  after(async () => {
    server.closeAllConnections();
    server.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The error of a first request; `undefined`: it went well. */
  const connect = async (transport: 'vscode' | 'direct', file?: string): Promise<TicketError | undefined> => {
    const [definition] = providerDefinitions;
    assert.ok(definition);
    const { appCode, operator, appSecret, token } = sandbox;
    const provider = await definition.create(
      {
        id: 'bk',
        system: definition.system,
        label: 'BK',
        baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`, // it listens on TCP
        transport,
        caFile: file,
        settings: { appCode, operator },
      },
      { appSecret, token },
      makeEnvironment(),
    );
    try {
      await provider.testCredentials(AbortSignal.timeout(10_000));
      return undefined;
    } catch (error) {
      assert.ok(error instanceof TicketError);
      return error;
    } finally {
      provider.dispose();
    }
  };

  for (const transport of ['vscode', 'direct'] as const) {
    it(`is refused through the transport "${transport}", with a hint at the authority`, async () => {
      const error = await connect(transport);
      assert.equal(error?.code, 'unavailable');
      assert.match(error.hint?.text ?? '', /authority that is not trusted/);
      assert.equal(sandbox.requests.length, 0, 'no credential has left');
    });
  }

  it('is reached directly with the file of the authority', async () => {
    assert.equal(await connect('direct', caFile), undefined);
    assert.equal(sandbox.requests.length, 1);
  });

  it('is told apart from a file that holds no certificate', async () => {
    const empty = join(folder, 'empty.pem');
    await writeFile(empty, 'nothing');
    assert.match((await connect('direct', empty))?.hint?.text ?? '', /holds no certificate/);
    assert.match((await connect('direct', join(folder, 'missing.pem')))?.hint?.text ?? '', /cannot be read/);
  });
});
