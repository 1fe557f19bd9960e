import type { Sandbox } from '../../../src/sandbox/bkItsm/sandbox.ts';

/** Somebody else at the same ticket system: acts on a ticket past the extension. */
export async function actAs(
  sandbox: Sandbox,
  operator: string,
  body: Readonly<Record<string, unknown>>,
): Promise<void> {
  const response = await fetch(`${sandbox.esbUrl}/api/c/compapi/v2/itsm/operate_node/`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Bkapi-Authorization': JSON.stringify({
        bk_app_code: sandbox.appCode,
        bk_app_secret: sandbox.appSecret,
        bk_token: sandbox.token,
      }),
    },
    body: JSON.stringify({ operator, ...body }),
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
