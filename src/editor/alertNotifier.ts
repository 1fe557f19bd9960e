import { window } from 'vscode';
import { isAlertCurrent, selectAlerts } from '../application/alerts.ts';
import type { StoreChange } from '../application/ticketStore.ts';
import { combineDisposables, type Disposable } from '../base/disposable.ts';
import type { Services } from './services.ts';
import { areNotificationsOn } from './settings.ts';
import { showAlerts } from './showAlerts.ts';
import { ToldAlerts, type NewAlert } from './toldAlerts.ts';

/**
 * Shows one notification for what happened, several things combined. Only in the focused window: elsewhere it is kept
 * until the window has the focus and shown then if it is still so, and no other window has told it.
 */
export class AlertNotifier implements Disposable {
  readonly #services: Omit<Services, 'watcher'>;
  readonly #told: ToldAlerts;
  readonly #subscriptions: Disposable;
  #waiting: readonly NewAlert[] = [];

  /** @param toldPath the file in which windows tell each other what was told */
  constructor(services: Omit<Services, 'watcher'>, toldPath: string) {
    this.#services = services;
    this.#told = new ToldAlerts(toldPath, services.log);
    this.#subscriptions = combineDisposables(
      services.store.onDidChange((change) => {
        if (change.origin === 'own') {
          // Known to the user, so other windows need not tell it either.
          void this.#attempt(() => this.#takeNews(this.#select({ ...change, origin: 'watch' })));
          return;
        }
        // Those that are no longer so make room: a window can be without the focus for days.
        this.#waiting = [...this.#waiting, ...this.#select(change)].filter((one) => this.#isCurrent(one));
        void this.#attempt(() => this.#showWaiting());
      }),
      window.onDidChangeWindowState(() => void this.#attempt(() => this.#showWaiting())),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#waiting = [];
  }

  #select(change: StoreChange): readonly NewAlert[] {
    const { store, watchList } = this.#services;
    return selectAlerts(change, (ref) => watchList.isMuted(ref)).map((alert) => {
      const { readBefore, readAt } = store.find(alert.ref) ?? {};
      return { alert, since: readBefore ?? Date.now(), seenAt: readAt ?? Date.now() };
    });
  }

  async #showWaiting(): Promise<void> {
    if (this.#waiting.length === 0 || !window.state.focused) return;
    const current = this.#waiting.filter((one) => this.#isCurrent(one));
    this.#waiting = [];
    if (!areNotificationsOn()) return;
    const alerts = await this.#takeNews(current);
    if (alerts.length === 0) return;
    await showAlerts(this.#services, alerts);
  }

  async #takeNews(alerts: readonly NewAlert[]) {
    return alerts.length === 0 ? [] : this.#told.take(alerts);
  }

  async #attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#services.log.error(`An alert could not be shown: ${String(error)}`);
    }
  }

  #isCurrent({ alert }: NewAlert): boolean {
    const { store, watchList } = this.#services;
    return !watchList.isMuted(alert.ref) && isAlertCurrent(alert, store.find(alert.ref)?.ticket);
  }
}
