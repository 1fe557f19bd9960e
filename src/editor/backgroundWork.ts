import { window } from 'vscode';
import { Watcher } from '../application/watcher.ts';
import { combineDisposables } from '../base/disposable.ts';
import { AlertNotifier } from './alertNotifier.ts';
import type { BackgroundWork } from './background.ts';
import type { Services } from './services.ts';
import { refreshInterval } from './settings.ts';
import { StatusBar } from './statusBar.ts';

/**
 * Begins to look at the watched tickets, and to show and tell what is found.
 * @param toldPath the file in which windows tell each other what was told
 */
export function beginWork(services: Omit<Services, 'watcher'>, toldPath: string): BackgroundWork {
  const { connections, watchList, store, log } = services;
  const options = { interval: refreshInterval, random: Math.random };
  const watcher = new Watcher({ connections, watchList, store, log, options });
  // Before the first look, so that nothing is found unseen.
  const listeners = [
    new StatusBar(services, watcher),
    new AlertNotifier(services, toldPath),
    // The network was away, or the machine slept: who comes back need not wait for up to half an hour.
    window.onDidChangeWindowState(({ focused }) => {
      if (focused) watcher.tryAgain();
    }),
  ];
  watcher.start();
  const parts = combineDisposables(...listeners, watcher);
  return { watcher, dispose: () => parts.dispose() };
}
