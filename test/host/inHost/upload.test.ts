import assert from 'node:assert/strict';
import { HuaweiOsmProvider } from '../../../src/providers/huaweiOsm/provider.ts';
import { startHuaweiSandbox, type HuaweiSandbox } from '../../../src/sandbox/huawei/sandbox.ts';
import { makeEnvironment } from '../../fakes/environment.ts';

const never = new AbortController().signal;

describe("files through the editor's own fetch", function () {
  this.timeout(30_000);
  let sandbox: HuaweiSandbox;
  let provider: HuaweiOsmProvider;

  before(async () => {
    sandbox = await startHuaweiSandbox();
    const { osmUrl: baseUrl, domainId, accessKey, secretKey } = sandbox;
    const connection = { id: 'osm', system: 'huawei-osm', label: 'OSM', baseUrl, caFile: undefined };
    provider = new HuaweiOsmProvider(
      { ...connection, transport: 'vscode', settings: { signIn: 'keys', domainId } },
      { accessKey, secretKey },
      makeEnvironment(),
    );
  });

  after(async () => {
    provider.dispose();
    await sandbox.close();
  });

  it('go up piece by piece, signed, and come down as they were', async () => {
    const bytes = Uint8Array.from({ length: 700_000 }, (_, index) => (index * 7) % 256);
    const sent: number[] = [];
    const { id } = await provider.attachments.upload({ name: '图.png', bytes, purpose: 'message' }, never, (count) =>
      sent.push(count),
    );
    assert.ok(sent.length > 5 && sent.at(-1) === bytes.length, String(sent));
    const key = sandbox.samples.cases[1]?.key ?? '';
    const { bytes: back, name } = await provider.attachments.download(key, id, never);
    assert.ok(Buffer.from(back).equals(bytes));
    assert.equal(name, '图.png');
  });

  it('can be given up on their way', async () => {
    const stop = new AbortController();
    const reason = new Error('changed my mind');
    const request = { name: 'a.png', bytes: new Uint8Array(5_000_000), purpose: 'message' as const };
    await assert.rejects(
      provider.attachments.upload(request, stop.signal, () => stop.abort(reason)),
      (error) => error === reason,
    );
  });
});
