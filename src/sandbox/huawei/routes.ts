import type { HuaweiAnswer, HuaweiRequest } from './httpMessages.ts';
import type { Caller } from './identity/account.ts';

/** What an operation is handed once the gateway has let a request through. */
export interface Call {
  readonly request: HuaweiRequest;
  /** Parts of the path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly caller: Caller;
}

/** An operation of a service, under the name that the official SDKs give it. */
export interface Route<Service, Given extends Call> {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** From the root, without the first slash; `{name}` stands for a parameter. */
  readonly path: string;
  readonly isWrite?: true;
  /** @throws Refusal */
  readonly answer: (service: Service, call: Given) => HuaweiAnswer;
}

export interface FoundRoute<Service, Given extends Call> {
  readonly route: Route<Service, Given>;
  readonly params: Readonly<Record<string, string>>;
}

/** The route with the fewest parameters, as `cases/count` is no case. @returns undefined when there is none */
export function findRoute<Service, Given extends Call>(
  routes: readonly Route<Service, Given>[],
  { method, segments }: Pick<HuaweiRequest, 'method' | 'segments'>,
): FoundRoute<Service, Given> | undefined {
  return routes
    .flatMap((route) => {
      const params = route.method === method ? matchPath(route.path, segments) : undefined;
      return params === undefined ? [] : [{ route, params }];
    })
    .sort((left, right) => Object.keys(left.params).length - Object.keys(right.params).length)[0];
}

function matchPath(path: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = path.split('/');
  if (parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return undefined;
  }
  return params;
}
