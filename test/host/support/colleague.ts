import type { Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';

/** Somebody else at the same ticket system: acts on a ticket past the extension. */
export async function actAs(
  sandbox: Sandbox,
  operator: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  await call(sandbox, `${sandbox.esbUrl}/api/c/compapi/v2/itsm/operate_node/`, { operator, ...body });
}

/** Somebody else changes a field of a ticket: its title, or what was filled in first. */
export async function editAs(
  sandbox: Sandbox,
  operator: string,
  sn: string,
  field: { readonly key: string; readonly type: string; readonly value: string },
): Promise<void> {
  await call(sandbox, `${sandbox.gatewayUrl}/v2/itsm/edit_field/`, { operator, sn, fields: [field] });
}

async function call(sandbox: Sandbox, url: string, body: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Bkapi-Authorization': JSON.stringify({
        bk_app_code: sandbox.appCode,
        bk_app_secret: sandbox.appSecret,
        bk_token: sandbox.token,
      }),
    },
    body: JSON.stringify(body),
  });
  const { result, message } = (await response.json()) as { result: boolean; message: string }; // the sandbox's own shape
  if (!result) throw new Error(`The colleague was refused: ${message}`);
}

/** Settings, environment and files of an editor that is connected to the sandbox and watches tickets already. */
export function connectedTo(sandbox: Sandbox, ticketKeys: readonly string[], entrance: 'esb' | 'gateway' = 'esb') {
  return {
    settings: {
      'itsmTickets.refreshInterval': 15,
      'itsmTickets.connections': [
        {
          id: 'sandbox',
          system: 'bk-itsm',
          label: 'Sandbox',
          baseUrl: entrance === 'esb' ? sandbox.esbUrl : sandbox.gatewayUrl,
          door: entrance,
          appCode: sandbox.appCode,
          operator: sandbox.operator,
        },
      ],
    },
    env: { ITSM_TICKETS_SANDBOX_APP_SECRET: sandbox.appSecret, ITSM_TICKETS_SANDBOX_TOKEN: sandbox.token },
    files: {
      'User/globalStorage/itsm-tickets.itsm-tickets/watchList.json': JSON.stringify({
        version: 1,
        tickets: { sandbox: ticketKeys },
        muted: {},
      }),
    },
  };
}
