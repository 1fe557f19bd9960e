import { window } from 'vscode';
import { isAlertCurrent, selectAlerts, type Alert } from '../application/alerts.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { Services } from './services.ts';
import { areNotificationsOn } from './settings.ts';

/**
 * Shows one notification for what happened, several things combined. Only in the focused window: elsewhere it is kept
 * until the window has the focus and shown then if it is still so.
 */
export class AlertNotifier implements Disposable {
  readonly #services: Services;
  readonly #subscriptions: Disposable;
  #waiting: readonly Alert[] = [];

  constructor(services: Services) {
    this.#services = services;
    const { store, watchList } = services;
    this.#subscriptions = combineDisposables(
      store.onDidChange((change) => {
        this.#waiting = [...this.#waiting, ...selectAlerts(change, (ref) => watchList.isMuted(ref))];
        void this.#showWaiting();
      }),
      window.onDidChangeWindowState(() => void this.#showWaiting()),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#waiting = [];
  }

  async #showWaiting(): Promise<void> {
    if (this.#waiting.length === 0 || !window.state.focused) return;
    const alerts = this.#waiting.filter((alert) => this.#isCurrent(alert));
    this.#waiting = [];
    if (alerts.length === 0 || !areNotificationsOn()) return;
    const { showAlerts } = await import('./showAlerts.ts');
    await showAlerts(this.#services, alerts);
  }

  #isCurrent(alert: Alert): boolean {
    const { store, watchList } = this.#services;
    return !watchList.isMuted(alert.ref) && isAlertCurrent(alert, store.find(alert.ref)?.ticket);
  }
}
