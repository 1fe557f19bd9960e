import type { Locator } from 'playwright-core';
import type { HuaweiSandbox } from '../../../src/sandbox/huawei/sandbox.ts';

/** Settings, environment and files of an editor that is connected to the operations center with an access key. */
export function connectedToOperations(sandbox: HuaweiSandbox, ticketKeys: readonly string[]) {
  return {
    settings: {
      'itsmTickets.refreshInterval': 15,
      'itsmTickets.connections': [
        {
          id: 'operations',
          system: 'huawei-coc',
          label: 'Operations',
          baseUrl: sandbox.cocUrl,
          signIn: 'keys',
          domainId: sandbox.domainId,
          ownId: sandbox.userId,
        },
      ],
    },
    env: {
      ITSM_TICKETS_OPERATIONS_ACCESS_KEY: sandbox.accessKey,
      ITSM_TICKETS_OPERATIONS_SECRET_KEY: sandbox.secretKey,
    },
    files: {
      'User/globalStorage/itsm-tickets.itsm-tickets/watchList.json': JSON.stringify({
        version: 1,
        tickets: { operations: ticketKeys },
        muted: {},
      }),
    },
  };
}

/** Drops a text file, as from the desktop. */
export async function drop(target: Locator, name: string, text: string): Promise<void> {
  await target.evaluate(
    (element, file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([file.text], file.name, { type: 'text/plain' }));
      element.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    },
    { name, text },
  );
}
