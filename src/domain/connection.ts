/** One account on one ticket system. Holds no secret. */
export interface Connection {
  /** Unique; letters, digits, `-` and `_`. Part of the names of secrets and environment variables. */
  readonly id: string;
  /** Which provider serves it: a key of the provider list. */
  readonly system: string;
  readonly label: string;
  /** http(s) address without trailing slash, query or user info. */
  readonly baseUrl: string;
  /**
   * - `vscode`: through the editor's own fetch, so its proxy, proxy sign-in and system certificates apply
   * - `direct`: own connections, for private certificates and ports that fetch refuses
   */
  readonly transport: 'vscode' | 'direct';
  /** PEM file with extra certificate authorities; used by the direct transport only. */
  readonly caFile: string | undefined;
  /** What the system needs beyond that, by the keys of its definition's `settings`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** By the keys of the definition's `secrets`. Never logged, never written anywhere but the secret storage. */
export type Secrets = Readonly<Record<string, string>>;

/** Whether a setting or secret is asked for, by what the other settings say. */
export function appliesTo(
  { onlyWhen }: { readonly onlyWhen?: { readonly setting: string; readonly values: readonly string[] } | undefined },
  settings: Connection['settings'],
): boolean {
  return onlyWhen === undefined || onlyWhen.values.includes(settings[onlyWhen.setting] ?? '');
}
