import { createRequire } from 'node:module';
import { DefaultHttpClient } from '@huaweicloud/huaweicloud-sdk-core/http/DefaultHttpClient.js';
import { HcClient, type HttpRequestOptions } from '@huaweicloud/huaweicloud-sdk-core/HcClient.js';
import { GlobalCredentials } from '@huaweicloud/huaweicloud-sdk-core/auth/GlobalCredentials.js';
import { LogLevel } from '@huaweicloud/huaweicloud-sdk-core/logger/index.js';
import type { ICredential } from '@huaweicloud/huaweicloud-sdk-core/auth/ICredential.js';
import type { HuaweiSandbox } from '../../../../src/sandbox/huawei/sandbox.ts';

const quiet = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  log() {},
  setLevel() {},
  setName() {},
  getLevel: () => LogLevel.ERROR,
};

/** What the official client makes of an answer: the body's fields beside the status. */
export type OfficialAnswer = Readonly<Record<string, unknown>> & { readonly httpStatusCode: number };

export type OfficialCall = (
  request: string,
  options?: Partial<Pick<HttpRequestOptions, 'queryParams' | 'pathParams' | 'headers' | 'data' | 'contentType'>>,
) => Promise<OfficialAnswer>;

/** The vendor's client, built from its parts: its builder would write into the home folder and print (contract §6). */
export function quietClient(
  { origin, accessKey, secretKey, domainId }: HuaweiSandbox,
  credential: ICredential = new GlobalCredentials({ ak: accessKey, sk: secretKey, domainId }),
): HcClient {
  const http = new DefaultHttpClient({ logger: quiet, axiosRequestConfig: { timeout: 5000 } }, [origin]);
  return new HcClient(http).withCredential(credential).withEndpoints([origin]);
}

/** Calls of that client, which signs with an access key. */
export function officialClient(sandbox: HuaweiSandbox, credential?: ICredential): OfficialCall {
  const client = quietClient(sandbox, credential);
  return (request, options = {}) => {
    const [method = 'GET', url = ''] = request.split(' ');
    return client.sendRequest({
      method,
      url,
      contentType: 'application/json',
      queryParams: {},
      pathParams: {},
      data: {},
      ...options,
      headers: { ...options.headers },
    }) as unknown as Promise<OfficialAnswer>; // it adds the status to whatever the body holds
  };
}

interface FormData {
  append(name: string, value: string | Buffer, options?: { readonly filename: string }): void;
}

/** A form of the kind that the official client sends: of the library that it has brought along. */
export function officialForm(formData: unknown, filename: string, bytes: Buffer): Record<string, unknown> {
  const require = createRequire(import.meta.resolve('@huaweicloud/huaweicloud-sdk-core/HcClient.js'));
  const library = 'form-data'; // a dependency of the client's, not of ours
  const Form = require(library) as new () => FormData & Record<string, unknown>; // its documented interface
  const form = new Form();
  form.append('file', bytes, { filename });
  form.append('form_data', JSON.stringify(formData));
  return form;
}
