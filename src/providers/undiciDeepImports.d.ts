// undici's own types cover its main entry only. These are the files of it that the host-fetch transport is made of:
// 45 kB instead of the 730 kB of the whole. They are no public interface, hence the pinned version and the test
// `undiciParts.test.ts`.

declare module 'undici/lib/dispatcher/dispatcher.js' {
  import { Dispatcher } from 'undici';
  export = Dispatcher;
}

declare module 'undici/lib/api/api-request.js' {
  import type { Dispatcher } from 'undici';
  function request(this: Dispatcher, options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData>;
  export = request;
}

declare module 'undici/lib/core/errors.js' {
  import { errors } from 'undici';
  export = errors;
}

declare module 'undici/lib/interceptor/retry.js' {
  import type { interceptors } from 'undici';
  const retry: typeof interceptors.retry;
  export = retry;
}

declare module 'undici/lib/interceptor/deduplicate.js' {
  import type { interceptors } from 'undici';
  const deduplicate: typeof interceptors.deduplicate;
  export = deduplicate;
}
